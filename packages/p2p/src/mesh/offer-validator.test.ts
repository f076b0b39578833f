import {
  encodeAnnouncement,
  offerTopic,
  protocolVersion,
  type SignedOffer,
  zeroAddress,
  zeroHash,
} from '@millrace/protocol'
import { afterEach, expect, test } from 'vitest'
import { createTestSigner, domain, recoverTestSigner } from '../../test/keys.ts'
import { details, japan, modelNamed, signedOffer } from '../../test/mesh-offers.ts'
import { HeldOffers } from './held-offers.ts'
import { type MeshLimits, meshLimits } from './mesh-limits.ts'
import { createOfferValidator, type OfferValidator } from './offer-validator.ts'
import type { RegistryPort } from './registry-cache.ts'

const topics = new Set([offerTopic(domain, 'gpu', 'western-europe')])
const nowSeconds = BigInt(Math.floor(Date.now() / 1000))
const open: OfferValidator[] = []
afterEach(() => {
  for (const validator of open.splice(0)) validator.close()
})

type Made = { readonly validator: OfferValidator; readonly held: HeldOffers; clock: { ms: number } }

function make(limits: Partial<MeshLimits> = {}, isRegistered: RegistryPort = async () => true): Made {
  const all = { ...meshLimits, ...limits }
  const held = new HeldOffers({
    offersMax: all.offersHeldMax,
    bytesMax: all.offersHeldBytesMax,
    dealsPerNodeMax: all.dealsPerNodeMax,
  })
  const clock = { ms: 0 }
  const validator = createOfferValidator({
    domain,
    recoverSigner: recoverTestSigner,
    isRegistered,
    held,
    limits: all,
    now: () => Date.now(),
    monotonic: () => clock.ms,
  })
  open.push(validator)
  return { validator, held, clock }
}

async function reasonFor({ validator }: Made, offers: readonly SignedOffer[], from = 'peer'): Promise<string> {
  const { action, reason } = await validator.validate({
    bytes: encodeAnnouncement(offers),
    topics,
    from,
    charged: true,
  })
  return `${action}:${reason}`
}

test('news is accepted once, and its replacement by a higher sequence', async () => {
  const made = make()
  const signer = createTestSigner()
  const [first, second] = [signedOffer(signer), signedOffer(signer, { offer: { sequence: 2n } })]
  expect(await reasonFor(made, [first])).toBe('accept:new')
  expect(await reasonFor(made, [first])).toBe('ignore:known')
  expect(await reasonFor(made, [second])).toBe('accept:new')
  expect(await reasonFor(made, [first])).toBe('ignore:stale')
  expect(made.held.size).toBe(1)
  expect(Object.fromEntries(made.validator.counts)).toEqual({
    'accept:new': 2,
    'ignore:known': 1,
    'ignore:stale': 1,
  })
})

test('what two senders bring at the same time is accepted once', async () => {
  const made = make()
  const offer = signedOffer(createTestSigner())
  const reasons = await Promise.all(['a', 'b', 'c'].map((from) => reasonFor(made, [offer], from)))
  expect(reasons.toSorted()).toEqual(['accept:new', 'ignore:known', 'ignore:known'])
})

test.each<[string, () => SignedOffer[]]>([
  ['reject:expired', () => [signedOffer(createTestSigner(), { offer: { expiresAt: nowSeconds - 120n } })]],
  ['ignore:just-expired', () => [signedOffer(createTestSigner(), { offer: { expiresAt: nowSeconds - 5n } })]],
  ['reject:lives-too-long', () => [signedOffer(createTestSigner(), { offer: { expiresAt: nowSeconds + 90_000n } })]],
  // By the clock of an honest peer that is a little ahead, it lives just long enough to be passed on.
  [
    'ignore:lives-just-too-long',
    () => [signedOffer(createTestSigner(), { offer: { expiresAt: nowSeconds + 86_400n + 90n } })],
  ],
  ['reject:other-topic', () => [signedOffer(createTestSigner(), { offer: { country: japan } })]],
  ['reject:other-topic', () => [signedOffer(createTestSigner(), { offer: { resourceClass: 1 } })]],
  ['reject:other-topic', () => [signedOffer(createTestSigner(), { offer: { resourceClass: 9 } })]],
  [
    'reject:details-do-not-match',
    () => [{ ...signedOffer(createTestSigner()), details: { ...details, addresses: [] } }],
  ],
  ['reject:model-does-not-match', () => [{ ...signedOffer(createTestSigner()), model: modelNamed('other') }]],
  ['reject:signature-does-not-match', () => [signedOffer(createTestSigner(), { domain: { ...domain, chainId: 1 } })]],
  ['reject:signature-does-not-match', () => [signedOffer(createTestSigner(), { offer: { node: zeroAddress } })]],
  [
    'reject:same-deal-twice',
    () => {
      const signer = createTestSigner()
      return [signedOffer(signer), signedOffer(signer, { offer: { sequence: 2n } })]
    },
  ],
])('%s', async (expected, offers) => {
  const made = make()
  expect(await reasonFor(made, offers())).toBe(expected)
  expect(made.held.size).toBe(0)
})

