/** What hostile peers try on the mesh, against real hosts on loopback. */
import type { Stream } from '@libp2p/interface'
import { encodeAnnouncement, offerTopic, protocolVersion, type SignedOffer, zeroAddress } from '@millrace/protocol'
import { afterEach, expect, test } from 'vitest'
import { catchUpProtocol, encodeEntries, encodeFetch, encodeRecord } from '../src/mesh/catch-up-records.ts'
import { coordinateProtocol } from '../src/mesh/coordinate-probe.ts'
import { scoreThresholds } from '../src/mesh/gossip-service.ts'
import { dealKey } from '../src/mesh/held-offers.ts'
import { createRecordStream, type RecordStream } from '../src/mesh/record-stream.ts'
import { createTestSigner, domain } from './keys.ts'
import { connect, createTestNet, linked, sequencesOf, signal, type TestPeer } from './mesh-net.ts'
import { details, japan, modelNamed, signedOffer } from './mesh-offers.ts'
import { createRawGossiper, type RawGossiper } from './mesh-raw.ts'

const interest = { classes: ['gpu'], regions: ['western-europe'] } as const
const topic = offerTopic(domain, 'gpu', 'western-europe')
const soon = { timeout: 30_000, interval: 20 }

const net = createTestNet()
const raws: RawGossiper[] = []
afterEach(async () => {
  await Promise.all(raws.splice(0).map(({ host }) => host.close()))
  await net.close()
})

async function rawTo(peer: TestPeer, signer = createTestSigner()): Promise<RawGossiper> {
  const raw = await createRawGossiper(peer.address, { signal, signer })
  raws.push(raw)
  return raw
}

/** An honest peer that a hostile one can reach, and another one behind it. */
async function line(init: Parameters<typeof net.start>[0] = {}): Promise<{ b: TestPeer; c: TestPeer }> {
  const [b, c] = [await net.start(init), await net.start(init)]
  for (const peer of [b, c]) peer.mesh.subscribe(interest)
  await connect(b, c)
  await expect.poll(() => linked(b, c, topic), soon).toBe(true)
  return { b, c }
}

const stranger = createTestSigner()
const invalid: Record<string, () => Uint8Array> = {
  malformed: () => Buffer.from(`{"v":${protocolVersion},"type":"announce","offers":[]}`),
  version: () => Buffer.from(`{"v":${protocolVersion + 1},"type":"announce","offers":[]}`),
  'too-large': () => Buffer.alloc(70_000, 0x20),
  'other-topic': () => encodeAnnouncement([signedOffer(createTestSigner(), { offer: { country: japan } })]),
  expired: () => encodeAnnouncement([signedOffer(createTestSigner(), { offer: { expiresAt: 1_000n } })]),
  'lives-too-long': () => encodeAnnouncement([signedOffer(createTestSigner(), { offer: { expiresAt: 2n ** 40n } })]),
  'details-do-not-match': () =>
    encodeAnnouncement([{ ...signedOffer(createTestSigner()), details: { ...details, addresses: [] } }]),
  'model-does-not-match': () => encodeAnnouncement([{ ...signedOffer(createTestSigner()), model: modelNamed('x') }]),
  'signature-does-not-match': () => encodeAnnouncement([forged()]),
  'not-registered': () => encodeAnnouncement([signedOffer(stranger)]),
}

/** Signed for another chain, in the name of somebody else. */
function forged(): SignedOffer {
  return signedOffer(createTestSigner(), { offer: { node: zeroAddress }, domain: { ...domain, chainId: 1 } })
}

test('what does not hold is neither delivered nor passed on, and costs its sender the score', async () => {
  const isRegistered = async (node: string) => node !== stranger.address
  const { b, c } = await line({ isRegistered })
  const raw = await rawTo(b)
  const reasons = Object.keys(invalid)
  for (const make of Object.values(invalid)) await raw.say(topic, [make()])
  const sentinel = signedOffer(createTestSigner())
  await raw.say(topic, [encodeAnnouncement([sentinel])])
  await expect.poll(() => sequencesOf(c, sentinel.offer.node), soon).toEqual([1n])
  const expected = Object.fromEntries(
    reasons.map((reason) => [reason === 'not-registered' ? `ignore:${reason}` : `reject:${reason}`, 1]),
  )
  expect(b.mesh.stats().verdicts).toEqual({ ...expected, 'accept:new': 1 })
  expect([b.heard.length, c.heard.length]).toEqual([1, 1])
  expect(c.mesh.stats().verdicts).toEqual({ 'accept:new': 1 })
  await expect.poll(() => b.gossip.getScore(raw.peerId), soon).toBeLessThan(scoreThresholds.gossipThreshold)
  expect(c.gossip.getScore(b.host.peerId)).toBeGreaterThanOrEqual(0)
})

