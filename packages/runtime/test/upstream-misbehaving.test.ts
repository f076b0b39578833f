import type { IncomingMessage } from 'node:http'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  createUpstreamRuntime,
  type GenerationChunk,
  type Runtime,
  runtimeModelOf,
  UpstreamError,
  upstreamManifest,
} from '../src/index.ts'
import { type Answer, type FileServer, startFileServer } from './file-server.ts'

const model = runtimeModelOf(
  upstreamManifest({ name: 'gpt', workloads: ['chat', 'completion', 'embed'], contextTokensMax: 4_096 }),
)
const apiKey = 'sk-very-secret'
const job = {
  kind: 'chat',
  messages: [{ role: 'user', content: 'Hi' }],
  maxTokens: 10,
  temperature: 0,
  topP: 1,
  stop: [],
} as const

let server: FileServer
let runtime: Runtime
beforeEach(async () => {
  server = await startFileServer()
  runtime = createUpstreamRuntime({
    baseUrl: `${server.origin}/v1`,
    apiKey,
    models: [{ model, upstreamName: 'org/gpt' }],
    slots: 1,
    queuedMax: 0,
    firstByteMsMax: 300,
    idleMsMax: 300,
  })
})
afterEach(async () => {
  await runtime.close()
  await server.close()
})

const events =
  (...texts: string[]): Answer =>
  (_, response) =>
    response.end(texts.map((text) => `data: ${text}\n\n`).join(''))
const chunk = (content: string, finish: string | null = null): string =>
  JSON.stringify({ choices: [{ delta: { content }, finish_reason: finish }] })
const usage = (completion: number): string =>
  JSON.stringify({ choices: [], usage: { prompt_tokens: 3, completion_tokens: completion } })
const ask = async (
  answer: Answer,
  change: Partial<{ maxTokens: number; stop: string[] }> = {},
): Promise<GenerationChunk[]> => {
  server.answer('/v1/chat/completions', answer)
  const { signal } = new AbortController()
  const generation = await runtime.generate(model.root, { ...job, ...change }, { signal })
  const chunks: GenerationChunk[] = []
  for await (const part of generation.chunks) chunks.push(part)
  return chunks
}

describe('the upstream runtime accounts', () => {
  test('by usage, the last chunk carrying what the chunks did not', async () => {
    expect(await ask(events(chunk(''), chunk('a'), chunk('b c'), chunk('', 'stop'), usage(5), '[DONE]'))).toEqual([
      { text: 'a', tokens: 1 },
      { text: 'b c', tokens: 1 },
      { text: '', tokens: 3, finish: 'stop' },
    ])
  })

  test('by chunks where there is no usage, or where usage is less', async () => {
    const counted = [
      { text: 'a', tokens: 1 },
      { text: 'b', tokens: 1 },
      { text: '', tokens: 0, finish: 'length' },
    ]
    expect(await ask(events(chunk('a'), chunk('b'), chunk('', 'length')))).toEqual(counted)
    expect(await ask(events(chunk('a'), chunk('b'), chunk('', 'length'), usage(1)))).toEqual(counted)
  })

  test('never more than was asked for, whatever it claims or sends', async () => {
    const claims = await ask(events(chunk('a'), chunk('b', 'stop'), usage(1_000_000)))
    expect(claims.reduce((total, { tokens }) => total + tokens, 0)).toBe(job.maxTokens)
    const floods = await ask(events(...Array.from({ length: 50 }, () => chunk('a'))), { maxTokens: 4 })
    expect(floods).toHaveLength(4)
    expect(floods.at(-1)).toEqual({ text: 'a', tokens: 1, finish: 'length' })
  })

  test('and cuts at stop sequences itself', async () => {
    const chunks = await ask(events(chunk('one #'), chunk('## two'), chunk('', 'stop')), { stop: ['###'] })
    expect(chunks.map(({ text }) => text).join('')).toBe('one ')
    expect(chunks.at(-1)?.finish).toBe('stop')
  })

  test('and reads characters and events cut anywhere', async () => {
    const bytes = Buffer.from(
      `: comment\r\n\r\ndata: ${chunk('Grüße 👩‍👩‍👧‍👦')}\r\n\r\ndata: ${chunk('', 'stop')}\r\n\r\n`,
    )
    const chunks = await ask((_, response) => {
      const send = (at: number): void => {
        if (at >= bytes.length) response.end()
        else response.write(bytes.subarray(at, at + 3), () => setImmediate(send, at + 3))
      }
      send(0)
    })
    expect(chunks[0]?.text).toBe('Grüße 👩‍👩‍👧‍👦')
  })

  test('and sends what the OpenAI API names', async () => {
    let body = ''
    let headers: IncomingMessage['headers'] = {}
    await ask(
      (request, response) => {
        headers = request.headers
        request.setEncoding('utf8').on('data', (piece: string) => {
          body += piece
        })
        request.on('end', () => events(chunk('a', 'stop'))(request, response))
      },
      { stop: ['x'] },
    )
    expect(JSON.parse(body)).toEqual({
      model: 'org/gpt',
      messages: job.messages,
      max_tokens: 10,
      temperature: 0,
      top_p: 1,
      stream: true,
      stream_options: { include_usage: true },
    })
    expect(headers.authorization).toBe(`Bearer ${apiKey}`)
  })
})

