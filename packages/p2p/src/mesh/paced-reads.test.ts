import type { Stream } from '@libp2p/interface'
import { multiaddr } from '@multiformats/multiaddr'
import { afterEach, expect, test } from 'vitest'
import { createTestSigner, domain, recoverTestSigner } from '../../test/keys.ts'
import { createPeerHost, type PeerHost } from '../host/peer-host.ts'
import { pacedReads, pieceBytesMax } from './paced-reads.ts'
import { createRecordStream } from './record-stream.ts'

const { signal } = new AbortController()
const fast = { burstBytes: 2 ** 30, bytesPerSecond: 2 ** 30, now: () => performance.now() }
const hosts: PeerHost[] = []
afterEach(async () => {
  await Promise.all(hosts.splice(0).map((host) => host.close()))
})

/** Returns both ends of a real stream, on which these bytes were sent. */
async function streamPair(opening = Buffer.from('!')): Promise<{ near: Stream; far: Stream }> {
  const start = async () => {
    const host = await createPeerHost(
      { signer: createTestSigner(), recoverSigner: recoverTestSigner, domain },
      { listen: ['/ip4/127.0.0.1/tcp/0'], bootstrap: [], relay: 'none', allowPrivate: true },
    )
    hosts.push(host)
    return host
  }
  const [a, b] = [await start(), await start()]
  const arrived = Promise.withResolvers<Stream>()
  await b.libp2p.handle('/test/1', (stream) => arrived.resolve(stream))
  const near = await a.libp2p.dialProtocol(multiaddr(b.addresses()[0] ?? ''), '/test/1', { signal })
  near.send(opening)
  return { near, far: await arrived.promise }
}

test('all bytes come in order, in pieces, up to the end, however slowly they are read', async () => {
  const { near, far } = await streamPair()
  const sent = Buffer.alloc(300_000, 'millrace')
  near.send(sent)
  await near.close()
  const pieces: Uint8Array[] = []
  for await (const piece of pacedReads(far, fast)) {
    pieces.push(piece)
    await new Promise((resolve) => setImmediate(resolve))
  }
  expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThanOrEqual(pieceBytesMax)
  expect(Buffer.concat(pieces).equals(Buffer.concat([Buffer.from('!'), sent]))).toBe(true)
})

test('what is not read stays with the sender', async () => {
  const { near, far } = await streamPair()
  const reads = pacedReads(far, fast)
  await reads.next()
  near.maxWriteBufferLength = 2 ** 30
  const bytes = 40 * 2 ** 20
  for (let sent = 0; sent < bytes; sent += 2 ** 20) near.send(Buffer.alloc(2 ** 20))
  // Everything that the window lets through has come when nothing more is taken from the sender.
  let left = -1
  await expect
    .poll(() => {
      const before = left
      left = near.writeBufferLength
      return left === before && left < bytes
    })
    .toBe(true)
  expect(far.readBufferLength).toBeLessThanOrEqual(16 * 2 ** 20)
  expect(left).toBeGreaterThan(20 * 2 ** 20)
  await reads.return(undefined)
})

test('no more is read in a second than allowed', async () => {
  const { near, far } = await streamPair()
  const bytes = 116_384
  const startedAt = performance.now()
  const reads = pacedReads(far, { burstBytes: 16_384, bytesPerSecond: 1_000_000, now: () => performance.now() })
  near.send(Buffer.alloc(bytes - 1))
  await near.close()
  let read = 0
  for await (const piece of reads) read += piece.length
  expect(read).toBe(bytes)
  expect(performance.now() - startedAt).toBeGreaterThanOrEqual(99)
})

test('a stream that breaks throws', async () => {
  const { near, far } = await streamPair()
  const reads = pacedReads(far, fast)
  await reads.next()
  near.abort(new Error('gone'))
  await expect(reads.next()).rejects.toThrow()
})

test('records arrive whole, of any size, and too large ones break the stream', async () => {
  const { near, far } = await streamPair(Buffer.alloc(4))
  const records = createRecordStream(far, { ...fast, recordBytesMax: 50_000 })
  const writer = createRecordStream(near, { ...fast, recordBytesMax: 50_000 })
  const sizes = [1, 4, 50_000, 0, 16_384, 3]
  for (const size of [...sizes, 50_001]) await writer.send(Buffer.alloc(size, size), { signal })
  for (const size of [0, ...sizes]) {
    const { value } = await records.records.next()
    expect(value?.equals(Buffer.alloc(size, size))).toBe(true)
  }
  await expect(records.records.next()).rejects.toMatchObject({ code: 'PEER_PROTOCOL_VIOLATION' })
})
