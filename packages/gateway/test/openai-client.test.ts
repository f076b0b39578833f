/** The official `openai` client, unmodified, against the gateway. */
import OpenAI, {
  AuthenticationError,
  BadRequestError,
  ConflictError,
  InternalServerError,
  NotFoundError,
  RateLimitError,
} from 'openai'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { providerError } from './fake-buyer.ts'
import { type Fixture, startGateway } from './start-gateway.ts'

const model = 'acme/tiny:chat-1.1b'
const messages = [{ role: 'user', content: 'Say hello.' }] as const

let fixture: Fixture
let client: OpenAI

beforeAll(async () => {
  fixture = await startGateway()
  client = clientOf(fixture.secret)
})
afterAll(() => fixture[Symbol.asyncDispose]())
beforeEach(() => {
  fixture.buyer.script = {}
  fixture.buyer.asks.length = 0
})

function clientOf(apiKey: string): OpenAI {
  return new OpenAI({ apiKey, baseURL: `${fixture.gateway.url}/v1`, maxRetries: 0 })
}

describe('chat completions', () => {
  it('answers in one piece', async () => {
    const { data, response } = await client.chat.completions.create({ model, messages: [...messages] }).withResponse()
    expect(data).toEqual({
      id: expect.stringMatching(/^chatcmpl-[0-9a-f]{32}$/),
      object: 'chat.completion',
      created: expect.any(Number),
      model,
      system_fingerprint: expect.stringMatching(/^fp_[0-9a-f]{12}$/),
      choices: [
        {
          index: 0,
          message: { role: 'assistant', content: 'Hello world', refusal: null },
          logprobs: null,
          finish_reason: 'stop',
        },
      ],
      usage: { prompt_tokens: 10, completion_tokens: 2, total_tokens: 12 },
    })
    expect(data).toHaveProperty('_request_id', response.headers.get('x-request-id'))
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'millrace-provider': `0x${'b'.repeat(40)}`,
      'millrace-operator': `0x${'a'.repeat(40)}`,
      'millrace-price': 'input=100000;output=400000;token=tUSD;per=1000000',
      'millrace-lease': `0x${'f'.repeat(64)}`,
      'millrace-receipt': expect.stringMatching(/^0x[0-9a-f]{64}$/),
      'millrace-reason': 'cheapest of 1',
      'millrace-cost': '2',
    })
  })

  it('streams: role first, then text, then the reason, then usage', async () => {
    const stream = await client.chat.completions.create({
      model,
      messages: [...messages],
      stream: true,
      stream_options: { include_usage: true },
    })
    const chunks = await Array.fromAsync(stream)
    expect(chunks.map(({ choices }) => choices.map(({ delta, finish_reason }) => [delta, finish_reason]))).toEqual([
      [[{ role: 'assistant', content: '', refusal: null }, null]],
      [[{ content: 'Hello' }, null]],
      [[{ content: ' world' }, null]],
      [[{}, 'stop']],
      [],
    ])
    expect(chunks.map(({ usage }) => usage)).toEqual([
      null,
      null,
      null,
      null,
      { prompt_tokens: 10, completion_tokens: 2, total_tokens: 12 },
    ])
    expect(new Set(chunks.map(({ id, object, model, created }) => [id, object, model, created].join()))).toHaveLength(1)
  })

  it('streams without usage unless asked', async () => {
    const stream = await client.chat.completions.create({ model, messages: [...messages], stream: true })
    const chunks = await Array.fromAsync(stream)
    expect(chunks.every((chunk) => !('usage' in chunk))).toBe(true)
    expect(chunks.map(({ choices }) => choices[0]?.delta.content ?? '').join('')).toBe('Hello world')
  })

  it('works with the stream helper', async () => {
    const runner = client.chat.completions.stream({ model, messages: [...messages] })
    expect((await runner.finalChatCompletion()).choices[0]?.message.content).toBe('Hello world')
  })

  it('passes on every parameter it serves', async () => {
    await client.chat.completions.create({
      model,
      messages: [
        { role: 'developer', content: 'Be brief.' },
        {
          role: 'user',
          content: [
            { type: 'text', text: 'one' },
            { type: 'text', text: 'two' },
          ],
        },
        { role: 'assistant', content: 'ok', refusal: null },
        { role: 'user', content: 'go' },
      ],
      max_completion_tokens: 7,
      temperature: 0,
      top_p: 0.5,
      seed: -1,
      stop: ['a', 'b'],
      n: 1,
      user: 'someone',
      metadata: { a: 'b' },
      store: false,
      frequency_penalty: 0,
      response_format: { type: 'text' },
    })
    expect(fixture.buyer.asks[0]?.ask).toEqual({
      kind: 'chat',
      model: expect.stringMatching(/^0x[0-9a-f]{64}$/),
      messages: [
        { role: 'system', content: 'Be brief.' },
        { role: 'user', content: 'one\ntwo' },
        { role: 'assistant', content: 'ok' },
        { role: 'user', content: 'go' },
      ],
      maxTokens: 7,
      temperature: 0,
      topP: 0.5,
      seed: 2 ** 32 - 1,
      stop: ['a', 'b'],
      amountMax: expect.any(BigInt),
    })
  })

  it('has OpenAI defaults', async () => {
    await client.chat.completions.create({ model, messages: [...messages], stop: 'x' })
    expect(fixture.buyer.asks[0]?.ask).toMatchObject({ maxTokens: 512, temperature: 1, topP: 1, stop: ['x'] })
    expect(fixture.buyer.asks[0]?.ask).not.toHaveProperty('seed')
  })

  it('says length when the answer was cut at its maximum', async () => {
    fixture.buyer.script = { finish: 'length' }
    const answer = await client.chat.completions.create({ model, messages: [...messages] })
    expect(answer.choices[0]?.finish_reason).toBe('length')
  })

  it('cancels the run when the client aborts', async () => {
    const before = fixture.buyer.cancelled
    fixture.buyer.script = {
      async *chunks(_ask, signal) {
        yield 'one'
        await new Promise((resolve) => signal.addEventListener('abort', resolve))
      },
    }
    const stream = await client.chat.completions.create({ model, messages: [...messages], stream: true })
    for await (const chunk of stream) if (chunk.choices[0]?.delta.content === 'one') stream.controller.abort()
    await expect.poll(() => fixture.buyer.cancelled).toBe(before + 1)
  })

  it('asks the network for the same answer under the same idempotency key, apart per API key', async () => {
    const options = { idempotencyKey: 'once', headers: { 'Idempotency-Key': 'once' } }
    await client.chat.completions.create({ model, messages: [...messages] }, options)
    await client.chat.completions.create({ model, messages: [...messages] }, options)
    await clientOf(fixture.newKey().secret).chat.completions.create({ model, messages: [...messages] }, options)
    const [one, two, other] = fixture.buyer.asks.map(({ options }) => options.idempotencyKey)
    expect(one).toMatch(/^[\w-]{43}$/)
    expect(two).toBe(one)
    expect(other).not.toBe(one)
  })

  it('charges a replayed answer nothing', async () => {
    fixture.buyer.script = { replayed: true }
    const { secret, id } = fixture.newKey({ budget: 1_000n })
    const { response } = await clientOf(secret)
      .chat.completions.create({ model, messages: [...messages] })
      .withResponse()
    expect(response.headers.get('millrace-cost')).toBe('0')
    expect(response.headers.get('millrace-replayed')).toBe('true')
    fixture.store.flush()
    expect(fixture.store.readKey(id)?.spent).toBe(0n)
  })
})

