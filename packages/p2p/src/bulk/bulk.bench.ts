/**
 * What bulk transfers carry: `node packages/p2p/src/bulk/bulk.bench.ts`.
 *
 * One object goes from memory to memory over loopback, verified: over HTTP/2 with TLS, over a framed stream of the TLS
 * transport as a bulk transfer, and over the same framed stream raw, without hashing or acknowledgement. Beside them SHA-256
 * of the same bytes alone, which bounds what is verified, and a bare TLS 1.3 socket. Both ends share one thread.
 */
import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { cpus } from 'node:os'
import { connect, createServer } from 'node:tls'
import {
  type Address,
  bytesToHex,
  hexToBytes,
  type PeerConnection,
  type PeerStream,
  type Signature,
  type Signer,
} from '@millrace/protocol'
import { createCertificate } from '../certificate.ts'
import { createTlsTransport, type TlsTransport } from '../tls-transport.ts'
import { createBulkClient } from './bulk-client.ts'
import { createBulkServer } from './bulk-server.ts'
import { fetchOverStream } from './fetch-over-stream.ts'
import type { ObjectStore } from './object-store.ts'
import { createBulkStreamServer } from './serve-over-stream.ts'

export type BenchSize = { readonly bytes: number; readonly samples: number }
export type BenchLine = { readonly name: string; readonly megabytesPerSecond: readonly number[] }

const host = '127.0.0.1'
const pieceBytes = 262_144
const { signal } = new AbortController()

/** Runs everything and returns one line per way. */
export async function benchBulk({ bytes, samples }: BenchSize): Promise<BenchLine[]> {
  const content = randomBytes(bytes)
  const wanted = { sha256: createHash('sha256').update(content).digest('hex'), bytes, signal }
  const objects = storeOf(content)
  const run = async (name: string, transfer: () => Promise<number>): Promise<BenchLine> => {
    const megabytesPerSecond: number[] = []
    for (let sample = 0; sample < samples + 1; sample++) {
      const start = performance.now()
      const got = await transfer()
      if (got !== bytes) throw new Error(`${name}: ${got} of ${bytes} bytes came`)
      // The first run warms up.
      if (sample > 0) megabytesPerSecond.push(got / 1e3 / (performance.now() - start))
    }
    return { name, megabytesPerSecond }
  }
  await using server = await createBulkServer(
    { certificate: await createCertificate(), objects, now: Date.now, random: randomBytes },
    { host, port: 0, signal },
  )
  const { port, fingerprint } = server
  const endpoint = { host, port, fingerprint, token: server.grant(addressOf('aa')).token }
  const client = createBulkClient()
  const streams = await connectStreams(objects, content)
  const lines = [
    await run('HTTP/2 and TLS, verified', () => count(client.fetchObject(endpoint, wanted))),
    await run('framed stream, bulk transfer, verified', () =>
      count(fetchOverStream(streams.openBulk, wanted, { limits: { streamBytesMax: bytes } })),
    ),
    await run('framed stream, raw', () => count(streams.openRaw().frames)),
    await run('SHA-256 alone', async () => {
      createHash('sha256').update(content).digest()
      return bytes
    }),
    await run('bare TLS socket', () => bareSocket(content)),
  ]
  await streams.close()
  return lines
}

function storeOf(content: Uint8Array): ObjectStore {
  return {
    stat: async () => ({ bytes: content.length }),
    async *openRange(_, { start, end }) {
      for (let at = start; at < end; at += pieceBytes) yield content.subarray(at, Math.min(end, at + pieceBytes))
    },
  }
}

type Streams = { openBulk(): Promise<PeerStream>; openRaw(): PeerStream; close(): Promise<void> }

/** Two peers; a stream whose first frame is empty gets the raw content, every other one a bulk transfer. */
async function connectStreams(objects: ObjectStore, content: Uint8Array): Promise<Streams> {
  const [near, far] = [createTransport('aa'), createTransport('bb')]
  const unbound = { bytesPerSecondMax: 2 ** 40, streamBytesMax: 2 ** 40 }
  const server = createBulkStreamServer({ objects, now: () => performance.now() }, { limits: unbound })
  const listener = await far.listen({ host, port: 0, signal }, async (stream, { remote }) => {
    const first = await stream.frames[Symbol.asyncIterator]().next()
    if (first.done === true || first.value.length > 0) return server.serveOverStream(stream, { peer: remote, signal })
    for (let at = 0; at < content.length; at += pieceBytes) await stream.send(content.subarray(at, at + pieceBytes))
  })
  const connection: PeerConnection = await near.dial(
    { address: addressOf('bb'), addresses: listener.addresses },
    { signal },
  )
  const open = (first: Uint8Array): PeerStream => {
    const stream = connection.openStream()
    void stream.send(first)
    return stream
  }
  return {
    openBulk: async () => open(Uint8Array.of(1)),
    openRaw: () => {
      const stream = open(new Uint8Array())
      stream.end()
      return stream
    },
    async close() {
      await Promise.all([near.close(), far.close()])
    },
  }
}

async function bareSocket(content: Uint8Array): Promise<number> {
  const { cert, key } = await createCertificate()
  const server = createServer({ cert, key: key.export({ type: 'pkcs8', format: 'pem' }) }, (socket) =>
    socket.end(content),
  )
  await new Promise<void>((resolve) => server.listen(0, host, resolve))
  const socket = connect({ host, port: (server.address() as AddressInfo).port, rejectUnauthorized: false })
  await once(socket, 'secureConnect')
  const bytes = await count(socket)
  server.close()
  return bytes
}

async function count(pieces: AsyncIterable<Uint8Array>): Promise<number> {
  let bytes = 0
  for await (const { length } of pieces) bytes += length
  return bytes
}

function addressOf(byte: string): Address {
  return bytesToHex(new Uint8Array(20).fill(Number.parseInt(byte, 16)))
}

/** The transport of a peer whose signatures cost nothing: its address and the digest. */
function createTransport(byte: string): TlsTransport {
  const signer: Signer = {
    address: addressOf(byte),
    sign: (digest) => bytesToHex(Buffer.concat([hexToBytes(addressOf(byte)), digest, new Uint8Array(12)])),
  }
  const recoverSigner = (digest: Uint8Array, signature: Signature): Address | undefined =>
    bytesToHex(hexToBytes(signature).subarray(20, 52)) === bytesToHex(digest)
      ? bytesToHex(hexToBytes(signature).subarray(0, 20))
      : undefined
  const domain = { chainId: 31337, verifyingContract: addressOf('11') }
  return createTlsTransport({ signer, recoverSigner, domain }, { allowPrivate: true })
}

function report({ name, megabytesPerSecond }: BenchLine): string {
  const sorted = megabytesPerSecond.toSorted((a, b) => a - b)
  const median = sorted[sorted.length >> 1] ?? 0
  const spread = ((sorted.at(-1) ?? 0) - (sorted[0] ?? 0)) / 2 / median
  return `${name.padEnd(42)} ${Math.round(median).toLocaleString('en').padStart(7)} MB/s (±${Math.round(spread * 100)} %)`
}

if (process.argv[1] === import.meta.filename) {
  const size: BenchSize = { bytes: 256 * 1024 * 1024, samples: 5 }
  process.stdout.write(
    `${cpus()[0]?.model}, ${cpus().length} cores, Node ${process.version}, ${size.bytes} bytes, ${size.samples} samples\n`,
  )
  for (const line of await benchBulk(size)) process.stdout.write(`${report(line)}\n`)
}