test('who goes on is not read any more, disconnected, and not welcome back', async () => {
  const { b, c } = await line()
  const signer = createTestSigner()
  const raw = await rawTo(b, signer)
  const flood = sayUntilGone(raw, () => [encodeAnnouncement([forged()])])
  await expect.poll(() => b.gossip.getScore(raw.peerId), soon).toBeLessThan(scoreThresholds.graylistThreshold)
  await expect.poll(() => b.host.libp2p.getConnections(raw.host.libp2p.peerId).length, soon).toBe(0)
  await flood
  expect(b.mesh.stats().disconnected).toBeGreaterThan(0)
  const again = await createRawGossiper(b.address, { signal, signer }).catch(() => undefined)
  if (again !== undefined) raws.push(again)
  await expect.poll(() => b.host.libp2p.getConnections(raw.host.libp2p.peerId).length, soon).toBe(0)
  expect(c.mesh.stats().verdicts).toEqual({})
})

test('an invalid announcement prunes its sender from the mesh', async () => {
  const { b } = await line()
  const a = await net.start()
  a.mesh.subscribe(interest)
  await connect(a, b)
  await expect.poll(() => linked(a, b, topic), soon).toBe(true)
  await a.gossip.publish(topic, encodeAnnouncement([forged()]))
  await expect.poll(() => b.gossip.getMeshPeers(topic).includes(a.host.peerId), soon).toBe(false)
})

test('old announcements that are replayed go nowhere and cost nothing but the time to see it', async () => {
  const { b, c } = await line()
  const raw = await rawTo(b)
  const signer = createTestSigner()
  const versions = [1n, 2n, 3n].map((sequence) => encodeAnnouncement([signedOffer(signer, { offer: { sequence } })]))
  const [oldest, old, newest] = versions as [Uint8Array, Uint8Array, Uint8Array]
  await raw.say(topic, [newest])
  await expect.poll(() => c.heard.length, soon).toBe(1)
  // Other bytes of the same old offers: gossip itself would drop the same bytes.
  await raw.say(topic, [oldest, old, spaced(newest), spaced(old)])
  await expect
    .poll(() => b.mesh.stats().verdicts, soon)
    .toEqual({ 'accept:new': 1, 'ignore:stale': 3, 'ignore:known': 1 })
  expect(b.gossip.getScore(raw.peerId)).toBeGreaterThanOrEqual(0)
  expect(sequencesOf(c, signer.address)).toEqual([3n])
  expect(c.mesh.stats().verdicts).toEqual({ 'accept:new': 1 })
})

test('topics of other networks do not exist', async () => {
  const { b, c } = await line()
  const raw = await rawTo(b)
  const elsewhere = offerTopic({ ...domain, chainId: 1 }, 'gpu', 'western-europe')
  const sentinel = signedOffer(createTestSigner())
  await raw.say(elsewhere, [encodeAnnouncement([signedOffer(createTestSigner())])])
  await raw.say(topic, [encodeAnnouncement([sentinel])])
  await expect.poll(() => c.heard.length, soon).toBe(1)
  expect(b.heard.map(({ offers }) => offers[0]?.offer.node)).toEqual([sentinel.offer.node])
  expect(b.mesh.stats().verdicts).toEqual({ 'accept:new': 1 })
})

test('what comes on a topic that nobody asked for costs its sender', async () => {
  const { b } = await line()
  const raw = await rawTo(b)
  const offer = signedOffer(createTestSigner(), { offer: { country: japan } })
  await raw.say(offerTopic(domain, 'gpu', 'eastern-asia'), [encodeAnnouncement([offer])])
  await expect.poll(() => b.mesh.stats().verdicts, soon).toEqual({ 'reject:unknown-topic': 1 })
  await expect.poll(() => b.gossip.getScore(raw.peerId), soon).toBeLessThan(0)
})

test('a connection that carries paid work stays, unread', async () => {
  const { b } = await line()
  const raw = await rawTo(b)
  const work = Promise.withResolvers<Stream>()
  await b.host.libp2p.handle('/millrace/peer/2', (stream) => work.resolve(stream))
  const [connection] = raw.host.libp2p.getConnections()
  const stream = await connection?.newStream('/millrace/peer/2', { signal })
  stream?.send(Buffer.from('work'))
  await work.promise
  for (let i = 0; i < 60; i++) await raw.say(topic, [encodeAnnouncement([forged()])])
  await expect.poll(() => b.gossip.getScore(raw.peerId), soon).toBeLessThan(scoreThresholds.graylistThreshold)
  // Gossipsub still takes up to 128 messages of a peer whose score was good a second ago.
  for (let i = 0; i < 130; i++) await raw.say(topic, [encodeAnnouncement([forged()])])
  const sentinel = encodeAnnouncement([signedOffer(createTestSigner())])
  await raw.say(topic, [sentinel])
  expect(b.mesh.stats().disconnected).toBe(0)
  stream?.send(Buffer.from('goes on'))
  for await (const piece of await work.promise) if (Buffer.from(piece.subarray()).includes('goes on')) break
  expect(b.heard).toEqual([])
})