describe('completions', () => {
  it('answers in one piece and streams', async () => {
    const whole = await client.completions.create({ model, prompt: ['Once'], max_tokens: 5 })
    expect(whole).toMatchObject({
      id: expect.stringMatching(/^cmpl-/),
      object: 'text_completion',
      choices: [{ text: 'Hello world', index: 0, logprobs: null, finish_reason: 'stop' }],
      usage: { prompt_tokens: 10, completion_tokens: 2, total_tokens: 12 },
    })
    const stream = await client.completions.create({ model, prompt: 'Once', stream: true })
    const chunks = await Array.fromAsync(stream)
    expect(chunks.map(({ choices }) => [choices[0]?.text, choices[0]?.finish_reason])).toEqual([
      ['Hello', null],
      [' world', null],
      ['', 'stop'],
    ])
    expect(fixture.buyer.asks.map(({ ask }) => ask.kind === 'completion' && ask.prompt)).toEqual(['Once', 'Once'])
  })
})

describe('embeddings', () => {
  it('gives vectors, by default and as floats', async () => {
    const one = await client.embeddings.create({ model: 'mini-embed', input: 'a' })
    const two = await client.embeddings.create({ model: 'mini-embed', input: ['a', 'b'], encoding_format: 'float' })
    expect(one.data).toEqual([{ object: 'embedding', index: 0, embedding: [0.5, -0.25, 1] }])
    expect(two.data.map(({ index }) => index)).toEqual([0, 1])
    expect(two.usage).toEqual({ prompt_tokens: 10, total_tokens: 10 })
  })

  it('gives base64 when asked for it', async () => {
    const response = await fixture.call('/v1/embeddings', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ model: 'mini-embed', input: 'a', encoding_format: 'base64' }),
    })
    expect(await response.json()).toMatchObject({ data: [{ embedding: 'AAAAPwAAgL4AAIA/' }] })
  })
})

