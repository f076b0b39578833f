/**
 * The peer's backend, as a process: the fixed-latency runtime behind a plain OpenAI-compatible HTTP server that does nothing
 * else. Arguments: settings as JSON. Tells its parent the port.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { manifestRoot } from '@millrace/runtime'
import { type StubSettings, stubManifest, stubModel, stubRuntime } from './stub.ts'

const settings = JSON.parse(process.argv[2] ?? '{}') as StubSettings
const runtime = stubRuntime(settings)
const root = manifestRoot(stubManifest())

const server = createServer((request, response) => {
  answer(request, response).catch((error: unknown) => response.destroy(error as Error))
})
server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }))
process.once('disconnect', () => process.exit())

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  let body = ''
  for await (const piece of request.setEncoding('utf8')) body += piece
  const { messages, max_tokens: maxTokens } = JSON.parse(body) as { messages: []; max_tokens: number }
  const job = { kind: 'chat', messages, maxTokens, temperature: 0, topP: 1, stop: [] } as const
  const generation = await runtime.generate(root, job, { signal: AbortSignal.timeout(60_000) })
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  for await (const { text, finish } of generation.chunks) {
    const choices = [{ index: 0, delta: { content: text }, finish_reason: finish ?? null }]
    const chunk = { id: 'chatcmpl-stub', object: 'chat.completion.chunk', created: 0, model: stubModel, choices }
    response.write(`data: ${JSON.stringify(chunk)}\n\n`)
  }
  response.end('data: [DONE]\n\n')
}