test('what is no announcement is rejected, and another version by name', async () => {
  const { validator } = make()
  const say = async (text: string | Uint8Array) => {
    const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text
    return (await validator.validate({ bytes, topics, from: 'peer', charged: true })).reason
  }
  const valid = Buffer.from(encodeAnnouncement([signedOffer(createTestSigner())])).toString()
  expect(await say('')).toBe('malformed')
  expect(await say('[]')).toBe('version')
  expect(await say(valid.replace(`"v":${protocolVersion}`, `"v":${protocolVersion + 1}`))).toBe('version')
  expect(await say(valid.replace('"type":"announce"', '"type":"quote"'))).toBe('malformed')
  expect(await say(new Uint8Array(65_537))).toBe('too-large')
})

test('nothing forged travels with something genuine', async () => {
  const made = make()
  const signer = createTestSigner()
  const [known, other] = [signedOffer(signer), modelNamed('second')]
  expect(await reasonFor(made, [known])).toBe('accept:new')
  const forged: SignedOffer = { ...known, signature: signedOffer(createTestSigner()).signature }
  expect(await reasonFor(made, [forged, signedOffer(signer, { model: other })])).toBe('reject:signature-does-not-match')
  const twin = signedOffer(signer, { offer: { inputPrice: 1n } })
  expect(await reasonFor(made, [twin, signedOffer(signer, { model: other })])).toBe('ignore:stale')
  expect(await reasonFor(made, [known, signedOffer(signer, { model: other })])).toBe('accept:new')
  expect(made.held.size).toBe(2)
})

test('a signer that announces too often is ignored for a while, and only it', async () => {
  const made = make({ signerBurst: 3 })
  const [busy, calm] = [createTestSigner(), createTestSigner()]
  const reasons: string[] = []
  for (let sequence = 1n; sequence <= 5n; sequence++) {
    reasons.push(await reasonFor(made, [signedOffer(busy, { offer: { sequence } })]))
  }
  expect(reasons).toEqual([...Array(3).fill('accept:new'), 'ignore:signer-too-often', 'ignore:signer-too-often'])
  expect(await reasonFor(made, [signedOffer(calm)])).toBe('accept:new')
  made.clock.ms += 2_000
  expect(await reasonFor(made, [signedOffer(busy, { offer: { sequence: 9n } })])).toBe('accept:new')
})

test("nobody uses up another signer's rate", async () => {
  const made = make({ signerBurst: 2, signerBurstBytes: 4_000 })
  const victim = createTestSigner()
  for (let sequence = 1n; sequence <= 20n; sequence++) {
    const forged = signedOffer(createTestSigner(), { offer: { node: victim.address, sequence } })
    expect(await reasonFor(made, [forged])).toBe('reject:signature-does-not-match')
  }
  expect(await reasonFor(made, [signedOffer(victim)])).toBe('accept:new')
})

test('the registry has the last word, is asked once, and a no is forgotten sooner than a yes', async () => {
  const asked: string[] = []
  const registered = new Set<string>()
  const made = make({}, async (node) => {
    asked.push(node)
    return registered.has(node)
  })
  const [known, stranger] = [createTestSigner(), createTestSigner()]
  registered.add(known.address)
  expect(await reasonFor(made, [signedOffer(known)])).toBe('accept:new')
  expect(await reasonFor(made, [signedOffer(known, { offer: { sequence: 2n } })])).toBe('accept:new')
  expect(await reasonFor(made, [signedOffer(stranger)])).toBe('ignore:not-registered')
  expect(await reasonFor(made, [signedOffer(stranger)])).toBe('ignore:not-registered')
  expect(asked).toEqual([known.address, stranger.address])
  registered.add(stranger.address)
  made.clock.ms += meshLimits.unregisteredMs
  expect(await reasonFor(made, [signedOffer(stranger)])).toBe('accept:new')
  expect(await reasonFor(made, [signedOffer(known, { offer: { sequence: 3n } })])).toBe('accept:new')
  expect(asked).toEqual([known.address, stranger.address, stranger.address])
})

