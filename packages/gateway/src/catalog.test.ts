/** What a request may cost, and what is ready beyond that for a provider that takes over. */
import { exactnessClasses, modelRoot } from '@millrace/protocol'
import { expect, it } from 'vitest'
import { chatModel, offerOf } from '../test/fake-buyer.ts'
import { assuredNeeds } from './assured-wish.ts'
import { type CatalogModel, costBounds } from './catalog.ts'

/** A unit read costs one base unit, a unit written two. */
const prices = { inputPrice: 1_000_000n, outputPrice: 2_000_000n }
const work = {
  ...({ workload: 'chat', terms: 'posted', contexts: 1, inputParam: 'messages', inputUnitsGuess: 6 } as const),
  ...assuredNeeds({}),
}

function modelAt(...each: readonly (typeof prices)[]): CatalogModel {
  const offers = each.map((price) => offerOf(chatModel, 'chat', price))
  const { name, workloads, contextTokensMax } = chatModel
  return { name, root: modelRoot(chatModel), workloads, contextTokensMax, offers, seenAt: 0 }
}

it('another provider can read input and answer again, by the bytes that buyers check them by', () => {
  const { least, most, spare } = costBounds(modelAt(prices), { ...work, inputUnitsMax: 123, outputUnitsMax: 80 }, 4)
  expect({ least, most, spare }).toEqual({ least: 283n, most: 283n, spare: 763n })
  // Lost after 31 of 80 tokens of six bytes: both parts fit, and an increment of the lost one besides.
  const lost = 123n + 31n * 2n + 32n
  const next = 123n + 31n + 31n * 6n + 49n * 2n
  expect(lost + next).toBeLessThanOrEqual(most + spare)
})

it('no more than the context is read again, and no request reserves more than so many times the cheapest', () => {
  const context = BigInt(chatModel.contextTokensMax)
  const long = { ...work, inputUnitsMax: 1_900, outputUnitsMax: 100 }
  expect(costBounds(modelAt(prices), long, 4)).toMatchObject({ most: 2_100n, spare: context })
  expect(costBounds(modelAt(prices), long, 1)).toMatchObject({ most: 2_100n, spare: 0n })
  const dear = { inputPrice: 3_000_000n, outputPrice: 6_000_000n }
  expect(costBounds(modelAt(prices, dear), long, 4)).toMatchObject({ least: 2_100n, most: 6_300n, spare: 2_100n })
})

it('who asks for replayable answers sets their premium aside, and is told where nobody gives any', () => {
  const [offer] = modelAt(prices).offers
  if (offer === undefined) throw new TypeError('There is an offer.')
  const details = { ...offer.details, replayablePremiumBps: 1_000 }
  const replayable = { ...offer, details, offer: { ...offer.offer, exactness: exactnessClasses.replayable } }
  const asked = { ...work, ...assuredNeeds({ exactness: 'replayable' }), inputUnitsMax: 100, outputUnitsMax: 50 }
  const both = { ...modelAt(prices), offers: [offer, replayable] }
  expect(costBounds(both, { ...work, inputUnitsMax: 100, outputUnitsMax: 50 }, 4)).toMatchObject({ most: 200n })
  expect(costBounds(both, asked, 4)).toMatchObject({ least: 220n, most: 220n })
  expect(() => costBounds(modelAt(prices), asked, 4)).toThrow(
    expect.objectContaining({ code: 'GATEWAY_EXACTNESS_NOT_OFFERED' }),
  )
})
