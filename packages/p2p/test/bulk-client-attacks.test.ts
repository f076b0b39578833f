/** What a hostile server can do to the bulk client: each ends in a typed error, and no whole object is ever handed out. */
import { createHash, X509Certificate } from 'node:crypto'
import { createSecureServer, type IncomingHttpHeaders, type ServerHttp2Stream } from 'node:http2'
import type { AddressInfo } from 'node:net'
import { createServer as createTlsServer, type TLSSocket } from 'node:tls'
import { afterEach, expect, test } from 'vitest'
import { createBulkClient } from '../src/bulk/bulk-client.ts'
import type { BulkClientLimits } from '../src/bulk/bulk-client-limits.ts'
import type { BulkEndpoint } from '../src/bulk/pinned-session.ts'
import { createCertificate } from '../src/certificate.ts'
import { createObject, host } from './bulk-objects.ts'
import { endHeaders, field, rawFrame } from './raw-http2.ts'

const object = createObject(300_000)
const last = object.bytes - 1
const whole = { ':status': 206, 'content-range': `bytes 0-${last}/${object.bytes}` }
const limits = { stallMsMax: 300, attemptsMax: 2, retryDelayMs: 1 }
/** The token is the server's to see, once the certificate is right. */
const token = 'cd'.repeat(32)

const closing: (() => void)[] = []
afterEach(() => {
  for (const close of closing.splice(0)) close()
})

type Answer = (stream: ServerHttp2Stream, headers: IncomingHttpHeaders) => void

async function hostile(answer: Answer): Promise<BulkEndpoint> {
  const { cert, key } = await createCertificate()
  const server = createSecureServer({ cert, key: key.export({ type: 'pkcs8', format: 'pem' }) })
  const streams = new Set<ServerHttp2Stream>()
  server.on('sessionError', (_, session) => session.destroy())
  server.on('stream', (stream, headers) => {
    streams.add(stream)
    stream.on('error', () => stream.destroy())
    answer(stream, headers)
  })
  closing.push(() => {
    for (const stream of streams) stream.session?.destroy()
    server.close()
  })
  return listening(server, cert)
}

