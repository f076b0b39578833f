/** The mesh between real hosts on loopback. */
import { offerTopic } from '@millrace/protocol'
import { afterEach, expect, test } from 'vitest'
import { domain } from './keys.ts'
import { connect, createTestNet, linked, sequencesOf, signal, type TestPeer } from './mesh-net.ts'
import { germany, japan, signedOffer } from './mesh-offers.ts'

const interest = { classes: ['gpu'], regions: ['western-europe'] } as const
const topic = offerTopic(domain, 'gpu', 'western-europe')
const soon = { timeout: 30_000, interval: 20 }

const net = createTestNet()
afterEach(() => net.close())

test('an offer reaches a peer two hops away, and its replacement too', async () => {
  const [a, b, c] = [await net.start(), await net.start(), await net.start()]
  for (const peer of [a, b, c]) peer.mesh.subscribe(interest)
  await connect(a, b)
  await connect(b, c)
  await expect.poll(() => linked(a, b, topic) && linked(b, c, topic), soon).toBe(true)
  await a.mesh.announce([signedOffer(a.signer)], { signal })
  await expect.poll(() => sequencesOf(c, a.signer.address), soon).toEqual([1n])
  await a.mesh.announce([signedOffer(a.signer, { offer: { sequence: 2n } })], { signal })
  await expect.poll(() => sequencesOf(c, a.signer.address), soon).toEqual([1n, 2n])
  expect(c.heard.map(({ from }) => from)).toEqual([b.host.peerId, b.host.peerId])
  expect(c.mesh.stats().offersHeld).toBe(1)
})

test('a late joiner is given what its neighbours hold, on its topics only', async () => {
  const [a, b, late] = [await net.start(), await net.start(), await net.start()]
  b.mesh.subscribe({ classes: ['gpu'], regions: ['western-europe', 'eastern-asia'] })
  await connect(a, b)
  const offers = [germany, japan].map((country) => signedOffer(a.signer, { offer: { country, workload: country % 5 } }))
  await a.mesh.announce(offers, { signal })
  await expect.poll(() => b.mesh.stats().offersHeld, soon).toBe(2)
  await a.mesh.close()
  late.mesh.subscribe(interest)
  await connect(late, b)
  await expect.poll(() => sequencesOf(late, a.signer.address), soon).toEqual([1n])
  expect(late.mesh.stats()).toMatchObject({ offersHeld: 1, catchUps: { done: 1, news: 1 } })
})

test('following more topics asks for their offers', async () => {
  const [a, b] = [await net.start(), await net.start()]
  await a.mesh.announce([signedOffer(a.signer), signedOffer(a.signer, { offer: { country: japan, workload: 1 } })], {
    signal,
  })
  b.mesh.subscribe(interest)
  await connect(b, a)
  await expect.poll(() => b.mesh.stats().offersHeld, soon).toBe(1)
  b.mesh.subscribe({ classes: ['gpu'], regions: ['eastern-asia'] })
  await expect.poll(() => b.mesh.stats().offersHeld, soon).toBe(2)
})

test('after a partition both sides have the news of both', async () => {
  const peers = await Promise.all(Array.from({ length: 6 }, () => net.start()))
  const [a, b, c, d, e, f] = peers as [TestPeer, TestPeer, TestPeer, TestPeer, TestPeer, TestPeer]
  for (const peer of peers) peer.mesh.subscribe(interest)
  for (const [from, to] of [
    [a, b],
    [b, c],
    [c, d],
    [d, e],
    [e, f],
  ] as const)
    await connect(from, to)
  await a.mesh.announce([signedOffer(a.signer)], { signal })
  await f.mesh.announce([signedOffer(f.signer)], { signal })
  await expect.poll(() => peers.map(({ mesh }) => mesh.stats().offersHeld), soon).toEqual(Array(6).fill(2))
  await c.host.libp2p.hangUp(d.host.libp2p.peerId)
  await expect.poll(() => linked(c, d, topic), soon).toBe(false)
  await a.mesh.announce([signedOffer(a.signer, { offer: { sequence: 2n } })], { signal })
  await f.mesh.announce([signedOffer(f.signer, { offer: { sequence: 2n } })], { signal })
  await expect.poll(() => [b, c].map((peer) => sequencesOf(peer, a.signer.address).at(-1)), soon).toEqual([2n, 2n])
  await expect.poll(() => [d, e].map((peer) => sequencesOf(peer, f.signer.address).at(-1)), soon).toEqual([2n, 2n])
  expect([d, e, f].map((peer) => sequencesOf(peer, a.signer.address).at(-1))).toEqual([1n, 1n, 1n])
  await connect(c, d)
  await expect
    .poll(() => [d, e, f].map((peer) => sequencesOf(peer, a.signer.address).at(-1)), soon)
    .toEqual([2n, 2n, 2n])
  await expect
    .poll(() => [a, b, c].map((peer) => sequencesOf(peer, f.signer.address).at(-1)), soon)
    .toEqual([2n, 2n, 2n])
})

