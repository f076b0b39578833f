/** The matcher of the product, and the two plain ones it is held against, all over the same announcements. */
import {
  type BookEntry,
  type Coordinate,
  createOfferBook,
  failureCostOf,
  type MatchOrder,
  matchOffers,
} from '@millrace/matching'
import { type Address, exactnessClasses, type Hash, offerTerms, resourceClasses, workloads } from '@millrace/protocol'
import { inputPriceShare, stallMs } from './market.ts'
import { type Announced, candidatesMax, type Demand, type MarketMatcher } from './market-matcher.ts'
import type { Random } from './random.ts'
import { dayStartMs, type Job, priceCapFactor, type World } from './world.ts'

/** What nobody may know but the machine itself, as its coordinate and its measured rates say it. */
export type ProviderFacts = { readonly coordinate: Coordinate }

/** How long a provider must stay, in seconds: as long as the job needs there, at most an hour. */
const staySecondsMax = 3_600

/** Returns the product's matcher: lowest expected total cost over a real offer book. */
export function createCostMatcher(world: World, facts: readonly ProviderFacts[], seed: number): MarketMatcher {
  const book = createOfferBook({ offersMax: world.providers.length })
  const records = world.providers.map(() => ({ good: 0, bad: 0 }))
  const indexOf = new Map(world.providers.map(({ index }) => [nodeOf(index), index]))

  function entryOf(announced: Announced): BookEntry {
    const provider = world.providers[announced.provider]
    const coordinate = facts[announced.provider]?.coordinate
    if (provider === undefined || coordinate === undefined) throw new RangeError(`no provider ${announced.provider}`)
    return {
      id: hashOf(announced.provider, announced.sequence),
      node: nodeOf(announced.provider),
      operator: addressOf(2, provider.operator),
      modelRoot: hashOf(provider.model, 0),
      workload: workloads.completion,
      terms: offerTerms.posted,
      resourceClass: provider.memoryGib === 0 ? resourceClasses.cpu : resourceClasses.gpu,
      gpuMemoryMib: provider.memoryGib * 1_024,
      country: provider.place.country,
      attestations: 0,
      inputPrice: BigInt(announced.inputPrice),
      outputPrice: BigInt(announced.outputPrice),
      contextTokensMax: 2 ** 31,
      slots: provider.slots,
      exactness: exactnessClasses.tolerant,
      subnet: 0,
      coordinate,
      rates: {
        prefillTokensPerSecond: Math.ceil(provider.prefillTokensPerSecond),
        decodeTokensPerSecond: Math.ceil(provider.decodeTokensPerSecond),
        queueMs: announced.queueMs,
      },
      sequence: BigInt(announced.sequence),
      availableFrom: 0,
      availableUntil: secondsOf(announced.availableUntil),
      expiresAt: secondsOf(announced.expiresAt),
    }
  }

  return {
    name: 'expected cost',
    heard: (announced) => void book.upsert(entryOf(announced)),
    unreachable: (provider, until) =>
      book.setUnavailable(nodeOf(provider), Math.floor(dayStartMs + until), 'It did not answer.'),
    outcome(provider, good) {
      const record = records[provider]
      if (record === undefined) throw new RangeError(`no provider ${provider}`)
      record[good ? 'good' : 'bad']++
      book.setReputation(nodeOf(provider), record)
    },
    choose(demand, at) {
      book.expire(secondsOf(at))
      const result = matchOffers(book, orderOf(demand), {
        nowMs: Math.floor(dayStartMs + at),
        seed: (seed + demand.job.index) >>> 0,
      })
      return result.outcome === 'matched' ? result.matches.map(({ node }) => indexOf.get(node) ?? -1) : []
    },
  }
}

function orderOf({ job, inputUnits, outputUnits, outputPriceMax, coordinate, refusedBy }: Demand): MatchOrder {
  const latencyPricePerSecond = BigInt(job.latencyPricePerSecond)
  return {
    workload: workloads.completion,
    modelRoot: hashOf(job.model, 0),
    terms: offerTerms.posted,
    outputPriceMax: BigInt(outputPriceMax),
    contextTokens: inputUnits + outputUnits,
    inputUnits,
    outputUnits,
    latencyPricePerSecond,
    failureCost: failureCostOf({
      ...{ inputUnits, outputUnits, latencyPricePerSecond, silenceMs: stallMs },
      inputPrice: BigInt(Math.ceil((outputPriceMax * inputPriceShare) / priceCapFactor)),
    }),
    coordinate,
    excludedNodes: [...refusedBy].map(nodeOf),
    count: candidatesMax,
    availableForSeconds: staySeconds(job),
  }
}

