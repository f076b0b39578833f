/**
 * Offers whose shape follows published marketplaces, from a seed:
 *
 * - Models: 400, popular as 1 / rank^0.9, so that the first has 12 % of the offers. OpenRouter lists over 400 models, and its
 *   first had 3.4 of 28.9 trillion tokens in a week of June 2026 (openrouter.ai/rankings as reported then).
 * - Prices: log-normal around the machine's rent over its speed, so that the same machine is let at a tenfold spread, as
 *   panels of rental prices show (18-fold for one data-centre GPU, 100-fold for one consumer GPU), with 40 % at round prices, which
 *   makes ties. Rents are per-GPU prices of RunPod of March 2026, in dollars an hour; spot is at 35 to 65 % of it.
 * - Machines: mostly consumer cards, few large ones; a tenth have no GPU. A node has four offers on average.
 * - Operators: as many as a fifth of the nodes, sizes as 1 / rank: a few large ones and a long tail.
 * - Places: 45 % of nodes in northern America, 38 % in Europe; within a region around a few cities. Round trips between
 *   cities are those of light in fibre with detours; access adds 1 to 30 ms.
 * - Records: a third of the nodes are new; 2 % fail often; 1 % are out of use.
 */

import type { BookEntry } from '@millrace/matching'
import type { Address, Hash } from '@millrace/protocol'
import type { NodeNews } from './plain-scan.ts'

export type Random = () => number

/** Returns uniform numbers in [0, 1): the generator mulberry32. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t = (t + Math.imul(t ^ (t >>> 7), t | 61)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

export const nowSeconds = 1_800_000_000
export const modelsCount = 400

/** Dollars an hour, MiB, tokens a second of a model with eight billion weights, share of nodes. */
const machines = [
  { rent: 0.05, memory: 0, speed: 8, share: 0.1 },
  { rent: 0.39, memory: 24_576, speed: 60, share: 0.3 },
  { rent: 0.6, memory: 24_564, speed: 95, share: 0.26 },
  { rent: 0.94, memory: 32_607, speed: 140, share: 0.1 },
  { rent: 1.4, memory: 46_068, speed: 110, share: 0.08 },
  { rent: 2.45, memory: 81_920, speed: 180, share: 0.09 },
  { rent: 4.76, memory: 81_559, speed: 320, share: 0.06 },
  { rent: 6.35, memory: 143_771, speed: 380, share: 0.01 },
] as const

/** Country, place in milliseconds of round trip, share of nodes. */
export const cities = [
  { country: 840, x: -36, y: 18, z: 0, share: 0.2 },
  { country: 840, x: -62, y: 14, z: 2, share: 0.15 },
  { country: 124, x: -34, y: 26, z: 0, share: 0.1 },
  { country: 276, x: 10, y: 16, z: 0, share: 0.11 },
  { country: 250, x: 6, y: 13, z: 0, share: 0.07 },
  { country: 826, x: 2, y: 18, z: 0, share: 0.06 },
  { country: 246, x: 16, y: 28, z: 0, share: 0.05 },
  { country: 616, x: 18, y: 18, z: 0, share: 0.06 },
  { country: 724, x: 2, y: 4, z: 0, share: 0.03 },
  { country: 392, x: 70, y: 0, z: 60, share: 0.05 },
  { country: 156, x: 62, y: -4, z: 52, share: 0.03 },
  { country: 702, x: 74, y: -40, z: 30, share: 0.04 },
  { country: 36, x: 90, y: -70, z: 40, share: 0.02 },
  { country: 76, x: -60, y: -60, z: 10, share: 0.02 },
  { country: 710, x: 30, y: -60, z: -20, share: 0.01 },
] as const

export type MarketNode = {
  readonly address: Address
  readonly operator: Address
  readonly machine: (typeof machines)[number]
  readonly city: (typeof cities)[number]
  readonly coordinate: NonNullable<BookEntry['coordinate']>
  readonly subnet: number
  readonly attestations: number
  readonly rentFactor: number
}

/** Returns the nodes of a market. */
export function marketNodes(random: Random, count: number): readonly MarketNode[] {
  const operators = Math.max(1, Math.round(count / 5))
  return Array.from({ length: count }, (_, number) => {
    const city = byShare(random, cities)
    const operator = zipf(random, operators, 1)
    const machine = byShare(random, machines)
    return {
      address: addressOf(number + 1),
      operator: addressOf(2 ** 40 + operator),
      machine,
      city,
      coordinate: placeNear(random, city),
      // An operator has few networks; a household has one of its own.
      subnet: operator < 50 ? operator * 64 + Math.floor(random() * 64) + 1 : 2 ** 24 + number,
      attestations: (random() < 0.4 ? 1 : 0) | (machine.memory > 80_000 && random() < 0.3 ? 2 : 0),
      rentFactor: Math.exp(0.45 * gaussian(random)),
    }
  })
}

export function placeNear(random: Random, city: (typeof cities)[number]): NonNullable<BookEntry['coordinate']> {
  const near = (center: number): number => Math.round((center + 4 * gaussian(random)) * 1_000) / 1_000
  const heightMs = Math.min(60, Math.round(1_000 * Math.exp(1.2 + 0.8 * gaussian(random))) / 1_000)
  return { x: near(city.x), y: near(city.y), z: near(city.z), heightMs, error: 0.15 }
}

