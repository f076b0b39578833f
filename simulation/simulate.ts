/** One world, every matcher in it, and the figures of each. */
import { regionOfCountry } from '@millrace/protocol'
import { giniOf, meanOf, quantileOf } from './figures.ts'
import { type JobAccount, type MarketOutcome, runMarket } from './market.ts'
import type { MarketMatcher } from './market-matcher.ts'
import { createCheapestIdleMatcher, createCheapestMatcher, createCostMatcher, createRandomMatcher } from './matchers.ts'
import { openSpansOf } from './open-hours.ts'
import { createRandom } from './random.ts'
import { findCoordinates } from './vivaldi-world.ts'
import { createWorld, models, priceCapFactor, type World, type WorldSize } from './world.ts'

export type MarketFigures = {
  readonly matcher: string
  /** Dollars: what was paid, what the waiting cost the buyers by their own price of a second, and jobs not served. */
  readonly paid: number
  readonly waiting: number
  readonly totalCost: number
  readonly unserved: number
  /** Seconds from the order to the first token. */
  readonly waitP50: number
  readonly waitP99: number
  /** The same for those who wait at their screen. */
  readonly interactiveWaitP99: number
  /** Dollars for a million output tokens, on average. */
  readonly price: number
  /** Busy share of open slots. */
  readonly utilisation: number
  /** Of providers' revenue per open hour of a slot. */
  readonly gini: number
  /** Jobs that needed more than one provider. */
  readonly continued: number
  /** Seconds to the first token, median by the buyer's region. */
  readonly firstTokenByRegion: Readonly<Record<string, number>>
}

export type Simulation = {
  readonly figures: readonly MarketFigures[]
  /** What the runs computed, to be hashed. */
  readonly result: unknown
}

/** Runs each matcher in the same world. @param onProgress - told the name of each matcher before it runs. */
export function simulateMarkets(
  { seed, size }: { readonly seed: number; readonly size: WorldSize },
  onProgress: (matcher: string) => void = () => undefined,
): Simulation {
  const random = createRandom(seed)
  const world = createWorld(random.fork('world'), size)
  const somewhere = [...world.providers, ...world.buyers]
  const coordinates = findCoordinates(random.fork('coordinates'), somewhere)
  const facts = coordinates.slice(0, world.providers.length).map((coordinate) => ({ coordinate }))
  const buyers = coordinates.slice(world.providers.length)
  const openSpans = world.providers.map((provider) => openSpansOf(provider, size.hours))
  const matchers: readonly (() => MarketMatcher)[] = [
    () => createCostMatcher(world, facts, seed),
    () => createCheapestMatcher(world),
    () => createCheapestIdleMatcher(world),
    () => createRandomMatcher(world, random.fork('random matcher')),
  ]
  const outputPriceMax = models.map((_, model) => priceCap(world, model))
  const outcomes = matchers.map((create) => {
    const matcher = create()
    onProgress(matcher.name)
    const run = random.fork('market')
    const outcome = runMarket(world, { random: run, matcher, openSpans, coordinates: buyers, outputPriceMax })
    return { name: matcher.name, outcome }
  })
  return {
    figures: outcomes.map(({ name, outcome }) => figuresOf(name, world, outcome, outputPriceMax)),
    result: outcomes.map(({ name, outcome }) => [name, digestOf(outcome)]),
  }
}

/** A multiple of the median first price: a bound that a sane buyer sets. */
function priceCap(world: World, model: number): number {
  const prices = world.providers.filter((provider) => provider.model === model).map(({ price }) => price)
  return prices.length === 0 ? 0 : Math.ceil(priceCapFactor * quantileOf(prices, 0.5))
}

function figuresOf(
  matcher: string,
  world: World,
  { jobs, providers }: MarketOutcome,
  outputPriceMax: readonly number[],
): MarketFigures {
  const served = jobs.filter(isServed)
  const unserved = jobs.filter((account) => !isServed(account))
  const paid = jobs.reduce((sum, account) => sum + account.paid, 0)
  const waiting = served.reduce((sum, { job, endMs }) => sum + (endMs / 1_000) * job.latencyPricePerSecond, 0)
  // A job that nobody served costs its buyer the work at the highest price it would have paid.
  const missed = unserved.reduce((sum, { job }) => sum + (job.outputUnits * (outputPriceMax[job.model] ?? 0)) / 1e6, 0)
  const delivered = jobs.reduce((sum, account) => sum + account.delivered, 0)
  const waits = served.map(({ firstTokenMs }) => firstTokenMs / 1_000)
  const interactiveLatencyPrice = Math.max(...jobs.map(({ job }) => job.latencyPricePerSecond))
  const atScreens = served.filter(({ job }) => job.latencyPricePerSecond === interactiveLatencyPrice)
  const perHour = providers.map(({ revenue, openSlotMs }) => (openSlotMs === 0 ? 0 : revenue / openSlotMs))
  const busyMs = providers.reduce((sum, each) => sum + each.busyMs, 0)
  const openSlotMs = providers.reduce((sum, each) => sum + each.openSlotMs, 0)
  const byRegion = Map.groupBy(atScreens, ({ job }) => regionOfCountry(world.buyers[job.buyer]?.place.country ?? 0))
  return {
    matcher,
    paid: paid / 1e6,
    waiting: waiting / 1e6,
    totalCost: (paid + waiting + missed) / 1e6,
    unserved: unserved.length,
    waitP50: quantileOf(waits, 0.5),
    waitP99: quantileOf(waits, 0.99),
    interactiveWaitP99: quantileOf(
      atScreens.map(({ firstTokenMs }) => firstTokenMs / 1_000),
      0.99,
    ),
    price: paid / delivered,
    utilisation: busyMs / openSlotMs,
    gini: giniOf(perHour),
    continued: jobs.filter(({ parts }) => parts > 1).length,
    firstTokenByRegion: Object.fromEntries(
      [...byRegion]
        .map(([region, accounts]): [string, number] => [
          region,
          quantileOf(
            accounts.map(({ firstTokenMs }) => firstTokenMs / 1_000),
            0.5,
          ),
        ])
        .sort(([one], [other]) => (one < other ? -1 : 1)),
    ),
  }
}

type ServedJob = JobAccount & { readonly endMs: number; readonly firstTokenMs: number }

function isServed(account: JobAccount): account is ServedJob {
  return account.endMs !== undefined
}

/** Small enough to keep, yet any difference in what happened changes it. */
function digestOf({ jobs, providers }: MarketOutcome): readonly unknown[] {
  return [
    jobs.map(({ job, paid, parts, endMs }) => [job.index, paid, parts, endMs === undefined ? -1 : Math.round(endMs)]),
    providers.map(({ revenue, busyMs }) => [revenue, Math.round(busyMs)]),
    meanOf(jobs.map(({ paid }) => paid)),
  ]
}
