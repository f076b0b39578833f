/** The simulated market keeps its own rules, whatever the matcher; the figures are for the bench. */

import { roundTripEstimateMs } from '@millrace/matching'
import { expect, test } from 'vitest'
import { runMarket } from './market.ts'
import { createCheapestMatcher, createCostMatcher, createRandomMatcher } from './matchers.ts'
import { openSpansOf } from './open-hours.ts'
import { createRandom } from './random.ts'
import { simulateMarkets } from './simulate.ts'
import { findCoordinates } from './vivaldi-world.ts'
import { createWorld, models, roundTripMs } from './world.ts'

const size = { providers: 150, buyers: 20, jobs: 1_200, hours: 24 }
const seed = 11

function small() {
  const random = createRandom(seed)
  const world = createWorld(random, size)
  const coordinates = findCoordinates(random.fork('coordinates'), [...world.providers, ...world.buyers])
  const facts = coordinates.slice(0, size.providers).map((coordinate) => ({ coordinate }))
  const openSpans = world.providers.map((provider) => openSpansOf(provider, size.hours))
  return { random, world, coordinates, facts, openSpans }
}

test.each(['expected cost', 'cheapest first', 'random'])(
  '%s: every job ends once, and money is neither made nor lost',
  (name) => {
    const { random, world, coordinates, facts, openSpans } = small()
    const matchers = [
      createCostMatcher(world, facts, seed),
      createCheapestMatcher(world),
      createRandomMatcher(world, random),
    ]
    const matcher = matchers.find((each) => each.name === name)
    if (matcher === undefined) throw new RangeError(name)
    const outcome = runMarket(world, {
      random: createRandom(5),
      matcher,
      openSpans,
      coordinates: coordinates.slice(size.providers),
      outputPriceMax: models.map(() => 10_000_000),
    })
    expect(outcome.jobs.map(({ job }) => job.index).sort((a, b) => a - b)).toEqual(world.jobs.map(({ index }) => index))
    const paid = outcome.jobs.reduce((sum, account) => sum + account.paid, 0)
    expect(outcome.providers.reduce((sum, { revenue }) => sum + revenue, 0)).toBe(paid)
    const served = outcome.jobs.filter(({ endMs }) => endMs !== undefined)
    expect(served.length).toBeGreaterThan(size.jobs / 2)
    for (const { job, delivered, firstTokenMs = 0, endMs = 0 } of served) {
      expect(delivered).toBe(job.outputUnits)
      expect(endMs).toBeGreaterThanOrEqual(firstTokenMs)
    }
    for (const { busyMs, openSlotMs } of outcome.providers) expect(busyMs).toBeLessThanOrEqual(openSlotMs + 1e-3)
    expect(outcome.jobs.some(({ parts }) => parts > 1)).toBe(true)
  },
)

test('the same seed gives the same day, another seed another one', () => {
  const run = (with_: number) => simulateMarkets({ seed: with_, size: { ...size, jobs: 300 } })
  expect(run(3)).toEqual(run(3))
  expect(run(3).result).not.toEqual(run(4).result)
})

test('coordinates tell near from far', () => {
  const { world, coordinates } = small()
  let closer = 0
  let pairs = 0
  const own = coordinates[size.providers]
  const buyer = world.buyers[0]
  if (own === undefined || buyer === undefined) throw new RangeError('there is a buyer')
  for (let a = 0; a < 100; a += 2) {
    const [one, other] = [world.providers[a], world.providers[a + 1]]
    const [here, there] = [coordinates[a], coordinates[a + 1]]
    if (one === undefined || other === undefined || here === undefined || there === undefined) continue
    const [true1, true2] = [roundTripMs(buyer, one), roundTripMs(buyer, other)]
    if (Math.abs(true1 - true2) < 30) continue
    pairs++
    if (true1 < true2 === roundTripEstimateMs(own, here) < roundTripEstimateMs(own, there)) closer++
  }
  expect(closer / pairs).toBeGreaterThan(0.8)
})
