/**
 * What the transports carry: `node packages/p2p/src/peer-transport.bench.ts`. Direct TLS, direct libp2p and libp2p through
 * a relay, one after the other in the same run.
 *
 * Both ends, and the relay, run in this one process, so a figure per CPU second covers them all. Beside them the same
 * payload goes over a bare TLS 1.3 socket with one question at a time, which is the floor for a transport over TLS; and
 * over a libp2p stream for each question, which is what our framing over one stream saves.
 */
import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { cpus } from 'node:os'
import { connect, createSecureContext, TLSSocket } from 'node:tls'
import {
  type Address,
  bytesToHex,
  hexToBytes,
  type PeerConnection,
  type PeerTransport,
  type Signature,
  type Signer,
} from '@millrace/protocol'
import { multiaddr } from '@multiformats/multiaddr'
import { createCertificate } from './certificate.ts'
import { createPeerHost, type PeerHost, type PeerHostInit } from './host/peer-host.ts'
import { createLibp2pTransport } from './libp2p-transport.ts'
import { createTlsTransport } from './tls-transport.ts'

export type BenchSize = { readonly roundTrips: number; readonly samples: number; readonly bulkBytes: number }
export type BenchLine = { readonly name: string; readonly unit: string; readonly samples: readonly number[] }

const host = '127.0.0.1'
const payload = new Uint8Array(200).fill(7)
const domain = { chainId: 31337, verifyingContract: addressOf('11') }
const { signal } = new AbortController()

/** Runs everything and returns one line per figure. */
export async function benchTransports(size: BenchSize): Promise<BenchLine[]> {
  const relay = await startHost('cc', { relay: 'serve' })
  const [near, far] = [await startHost('aa', {}), await startHost('bb', {})]
  const hidden = await startHost('dd', { listen: [], relay: 'use', bootstrap: relay.addresses() })
  const caller = await startHost('ee', { listen: [] })
  await relayed(hidden)
  const lines = [
    ...(await benchTransport(
      'TLS',
      size,
      createTlsTransport(peer('aa'), { allowPrivate: true }),
      createTlsTransport(peer('bb'), { allowPrivate: true }),
    )),
    ...(await benchTransport(
      'libp2p',
      size,
      createLibp2pTransport(near, peer('aa')),
      createLibp2pTransport(far, peer('bb')),
    )),
    ...(await benchTransport(
      'relayed',
      size,
      createLibp2pTransport(caller, peer('aa')),
      createLibp2pTransport(hidden, peer('bb')),
    )),
    ...(await bareSocket(size)),
    ...(await streamPerQuestion(size, near, far)),
  ]
  await Promise.all([relay, near, far, hidden, caller].map((host) => host.close()))
  return lines
}

async function benchTransport(
  kind: string,
  size: BenchSize,
  near: PeerTransport,
  far: PeerTransport,
): Promise<BenchLine[]> {
  const { samples } = size
  const listener = await far.listen({ host, port: 0, signal }, async (stream) => {
    for await (const frame of stream.frames) {
      const room = stream.send(frame)
      if (room !== undefined) await room
    }
  })
  const endpoint = { addresses: listener.addresses, address: addressOf('bb') }
  const connection = await near.dial(endpoint, { signal })
  const lines: BenchLine[] = []
  for (const streams of [1, 10, 100]) {
    lines.push(
      ...(await repeat(`${kind}: ${payload.length}-byte round trips, ${streams} streams`, samples, () =>
        roundTrips(connection, streams, size.roundTrips),
      )),
    )
  }
  lines.push(
    ...(await repeat(`${kind}: a new stream per round trip, 100 at a time`, samples, () =>
      streamPerRoundTrip(connection, 100, size.roundTrips),
    )),
    ...(await repeat(`${kind}: dials`, samples, async () => {
      for (let dials = 0; dials < size.roundTrips / 500; dials++) await (await near.dial(endpoint, { signal })).close()
      return size.roundTrips / 500
    })),
    ...(await repeat(`${kind}: MB echoed, 1 MiB frames`, samples, () => bulk(connection, size.bulkBytes))),
  )
  await Promise.all([near.close(), far.close()])
  return lines
}

/** Does `work`, which returns how much it did, and gives amount per second and per CPU second. */
async function repeat(name: string, samples: number, work: () => Promise<number>): Promise<BenchLine[]> {
  const perSecond: number[] = []
  const perCpuSecond: number[] = []
  for (let sample = 0; sample < samples + 1; sample++) {
    const cpu = process.cpuUsage()
    const start = performance.now()
    const amount = await work()
    const used = process.cpuUsage(cpu)
    // The first run warms up.
    if (sample === 0) continue
    perSecond.push(amount / ((performance.now() - start) / 1e3))
    perCpuSecond.push(amount / ((used.user + used.system) / 1e6))
  }
  return [
    { name, unit: 'per s', samples: perSecond },
    { name, unit: 'per CPU s', samples: perCpuSecond },
  ]
}

async function roundTrips(connection: PeerConnection, streams: number, total: number): Promise<number> {
  const each = Math.ceil(total / streams)
  const run = async (): Promise<void> => {
    const stream = connection.openStream()
    const frames = stream.frames[Symbol.asyncIterator]()
    for (let sent = 0; sent < each; sent++) {
      await stream.send(payload)
      await frames.next()
    }
    stream.end()
    await frames.next()
  }
  await Promise.all(Array.from({ length: streams }, run))
  return each * streams
}