test('a bootstrap peer that is down at first is reached when it comes', async () => {
  const first = await net.start()
  const { signer, address } = first
  await first.mesh.close()
  await first.host.close()
  const limits = { redialMsMin: 20, redialMsMax: 100 }
  const a = await net.start({ bootstrap: [address], limits })
  a.mesh.subscribe(interest)
  await a.mesh.announce([signedOffer(a.signer)], { signal })
  expect(a.host.libp2p.getPeers()).toEqual([])
  const listen = [address.slice(0, address.indexOf('/p2p/'))]
  const again = await net.start({ signer, listen })
  again.mesh.subscribe(interest)
  await expect.poll(() => sequencesOf(again, a.signer.address), soon).toEqual([1n])
})

test('a provider that nobody was told of is found in the directory', async () => {
  const directory = await net.start({ directory: 'server' })
  // It answers nobody itself, so nobody comes across it on the way to something else.
  const provider = await net.start({ directory: 'client', bootstrap: [directory.address] })
  await provider.mesh.announce([signedOffer(provider.signer)], { signal })
  const buyer = await net.start({ bootstrap: [directory.address] })
  buyer.mesh.subscribe(interest)
  await expect.poll(() => sequencesOf(buyer, provider.signer.address), soon).toEqual([1n])
  expect(directory.mesh.stats().offersHeld).toBe(0)
  expect(buyer.mesh.peers().map(({ peerId }) => peerId)).toContain(provider.host.peerId)
  expect(buyer.mesh.stats().search.found + provider.mesh.stats().search.found).toBeGreaterThan(0)
})

test('offers are renewed before half of their life is over, until they are withdrawn', async () => {
  let sequence = 1n
  const a = await net.start({
    renew: async (offers) =>
      offers.map(({ offer }) =>
        signedOffer(a.signer, { offer: { ...offer, sequence: ++sequence, expiresAt: inSeconds(3) } }),
      ),
  })
  const b = await net.start()
  b.mesh.subscribe(interest)
  await connect(a, b)
  await a.mesh.announce([signedOffer(a.signer, { offer: { expiresAt: inSeconds(3) } })], { signal })
  await expect.poll(() => sequencesOf(b, a.signer.address).length, soon).toBeGreaterThanOrEqual(3)
  await a.mesh.announce([signedOffer(a.signer, { offer: { sequence: 99n, slots: 0 } })], { signal })
  await expect.poll(() => sequencesOf(b, a.signer.address).at(-1), soon).toBe(99n)
})

test('round trips are measured and coordinates learnt', async () => {
  const [a, b] = [await net.start(), await net.start()]
  for (const peer of [a, b]) peer.mesh.subscribe(interest)
  await connect(a, b)
  await expect.poll(() => a.mesh.peers().length, soon).toBe(1)
  const before = a.mesh.coordinate()
  const [roundTrip] = await a.mesh.probe({ signal })
  expect(roundTrip?.peer).toBe(b.host.peerId)
  expect(roundTrip?.roundTripMs).toBeGreaterThan(0)
  expect(a.mesh.coordinate()).not.toEqual(before)
  expect(a.mesh.peers()[0]?.roundTripMs).toBe(roundTrip?.roundTripMs)
})

function inSeconds(seconds: number): bigint {
  return BigInt(Math.floor(Date.now() / 1_000) + seconds)
}
