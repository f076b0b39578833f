/** A registry of container images on this machine, which answers as it is told. Source: OCI distribution specification 1.1. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { TestImage } from './test-image.ts'

export type TestRegistry = AsyncDisposable & {
  /** `host:port`. */
  readonly name: string
  /** Paths that were asked for. */
  readonly asked: readonly string[]
  /** Returns the reference of an image, which is there from now on. */
  add(name: string, image: TestImage): string
  /** Answers a path in place of what is there. */
  answer(path: string, how: (request: IncomingMessage, response: ServerResponse) => void): void
}

export async function startTestRegistry(): Promise<TestRegistry> {
  const blobs = new Map<string, { readonly type: string; readonly bytes: Buffer }>()
  const answers = new Map<string, (request: IncomingMessage, response: ServerResponse) => void>()
  const asked: string[] = []
  const server = createServer((request, response) => {
    const path = request.url ?? ''
    asked.push(path)
    const special = answers.get(path)
    if (special !== undefined) return special(request, response)
    if (path === '/v2/') return response.end('{}')
    const [, digest = ''] = /\/(?:manifests|blobs)\/(sha256:[0-9a-f]{64})$/.exec(path) ?? []
    const found = blobs.get(`${path.split('/')[2]} ${digest}`)
    if (found === undefined) {
      const kind = path.includes('/manifests/') ? 'MANIFEST_UNKNOWN' : 'BLOB_UNKNOWN'
      return response
        .writeHead(404, { 'content-type': 'application/json' })
        .end(JSON.stringify({ errors: [{ code: kind, message: 'manifest unknown' }] }))
    }
    const headers = {
      'content-type': found.type,
      'content-length': found.bytes.length,
      'docker-content-digest': digest,
    }
    response.writeHead(200, headers).end(request.method === 'HEAD' ? undefined : found.bytes)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const name = `127.0.0.1:${typeof address === 'object' ? address?.port : 0}`
  return {
    name,
    asked,
    add(image, { digest, blobs: parts }) {
      for (const [part, blob] of parts) blobs.set(`${image} ${part}`, blob)
      return `${name}/${image}@${digest}`
    },
    answer: (path, how) => void answers.set(path, how),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
