/** An OpenAI-compatible server that answers every chat with the same words. */
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** Starts the server; it ends when disposed. */
export async function startUpstream(model: string, words: readonly string[]) {
  const server = createServer((request, response) => {
    request.resume()
    if (request.method === 'GET') {
      response.end(JSON.stringify({ data: [{ id: model }] }))
      return
    }
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    const send = (chunk: object): boolean => response.write(`data: ${JSON.stringify(chunk)}\n\n`)
    for (const content of words) send({ choices: [{ index: 0, delta: { content } }] })
    send({
      choices: [{ index: 0, delta: {}, finish_reason: 'stop' }],
      usage: { prompt_tokens: 3, completion_tokens: words.length },
    })
    response.end('data: [DONE]\n\n')
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