async function streamPerRoundTrip(connection: PeerConnection, concurrent: number, total: number): Promise<number> {
  const each = Math.ceil(total / concurrent)
  const run = async (): Promise<void> => {
    for (let done = 0; done < each; done++) await roundTrips(connection, 1, 1)
  }
  await Promise.all(Array.from({ length: concurrent }, run))
  return each * concurrent
}

async function bulk(connection: PeerConnection, bytes: number): Promise<number> {
  const stream = connection.openStream()
  const frame = new Uint8Array(1024 * 1024)
  const send = async (): Promise<void> => {
    for (let sent = 0; sent < bytes; sent += frame.length) await stream.send(frame)
    stream.end()
  }
  const receive = async (): Promise<number> => {
    let received = 0
    for await (const { length } of stream.frames) received += length
    return received
  }
  const [, received] = await Promise.all([send(), receive()])
  return received / 1e6
}

async function bareSocket({ samples, roundTrips }: BenchSize): Promise<BenchLine[]> {
  const { cert, key } = await createCertificate()
  const secureContext = createSecureContext({ cert, key: key.export({ type: 'pkcs8', format: 'pem' }) })
  const server = createServer((tcp) => {
    const socket = new TLSSocket(tcp, { isServer: true, secureContext })
    socket.on('data', (bytes: Buffer) => socket.write(bytes))
  })
  await new Promise<void>((resolve) => server.listen(0, host, resolve))
  const socket = connect({ host, port: (server.address() as AddressInfo).port, rejectUnauthorized: false })
  await once(socket, 'secureConnect')
  socket.setNoDelay(true)
  const lines = await repeat('floor: bare TLS socket, 1 question at a time', samples, async () => {
    for (let sent = 0; sent < roundTrips / 10; sent++) {
      socket.write(payload)
      await once(socket, 'data')
    }
    return roundTrips / 10
  })
  socket.destroy()
  server.close()
  return lines
}

/** What it would cost to open a libp2p stream for each question rather than to frame questions on one. */
async function streamPerQuestion(
  { samples, roundTrips }: BenchSize,
  near: PeerHost,
  far: PeerHost,
): Promise<BenchLine[]> {
  await far.libp2p.handle('/bench/echo', (stream) => {
    stream.addEventListener('message', ({ data }) => {
      stream.send(data)
      stream.close().catch((error: Error) => stream.abort(error))
    })
  })
  const [address] = far.addresses()
  const connection = await near.dial(multiaddr(address), { signal })
  const lines = await repeat('a libp2p stream per question, 1 at a time', samples, async () => {
    for (let sent = 0; sent < roundTrips / 100; sent++) {
      const stream = await connection.newStream('/bench/echo')
      const answered = new Promise((resolve) => stream.addEventListener('message', resolve, { once: true }))
      stream.send(payload)
      await answered
      await stream.close()
    }
    return roundTrips / 100
  })
  await connection.close()
  return lines
}

function startHost(byte: string, init: Partial<PeerHostInit<Record<string, unknown>>>): Promise<PeerHost> {
  const listen = [`/ip4/${host}/tcp/0`]
  return createPeerHost(peer(byte), { listen, bootstrap: [], relay: 'none', allowPrivate: true, ...init })
}

/** Resolves once the host has a slot on a relay. */
function relayed(hidden: PeerHost): Promise<void> {
  return new Promise((resolve) => {
    if (hidden.addresses().length > 0) resolve()
    else hidden.onAddresses(() => resolve())
  })
}

function addressOf(byte: string): Address {
  return bytesToHex(new Uint8Array(20).fill(Number.parseInt(byte, 16)))
}

/** A peer whose signatures cost nothing: its address and the digest. The handshake's TLS part is what a dial costs. */
function peer(byte: string) {
  const signer: Signer = {
    address: addressOf(byte),
    sign: (digest) => bytesToHex(Buffer.concat([hexToBytes(addressOf(byte)), digest, new Uint8Array(12)])),
  }
  const recoverSigner = (digest: Uint8Array, signature: Signature): Address | undefined =>
    bytesToHex(hexToBytes(signature).subarray(20, 52)) === bytesToHex(digest)
      ? bytesToHex(hexToBytes(signature).subarray(0, 20))
      : undefined
  return { signer, recoverSigner, domain }
}

function report({ name, unit, samples }: BenchLine): string {
  const sorted = samples.toSorted((a, b) => a - b)
  const median = sorted[sorted.length >> 1] ?? 0
  const spread = ((sorted.at(-1) ?? 0) - (sorted[0] ?? 0)) / 2 / median
  return `${name.padEnd(58)} ${Math.round(median).toLocaleString('en').padStart(10)} ${unit} (±${Math.round(spread * 100)} %)`
}

if (process.argv[1] === import.meta.filename) {
  const size: BenchSize = { roundTrips: 20_000, samples: 5, bulkBytes: 64 * 1024 * 1024 }
  process.stdout.write(
    `${cpus()[0]?.model}, ${cpus().length} cores, Node ${process.version}, ${size.samples} samples\n`,
  )
  for (const line of await benchTransports(size)) process.stdout.write(`${report(line)}\n`)
}
