/** The plain server beside ours, as a process: the same model behind bare HTTP, which does nothing else. */
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { serveActor } from '../../test/net/serve-actor.ts'
import {
  createStoryRuntime,
  type StoryPace,
  type StoryRuntime,
  storyModel,
  storyRoot,
} from '../live-network/story-model.ts'
import { loopback } from '../live-network/this-machine.ts'

export type StubSettings = { readonly pace: StoryPace }

async function start({ pace }: StubSettings) {
  const runtime = createStoryRuntime(pace)
  const server = createServer((request, response) => {
    answer(runtime, request, response).catch((error: unknown) => response.destroy(error as Error))
  })
  server.listen(0, loopback)
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    handlers: { url: () => `http://${loopback}:${port}`, firstChunkMs: () => runtime.firstChunkMs },
    close: async () => void server.closeAllConnections(),
  }
}

async function answer(runtime: StoryRuntime, request: IncomingMessage, response: ServerResponse): Promise<void> {
  let body = ''
  for await (const piece of request.setEncoding('utf8')) body += piece
  const { messages, max_tokens: maxTokens } = JSON.parse(body) as { messages: []; max_tokens: number }
  const job = { kind: 'chat', messages, maxTokens, temperature: 0, topP: 1, stop: [] } as const
  const generation = await runtime.generate(storyRoot, job, { signal: AbortSignal.timeout(60_000) })
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  for await (const { text, finish } of generation.chunks) {
    const choices = [{ index: 0, delta: { content: text }, finish_reason: finish ?? null }]
    const chunk = { id: 'chatcmpl-stub', object: 'chat.completion.chunk', created: 0, model: storyModel.name, choices }
    response.write(`data: ${JSON.stringify(chunk)}\n\n`)
  }
  response.end('data: [DONE]\n\n')
}

export type StubHandlers = Awaited<ReturnType<typeof start>>['handlers']

serveActor(start)