/** Returns an offer of a node. @param serial - makes its id. */
export function marketOffer(random: Random, node: MarketNode, serial: number, model = pickModel(random)): BookEntry {
  const weights = modelSize(model)
  const speed = Math.max(1, Math.round((node.machine.speed * 8) / weights))
  const terms = random() < 0.25 ? 1 : 0
  const spot = terms === 1 ? 0.35 + 0.3 * random() : 1
  // Eight streams share a machine; microdollars per million tokens.
  const outputPrice = ((node.machine.rent * node.rentFactor * spot) / (speed * 8 * 3_600)) * 1e12
  const workload = byShare(random, workloadShares).workload
  return {
    id: hashOf(serial),
    node: node.address,
    operator: node.operator,
    modelRoot: modelRootOf(model),
    workload,
    terms,
    resourceClass: node.machine.memory === 0 ? 1 : 2,
    gpuMemoryMib: node.machine.memory,
    country: random() < 0.05 ? 0 : node.city.country,
    attestations: node.attestations,
    inputPrice: listed(random, outputPrice / 4),
    outputPrice: workload === 3 ? 0n : listed(random, outputPrice),
    contextTokensMax: [8_192, 32_768, 131_072][Math.floor(random() * 3)] as number,
    slots: random() < 0.01 ? 0 : 1 + Math.floor(random() * 8),
    exactness: Math.floor(random() * 3),
    subnet: node.subnet,
    coordinate: node.coordinate,
    rates: {
      prefillTokensPerSecond: random() < 0.05 ? 0 : speed * 20,
      decodeTokensPerSecond: random() < 0.05 ? 0 : speed,
      queueMs: random() < 0.6 ? 0 : Math.round(200 * random()),
    },
    sequence: BigInt(serial),
    availableFrom: nowSeconds - 3_600,
    availableUntil: nowSeconds + Math.round(600 + 80_000 * random()),
    expiresAt: nowSeconds + Math.round(60 + 3_600 * random()),
  }
}

const workloadShares = [
  { workload: 1, share: 0.75 },
  { workload: 2, share: 0.15 },
  { workload: 3, share: 0.1 },
] as const

/** Sets what the buyer knows of the nodes. */
export function tellOfNodes(random: Random, book: NodeNews, nodes: readonly MarketNode[]): void {
  for (const { address } of nodes) {
    const record = recordOf(random)
    if (record !== undefined) book.setReputation(address, record)
    if (random() < 0.02) book.setRoundTrip(address, Math.round(1_000 * (5 + 100 * random())) / 1_000)
    if (random() < 0.01) book.setUnavailable(address, nowSeconds * 1_000 + 60_000, 'did not answer')
  }
}

export function recordOf(random: Random): { readonly good: number; readonly bad: number } | undefined {
  const kind = random()
  if (kind < 0.33) return undefined
  const good = Math.round(Math.exp(6 * random()))
  return { good, bad: kind < 0.35 ? good : Math.floor(good * 0.03 * random()) }
}

export function pickModel(random: Random): number {
  return zipf(random, modelsCount, 0.9)
}

export function modelRootOf(model: number): Hash {
  return hashOf(-1 - model)
}

/** Billions of weights: most models are small. */
function modelSize(model: number): number {
  return [3, 8, 8, 14, 32, 70][Math.imul(model, 0x9e37) % 6] ?? 8
}

/** Posted prices are whole, and often round: two digits. */
function listed(random: Random, price: number): bigint {
  if (random() > 0.4) return BigInt(Math.max(1, Math.round(price)))
  const step = 10 ** Math.max(0, Math.floor(Math.log10(price)) - 1)
  return BigInt(Math.max(1, Math.round(Math.round(price / step) * step)))
}

function byShare<T extends { readonly share: number }>(random: Random, choices: readonly T[]): T {
  let left = random()
  for (const choice of choices) {
    left -= choice.share
    if (left < 0) return choice
  }
  return choices[choices.length - 1] as T
}

/** Returns a rank from 0, likely as 1 / (rank + 1)^exponent: inverts the integral of the density. */
export function zipf(random: Random, count: number, exponent: number): number {
  const u = random()
  const power = 1 - exponent
  const x = Math.abs(power) < 1e-9 ? (count + 1) ** u : (u * ((count + 1) ** power - 1) + 1) ** (1 / power)
  return Math.min(count - 1, Math.floor(x) - 1)
}

function gaussian(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
}

export function addressOf(number: number): Address {
  return `0x${number.toString(16).padStart(40, '0')}` as Address
}

/** Returns 32 bytes that look like a hash. */
export function hashOf(number: number): Hash {
  const random = createRandom(Math.imul(number, 0x9e37_79b1))
  let text = '0x'
  for (let word = 0; word < 8; word++)
    text += Math.floor(random() * 2 ** 32)
      .toString(16)
      .padStart(8, '0')
  return text as Hash
}