/** Returns a matcher that takes any provider that will do, each as likely. */
export function createRandomMatcher(world: World, random: Random): MarketMatcher {
  return createPlainMatcher('random', world, (fitting) => {
    const chosen = new Set<Announced>()
    for (let tries = 0; tries < 4 * candidatesMax && chosen.size < Math.min(candidatesMax, fitting.length); tries++) {
      const one = fitting[random.integer(fitting.length)]
      if (one !== undefined) chosen.add(one)
    }
    return [...chosen]
  })
}

/** Returns a matcher that takes the lowest price. */
export function createCheapestMatcher(world: World): MarketMatcher {
  return createPlainMatcher('cheapest first', world, (fitting) => leastOf(fitting, ({ outputPrice }) => outputPrice))
}

/** Returns a matcher that takes the lowest price among those that say they have no queue, where there is one. */
export function createCheapestIdleMatcher(world: World): MarketMatcher {
  return createPlainMatcher('cheapest idle', world, (fitting) => {
    const idle = fitting.filter(({ queueMs }) => queueMs === 0)
    return leastOf(idle.length > 0 ? idle : fitting, ({ outputPrice }) => outputPrice)
  })
}

type Pick = (fitting: readonly Announced[]) => readonly Announced[]

/** The same hard constraints as the product's: model, price, unexpired, open long enough, not found unreachable. */
function createPlainMatcher(name: string, world: World, pick: Pick): MarketMatcher {
  const offers = new Map<number, Map<number, Announced>>()
  const unreachableUntil = new Map<number, number>()
  return {
    name,
    heard(announced) {
      const model = world.providers[announced.provider]?.model ?? -1
      const ofModel = offers.get(model) ?? new Map<number, Announced>()
      offers.set(model, ofModel.set(announced.provider, announced))
    },
    unreachable: (provider, until) => void unreachableUntil.set(provider, until),
    outcome: () => undefined,
    choose({ job, outputPriceMax, refusedBy }, at) {
      const stayUntil = at + staySeconds(job) * 1_000
      const fitting: Announced[] = []
      for (const offer of offers.get(job.model)?.values() ?? []) {
        if (offer.expiresAt <= at || offer.availableUntil < stayUntil || offer.outputPrice > outputPriceMax) continue
        if (refusedBy.has(offer.provider)) continue
        if ((unreachableUntil.get(offer.provider) ?? 0) <= at) fitting.push(offer)
      }
      return pick(fitting).map(({ provider }) => provider)
    },
  }
}

/** Returns the least few, in order. */
function leastOf(offers: readonly Announced[], keyOf: (offer: Announced) => number): Announced[] {
  const least: Announced[] = []
  for (const offer of offers) {
    const key = keyOf(offer)
    if (least.length === candidatesMax && key >= keyOf(least.at(-1) ?? offer)) continue
    const at = least.findIndex((other) => keyOf(other) > key)
    least.splice(at === -1 ? least.length : at, 0, offer)
    if (least.length > candidatesMax) least.pop()
  }
  return least
}

/** How long the job will take somewhere ordinary: forty tokens a second. */
function staySeconds({ outputUnits }: Job): number {
  return Math.min(staySecondsMax, Math.ceil(outputUnits / 40))
}

function secondsOf(at: number): number {
  return Number.isFinite(at) ? Math.floor((dayStartMs + at) / 1_000) : 2 ** 40
}

function nodeOf(index: number): Address {
  return addressOf(1, index)
}

function addressOf(kind: number, index: number): Address {
  return `0x${kind.toString(16).padStart(8, '0')}${index.toString(16).padStart(32, '0')}` as Address
}

/** The first words differ, as those of real hashes do. */
function hashOf(index: number, sequence: number): Hash {
  return `0x${index.toString(16).padStart(8, '0')}${sequence.toString(16).padStart(8, '0')}${'0'.repeat(48)}` as Hash
}