test('a peer that answers probes with rubbish has no place', async () => {
  const b = await net.start()
  b.mesh.subscribe(interest)
  const place = b.mesh.coordinate()
  const answers: ((question: Buffer) => Buffer)[] = [
    (question) => Buffer.concat([question, Buffer.alloc(19)]),
    () => Buffer.alloc(24),
    (question) => Buffer.concat([question, Buffer.alloc(20, 0x7f)]),
  ]
  for (const answer of answers) {
    const a = await net.start()
    await a.mesh.close()
    await a.host.libp2p.handle(coordinateProtocol, async (stream) => {
      const records = recordsOn(stream)
      for await (const question of records.records) await records.send(answer(question), { signal })
    })
    a.gossip.subscribe(topic)
    await connect(b, a)
    await expect.poll(() => b.mesh.peers().length, soon).toBe(1)
    const found = await b.mesh.probe({ signal })
    // The last one answers in form; where it says it is, nobody can be.
    expect(found.map(({ coordinate }) => coordinate)).toEqual(answer === answers[2] ? [undefined] : [])
    await a.host.close()
    await expect.poll(() => b.mesh.peers().length, soon).toBe(0)
  }
  expect(b.mesh.coordinate()).toEqual(place)
})

test('who probes too often is not answered', async () => {
  const b = await net.start()
  const raw = await rawTo(b)
  const probe = async (): Promise<boolean> => {
    const [connection] = raw.host.libp2p.getConnections()
    const stream = await connection?.newStream(coordinateProtocol, { signal })
    if (stream === undefined) throw new Error('not connected')
    const records = recordsOn(stream)
    const { value } = await records
      .send(Buffer.alloc(4), { signal })
      .then(() => records.records.next())
      .catch(() => ({ value: undefined }))
    stream.abort(new Error('enough'))
    return value !== undefined
  }
  let answered = 0
  while (answered < 40 && (await probe())) answered++
  expect(answered).toBeGreaterThanOrEqual(8)
  expect(answered).toBeLessThan(40)
})

test('a peer of another version is told of once', async () => {
  const told: object[] = []
  const { b } = await line({ log: { debug: () => undefined, warn: (fields) => told.push(fields) } })
  const raw = await rawTo(b)
  for (const filler of ['a', 'b', 'c'])
    await raw.say(topic, [Buffer.from(`{"v":${protocolVersion + 1},"filler":"${filler}"}`)])
  await expect.poll(() => b.mesh.stats().verdicts, soon).toEqual({ 'reject:version': 3 })
  expect(told).toEqual([{ peer: raw.peerId }])
})

test('a gossip message that is too large ends the stream of who sends it', async () => {
  const { b, c } = await line()
  const raw = await rawTo(b)
  raw.stream.send(Buffer.from([0xff, 0xff, 0xff, 0xff, 0x07]))
  await expect.poll(() => b.gossip.getPeers().map(String), soon).toEqual([c.host.peerId])
})

test('a holder that answers a catch-up with rubbish gives nothing', async () => {
  const b = await net.start()
  b.mesh.subscribe(interest)
  const rubbish: ((records: RecordStream, asked: Buffer[]) => Promise<void>)[] = [
    ({ send }) => send(Buffer.from([9]), { signal }),
    ({ send }) => send(Buffer.alloc(0), { signal }),
    ({ send }) => send(encodeRecord('entries', Buffer.alloc(23)), { signal }),
    ({ send }) => send(encodeRecord('announcement'), { signal }),
    ({ send }) => send(Buffer.alloc(70_000), { signal }),
    ({ send }) => send(encodeRecord('refused', Buffer.from('no')), { signal }),
    async ({ send }) => {
      for (const record of encodeEntries([{ deal: '00'.repeat(16), sequence: 1n }])) await send(record, { signal })
      await send(encodeRecord('end'), { signal })
      for (let i = 0; i < 2; i++) await send(encodeRecord('announcement', encodeAnnouncement([forged()])), { signal })
    },
  ]
  for (const answer of rubbish) {
    const failed = b.mesh.stats().catchUps.failed
    const a = await net.start()
    await a.mesh.close()
    await a.host.libp2p.handle(catchUpProtocol, async (stream) => {
      const records = recordsOn(stream)
      await records.records.next()
      await answer(records, [])
    })
    a.gossip.subscribe(topic)
    await connect(a, b)
    await expect.poll(() => b.mesh.stats().catchUps.failed, soon).toBe(failed + 1)
    await a.host.close()
  }
  expect(b.heard).toEqual([])
  expect(b.mesh.stats()).toMatchObject({ offersHeld: 0, catchUps: { done: 0, news: 0 } })
})