describe('the upstream runtime survives an upstream that', () => {
  const status =
    (code: number): Answer =>
    (_, response) =>
      response.writeHead(code).end('no')
  test.for<[string, Answer, string]>([
    ['never answers', () => undefined, 'UPSTREAM_TIMEOUT'],
    ['falls silent in mid-answer', (_, response) => response.write(`data: ${chunk('a')}\n\n`), 'UPSTREAM_TIMEOUT'],
    ['ends in mid-answer', events(chunk('a')), 'UPSTREAM_TRUNCATED'],
    ['ends in mid-event', (_, response) => response.end(`data: ${chunk('a')}\n\ndata: {"choi`), 'UPSTREAM_TRUNCATED'],
    ['says done without finishing', events(chunk('a'), '[DONE]'), 'UPSTREAM_TRUNCATED'],
    ['answers nothing at all', (_, response) => response.end(), 'UPSTREAM_TRUNCATED'],
    [
      'breaks the connection',
      (_, response) => response.write(`data: ${chunk('a')}\n\n`, () => response.destroy()),
      'UPSTREAM_TRUNCATED',
    ],
    ['sends what is not JSON', events(chunk('a'), '{"choices": ['), 'UPSTREAM_INVALID'],
    ['sends JSON of another kind', events('{"choices": {"delta": 7}}'), 'UPSTREAM_INVALID'],
    ['sends a page instead', (_, response) => response.end('<html>'.repeat(10)), 'UPSTREAM_TRUNCATED'],
    ['reports an error in mid-answer', events(chunk('a'), '{"error": {"message": "boom"}}'), 'UPSTREAM_FAILED'],
    ['sends one endless event', (_, response) => flood(response, 'a'.repeat(65_536)), 'UPSTREAM_TOO_LARGE'],
    ['sends comments without end', (_, response) => flood(response, `: ${'a'.repeat(65_536)}\n`), 'UPSTREAM_TOO_LARGE'],
    ['is too busy', status(429), 'UPSTREAM_BUSY'],
    ['is not ready', status(503), 'UPSTREAM_BUSY'],
    ['fails', status(500), 'UPSTREAM_FAILED'],
    ['refuses the request', status(400), 'UPSTREAM_REFUSED'],
    ['does not know the model', status(404), 'UPSTREAM_REFUSED'],
    ['refuses the key', status(401), 'UPSTREAM_UNAUTHORIZED'],
  ])('%s', async ([, answer, code]) => {
    const error = await ask(answer).catch((caught: unknown) => caught)
    expect(error).toBeInstanceOf(UpstreamError)
    expect(error).toMatchObject({ code })
    expect(String(error)).not.toContain(apiKey)
    expect(runtime.load()).toMatchObject({ slots: 1, running: 0, queued: 0 })
    expect((await ask(events(chunk('fine', 'stop')))).map(({ text }) => text)).toEqual(['fine', ''])
  })

  test('redirects elsewhere: the key is not carried there', async () => {
    server.answer('/elsewhere', events(chunk('stolen', 'stop')))
    const redirected = ask((_, response) => response.writeHead(307, { location: `${server.origin}/elsewhere` }).end())
    await expect(redirected).rejects.toMatchObject({ code: 'UPSTREAM_UNREACHABLE' })
    expect(server.requests.map(({ url }) => url)).toEqual(['/v1/chat/completions'])
  })

  test('sends one endless event: no more of it is kept than one event may be', async () => {
    await expect(ask((_, response) => flood(response, 'a'.repeat(65_536)))).rejects.toThrow(
      'One event of the upstream passed 1048576 characters.',
    )
  })

  test('is not there', async () => {
    await server.close()
    await expect(ask(() => undefined)).rejects.toMatchObject({ code: 'UPSTREAM_UNREACHABLE', retryable: true })
  })

  test.for<[string, object | string]>([
    ['fewer embeddings than inputs', { data: [{ index: 0, embedding: [1] }] }],
    ['an empty embedding', { data: [0, 1].map((index) => ({ index, embedding: [] })) }],
    ['embeddings of text', { data: [0, 1].map((index) => ({ index, embedding: ['x'] })) }],
    ['no JSON', 'oops'],
  ])('gives %s', async ([, answer]) => {
    server.answer('/v1/embeddings', (_, response) =>
      response.end(typeof answer === 'string' ? answer : JSON.stringify(answer)),
    )
    const { signal } = new AbortController()
    await expect(runtime.embed(model.root, { kind: 'embed', inputs: ['a', 'b'] }, { signal })).rejects.toMatchObject({
      code: 'UPSTREAM_INVALID',
    })
    expect(runtime.load().running).toBe(0)
  })
})

describe('input tokens', () => {
  const count = async (answer: object | undefined): Promise<number> => {
    server.answer('/tokenize', (_, response) => response.end(JSON.stringify(answer)))
    await using counting = createUpstreamRuntime({
      baseUrl: `${server.origin}/v1/`,
      models: [{ model }],
      ...(answer === undefined ? {} : { tokenizePath: '../tokenize' }),
    })
    const abort = new AbortController()
    const completion = { ...job, kind: 'completion', prompt: 'twelve bytes' } as const
    const { inputTokens } = await counting.generate(model.root, completion, abort)
    abort.abort()
    return inputTokens
  }
  test('are counted by the upstream where it can, else estimated', async () => {
    expect(await count({ tokens: [1, 2, 3, 4, 5] })).toBe(5)
    expect(await count({ count: 7, max_model_len: 9 })).toBe(7)
    expect(await count(undefined)).toBe(3)
    await expect(count({ length: 3 })).rejects.toMatchObject({ code: 'UPSTREAM_INVALID' })
    await expect(count({ count: 4_096 })).rejects.toMatchObject({ code: 'INPUT_TOO_LONG' })
  })
})

function flood(response: Parameters<Answer>[1], text: string): void {
  response.write('data: ')
  const send = (): void => void (response.destroyed || response.write(text, send))
  send()
}
