import { type ModelContent, modelRoot, zeroHash } from '@millrace/protocol'
import { createFixedLatencyRuntime } from '@millrace/runtime'
import { expect, test } from 'vitest'
import { checkListings, type Listing, listingsMax } from './listing.ts'

const model: ModelContent = {
  version: 1,
  name: 'm',
  format: 'gguf',
  workloads: ['chat'],
  contextTokensMax: 8,
  files: [],
}
const root = modelRoot(model)
const runtime = createFixedLatencyRuntime({
  model: { root, name: 'm', workloads: ['chat'], contextTokensMax: 6, exactness: 'replayable' },
  firstTokenMs: 0,
  betweenTokensMs: 0,
  tokens: 1,
  text: 'x',
  slots: 3,
})
const good: Listing = { modelRoot: root, workload: 'chat', inputPrice: 0n, outputPrice: 1n, creditTokens: 1 }

const pricing = {
  floor: { inputPrice: 0n, outputPrice: 1n },
  ceiling: { inputPrice: 1n, outputPrice: 9n },
  targetUtilisation: 0.5,
}
const night = { days: [1, 2, 3, 4, 5], from: '22:00', to: '06:00', timeZone: 'Europe/Berlin' }

test('a listing that is sold on both terms in its windows is taken', () => {
  const listing: Listing = { ...good, pricing, spot: { inputPrice: 0n, outputPrice: 1n }, availability: [night] }
  expect(checkListings([listing], [model], runtime)).toMatchObject([{ terms: ['posted', 'spot'], pricing }])
})

test('a listing comes back with its model and the context that is really served', () => {
  expect(checkListings([good], [model], runtime)).toEqual([
    {
      ...good,
      ...{
        posted: true,
        slots: 3,
        noticeSeconds: 30,
        resourceClass: 'cpu',
        gpuMemoryMib: 0,
        country: 0,
        attestations: [],
      },
      ...{ model, contextTokensMax: 6, exactness: 2, replayablePremiumBps: 0, terms: ['posted'] },
    },
  ])
})

test('an operator may promise less than its runtime can', () => {
  const listing: Listing = { ...good, exactness: 'tolerant' }
  expect(checkListings([listing], [model], runtime)).toMatchObject([{ exactness: 1 }])
  const { models, ...rest } = runtime
  const unclassed = { ...rest, models: models.map(({ exactness: _exactness, ...others }) => others) }
  expect(checkListings([good], [model], unclassed)).toMatchObject([{ exactness: 0 }])
})

test.each<[string, readonly Listing[], readonly ModelContent[]]>([
  ['of a class the runtime does not reach', [{ ...good, exactness: 'exact' }], [model]],
  ['of no known class', [{ ...good, exactness: 'divine' as 'exact' }], [model]],
  ['with a negative premium', [{ ...good, replayablePremiumBps: -1 }], [model]],
  ['with a premium in fractions', [{ ...good, replayablePremiumBps: 0.5 }], [model]],
  ['with a premium above all', [{ ...good, replayablePremiumBps: 10_001 }], [model]],
  [
    'with a price that no message holds raised',
    [{ ...good, outputPrice: 2n ** 128n - 1n, replayablePremiumBps: 1 }],
    [model],
  ],
  ['of a model without content', [good], []],
  ['of a model the runtime has not', [{ ...good, modelRoot: zeroHash }], [model]],
  ['of work the runtime does not do', [{ ...good, workload: 'embed' }], [model]],
  ['with a negative price', [{ ...good, outputPrice: -1n }], [model]],
  ['with a price no message holds', [{ ...good, inputPrice: 2n ** 128n }], [model]],
  ['with no credit', [{ ...good, creditTokens: 0 }], [model]],
  ['below its floor', [{ ...good, pricing: { ...pricing, floor: { inputPrice: 0n, outputPrice: 2n } } }], [model]],
  ['above its ceiling', [{ ...good, pricing: { ...pricing, ceiling: { inputPrice: 1n, outputPrice: 0n } } }], [model]],
  ['with a target of nothing', [{ ...good, pricing: { ...pricing, targetUtilisation: 0 } }], [model]],
  ['with a target that is no number', [{ ...good, pricing: { ...pricing, targetUtilisation: Number.NaN } }], [model]],
  ['with a negative spot price', [{ ...good, spot: { inputPrice: -1n, outputPrice: 0n } }], [model]],
  ['on no terms at all', [{ ...good, posted: false }], [model]],
  ['with no slots', [{ ...good, slots: 0 }], [model]],
  ['with half a slot', [{ ...good, slots: 0.5 }], [model]],
  ['with a notice of a day', [{ ...good, noticeSeconds: 86_400 }], [model]],
  ['with a negative gpu', [{ ...good, gpuMemoryMib: -1 }], [model]],
  ['in no country', [{ ...good, country: 999 }], [model]],
  ['attested by nobody', [{ ...good, attestations: ['divine' as 'enclave'] }], [model]],
  ['open on no day', [{ ...good, availability: [{ ...night, days: [] }] }], [model]],
  ['open at 25 o’clock', [{ ...good, availability: [{ ...night, from: '25:00' }] }], [model]],
  ['in a time zone of its own', [{ ...good, availability: [{ ...night, timeZone: 'Mars/Olympus' }] }], [model]],
  ['made twice', [good, good], [model]],
  ['one too many', new Array<Listing>(listingsMax + 1).fill(good), [model]],
])('a listing %s is refused', (_name, listings, models) => {
  expect(() => checkListings(listings, models, runtime)).toThrow(expect.objectContaining({ code: 'LISTING_INVALID' }))
})