/** Speaks TLS and says what it is told. */
async function hostileRaw(talk: (socket: TLSSocket) => void): Promise<BulkEndpoint> {
  const { cert, key } = await createCertificate()
  const sockets = new Set<TLSSocket>()
  const options = { cert, key: key.export({ type: 'pkcs8', format: 'pem' }), ALPNProtocols: ['h2'] }
  const server = createTlsServer(options, (socket) => {
    sockets.add(socket)
    socket.on('error', () => socket.destroy())
    socket.resume()
    talk(socket)
  })
  closing.push(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return listening(server, cert)
}

async function listening(
  server: { listen(port: number, host: string, done: () => void): unknown; address(): unknown },
  cert: string,
): Promise<BulkEndpoint> {
  await new Promise<void>((resolve) => server.listen(0, host, resolve))
  const fingerprint = createHash('sha256').update(new X509Certificate(cert).raw).digest('hex')
  return { host, port: (server.address() as AddressInfo).port, fingerprint, token }
}

/** Fetches, and returns how many bytes came before the error with it. */
async function fails(
  endpoint: BulkEndpoint,
  changed: Partial<BulkClientLimits> = {},
): Promise<{ readonly code: unknown; readonly message: string; readonly bytes: number }> {
  let bytes = 0
  try {
    const client = createBulkClient({ limits: { ...limits, ...changed } })
    const signal = AbortSignal.timeout(30_000)
    for await (const piece of client.fetchObject(endpoint, { sha256: object.sha256, bytes: object.bytes, signal })) {
      bytes += piece.length
    }
  } catch (error) {
    if (error instanceof Error && 'code' in error) return { code: error.code, message: error.message, bytes }
    throw error
  }
  throw new Error('The object was taken for good.')
}

/** Writes for as long as the other side takes it. */
function writeEndlessly(stream: ServerHttp2Stream): void {
  const send = (): void => {
    if (!stream.destroyed) stream.write(Buffer.alloc(65_536), send)
  }
  send()
}

test('one wrong byte: the last piece is not handed out', async () => {
  for (const at of [0, 150_000, last]) {
    const wrong = Uint8Array.from(object.content)
    wrong[at] = (wrong[at] ?? 0) ^ 1
    const endpoint = await hostile((stream) => {
      stream.respond(whole)
      stream.end(wrong)
    })
    const { code, bytes } = await fails(endpoint)
    expect(code).toBe('BULK_DIGEST_MISMATCH')
    expect(bytes).toBeLessThan(object.bytes)
  }
})

test('a body without end', async () => {
  const announced = await hostile((stream) => {
    stream.respond(whole)
    writeEndlessly(stream)
  })
  expect(await fails(announced)).toMatchObject({
    code: 'BULK_PROTOCOL_VIOLATION',
    message: expect.stringContaining('an answer is longer than it announced'),
  })
})

test('a body longer than its content-length', async () => {
  const endpoint = await hostileRaw((socket) => {
    const fields = [':status', '206', 'content-range', `bytes 0-${last}/${object.bytes}`, 'content-length', '300000']
    const block = [0, 2, 4].map((at) => field(fields[at] ?? '', fields[at + 1] ?? ''))
    socket.write(Buffer.concat([rawFrame('settings', 0), rawFrame('settings', 0, undefined, 1)]))
    socket.write(rawFrame('headers', 1, Buffer.concat(block), endHeaders))
    for (let sent = 0; sent < 40; sent++) socket.write(rawFrame('data', 1, new Uint8Array(10_000)))
  })
  const { code, bytes } = await fails(endpoint)
  expect(code).toMatch(/^BULK_(INTERRUPTED|PROTOCOL_VIOLATION|DIGEST_MISMATCH)$/)
  expect(bytes).toBeLessThan(object.bytes)
})

test.each([
  ['another start', `bytes 1-${last}/${object.bytes}`],
  ['another size', `bytes 0-${last}/${object.bytes + 1}`],
  ['more than was asked', `bytes 0-${last + 1}/${object.bytes}`],
  ['no range', 'bytes */300000'],
  ['nonsense', '\t'.repeat(2_000)],
  ['none', undefined],
])('a content-range of %s', async (_, contentRange) => {
  const endpoint = await hostile((stream) => {
    stream.respond({ ':status': 206, ...(contentRange === undefined ? {} : { 'content-range': contentRange }) })
    stream.end(object.content)
  })
  expect(await fails(endpoint)).toMatchObject({ code: 'BULK_PROTOCOL_VIOLATION', bytes: 0 })
})

test('a redirect is not followed', async () => {
  let asked = 0
  const elsewhere = await hostile((stream) => {
    asked++
    stream.respond(whole)
    stream.end(object.content)
  })
  const endpoint = await hostile((stream) => {
    const location = `https://${host}:${elsewhere.port}/v1/objects/${object.sha256}`
    stream.respond({ ':status': 307, location }, { endStream: true })
  })
  expect(await fails(endpoint)).toMatchObject({
    code: 'BULK_PROTOCOL_VIOLATION',
    message: expect.stringContaining('status 307'),
  })
  expect(asked).toBe(0)
})

test.each([
  [200, 'BULK_PROTOCOL_VIOLATION'],
  [204, 'BULK_PROTOCOL_VIOLATION'],
  [401, 'BULK_TOKEN_REFUSED'],
  [404, 'BULK_OBJECT_UNKNOWN'],
  [416, 'BULK_PROTOCOL_VIOLATION'],
  [429, 'BULK_BUSY'],
  [500, 'BULK_PROTOCOL_VIOLATION'],
  [503, 'BULK_BUSY'],
])('status %i', async (status, code) => {
  const endpoint = await hostile((stream) => stream.respond({ ':status': status }, { endStream: true }))
  expect(await fails(endpoint)).toMatchObject({ code, bytes: 0 })
})

test('silence, before and after the headers', async () => {
  expect(await fails(await hostile(() => undefined))).toMatchObject({ code: 'BULK_STALLED' })
  expect(await fails(await hostile((stream) => stream.respond(whole)))).toMatchObject({ code: 'BULK_STALLED' })
})

test('silence instead of TLS, and instead of HTTP/2', async () => {
  const { createServer } = await import('node:net')
  const server = createServer((socket) => socket.on('error', () => socket.destroy()).resume())
  closing.push(() => server.close())
  await new Promise<void>((resolve) => server.listen(0, host, resolve))
  const port = (server.address() as AddressInfo).port
  const endpoint = { host, port, fingerprint: '00'.repeat(32), token }
  expect(await fails(endpoint, { connectMsMax: 100 })).toMatchObject({ code: 'BULK_STALLED' })
  expect(await fails(await hostileRaw(() => undefined))).toMatchObject({ code: 'BULK_STALLED' })
})

test('a drip of bytes', async () => {
  const endpoint = await hostile((stream) => {
    stream.respond(whole)
    const timer = setInterval(() => (stream.destroyed ? clearInterval(timer) : stream.write('x')), 5)
  })
  expect(await fails(endpoint, { attemptsMax: 1 })).toMatchObject({ code: 'BULK_STALLED' })
})

test('answers that end early, with a few bytes each, are not asked for without end', async () => {
  let asked = 0
  const endpoint = await hostile((stream, { range }) => {
    asked++
    const start = Number(/\d+/.exec(range ?? '')?.[0])
    stream.respond({ ':status': 206, 'content-range': `bytes ${start}-${last}/${object.bytes}` })
    stream.end(object.content.subarray(start, start + 10))
  })
  expect(await fails(endpoint, { attemptsMax: 5 })).toMatchObject({ code: 'BULK_INTERRUPTED' })
  expect(asked).toBe(5)
})

test('ranges of one byte each are not asked for without end', async () => {
  let asked = 0
  const endpoint = await hostile((stream, { range }) => {
    asked++
    const start = Number(/\d+/.exec(range ?? '')?.[0])
    stream.respond({ ':status': 206, 'content-range': `bytes ${start}-${start}/${object.bytes}` })
    stream.end(object.content.subarray(start, start + 1))
  })
  expect(await fails(endpoint, { attemptsMax: 5 })).toMatchObject({ code: 'BULK_INTERRUPTED' })
  expect(asked).toBe(5)
})

test('a flood of headers, in one answer and in early answers', async () => {
  const many = Object.fromEntries(Array.from({ length: 200 }, (_, index) => [`x-${index}`, 'a'.repeat(100)]))
  const one = await hostile((stream) => {
    stream.respond({ ...whole, ...many })
    stream.end(object.content)
  })
  expect(await fails(one)).toMatchObject({ code: 'BULK_INTERRUPTED', bytes: 0 })
  const early = await hostileRaw((socket) => {
    socket.write(Buffer.concat([rawFrame('settings', 0), rawFrame('settings', 0, undefined, 1)]))
    const answer = rawFrame('headers', 1, field(':status', '103'), endHeaders)
    const send = (): void => {
      if (!socket.destroyed) socket.write(Buffer.concat(Array(200).fill(answer)), () => setImmediate(send))
    }
    socket.once('data', send)
  })
  expect(await fails(early, { stallMsMax: 20_000 })).toMatchObject({ code: expect.stringMatching(/^BULK_/), bytes: 0 })
})

test('a flood of SETTINGS and of PING', async () => {
  for (const frame of [rawFrame('settings', 0), rawFrame('ping', 0, Buffer.alloc(8))]) {
    const endpoint = await hostileRaw((socket) => {
      socket.write(Buffer.concat([rawFrame('settings', 0), rawFrame('settings', 0, undefined, 1)]))
      const send = (): void => {
        if (!socket.destroyed) socket.write(Buffer.concat(Array(200).fill(frame)), () => setImmediate(send))
      }
      send()
    })
    expect(await fails(endpoint, { stallMsMax: 20_000 })).toMatchObject({ code: 'BULK_PROTOCOL_VIOLATION', bytes: 0 })
  }
})

test('pushed objects are refused', async () => {
  const endpoint = await hostileRaw((socket) => {
    socket.write(Buffer.concat([rawFrame('settings', 0), rawFrame('settings', 0, undefined, 1)]))
    const promise = Buffer.concat([Buffer.from('00000002', 'hex'), field(':method', 'GET'), field(':path', '/')])
    socket.once('data', () => setTimeout(() => socket.write(rawFrame('push', 1, promise, endHeaders)), 50))
  })
  expect(await fails(endpoint)).toMatchObject({ code: expect.stringMatching(/^BULK_/), bytes: 0 })
})

test('a GOAWAY in the middle is survived when the server means well', async () => {
  let asked = 0
  const endpoint = await hostile((stream, { range }) => {
    asked++
    const start = Number(/\d+/.exec(range ?? '')?.[0])
    stream.respond({ ':status': 206, 'content-range': `bytes ${start}-${last}/${object.bytes}` })
    if (asked > 1) stream.end(object.content.subarray(start))
    else stream.write(object.content.subarray(0, 100_000), () => setTimeout(() => stream.session?.destroy(), 50))
  })
  const client = createBulkClient({ limits: { ...limits, stallMsMax: 20_000 } })
  const pieces: Uint8Array[] = []
  const wanted = { sha256: object.sha256, bytes: object.bytes, signal: AbortSignal.timeout(30_000) }
  for await (const piece of client.fetchObject(endpoint, wanted)) pieces.push(piece)
  expect(Buffer.compare(Buffer.concat(pieces), object.content)).toBe(0)
  expect(asked).toBe(2)
})
