import { zeroAddress as node } from '@millrace/protocol'
import { expect, test } from 'vitest'
import { type HeldOffer, HeldOffers } from './held-offers.ts'

function held(deal: string, change: Partial<HeldOffer> = {}): HeldOffer {
  const [id, signature] = [`0x${'22'.repeat(32)}`, `0x${'33'.repeat(64)}`] as const
  return { deal, node, id, signature, sequence: 1n, expiresAt: 100n, topic: 't', bytes: new Uint8Array(10), ...change }
}

test('the oldest goes when there is no room, and the bytes before the sequences', () => {
  const offers = new HeldOffers({ offersMax: 3, bytesMax: 25, dealsPerNodeMax: 10 })
  for (const deal of ['a', 'b', 'c']) expect(offers.put(held(deal))).toBe(true)
  expect(offers.bytes).toBe(20)
  expect(offers.ofTopics(new Set(['t'])).map(({ deal }) => deal)).toEqual(['a', 'b'])
  expect(offers.newest('c')?.sequence).toBe(1n)
  offers.put(held('a', { sequence: 2n }))
  offers.put(held('d'))
  expect(offers.newest('b')).toBeUndefined()
  expect(offers.newest('a')?.sequence).toBe(2n)
  expect(offers.size).toBe(3)
})

test('only a higher sequence replaces, and a node has so many deals', () => {
  const offers = new HeldOffers({ offersMax: 10, bytesMax: 1_000, dealsPerNodeMax: 2 })
  expect(offers.put(held('a', { sequence: 5n }))).toBe(true)
  expect(offers.put(held('a', { sequence: 5n }))).toBe(false)
  expect(offers.put(held('a', { sequence: 4n }))).toBe(false)
  expect(offers.put(held('b'))).toBe(true)
  expect(offers.put(held('c'))).toBe(false)
  expect(offers.put(held('a', { sequence: 6n }))).toBe(true)
})

test('what expired goes, with its bytes and its place among the deals of its node', () => {
  const offers = new HeldOffers({ offersMax: 10, bytesMax: 1_000, dealsPerNodeMax: 2 })
  offers.put(held('a', { expiresAt: 50n }))
  offers.put(held('b'))
  expect(offers.expire(50n)).toBe(1)
  expect([offers.size, offers.bytes]).toEqual([1, 10])
  expect(offers.put(held('c'))).toBe(true)
})
