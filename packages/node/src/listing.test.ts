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
  model: { root, name: 'm', workloads: ['chat'], contextTokensMax: 6 },
  firstTokenMs: 0,
  betweenTokensMs: 0,
  tokens: 1,
  text: 'x',
})
const good: Listing = { modelRoot: root, workload: 'chat', inputPrice: 0n, outputPrice: 1n, creditTokens: 1 }

test('a listing comes back with its model and the context that is really served', () => {
  expect(checkListings([good], [model], runtime)).toEqual([{ ...good, model, contextTokensMax: 6 }])
})

test.each<[string, readonly Listing[], readonly ModelContent[]]>([
  ['of a model without content', [good], []],
  ['of a model the runtime has not', [{ ...good, modelRoot: zeroHash }], [model]],
  ['of work the runtime does not do', [{ ...good, workload: 'embed' }], [model]],
  ['with a negative price', [{ ...good, outputPrice: -1n }], [model]],
  ['with a price no message holds', [{ ...good, inputPrice: 2n ** 128n }], [model]],
  ['with no credit', [{ ...good, creditTokens: 0 }], [model]],
  ['one too many', new Array<Listing>(listingsMax + 1).fill(good), [model]],
])('a listing %s is refused', (_name, listings, models) => {
  expect(() => checkListings(listings, models, runtime)).toThrow(expect.objectContaining({ code: 'LISTING_INVALID' }))
})
