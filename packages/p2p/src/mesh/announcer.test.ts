import { decodeAnnouncement, type SignedOffer } from '@millrace/protocol'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createTestSigner, domain } from '../../test/keys.ts'
import { germany, japan, modelNamed, signedOffer } from '../../test/mesh-offers.ts'
import { type Announcer, type AnnouncerInit, createAnnouncer } from './announcer.ts'
import { type MeshLimits, meshLimits } from './mesh-limits.ts'

const { signal } = new AbortController()
const open: Announcer[] = []
beforeEach(() => void vi.useFakeTimers())
afterEach(() => {
  for (const announcer of open.splice(0)) announcer.close()
  vi.useRealTimers()
})

type Made = { readonly announcer: Announcer; readonly sent: { topic: string; offers: readonly SignedOffer[] }[] }

function make(init: Partial<AnnouncerInit> = {}, limits: Partial<MeshLimits> = {}): Made {
  const sent: Made['sent'] = []
  const announcer = createAnnouncer({
    domain,
    limits: { ...meshLimits, ...limits },
    publish: async (topic, bytes) => sent.push({ topic, offers: decodeAnnouncement(bytes) }),
    renew: undefined,
    log: undefined,
    now: () => Date.now(),
    monotonic: () => performance.now(),
    random: () => 0,
    ...init,
  })
  open.push(announcer)
  return { announcer, sent }
}

test('offers go together by topic, eight at a time', async () => {
  const { announcer, sent } = make()
  const signer = createTestSigner()
  const offers = Array.from({ length: 20 }, (_, i) =>
    signedOffer(signer, { model: modelNamed(`m${i}`), offer: { country: i < 10 ? germany : japan } }),
  )
  await announcer.announce(offers, { signal })
  expect(sent.map(({ topic, offers: some }) => [topic.split('/').at(-1), some.length])).toEqual([
    ['western-europe', 8],
    ['western-europe', 2],
    ['eastern-asia', 8],
    ['eastern-asia', 2],
  ])
  expect(sent.flatMap(({ offers: some }) => some)).toEqual(offers)
})

test('too many bytes for one announcement go in several', async () => {
  const { announcer, sent } = make()
  const signer = createTestSigner()
  const files = Array.from({ length: 64 }, (_, i) => ({
    path: `${i}-${'x'.repeat(124)}`,
    bytes: 1,
    sha256: 'ab'.repeat(32),
  }))
  const offers = ['a', 'b', 'c', 'd', 'e'].map((name) => signedOffer(signer, { model: { ...modelNamed(name), files } }))
  await announcer.announce(offers, { signal })
  expect(sent.map(({ offers: some }) => some.length)).toEqual([4, 1])
})

test('what changes faster than receivers accept is told in its newest form only', async () => {
  const { announcer, sent } = make({}, { signerBurst: 4, signerPerMinute: 60 })
  const signer = createTestSigner()
  const announced: Promise<void>[] = []
  for (let sequence = 1n; sequence <= 20n; sequence++) {
    announced.push(announcer.announce([signedOffer(signer, { offer: { sequence } })], { signal }))
    await vi.advanceTimersByTimeAsync(1)
  }
  const sequences = () => sent.map(({ offers }) => offers[0]?.offer.sequence)
  expect(sequences()).toEqual([1n, 2n, 3n])
  await vi.advanceTimersByTimeAsync(2_000)
  await Promise.all(announced)
  expect(sequences()).toEqual([1n, 2n, 3n, 20n])
})

test('an offer that nobody would accept is not sent', async () => {
  const { announcer, sent } = make()
  const signer = createTestSigner()
  const bad = [
    signedOffer(signer, { offer: { resourceClass: 7 } }),
    signedOffer(signer, { model: { ...modelNamed('m'), name: 'no such name!' } }),
    signedOffer(signer, { model: { ...modelNamed('m'), name: 'x'.repeat(70_000) } }),
  ]
  for (const offer of bad) {
    await expect(announcer.announce([offer], { signal })).rejects.toMatchObject({ code: 'PROTOCOL_MALFORMED' })
  }
  await expect(
    announcer.announce([signedOffer(signer)], { signal: AbortSignal.abort(new Error('no')) }),
  ).rejects.toThrow('no')
  expect(sent).toEqual([])
})

test('a node announces a bounded number of deals', async () => {
  const { announcer } = make({ renew: async (offers) => offers }, { dealsPerNodeMax: 2 })
  const signer = createTestSigner()
  const offers = ['a', 'b', 'c'].map((name) => signedOffer(signer, { model: modelNamed(name) }))
  await expect(announcer.announce(offers, { signal })).rejects.toThrow(RangeError)
  await announcer.announce(offers.slice(0, 2), { signal })
  await expect(announcer.announce(offers.slice(2), { signal })).rejects.toThrow(RangeError)
})

test('offers are renewed at half of their life, and those that were withdrawn are not', async () => {
  const signer = createTestSigner()
  const renewals: bigint[][] = []
  const renew = async (offers: readonly SignedOffer[]) => {
    renewals.push(offers.map(({ offer }) => offer.sequence))
    return offers.map(({ offer, model }) =>
      signedOffer(signer, { model, offer: { ...offer, ...lasting(100, offer.sequence + 1n) } }),
    )
  }
  const { announcer, sent } = make({ renew })
  await announcer.announce(
    [
      signedOffer(signer, { offer: lasting(100, 1n) }),
      signedOffer(signer, { model: modelNamed('b'), offer: { slots: 0 } }),
    ],
    { signal },
  )
  await vi.advanceTimersByTimeAsync(48_000)
  expect(renewals).toEqual([])
  await vi.advanceTimersByTimeAsync(2_000)
  expect(renewals).toEqual([[1n]])
  await vi.advanceTimersByTimeAsync(50_000)
  expect(renewals).toEqual([[1n], [2n]])
  expect(sent.length).toBe(3)
})

test('a renewal that fails is tried again', async () => {
  const signer = createTestSigner()
  let tries = 0
  const renew = async (offers: readonly SignedOffer[]) => {
    if (++tries < 3) throw new Error('the key is locked')
    return offers.map(({ offer }) => signedOffer(signer, { offer: { ...offer, ...lasting(1_000, 2n) } }))
  }
  const { announcer, sent } = make({ renew })
  await announcer.announce([signedOffer(signer, { offer: lasting(100, 1n) })], { signal })
  await vi.advanceTimersByTimeAsync(75_000)
  expect(tries).toBe(3)
  expect(sent.map(({ offers }) => offers[0]?.offer.sequence)).toEqual([1n, 2n])
})

function lasting(seconds: number, sequence: bigint): { readonly sequence: bigint; readonly expiresAt: bigint } {
  return { sequence, expiresAt: BigInt(Math.floor(Date.now() / 1_000) + seconds) }
}
