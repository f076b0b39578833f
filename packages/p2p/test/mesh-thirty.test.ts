/** A whole house behind one address. */
import { offerTopic } from '@millrace/protocol'
import { afterAll, expect, test } from 'vitest'
import { domain } from './keys.ts'
import { createTestNet, signal, type TestPeer } from './mesh-net.ts'
import { signedOffer } from './mesh-offers.ts'

const nodes = 30
/** Nodes that announce one after the other, to see how long it takes. */
const timed = 10
const topic = offerTopic(domain, 'gpu', 'western-europe')
const net = createTestNet()
afterAll(() => net.close())

test('30 nodes behind one address, each told only of the first, hear every offer', async () => {
  const first = await net.start({ directory: 'server' })
  const rest = await Promise.all(Array.from({ length: nodes - 1 }, () => net.start({ bootstrap: [first.address] })))
  const all = [first, ...rest]
  for (const { mesh } of all) mesh.subscribe({ classes: ['gpu'], regions: ['western-europe'] })
  const soon = { timeout: 50_000, interval: 50 }
  await expect
    .poll(() => Math.min(...all.map(({ gossip }) => gossip.getMeshPeers(topic).length)), soon)
    .toBeGreaterThan(1)

  const delaysMs: number[] = []
  const announcedAt = new Map<string, number>()
  for (const { mesh } of all) {
    mesh.onOffers(({ offers }) => {
      for (const { offer } of offers) delaysMs.push(performance.now() - (announcedAt.get(offer.node) ?? 0))
    })
  }
  const announce = async ({ mesh, signer }: TestPeer) => {
    const offer = signedOffer(signer)
    announcedAt.set(signer.address, performance.now())
    await mesh.announce([offer], { signal })
  }
  for (const [i, peer] of all.slice(0, timed).entries()) {
    await announce(peer)
    const expected = all.map((_, j) => (j <= i ? i : i + 1))
    await expect.poll(() => all.map(({ heard }) => heard.length), soon).toEqual(expected)
  }
  const sorted = delaysMs.toSorted((a, b) => a - b)
  const at = (share: number) => sorted[Math.floor(sorted.length * share)]?.toFixed(1)
  console.log(`gossip to ${nodes - 1} nodes in one process: median ${at(0.5)} ms, p99 ${at(0.99)} ms`)
  await Promise.all(all.slice(timed).map(announce))
  await expect.poll(() => all.map(({ heard }) => heard.length), soon).toEqual(all.map(() => nodes - 1))
  expect(first.mesh.stats().disconnected).toBe(0)
})
