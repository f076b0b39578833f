/** Every way a request can be wrong that we know of: its exact status, parameter and code, and that nothing was spent. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { providerError } from './fake-buyer.ts'
import { type Fixture, startGateway } from './start-gateway.ts'

let fixture: Fixture
beforeAll(async () => {
  fixture = await startGateway({ limits: { bodyBytesMax: 100_000 } })
})
afterAll(() => fixture[Symbol.asyncDispose]())

const model = 'acme/tiny:chat-1.1b'
const user = { role: 'user', content: 'hi' }
const chat = (extra: object) => JSON.stringify({ model, messages: [user], ...extra })
const message = (extra: object) => chat({ messages: [{ ...user, ...extra }] })
const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`

type Case = readonly [name: string, body: string | Uint8Array, status: number, param: string | null, code: string]

const bodies: readonly Case[] = [
  ['invalid JSON', '{"model":', 400, null, 'invalid_json'],
  ['an empty body', '', 400, null, 'invalid_json'],
  ['an array as body', '[]', 400, null, 'invalid_json'],
  ['null as body', 'null', 400, null, 'invalid_json'],
  ['a number as body', '1', 400, null, 'invalid_json'],
  ['two bodies', `${chat({})}${chat({})}`, 400, null, 'invalid_json'],
  ['NaN, which JSON has not', `{"model":"${model}","temperature":NaN}`, 400, null, 'invalid_json'],
  ['invalid UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]), 400, null, 'invalid_json'],
  ['a byte order mark', `\ufeff${chat({})}`, 400, null, 'invalid_json'],
  ['deep nesting', `{"metadata":${nested(50_000 / 2)}}`, 400, null, 'invalid_json'],
  ['nesting one too deep', chat({ metadata: JSON.parse(nested(16)) }), 400, null, 'invalid_json'],
  ['a very long array', `{"messages":[${'1,'.repeat(5_000)}1]}`, 400, null, 'invalid_json'],
  [
    'a very wide object',
    `{"metadata":{${Array.from({ length: 4_097 }, (_, i) => `"${i}":1`).join()}}}`,
    400,
    null,
    'invalid_json',
  ],
  ['a huge body', chat({ user: 'x'.repeat(100_000) }), 413, null, 'request_too_large'],
  ['a prototype key', `{"model":"${model}","__proto__":{"stream":true}}`, 400, '__proto__', 'invalid_key'],
  ['a nested prototype key', '{"metadata":{"__proto__":{"x":1}}}', 400, '__proto__', 'invalid_key'],
  ['a constructor key', '{"metadata":{"constructor":{"prototype":{}}}}', 400, 'constructor', 'invalid_key'],
  ['no model', JSON.stringify({ messages: [user] }), 400, 'model', 'missing_required_parameter'],
  ['a model that is a number', chat({ model: 1 }), 400, 'model', 'invalid_type'],
  ['a model that is null', chat({ model: null }), 400, 'model', 'invalid_type'],
  ['an empty model', chat({ model: '' }), 400, 'model', 'string_below_min_length'],
  ['a model of endless name', chat({ model: 'x'.repeat(1_000) }), 400, 'model', 'string_above_max_length'],
  ['an unknown model', chat({ model: 'gpt-none' }), 404, 'model', 'model_not_found'],
  ['a model named after a prototype', chat({ model: '__proto__' }), 404, 'model', 'model_not_found'],
  ['an embedding model for chat', chat({ model: 'mini-embed' }), 404, 'model', 'model_not_supported'],
  ['no messages', JSON.stringify({ model }), 400, 'messages', 'missing_required_parameter'],
  ['empty messages', chat({ messages: [] }), 400, 'messages', 'array_below_min_length'],
  ['messages as a string', chat({ messages: 'hi' }), 400, 'messages', 'invalid_type'],
  ['a message that is a string', chat({ messages: ['hi'] }), 400, 'messages[0]', 'invalid_type'],
  [
    'too many messages',
    chat({ messages: Array.from({ length: 1_025 }, () => user) }),
    400,
    'messages',
    'array_above_max_length',
  ],
  [
    'a message without role',
    chat({ messages: [{ content: 'hi' }] }),
    400,
    'messages[0].role',
    'missing_required_parameter',
  ],
  ['an unknown role', message({ role: 'robot' }), 400, 'messages[0].role', 'invalid_value'],
  ['a role named after a prototype', message({ role: 'constructor' }), 400, 'messages[0].role', 'invalid_value'],
  ['a role of another type', message({ role: 7 }), 400, 'messages[0].role', 'invalid_type'],
  ['a tool message', message({ role: 'tool', tool_call_id: 'x' }), 400, 'messages[0].role', 'unsupported_parameter'],
  ['null content', message({ content: null }), 400, 'messages[0].content', 'invalid_type'],
  ['no content', chat({ messages: [{ role: 'user' }] }), 400, 'messages[0].content', 'missing_required_parameter'],
  ['content of another type', message({ content: 5 }), 400, 'messages[0].content', 'invalid_type'],
  ['no parts', message({ content: [] }), 400, 'messages[0].content', 'empty_array'],
  ['a part that is a string', message({ content: ['hi'] }), 400, 'messages[0].content[0]', 'invalid_type'],
  [
    'a text part without text',
    message({ content: [{ type: 'text' }] }),
    400,
    'messages[0].content[0].text',
    'invalid_type',
  ],
  [
    'an image',
    message({ content: [{ type: 'image_url', image_url: { url: 'x' } }] }),
    400,
    'messages[0].content[0].type',
    'unsupported_parameter',
  ],
  [
    'a sound',
    message({ content: [{ type: 'input_audio' }] }),
    400,
    'messages[0].content[0].type',
    'unsupported_parameter',
  ],
  ['half a surrogate pair', message({ content: '\ud83d' }), 400, 'messages[0].content', 'invalid_value'],
  [
    'a tool call in a message',
    message({ role: 'assistant', tool_calls: [{}] }),
    400,
    'messages[0].tool_calls',
    'unsupported_parameter',
  ],
  ['an unknown member of a message', message({ colour: 'red' }), 400, 'messages[0].colour', 'unknown_parameter'],
  [
    'an input no context can hold',
    message({ content: 'x'.repeat(17_000) }),
    400,
    'messages',
    'context_length_exceeded',
  ],
  ['two answers', chat({ n: 2 }), 400, 'n', 'unsupported_parameter'],
  ['no answers', chat({ n: 0 }), 400, 'n', 'unsupported_parameter'],
  ['tools', chat({ tools: [{ type: 'function' }] }), 400, 'tools', 'unsupported_parameter'],
  ['a tool choice', chat({ tool_choice: 'required' }), 400, 'tool_choice', 'unsupported_parameter'],
  ['functions', chat({ functions: [{}] }), 400, 'functions', 'unsupported_parameter'],
  ['log probabilities', chat({ logprobs: true }), 400, 'logprobs', 'unsupported_parameter'],
  ['top log probabilities', chat({ top_logprobs: 3 }), 400, 'top_logprobs', 'unsupported_parameter'],
  ['JSON mode', chat({ response_format: { type: 'json_object' } }), 400, 'response_format', 'unsupported_parameter'],
  [
    'a JSON schema',
    chat({ response_format: { type: 'json_schema' } }),
    400,
    'response_format',
    'unsupported_parameter',
  ],
  ['biases', chat({ logit_bias: { 50256: -100 } }), 400, 'logit_bias', 'unsupported_parameter'],
  ['a frequency penalty', chat({ frequency_penalty: 0.5 }), 400, 'frequency_penalty', 'unsupported_parameter'],
  ['a presence penalty', chat({ presence_penalty: -1 }), 400, 'presence_penalty', 'unsupported_parameter'],
  ['audio out', chat({ modalities: ['text', 'audio'] }), 400, 'modalities', 'unsupported_parameter'],
  ['a voice', chat({ audio: { voice: 'x' } }), 400, 'audio', 'unsupported_parameter'],
  ['a prediction', chat({ prediction: { type: 'content', content: 'x' } }), 400, 'prediction', 'unsupported_parameter'],
  ['storing', chat({ store: true }), 400, 'store', 'unsupported_parameter'],
  ['a service tier', chat({ service_tier: 'priority' }), 400, 'service_tier', 'unsupported_parameter'],
  ['an unknown parameter', chat({ top_k: 40 }), 400, 'top_k', 'unknown_parameter'],
  ['negative max_tokens', chat({ max_tokens: -1 }), 400, 'max_tokens', 'integer_below_min_value'],
  ['no tokens', chat({ max_tokens: 0 }), 400, 'max_tokens', 'integer_below_min_value'],
  ['half a token', chat({ max_tokens: 1.5 }), 400, 'max_tokens', 'invalid_type'],
  ['max_tokens as text', chat({ max_tokens: '5' }), 400, 'max_tokens', 'invalid_type'],
  ['more tokens than the context', chat({ max_tokens: 2_049 }), 400, 'max_tokens', 'integer_above_max_value'],
  [
    'an endless answer',
    chat({ max_completion_tokens: 1e300 }),
    400,
    'max_completion_tokens',
    'integer_above_max_value',
  ],
  [
    'two maxima that differ',
    chat({ max_tokens: 5, max_completion_tokens: 6 }),
    400,
    'max_completion_tokens',
    'invalid_value',
  ],
  ['a temperature of 3', chat({ temperature: 3 }), 400, 'temperature', 'integer_above_max_value'],
  ['a temperature below 0', chat({ temperature: -0.1 }), 400, 'temperature', 'decimal_below_min_value'],
  ['a temperature of "NaN"', chat({ temperature: 'NaN' }), 400, 'temperature', 'invalid_type'],
  ['a top_p of 0', chat({ top_p: 0 }), 400, 'top_p', 'integer_below_min_value'],
  ['a top_p of 1.1', chat({ top_p: 1.1 }), 400, 'top_p', 'decimal_above_max_value'],
  ['a seed of text', chat({ seed: 'x' }), 400, 'seed', 'invalid_type'],
  ['a seed with a fraction', chat({ seed: 0.5 }), 400, 'seed', 'invalid_type'],
  ['nine stops', chat({ stop: [...'abcdefghi'] }), 400, 'stop', 'array_above_max_length'],
  ['an empty stop', chat({ stop: ['a', ''] }), 400, 'stop[1]', 'invalid_value'],
  ['a long stop', chat({ stop: 'x'.repeat(257) }), 400, 'stop', 'invalid_value'],
  ['a stop of another type', chat({ stop: { a: 1 } }), 400, 'stop', 'invalid_type'],
  ['stream as text', chat({ stream: 'yes' }), 400, 'stream', 'invalid_type'],
  [
    'stream options without a stream',
    chat({ stream_options: { include_usage: true } }),
    400,
    'stream_options',
    'invalid_value',
  ],
  ['stream options of another type', chat({ stream: true, stream_options: 1 }), 400, 'stream_options', 'invalid_type'],
]

const completions: readonly Case[] = [
  ['no prompt', JSON.stringify({ model }), 400, 'prompt', 'missing_required_parameter'],
  ['two prompts', JSON.stringify({ model, prompt: ['a', 'b'] }), 400, 'prompt', 'unsupported_parameter'],
  ['no prompts', JSON.stringify({ model, prompt: [] }), 400, 'prompt', 'invalid_type'],
  ['a prompt of tokens', JSON.stringify({ model, prompt: [1, 2] }), 400, 'prompt', 'unsupported_parameter'],
  ['a prompt of another type', JSON.stringify({ model, prompt: 5 }), 400, 'prompt', 'invalid_type'],
  ['echo', JSON.stringify({ model, prompt: 'a', echo: true }), 400, 'echo', 'unsupported_parameter'],
  ['a suffix', JSON.stringify({ model, prompt: 'a', suffix: 'b' }), 400, 'suffix', 'unsupported_parameter'],
  ['the best of two', JSON.stringify({ model, prompt: 'a', best_of: 2 }), 400, 'best_of', 'unsupported_parameter'],
  ['log probabilities', JSON.stringify({ model, prompt: 'a', logprobs: 0 }), 400, 'logprobs', 'unsupported_parameter'],
]

const embeddings: readonly Case[] = [
  ['no input', JSON.stringify({ model: 'mini-embed' }), 400, 'input', 'missing_required_parameter'],
  ['an empty input', JSON.stringify({ model: 'mini-embed', input: '' }), 400, 'input', 'string_below_min_length'],
  ['no inputs', JSON.stringify({ model: 'mini-embed', input: [] }), 400, 'input', 'array_below_min_length'],
  [
    'an empty one of two',
    JSON.stringify({ model: 'mini-embed', input: ['a', ''] }),
    400,
    'input[1]',
    'string_below_min_length',
  ],
  ['input of tokens', JSON.stringify({ model: 'mini-embed', input: [1, 2] }), 400, 'input', 'unsupported_parameter'],
  [
    'input of token lists',
    JSON.stringify({ model: 'mini-embed', input: [[1], [2]] }),
    400,
    'input',
    'unsupported_parameter',
  ],
  ['mixed input', JSON.stringify({ model: 'mini-embed', input: ['a', 1] }), 400, 'input[1]', 'invalid_type'],
  ['input of another type', JSON.stringify({ model: 'mini-embed', input: {} }), 400, 'input', 'invalid_type'],
  [
    'too many inputs',
    JSON.stringify({ model: 'mini-embed', input: new Array(513).fill('a') }),
    400,
    'input',
    'array_above_max_length',
  ],
  [
    'dimensions',
    JSON.stringify({ model: 'mini-embed', input: 'a', dimensions: 2 }),
    400,
    'dimensions',
    'unsupported_parameter',
  ],
  [
    'an unknown encoding',
    JSON.stringify({ model: 'mini-embed', input: 'a', encoding_format: 'hex' }),
    400,
    'encoding_format',
    'invalid_value',
  ],
  ['a chat model', JSON.stringify({ model, input: 'a' }), 404, 'model', 'model_not_supported'],
]

describe.each([
  ['/v1/chat/completions', bodies],
  ['/v1/completions', completions],
  ['/v1/embeddings', embeddings],
] as const)('%s refuses', (path, cases) => {
  it.each(cases)('%s', async (_name, body, status, param, code) => {
    const asked = fixture.buyer.asks.length
    const response = await fixture.call(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: body as string,
    })
    expect(await response.json()).toEqual({
      error: { message: expect.any(String), type: 'invalid_request_error', param, code },
    })
    expect(response.status).toBe(status)
    expect(response.headers.get('x-request-id')).toMatch(/^[0-9a-f]{32}$/)
    expect(response.headers.get('x-should-retry')).toBe('false')
    expect(fixture.buyer.asks.length).toBe(asked)
  })
})

type HttpCase = readonly [name: string, path: string, init: RequestInit, status: number, code: string | null]
const receipt = `0x${'1'.repeat(64)}`
const post = (headers: Record<string, string>, body: string | Uint8Array = chat({})): RequestInit => ({
  method: 'POST',
  headers,
  body: body as string,
})
const json = { 'content-type': 'application/json' }

const requests: readonly HttpCase[] = [
  [
    'no content type',
    '/v1/chat/completions',
    post({ 'content-type': '' }, Buffer.from(chat({}))),
    415,
    'unsupported_media_type',
  ],
  [
    'a form',
    '/v1/chat/completions',
    post({ 'content-type': 'application/x-www-form-urlencoded' }),
    415,
    'unsupported_media_type',
  ],
  [
    'plain text, as a foreign page may send',
    '/v1/chat/completions',
    post({ 'content-type': 'text/plain' }),
    415,
    'unsupported_media_type',
  ],
  [
    'a compressed body',
    '/v1/chat/completions',
    post({ ...json, 'content-encoding': 'gzip' }),
    415,
    'unsupported_media_type',
  ],
  ['no body', '/v1/chat/completions', { method: 'POST' }, 400, 'invalid_json'],
  [
    'a strange idempotency key',
    '/v1/chat/completions',
    post({ ...json, 'idempotency-key': 'two words' }),
    400,
    'invalid_header',
  ],
  [
    'a long idempotency key',
    '/v1/chat/completions',
    post({ ...json, 'idempotency-key': 'x'.repeat(129) }),
    400,
    'invalid_header',
  ],
  ['GET of what is posted', '/v1/chat/completions', { method: 'GET' }, 405, 'method_not_allowed'],
  ['PUT of what is posted', '/v1/embeddings', { method: 'PUT' }, 405, 'method_not_allowed'],
  ['DELETE of a model', '/v1/models/x', { method: 'DELETE' }, 405, 'method_not_allowed'],
  ['OPTIONS', '/v1/chat/completions', { method: 'OPTIONS' }, 405, 'method_not_allowed'],
  ['an unknown route', '/v1/responses', { method: 'POST' }, 404, 'unknown_url'],
  ['the root', '/', {}, 404, 'unknown_url'],
  ['a doubled slash', '/v1//models', {}, 404, 'unknown_url'],
  ['a trailing slash', '/v1/chat/completions/', { method: 'POST' }, 404, 'unknown_url'],
  ['an encoded way up', '/v1/models/..%2f..%2freceipts', {}, 404, 'model_not_found'],
  ['bad percent-encoding', '/v1/models/%ZZ', {}, 400, 'invalid_url'],
  ['a broken byte in a path', '/v1/models/%ff', {}, 400, 'invalid_url'],
  ['an unknown model', '/v1/models/nobody/nothing', {}, 404, 'model_not_found'],
  ['a malformed receipt id', '/v1/receipts/0x12', {}, 400, 'invalid_value'],
  ['a receipt id that is a path', '/v1/receipts/..%2f..%2fetc', {}, 400, 'invalid_value'],
  ['a receipt nobody has', `/v1/receipts/${receipt}`, {}, 404, 'receipt_not_found'],
  ['a receipt id with more behind it', `/v1/receipts/${receipt}/x`, {}, 404, 'unknown_url'],
]

it.each(requests)('refuses %s', async (_name, path, init, status, code) => {
  const response = await fixture.call(path, init)
  expect(response.status).toBe(status)
  expect(await response.json()).toMatchObject({ error: { type: 'invalid_request_error', code } })
  if (status === 405) expect(response.headers.get('allow')).toMatch(/^(POST|GET, HEAD)$/)
})

const keys: readonly (readonly [name: string, authorization: string | undefined])[] = [
  ['no key', undefined],
  ['an empty key', 'Bearer '],
  ['another scheme', 'Basic bXI6eA=='],
  ['a key of another maker', 'Bearer sk-1234'],
  ['a key that nobody has', `Bearer mr-${'A'.repeat(43)}`],
  ['a key too long', `Bearer mr-${'A'.repeat(4_000)}`],
  ['a key that looks like SQL', "Bearer mr-' OR '1'='1"],
  ['two keys', 'Bearer mr-a mr-b'],
]

it.each(keys)('refuses %s', async (_name, authorization) => {
  const response = await fetch(
    `${fixture.gateway.url}/v1/models`,
    authorization === undefined ? {} : { headers: { authorization } },
  )
  expect(response.status).toBe(401)
  expect(await response.json()).toMatchObject({
    error: { type: 'invalid_request_error', param: null, code: 'invalid_api_key' },
  })
})

it('refuses a revoked key at once', async () => {
  const { secret, id } = fixture.newKey()
  const headers = { authorization: `Bearer ${secret}` }
  expect((await fixture.call('/v1/models', { headers })).status).toBe(200)
  fixture.store.revokeKey(id)
  expect((await fixture.call('/v1/models', { headers })).status).toBe(401)
})

it('answers HEAD as GET without a body', async () => {
  const response = await fixture.call('/v1/models', { method: 'HEAD' })
  expect([response.status, await response.text()]).toEqual([200, ''])
})

it('takes the last of two equal keys, as JSON.parse does', async () => {
  const response = await fixture.call('/v1/chat/completions', post(json, `{"model":"nobody",${chat({}).slice(1)}`))
  expect(response.status).toBe(200)
})

it('repeats nothing of a prompt in an error', async () => {
  const secret = 'my secret prompt'
  for (const body of [
    `{"messages":"${secret}" x`,
    message({ content: { secret } }),
    chat({ max_tokens: [secret] }),
    chat({ messages: [secret] }),
  ]) {
    const response = await fixture.call('/v1/chat/completions', post(json, body))
    expect([response.status, (await response.text()).includes(secret)]).toEqual([400, false])
  }
})

const raised: readonly (readonly [code: string, retryable: boolean, status: number, type: string, openAi: string])[] = [
  ['INPUT_TOO_LONG', false, 400, 'invalid_request_error', 'context_length_exceeded'],
  ['ASK_INVALID', false, 400, 'invalid_request_error', 'ask_invalid'],
  ['MODEL_NOT_OFFERED', false, 404, 'invalid_request_error', 'model_not_found'],
  ['MODEL_AMBIGUOUS', false, 400, 'invalid_request_error', 'model_ambiguous'],
  ['NO_OFFER', false, 400, 'invalid_request_error', 'no_offer'],
  ['NO_OFFER', true, 503, 'server_error', 'no_offer'],
  ['IDEMPOTENCY_KEY_REUSED', false, 409, 'invalid_request_error', 'idempotency_key_reused'],
  ['IDEMPOTENCY_IN_PROGRESS', true, 409, 'invalid_request_error', 'idempotency_in_progress'],
  ['PROVIDERS_EXHAUSTED', true, 503, 'server_error', 'providers_exhausted'],
  ['PROVIDER_UNREACHABLE', true, 503, 'server_error', 'provider_unreachable'],
  ['PROVIDER_REFUSED', false, 502, 'server_error', 'provider_refused'],
  ['PROVIDER_STALLED', true, 504, 'server_error', 'provider_stalled'],
  ['PROVIDER_LOST', true, 502, 'server_error', 'provider_lost'],
  ['PROVIDER_MISBEHAVED', true, 502, 'server_error', 'provider_misbehaved'],
  ['OVERCHARGED', true, 502, 'server_error', 'overcharged'],
  ['RECEIPT_MISMATCH', true, 502, 'server_error', 'receipt_mismatch'],
  ['INSUFFICIENT_BALANCE', false, 503, 'server_error', 'payment_unavailable'],
  ['CHAIN_UNREACHABLE', true, 503, 'server_error', 'payment_unavailable'],
  ['NEVER_HEARD_OF', true, 503, 'server_error', 'never_heard_of'],
  ['NEVER_HEARD_OF', false, 502, 'server_error', 'never_heard_of'],
]

it.each(raised)('answers %s (retryable: %s) with %s', async (code, retryable, status, type, openAi) => {
  fixture.buyer.script = { refuse: () => providerError(code, retryable) }
  const response = await fixture.chat({ stream: true })
  fixture.buyer.script = {}
  expect(response.status).toBe(status)
  expect(await response.json()).toMatchObject({ error: { type, param: null, code: openAi } })
  expect(response.headers.get('x-should-retry')).toBe(String(retryable))
  expect(response.headers.has('retry-after')).toBe(retryable && status === 503)
})

it('believes what a provider says of the request, and tells it once', async () => {
  const refusal = () => Object.assign(providerError('PROVIDER_REFUSED'), { providerCode: 'INPUT_TOO_LONG' })
  fixture.buyer.script = { refuse: refusal }
  expect(await (await fixture.chat({})).json()).toMatchObject({ error: { code: 'context_length_exceeded' } })
  fixture.buyer.script = {
    refuse: () => Object.assign(providerError('PROVIDERS_EXHAUSTED'), { errors: [refusal(), refusal()] }),
  }
  expect((await fixture.chat({})).status).toBe(400)
  fixture.buyer.script = {
    refuse: () =>
      Object.assign(providerError('PROVIDERS_EXHAUSTED', true), {
        errors: [refusal(), providerError('PROVIDER_LOST')],
      }),
  }
  expect((await fixture.chat({})).status).toBe(503)
  fixture.buyer.script = {}
})

it("does not tell a key's user about the gateway's wallet", async () => {
  fixture.buyer.script = { refuse: () => providerError('INSUFFICIENT_BALANCE') }
  const response = await fixture.chat({})
  fixture.buyer.script = {}
  expect(await response.text()).not.toContain('INSUFFICIENT_BALANCE')
})

it('tells nothing of an unexpected exception', async () => {
  fixture.buyer.script = { refuse: () => new TypeError('secret of the house') }
  const response = await fixture.chat({})
  fixture.buyer.script = {}
  expect(response.status).toBe(500)
  const body = await response.text()
  expect(JSON.parse(body)).toMatchObject({ error: { type: 'server_error', code: 'internal' } })
  expect(body).not.toContain('secret of the house')
})

it.each([
  ['cancelled', 'run_cancelled'],
  ['payment-lagged', 'run_payment_lagged'],
  ['failed', 'run_failed'],
] as const)('an answer that finished as %s is an error, and is paid', async (finish, code) => {
  const { secret, id } = fixture.newKey({ budget: 10_000n })
  fixture.buyer.script = { finish }
  const headers = { authorization: `Bearer ${secret}` }
  const whole = await fixture.chat({}, headers)
  expect([whole.status, await whole.json()]).toMatchObject([502, { error: { type: 'server_error', code } }])
  const streamed = await (await fixture.chat({ stream: true }, headers)).text()
  fixture.buyer.script = {}
  expect(streamed).toContain('"content":"Hello"')
  expect(JSON.parse(streamed.trim().split('data: ').at(-1) ?? '')).toMatchObject({ error: { code } })
  expect(streamed).not.toContain('[DONE]')
  fixture.store.flush()
  expect(fixture.store.readKey(id)?.spent).toBe(4n)
})
