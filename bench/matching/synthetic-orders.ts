/** Orders of a gateway with buyers in several cities, by kind, in the shares in which they would come. */
import type { MatchOrder } from '@millrace/matching'
import type { RegionName } from '@millrace/protocol'
import { cities, hashOf, modelRootOf, pickModel, placeNear, type Random, zipf } from './synthetic-market.ts'

export const orderKinds = {
  /** A person waits: the model is given, latency costs, often only one region will do. */
  chat: 0.5,
  /** Nobody waits: cheapest of the model, spot or not. */
  batch: 0.15,
  /** Three replicas that share neither operator nor region. */
  replicas: 0.07,
  /** Any model will do, but the machine must have the memory. */
  anyModel: 0.03,
  /** Enclave, exactness, countries and a good record: excludes nearly everything. */
  strict: 0.1,
  /** A second is worth many times the work, and far nodes are out. */
  lowLatency: 0.1,
  /** The caps are below what anybody asks. */
  noPrice: 0.02,
  /** No machine that large where it must be. */
  noMachine: 0.01,
  /** Too near to be true. */
  noRoundTrip: 0.01,
  /** A model that nobody has. */
  noModel: 0.005,
  /** More regions wanted than allowed. */
  noDistinct: 0.005,
} as const
export type OrderKind = keyof typeof orderKinds

export function pickKind(random: Random): OrderKind {
  let left = random()
  for (const [kind, share] of Object.entries(orderKinds)) {
    left -= share
    if (left < 0) return kind as OrderKind
  }
  return 'chat'
}

/** Returns an order of a kind. */
export function orderOf(kind: OrderKind, random: Random): MatchOrder {
  const city = cities[zipf(random, cities.length, 0.8)] ?? cities[0]
  const inputUnits = Math.round(Math.exp(4 + 4 * random()))
  const base = {
    workload: 1,
    modelRoot: modelRootOf(pickModel(random)),
    contextTokens: inputUnits + 500,
    inputUnits,
    outputUnits: Math.round(Math.exp(3 + 4 * random())),
    latencyPricePerSecond: BigInt(Math.round(20 + 400 * random())),
    count: 3,
    coordinate: placeNear(random, city),
    availableForSeconds: 120,
  }
  const { modelRoot, ...anyModel } = { ...base, ...particulars[kind](random) }
  return kind === 'anyModel' ? anyModel : { ...anyModel, modelRoot }
}

const regionChoices: readonly RegionName[] = ['northern-america', 'western-europe', 'northern-europe', 'eastern-europe']
const europe: readonly RegionName[] = regionChoices.slice(1)

const particulars: Record<OrderKind, (random: Random) => Partial<MatchOrder>> = {
  chat: (random) => ({
    terms: 0,
    ...(random() < 0.4 ? { regions: random() < 0.5 ? europe : [regionChoices[0] as RegionName] } : {}),
    ...(random() < 0.5 ? { firstTokenMsMax: 4_000 } : {}),
    ...(random() < 0.3 ? { reputationMin: 0.5 } : {}),
    ...(random() < 0.3 ? { costMax: 10n ** 9n } : {}),
  }),
  batch: () => ({ latencyPricePerSecond: 0n, count: 8, availableForSeconds: 900 }),
  replicas: () => ({ distinct: { operator: true, region: true }, exactnessMin: 1 }),
  anyModel: (random) => ({
    resourceClass: 2,
    gpuMemoryMibMin: random() < 0.5 ? 24_000 : 80_000,
    latencyPricePerSecond: 0n,
    availableForSeconds: 3_600,
  }),
  strict: (random) => ({
    attestations: random() < 0.5 ? 3 : 1,
    exactnessMin: 2,
    countries: [276, 250],
    reputationMin: 0.9,
    countMin: 1,
  }),
  lowLatency: () => ({ latencyPricePerSecond: 100_000n, roundTripMsMax: 60, firstTokenMsMax: 2_000, terms: 0 }),
  noPrice: () => ({ outputPriceMax: 1n, inputPriceMax: 1n }),
  noMachine: () => ({ gpuMemoryMibMin: 200_000, regions: europe }),
  noRoundTrip: () => ({ roundTripMsMax: 0.5, terms: 0 }),
  noModel: (random) => ({ modelRoot: hashOf(Math.floor(-1_000_000 * random()) - 1_000) }),
  noDistinct: () => ({ distinct: { region: true, operator: true }, regions: europe.slice(0, 2) }),
}
