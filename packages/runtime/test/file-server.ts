/** An HTTP server on loopback whose answers a test chooses, and which remembers what it was asked. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export type Answer = (request: IncomingMessage, response: ServerResponse) => void

export type FileServer = {
  readonly origin: string
  readonly requests: readonly { readonly url: string; readonly headers: IncomingMessage['headers'] }[]
  /** Sets the answer of a path. */
  answer(path: string, answer: Answer): void
  close(): Promise<void>
}

export async function startFileServer(): Promise<FileServer> {
  const answers = new Map<string, Answer>()
  const requests: { url: string; headers: IncomingMessage['headers'] }[] = []
  const server = createServer((request, response) => {
    const url = request.url ?? ''
    requests.push({ url, headers: request.headers })
    const answer = answers.get(url)
    if (answer === undefined) response.writeHead(404).end()
    else answer(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    answer: (path, answer) => void answers.set(path, answer),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** Serves bytes and honours ranges, as a good mirror does. */
export function serve(bytes: Uint8Array): Answer {
  return (request, response) => {
    const match = /^bytes=(\d+)-(\d+)?$/.exec(request.headers.range ?? '')
    if (match === null) {
      response.writeHead(200, { 'content-length': bytes.length, etag: '"v1"' }).end(bytes)
      return
    }
    const start = Number(match[1])
    const end = Math.min(bytes.length, Number(match[2] ?? bytes.length) + 1)
    if (start >= bytes.length) {
      response.writeHead(416).end()
      return
    }
    response
      .writeHead(206, {
        'content-length': end - start,
        'content-range': `bytes ${start}-${end - 1}/${bytes.length}`,
        etag: '"v1"',
      })
      .end(bytes.subarray(start, end))
  }
}

/** Serves bytes whole, whatever part was asked for. */
export function serveWhole(bytes: Uint8Array): Answer {
  return (_, response) => void response.writeHead(200, { 'content-length': bytes.length }).end(bytes)
}

/** Announces everything, sends the first part, and then does what `after` does. */
export function serveFirst(bytes: Uint8Array, count: number, after: (response: ServerResponse) => void): Answer {
  return (_, response) => {
    response.writeHead(206, {
      'content-length': bytes.length,
      'content-range': `bytes 0-${bytes.length - 1}/${bytes.length}`,
      etag: '"v1"',
    })
    response.write(bytes.subarray(0, count), () => after(response))
  }
}
