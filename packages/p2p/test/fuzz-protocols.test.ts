/** Random bytes on every protocol that a live host serves: the process lives on and goes on serving. */

import { encodeAnnouncement, offerTopic } from '@millrace/protocol'
import { multiaddr } from '@multiformats/multiaddr'
import fc from 'fast-check'
import { afterEach, expect, test } from 'vitest'
import { createLibp2pTransport } from '../src/libp2p-transport.ts'
import { createTestSigner, domain, recoverTestSigner } from './keys.ts'
import { startHost } from './libp2p-hosts.ts'
import { ask, echo } from './libp2p-peers.ts'
import { createTestNet, signal } from './mesh-net.ts'
import { signedOffer } from './mesh-offers.ts'
import { createRawGossiper, encodeMessage, varint } from './mesh-raw.ts'

const seed = 20_260
const streamsPerProtocol = 12
const net = createTestNet()
afterEach(() => net.close())

/** Pieces that look like the start of something: lengths, JSON, protobuf fields, and noise. */
const piece = fc.oneof(
  fc.uint8Array({ maxLength: 64 }),
  fc.uint8Array({ minLength: 200, maxLength: 2_000 }),
  fc.uint8Array({ maxLength: 120 }).map((body) => Buffer.concat([varint(body.length), body])),
  fc.uint8Array({ maxLength: 120 }).map((body) => {
    const length = Buffer.alloc(4)
    length.writeUInt32BE(body.length)
    return Buffer.concat([length, body])
  }),
  fc.tuple(fc.integer({ min: 1, max: 6 }), fc.json({ maxDepth: 3 })).map(([kind, json]) => {
    const body = Buffer.concat([Buffer.from([kind]), Buffer.from(json)])
    const length = Buffer.alloc(4)
    length.writeUInt32BE(body.length)
    return Buffer.concat([length, body])
  }),
)

test('random bytes on every protocol end streams and connections at most', async () => {
  const b = await net.start({ directory: 'server', relay: 'serve' })
  const topic = offerTopic(domain, 'gpu', 'western-europe')
  b.mesh.subscribe({ classes: ['gpu'], regions: ['western-europe'] })
  await using transport = createLibp2pTransport(b.host, {
    signer: b.signer,
    recoverSigner: recoverTestSigner,
    domain,
  })
  await transport.listen({ host: '', port: 0, signal }, echo)
  const protocols = b.host.libp2p.getProtocols()
  expect(protocols.length).toBeGreaterThan(5)
  const samples = fc.sample(fc.array(piece, { minLength: 1, maxLength: 5 }), {
    seed,
    numRuns: protocols.length * streamsPerProtocol,
  })
  let sample = 0
  for (const protocol of protocols) {
    // One host for each protocol: the listener takes so many new connections a second.
    await using crook = await startHost()
    for (let i = 0; i < streamsPerProtocol; i++) {
      const pieces = samples[sample++] ?? []
      try {
        const connection = await crook.libp2p.dial(multiaddr(b.address), { signal })
        const stream = await connection.newStream(protocol, { signal, runOnLimitedConnection: true })
        for (const bytes of pieces) stream.send(bytes)
        await new Promise((resolve) => setImmediate(resolve))
        if (i % 3 === 0) stream.abort(new Error('enough'))
        else if (i % 3 === 1) await stream.close({ signal: AbortSignal.timeout(200) })
      } catch (error) {
        // A stream that the other side ended; what matters is that the other side lives.
        expect(error).toBeInstanceOf(Error)
      }
    }
  }
  const raw = await createRawGossiper(b.address, { signal })
  for (const bytes of fc.sample(fc.json({ maxDepth: 4 }), { seed, numRuns: 10 })) {
    await raw.send(encodeMessage(topic, Buffer.from(bytes)))
  }
  await raw.host.close()
  const honest = await net.start({ bootstrap: [b.address] })
  honest.mesh.subscribe({ classes: ['gpu'], regions: ['western-europe'] })
  const offer = signedOffer(honest.signer)
  expect(encodeAnnouncement([offer]).length).toBeGreaterThan(0)
  await honest.mesh.announce([offer], { signal })
  await expect.poll(() => b.heard.length, { timeout: 20_000, interval: 20 }).toBe(1)
  const signer = createTestSigner()
  await using dialer = createLibp2pTransport(honest.host, { signer, recoverSigner: recoverTestSigner, domain })
  const connection = await dialer.dial({ address: b.signer.address, addresses: [b.address] }, { signal })
  expect(await ask(connection, 'still there')).toBe('still there')
  // What nobody handled would fail this run by itself.
}, 60_000)