test('a chain that has not seen a registration yet costs who passes it on nothing, but many strangers do', async () => {
  let reads = 0
  const made = make({ strangersBurst: 3, strangersPerMinute: 6 }, async () => {
    reads++
    return false
  })
  const early = createTestSigner()
  for (let sequence = 1n; sequence <= 32n; sequence++) {
    expect(await reasonFor(made, [signedOffer(early, { offer: { sequence } })], 'honest')).toBe('ignore:not-registered')
  }
  expect(reads).toBe(1)
  const flood: string[] = []
  for (let i = 0; i < 6; i++) flood.push(await reasonFor(made, [signedOffer(createTestSigner())], 'crook'))
  expect(flood).toEqual([...Array(3).fill('ignore:not-registered'), ...Array(3).fill('reject:not-registered')])
  made.clock.ms += 10_000
  expect(await reasonFor(made, [signedOffer(createTestSigner())], 'crook')).toBe('ignore:not-registered')
})

test('whoever writes the same offers in other bytes is refused', async () => {
  const made = make({ signerBurstBytes: 4_000 })
  const signer = createTestSigner()
  const bytes = encodeAnnouncement([signedOffer(signer)])
  const text = Buffer.from(bytes).toString()
  const reordered = Buffer.from(JSON.stringify(Object.fromEntries(Object.entries(JSON.parse(text)).toReversed())))
  for (const other of [Buffer.concat([bytes, Buffer.alloc(1_000, 0x20)]), reordered]) {
    const verdict = await made.validator.validate({ bytes: other, topics, from: 'crook', charged: true })
    expect(verdict).toEqual({ action: 'reject', reason: 'malformed' })
  }
  expect(await reasonFor(made, [signedOffer(signer)])).toBe('accept:new')
})

test("whoever takes announcements apart does not use up their signer's rate", async () => {
  const made = make()
  const signer = createTestSigner()
  const offersAt = (sequence: bigint) =>
    Array.from({ length: 40 }, (_, i) => signedOffer(signer, { model: modelNamed(`m${i}`), offer: { sequence } }))
  for (const offer of offersAt(1n)) expect(await reasonFor(made, [offer], 'crook')).toBe('accept:new')
  expect(await reasonFor(made, offersAt(2n).slice(0, 8))).toBe('accept:new')
})

test('a registry that does not answer costs nobody anything', async () => {
  const failing = make({}, () => Promise.reject(new Error('no chain')))
  expect(await reasonFor(failing, [signedOffer(createTestSigner())])).toBe('ignore:registry-silent')
  const silent = make({ registryMsMax: 10 }, () => new Promise(() => undefined))
  expect(await reasonFor(silent, [signedOffer(createTestSigner())])).toBe('ignore:registry-silent')
})

test('a node has a bounded number of deals', async () => {
  const made = make({ dealsPerNodeMax: 2 })
  const signer = createTestSigner()
  const offers = ['a', 'b', 'c'].map((name) => signedOffer(signer, { model: modelNamed(name) }))
  const reasons: string[] = []
  for (const offer of offers) reasons.push(await reasonFor(made, [offer]))
  expect(reasons).toEqual(['accept:new', 'accept:new', 'ignore:node-has-too-many-deals'])
  expect(await reasonFor(made, [signedOffer(signer, { model: modelNamed('a'), offer: { sequence: 2n } })])).toBe(
    'accept:new',
  )
})

test('one sender fills only its own queue', async () => {
  const made = make({ forwarderQueuedMax: 4 })
  const flood = Array.from({ length: 20 }, (_, i) =>
    reasonFor(
      made,
      [signedOffer(createTestSigner(), { offer: { detailsHash: zeroHash, sequence: BigInt(i) } })],
      'bad',
    ),
  )
  const honest = reasonFor(made, [signedOffer(createTestSigner())], 'good')
  expect(await honest).toBe('accept:new')
  const reasons = await Promise.all(flood)
  expect(reasons.filter((reason) => reason === 'ignore:sender-too-often').length).toBe(16)
})