test('forged offers from a catch-up are not delivered', async () => {
  const b = await net.start()
  b.mesh.subscribe(interest)
  const a = await net.start()
  await a.mesh.close()
  const genuine = signedOffer(createTestSigner())
  await a.host.libp2p.handle(catchUpProtocol, async (stream) => {
    const records = recordsOn(stream)
    await records.records.next()
    const deals = ['00', '11'].map((byte) => ({ deal: byte.repeat(16), sequence: 1n }))
    for (const record of encodeEntries(deals)) await records.send(record, { signal })
    await records.send(encodeRecord('end'), { signal })
    await records.records.next()
    for (const offer of [forged(), genuine]) {
      await records.send(encodeRecord('announcement', encodeAnnouncement([offer])), { signal })
    }
    await records.send(encodeRecord('end'), { signal })
  })
  a.gossip.subscribe(topic)
  await connect(a, b)
  await expect.poll(() => b.mesh.stats().catchUps.done, soon).toBe(1)
  expect(b.heard.flatMap(({ offers }) => offers.map(({ offer }) => offer.node))).toEqual([genuine.offer.node])
  expect(b.mesh.stats().verdicts).toEqual({ 'reject:signature-does-not-match': 1, 'accept:new': 1 })
})

test('who asks to catch up too often, too much or in another version is refused', async () => {
  const b = await net.start({ limits: { catchUpsServedBurst: 4 } })
  const offer = signedOffer(b.signer)
  await b.mesh.announce([offer], { signal })
  const raw = await rawTo(b)
  const ask = async (...records: Uint8Array[]): Promise<number[] | 'refused'> => {
    const [connection] = raw.host.libp2p.getConnections()
    const stream = await connection?.newStream(catchUpProtocol, { signal })
    if (stream === undefined) throw new Error('not connected')
    const asking = recordsOn(stream)
    const kinds: number[] = []
    try {
      for (const record of records) await asking.send(record, { signal })
      await stream.close({ signal })
      for await (const answer of asking.records) kinds.push(answer[0] ?? 0)
      return kinds
    } catch {
      return 'refused'
    }
  }
  const list = (v: number) => encodeRecord('list', Buffer.from(JSON.stringify({ v, topics: [topic] })))
  expect(await ask(list(protocolVersion))).toEqual([2, 5])
  expect(await ask(list(protocolVersion + 1))).toEqual([6])
  expect(await ask(encodeFetch(['00'.repeat(16)]), list(protocolVersion), list(protocolVersion))).toEqual([5, 2, 5])
  const fetch = encodeFetch([dealKey(offer.offer), dealKey(offer.offer)])
  expect(await ask(list(protocolVersion), fetch, fetch)).toEqual([2, 5, 4, 5, 5])
  expect(await ask(list(protocolVersion))).toBe('refused')
  expect(b.mesh.stats().catchUpsServed).toEqual({ served: 4, refused: 1 })
})

test('who asks for one list after the other is not given a second one, even when the first was empty', async () => {
  const b = await net.start()
  await b.mesh.announce([signedOffer(b.signer)], { signal })
  const raw = await rawTo(b)
  const [connection] = raw.host.libp2p.getConnections()
  const stream = await connection?.newStream(catchUpProtocol, { signal })
  if (stream === undefined) throw new Error('not connected')
  const asking = recordsOn(stream)
  const nothing = encodeRecord('list', Buffer.from(JSON.stringify({ v: protocolVersion, topics: [] })))
  // Each list costs the holder a look at all it holds.
  for (let i = 0; i < 50; i++) await asking.send(nothing, { signal })
  await stream.close({ signal })
  const kinds: number[] = []
  for await (const answer of asking.records) kinds.push(answer[0] ?? 0)
  expect(kinds).toEqual([5])
})

function recordsOn(stream: Parameters<typeof createRecordStream>[0]): RecordStream {
  const pace = { burstBytes: 2 ** 24, bytesPerSecond: 2 ** 24, now: () => performance.now() }
  return createRecordStream(stream, { recordBytesMax: 70_000, ...pace })
}

async function sayUntilGone({ say, stream }: RawGossiper, make: () => Uint8Array[]): Promise<void> {
  try {
    while (stream.status === 'open') await say(topic, make())
  } catch (error) {
    if (stream.status === 'open') throw error
  }
}

/** The same JSON with a space more. */
function spaced(announcement: Uint8Array): Uint8Array {
  return Buffer.concat([announcement, Buffer.from(' ')])
}
