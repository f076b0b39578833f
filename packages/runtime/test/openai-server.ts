/** A small OpenAI-compatible server over any runtime, as a foreign upstream for tests. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { ChatMessage, GenerationParameters, Hex32, Runtime } from '../src/index.ts'

export type OpenAiServer = { readonly baseUrl: string; close(): Promise<void> }

type Request = {
  readonly messages?: readonly ChatMessage[]
  readonly prompt?: string
  readonly input?: readonly string[]
  readonly max_tokens: number
  readonly temperature: number
  readonly top_p: number
  readonly seed?: number
  readonly stop?: readonly string[]
}

/** Serves the runtime's models on a free port of loopback. The caller closes the runtime. */
export async function startOpenAiServer(
  runtime: Runtime,
  roots: { readonly generates: Hex32; readonly embeds: Hex32 },
): Promise<OpenAiServer> {
  const server = createServer((request, response) => {
    serve(runtime, roots, request, response).catch(() => response.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** As llama-server does: an assistant message at the end is the start of the answer. */
function chatOf(messages: readonly ChatMessage[]) {
  const last = messages.at(-1)
  if (last?.role !== 'assistant') return { messages }
  return { messages: messages.slice(0, -1), continuation: { text: last.content } }
}

async function serve(
  runtime: Runtime,
  roots: { readonly generates: Hex32; readonly embeds: Hex32 },
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const gone = new AbortController()
  response.on('close', () => gone.abort())
  const pieces: Buffer[] = []
  for await (const piece of request) pieces.push(piece)
  const body: Request = JSON.parse(Buffer.concat(pieces).toString('utf8'))
  if (request.url === '/v1/embeddings') {
    const { vectors, inputTokens } = await runtime.embed(
      roots.embeds,
      { kind: 'embed', inputs: body.input ?? [] },
      { signal: gone.signal },
    )
    const data = vectors.map((vector, index) => ({ index, embedding: [...vector] })).reverse()
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify({ data, usage: { prompt_tokens: inputTokens } }))
    return
  }
  const parameters: GenerationParameters = {
    maxTokens: body.max_tokens,
    temperature: body.temperature,
    topP: body.top_p,
    ...(body.seed === undefined ? {} : { seed: body.seed }),
    stop: body.stop ?? [],
  }
  const generation = await runtime.generate(
    roots.generates,
    body.messages === undefined
      ? { ...parameters, kind: 'completion', prompt: body.prompt ?? '' }
      : { ...parameters, kind: 'chat', ...chatOf(body.messages) },
    { signal: gone.signal },
  )
  response.setHeader('content-type', 'text/event-stream')
  const send = (event: object): void => void response.write(`data: ${JSON.stringify(event)}\n\n`)
  let tokens = 0
  for await (const chunk of generation.chunks) {
    tokens += chunk.tokens
    const content = body.messages === undefined ? { text: chunk.text } : { delta: { content: chunk.text } }
    send({ choices: [{ index: 0, ...content, finish_reason: chunk.finish ?? null }] })
  }
  send({ choices: [], usage: { prompt_tokens: generation.inputTokens, completion_tokens: tokens } })
  response.end('data: [DONE]\n\n')
}
