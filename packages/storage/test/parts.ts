/** What the tests of storage share: places to work in, bytes to work with, and a server whose answers a test writes. */
import { createHash } from 'node:crypto'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { encodeOutline, type ObjectKind, type ObjectOutline } from '../src/object/object-outline.ts'
import { createOutlineBuilder } from '../src/object/outline-builder.ts'
import { createObjectStorage, type ObjectStorage, type ObjectStorageInit } from '../src/object-storage.ts'
import { createHttpClient, type HttpClient, type HttpClientInit } from '../src/source/http-client.ts'
import type { ObjectSource, WantedBytes } from '../src/source/object-source.ts'

export const mebibyte = 1_048_576

/** Never aborts; a test that hangs is ended by its own limit. */
export const signal = new AbortController().signal

export async function temporaryDirectory(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'millrace-storage-'))
  onTestFinished(() => rm(directory, { recursive: true, force: true }))
  return directory
}

/** Retries at once, so that tests of failures are quick. */
export async function storageIn(directory: string, init: Partial<ObjectStorageInit> = {}): Promise<ObjectStorage> {
  const limits = { retryDelayMs: 1, writerPollMs: 20, ...init.limits }
  const storage = createObjectStorage({ directory, bytesMax: 64 * mebibyte, now: Date.now, ...init, limits })
  onTestFinished(() => storage[Symbol.asyncDispose]())
  return storage
}

export async function freshStorage(init: Partial<ObjectStorageInit> = {}): Promise<ObjectStorage> {
  return storageIn(join(await temporaryDirectory(), 'cache'), init)
}

/** Bytes that look random and are the same every time. */
export function bytesOf(length: number, seed = 'seed'): Buffer {
  const parts: Buffer[] = []
  const block = createHash('sha256').update(seed).digest()
  const unit = Buffer.concat(
    Array.from({ length: 1_024 }, (_, i) => createHash('sha256').update(block).update(String(i)).digest()),
  )
  for (let done = 0; done < length; done += unit.length) {
    const part = Buffer.from(unit)
    part.writeUInt32LE(parts.length)
    parts.push(part)
  }
  return Buffer.concat(parts).subarray(0, length)
}

export function outlineFor(data: Uint8Array, kind: ObjectKind = 'file'): ObjectOutline {
  const builder = createOutlineBuilder()
  builder.update(data)
  const outline = builder.finish(kind)
  // As it comes out of the index.
  return { ...outline, chunkHashes: new Uint8Array(outline.chunkHashes) }
}

export async function readAll(pieces: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = []
  for await (const piece of pieces) all.push(piece)
  return Buffer.concat(all)
}

export type MemorySource = ObjectSource & { readonly wanted: WantedBytes[] }

/** A source in memory that has the outline and counts what it is asked; `deliver` may change the bytes. */
export function memorySource(
  data: Buffer,
  deliver: (wanted: WantedBytes) => AsyncIterable<Uint8Array> | Iterable<Uint8Array> = ({ start, end }) => [
    data.subarray(start, end),
  ],
): MemorySource {
  const wanted: WantedBytes[] = []
  return {
    label: 'memory',
    wanted,
    async open(asked) {
      wanted.push(asked)
      return { start: asked.start, bytesTotal: data.length, validator: 'one', pieces: iterate(deliver(asked)) }
    },
    readOutline: async () => encodeOutline(outlineFor(data)),
  }
}

async function* iterate(
  pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): AsyncGenerator<Uint8Array, void, void> {
  yield* pieces
}

export type TestServer = {
  readonly origin: string
  readonly port: number
  /** Method, path and the headers that matter, of every request. */
  readonly requests: { readonly method: string; readonly url: string; readonly headers: IncomingMessage['headers'] }[]
}

/** A server on loopback. */
export async function serve(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<TestServer> {
  const requests: TestServer['requests'] = []
  const server = createServer((request, response) => {
    requests.push({ method: request.method ?? '', url: request.url ?? '', headers: request.headers })
    response.on('error', () => response.destroy())
    answer(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(
    () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  )
  const { port } = server.address() as AddressInfo
  return { origin: `http://127.0.0.1:${port}`, port, requests }
}

/** Answers as an ordinary file server does: ranges, a strong tag, If-Range. */
export function serveBytes(data: Buffer, { tag = '"v1"' } = {}) {
  return (request: IncomingMessage, response: ServerResponse): void => {
    const match = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '')
    const ifRange = request.headers['if-range']
    if (match === null || (ifRange !== undefined && ifRange !== tag)) {
      response.writeHead(200, { 'content-length': data.length, etag: tag }).end(data)
      return
    }
    const start = Number(match[1])
    const end = Math.min(data.length, match[2] === '' ? data.length : Number(match[2]) + 1)
    if (start >= data.length) {
      response.writeHead(416, { 'content-range': `bytes */${data.length}` }).end()
      return
    }
    const headers = {
      'content-range': `bytes ${start}-${end - 1}/${data.length}`,
      'content-length': end - start,
      etag: tag,
    }
    response.writeHead(206, headers).end(data.subarray(start, end))
  }
}

/** A client that may ask these servers, and no other address. */
export function clientFor(
  servers: readonly Pick<TestServer, 'origin'>[],
  init: Partial<HttpClientInit> = {},
): HttpClient {
  const allowedOrigins = servers.map(({ origin }) => origin)
  const client = createHttpClient({ isPublicAddress: () => false, allowedOrigins, ...init })
  onTestFinished(() => client[Symbol.asyncDispose]())
  return client
}

export function contentOf(path: string): Promise<Buffer> {
  return readFile(path)
}