describe('models', () => {
  it('lists, and finds by name or root', async () => {
    const listed = await Array.fromAsync(client.models.list())
    expect(listed.map(({ id, object, owned_by }) => [id, object, owned_by])).toEqual([
      ['acme/tiny:chat-1.1b', 'model', 'millrace'],
      ['mini-embed', 'model', 'millrace'],
    ])
    const found = await client.models.retrieve(model)
    expect(found.id).toBe(model)
    const { root } = (found as unknown as { millrace: { root: string } }).millrace
    expect((await client.models.retrieve(root)).id).toBe(root)
    const answer = await client.chat.completions.create({ model: root, messages: [...messages] })
    expect(answer.model).toBe(root)
  })
})

describe('errors', () => {
  const ask = (client: OpenAI, body: object = {}) =>
    client.chat.completions.create({ model, messages: [...messages], ...body })

  it('are the classes the client has for them', async () => {
    await expect(ask(clientOf('mr-wrong'))).rejects.toThrow(AuthenticationError)
    await expect(ask(client, { n: 2 })).rejects.toThrow(BadRequestError)
    await expect(ask(client, { model: 'nothing' })).rejects.toThrow(NotFoundError)
    await expect(ask(clientOf(fixture.newKey({ budget: 1n }).secret))).rejects.toThrow(RateLimitError)
    fixture.buyer.script = { refuse: () => providerError('IDEMPOTENCY_KEY_REUSED') }
    await expect(ask(client)).rejects.toThrow(ConflictError)
    fixture.buyer.script = { refuse: () => providerError('RUNTIME_BUSY', true) }
    await expect(ask(client)).rejects.toThrow(InternalServerError)
  })

  it('carry what and where', async () => {
    await expect(ask(client, { temperature: 3 })).rejects.toMatchObject({
      status: 400,
      type: 'invalid_request_error',
      param: 'temperature',
      code: 'integer_above_max_value',
      requestID: expect.stringMatching(/^[0-9a-f]{32}$/),
    })
  })

  it('reach a reader in the middle of a stream', async () => {
    fixture.buyer.script = {
      *chunks() {
        yield 'half'
        throw providerError('PROVIDER_LOST', true)
      },
    }
    const stream = await client.chat.completions.create({ model, messages: [...messages], stream: true })
    let text = ''
    const reading = (async () => {
      for await (const chunk of stream) text += chunk.choices[0]?.delta.content ?? ''
    })()
    await expect(reading).rejects.toMatchObject({ code: 'provider_lost', type: 'server_error' })
    expect(text).toBe('half')
  })

  it('are retried by the client when they say so', async () => {
    let refusals = 1
    fixture.buyer.script = {
      before: async () => {
        if (refusals-- > 0) throw providerError('RUNTIME_BUSY', true)
      },
    }
    const patient = new OpenAI({ apiKey: fixture.secret, baseURL: `${fixture.gateway.url}/v1`, maxRetries: 1 })
    expect((await ask(patient)).choices[0]?.message.content).toBe('Hello world')
  })
})
