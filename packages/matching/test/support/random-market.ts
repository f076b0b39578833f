/** Books and orders from a seed, out of few values each, so that ties, replacements and near misses are common. */
import type { Address, Hash, RegionName } from '@millrace/protocol'
import type { BookEntry } from '../../src/book/book-entry.ts'
import { mix32 } from '../../src/book/hash-index.ts'
import type { MatchOrder } from '../../src/match/match-order.ts'

export const nowSeconds = 1_800_000_000

export type Random = {
  /** Uniform in [0, below). */
  below(limit: number): number
  pick<T>(values: readonly T[]): T
  chance(share: number): boolean
}

export function createRandom(seed: number): Random {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 1) >>> 0
    return mix32(mix32(seed, state), 0x5bd1_e995)
  }
  const below = (limit: number): number => next() % limit
  return { below, pick: (values) => values[below(values.length)] as never, chance: (share) => next() < share * 2 ** 32 }
}

export function addressOf(number: number): Address {
  return `0x${number.toString(16).padStart(40, '0')}` as Address
}

/** Returns an id that tells nothing of the number, like a hash. */
export function hashOf(number: number): Hash {
  const words = [1, 2, 3, 4, 5, 6, 7, 8].map((word) => mix32(number, word).toString(16).padStart(8, '0'))
  return `0x${words.join('')}` as Hash
}

const countries = [0, 276, 276, 250, 840, 840, 156, 36]
const bigPrices = [2n ** 53n + 1n, 2n ** 53n + 2n, 2n ** 64n - 1n, 2n ** 63n, 10n ** 18n, 10n ** 18n + 1n]

export type MarketShape = { readonly nodes: number; readonly models: number; readonly operators: number }

/** Returns an entry. @param serial - makes its id. */
export function randomEntry(random: Random, serial: number, shape: MarketShape): BookEntry {
  const price = (): bigint => (random.chance(0.05) ? random.pick(bigPrices) : BigInt(random.below(40)) * 25_000n)
  const place = (): number => (random.below(160_000) - 80_000) / 1_000
  const coordinate = { x: place(), y: place(), z: place(), heightMs: random.below(9_000) / 1_000, error: 0.25 }
  return {
    id: hashOf(serial),
    node: addressOf(random.below(shape.nodes) + 1),
    operator: addressOf(random.below(shape.operators) + 1_000_000),
    modelRoot: hashOf(-1 - random.below(shape.models)),
    workload: random.pick([1, 1, 1, 2]),
    terms: random.pick([0, 0, 1]),
    resourceClass: random.pick([1, 2, 2, 200]),
    gpuMemoryMib: random.pick([0, 24_576, 24_576, 81_920, random.below(100_000)]),
    country: random.pick(countries),
    attestations: random.pick([0, 1, 1, 2, 3, 0xffff_ffff]),
    inputPrice: price(),
    outputPrice: price(),
    contextTokensMax: random.pick([2_048, 8_192, 131_072]),
    slots: random.pick([0, 1, 1, 2, 4]),
    exactness: random.below(4),
    subnet: random.pick([0, 1, 2, 3, 0xffff_ffff]),
    ...(random.chance(0.8) ? { coordinate } : {}),
    rates: {
      prefillTokensPerSecond: random.pick([0, 200, 1_000]),
      decodeTokensPerSecond: random.pick([0, 20, 100]),
      queueMs: random.pick([0, 0, 30, 500]),
    },
    sequence: random.chance(0.02) ? 2n ** 64n - 1n : BigInt(random.below(6)),
    availableFrom: random.pick([0, 0, nowSeconds, nowSeconds + 100]),
    availableUntil: random.pick([nowSeconds - 10, nowSeconds + 60, nowSeconds + 3_600, 0xffff_ffff]),
    expiresAt: nowSeconds + random.pick([-100, 0, 1, 63, 64, 4_000, 4_000, 4_000, 400_000, 400_000, 2_000_000_000]),
  }
}

const regions: readonly RegionName[] = [
  'western-europe',
  'northern-america',
  'eastern-asia',
  'undisclosed',
  'polynesia',
]

/** Returns an order; `strictness` is the chance of each constraint. */
export function randomOrder(random: Random, shape: MarketShape, strictness: number): MatchOrder {
  const maybe = <T>(name: string, value: () => T): Record<string, T> =>
    random.chance(strictness) ? { [name]: value() } : {}
  const price = (): bigint => (random.chance(0.1) ? random.pick(bigPrices) : BigInt(random.below(40)) * 25_000n)
  const nodes = (): Address[] => [1, 2, 3].map(() => addressOf(random.below(shape.nodes + 2) + 1))
  const count = random.pick([1, 1, 2, 3, 5])
  const place = (): number => random.below(160) - 80
  return {
    workload: random.pick([1, 1, 1, 2, 3]),
    ...(random.chance(0.7) ? { modelRoot: hashOf(-1 - random.below(shape.models + 1)) } : {}),
    ...maybe('terms', () => random.below(3)),
    ...maybe('resourceClass', () => random.pick([1, 2, 200, 201])),
    ...maybe('gpuMemoryMibMin', () => random.pick([1, 24_576, 24_577, 90_000, 200_000])),
    ...maybe('regions', () => [random.pick(regions), random.pick(regions)]),
    ...maybe('countries', () => [random.pick(countries), 4]),
    ...maybe('attestations', () => random.pick([1, 3, 5, 0xffff_ffff])),
    ...maybe('exactnessMin', () => random.below(5)),
    ...maybe('inputPriceMax', price),
    ...maybe('outputPriceMax', price),
    ...maybe('costMax', () => (random.chance(0.2) ? random.pick(bigPrices) / 1_000n : BigInt(random.below(2_000)))),
    contextTokens: random.pick([0, 100, 8_192, 8_193, 200_000]),
    inputUnits: random.pick([0, 1, 500, 3_000]),
    outputUnits: random.pick([0, 1, 400]),
    ...maybe('roundTripMsMax', () => random.pick([1, 20, 60, 100, 250])),
    ...maybe('firstTokenMsMax', () => random.pick([30, 500, 5_000])),
    latencyPricePerSecond: random.pick([0n, 0n, 10n, 1_000n, 10n ** 17n]),
    ...maybe('reputationMin', () => random.pick([0.01, 0.05, 0.5, 0.9])),
    ...(random.chance(0.3) ? { failureCost: random.pick([0n, 500n, 10n ** 18n]) } : {}),
    ...maybe('operators', () => [addressOf(1_000_000 + random.below(shape.operators + 1))]),
    ...maybe('nodes', nodes),
    ...maybe('excludedNodes', nodes),
    count,
    ...(random.chance(0.1) ? { countMin: 1 + random.below(count) } : {}),
    ...(random.chance(0.4) ? { distinct: randomDistinct(random) } : {}),
    ...(random.chance(0.8) ? { coordinate: { x: place(), y: place(), z: place(), heightMs: 1, error: 0.1 } } : {}),
    availableForSeconds: random.pick([0, 30, 600, 0.5]),
  }
}

function randomDistinct(random: Random): NonNullable<MatchOrder['distinct']> {
  return { operator: random.chance(0.6), subnet: random.chance(0.3), region: random.chance(0.4) }
}
