/**
 * What an offer costs a buyer in expectation: the charge for the expected units, the price of the time until the answer is
 * there, and the cost of a failure times its probability.
 *
 * A score is the sum of the three in millionths of a base unit, not rounded to whole ones: at prices of a few base units for
 * the work, rounding would make equals of offers that are not. It is in double precision: the work is exact while below 2^53
 * millionths, all else to 53 significant bits. Every step is a correctly rounded operation that grows with its terms, so the
 * same numbers give the same score on every machine, and a score of the bounds of a leaf is never above that of a row in it.
 */
import {
  assumedDecodeTokensPerSecond,
  assumedPrefillTokensPerSecond,
  assumedRoundTripMs,
  heightLeast,
  heightMost,
  measuredLeast,
  measuredMost,
  prefillLeast,
  prefillMost,
  queueLeast,
  queueMost,
  roundTripKinds,
  someAssumed,
  someEstimated,
  someMeasured,
  xLeast,
  xMost,
  yLeast,
  yMost,
  zLeast,
  zMost,
} from '../book/leaf-bounds.ts'
import {
  decode,
  height,
  inputHigh,
  inputLow,
  measured,
  memoryCode,
  none,
  outputHigh,
  outputLow,
  prefill,
  queue,
  x,
  y,
  z,
} from '../book/offer-rows.ts'
import {
  failureLeast,
  farMs,
  highMs,
  inputMsLeast,
  leftMs,
  lowMs,
  measuredMs,
  nearMs,
  outputMsLeast,
  placedMs,
  plainInput,
  plainOutput,
  rightMs,
  riskyInput,
  riskyOutput,
  unplacedMs,
} from '../book/score-bounds.ts'
import type { MatchOrder } from './match-order.ts'

/** An order as far as scores depend on it. */
export type Pricing = {
  readonly inputUnits: number
  readonly outputUnits: number
  readonly latencyPricePerSecond: number
  /** Base units; -1 stands for the cost of the work. */
  readonly failureCost: number
  /** Code of the memory that is asked for, 0 for none. */
  readonly memory: number
  readonly isPlaced: boolean
  readonly x: number
  readonly y: number
  readonly z: number
  readonly heightMs: number
}

/** Returns the numbers of an order that was checked. */
export function pricingOf(order: MatchOrder): Pricing {
  return {
    inputUnits: order.inputUnits,
    outputUnits: order.outputUnits,
    latencyPricePerSecond: Number(order.latencyPricePerSecond),
    failureCost: order.failureCost === undefined ? -1 : Number(order.failureCost),
    memory: memoryCode(order.gpuMemoryMibMin ?? 0),
    isPlaced: order.coordinate !== undefined,
    x: order.coordinate?.x ?? 0,
    y: order.coordinate?.y ?? 0,
    z: order.coordinate?.z ?? 0,
    heightMs: order.coordinate?.heightMs ?? 0,
  }
}

/**
 * Returns a score that no row of a leaf or group is below, or none whose GPU holds what is asked for; infinite when none does.
 *
 * @param bounds - and `memoryBounds`, see score-bounds.ts. @param at - offset in `bounds`.
 */
export function leastScoreOf(pricing: Pricing, bounds: Float32Array, memoryBounds: Float32Array, at: number): number {
  const { inputUnits, outputUnits, latencyPricePerSecond, failureCost, memory } = pricing
  let score: number
  if (failureCost === -1) {
    // By default risk grows with the price: a cheap row without a record and a dear one with a good record are no cheap good row.
    const from = memory === 0 ? bounds : memoryBounds
    const own = memory === 0 ? at : at / 2 + 2 * memory
    const input = from[own + riskyInput] as number
    if (input === Number.POSITIVE_INFINITY) return input
    score = inputUnits * input + outputUnits * (from[own + riskyOutput] as number)
  } else {
    const work = inputUnits * (bounds[at + plainInput] as number) + outputUnits * (bounds[at + plainOutput] as number)
    score = work + failureCost * (bounds[at + failureLeast] as number)
  }
  if (latencyPricePerSecond === 0) return score * least
  return (score + latencyPricePerSecond * leastMsOf(pricing, bounds, at) * 1_000) * least
}

/** Returns a part for the time of a score that no row of a leaf is below. @param at - offset in `bounds`, see score-bounds.ts. */
export function leastLatencyScoreOf(pricing: Pricing, bounds: Float32Array, at: number): number {
  const { latencyPricePerSecond } = pricing
  return latencyPricePerSecond === 0 ? 0 : latencyPricePerSecond * leastMsOf(pricing, bounds, at) * 1_000 * least
}

/** Makes up for the few roundings by which a least score is made in another way than that of a row. */
const least = 1 - 2 ** -48

/** Returns a time, in milliseconds, before which no row of a leaf has the answer. */
function leastMsOf(pricing: Pricing, bounds: Float32Array, at: number): number {
  const { inputUnits, outputUnits } = pricing
  const unitsMs =
    inputUnits * (bounds[at + inputMsLeast] as number) + outputUnits * (bounds[at + outputMsLeast] as number)
  return leastStartMsOf(pricing, bounds, at) + unitsMs
}

/** Returns a time, in milliseconds, before which no row of a leaf begins to read: the round trip and the queue. */
function leastStartMsOf(pricing: Pricing, bounds: Float32Array, at: number): number {
  const others = Math.min(bounds[at + measuredMs] as number, bounds[at + unplacedMs] as number)
  const placed = bounds[at + placedMs] as number
  if (placed === Number.POSITIVE_INFINITY) return others
  if (!pricing.isPlaced) return Math.min(others, assumedRoundTripMs)
  const dx = outside(bounds[at + leftMs] as number, bounds[at + rightMs] as number, pricing.x)
  const dy = outside(bounds[at + lowMs] as number, bounds[at + highMs] as number, pricing.y)
  const dz = outside(bounds[at + nearMs] as number, bounds[at + farMs] as number, pricing.z)
  return Math.min(others, Math.sqrt(dx * dx + dy * dy + dz * dz) + (placed + pricing.heightMs))
}

/** Returns how far a place is outside of a span, negative above it. */
function outside(from: number, to: number, place: number): number {
  return Math.max(from - place, 0) + Math.min(to - place, 0)
}

/** Returns the charge for the expected units of a row: that of the protocol, in whole base units. */
export function workOf(pricing: Pricing, block: Uint32Array, row: number): number {
  return Math.ceil(workScoreOf(pricing, block, row) / 1e6)
}

/** Returns the charge for the expected units at these prices. The quotient of exact terms rounds up as that of integers. */
export function workFrom(pricing: Pricing, inputPrice: number, outputPrice: number): number {
  return Math.ceil(workScoreFrom(pricing, inputPrice, outputPrice) / 1e6)
}

/** Returns the part of a row's score that is for the work. */
export function workScoreOf(pricing: Pricing, block: Uint32Array, row: number): number {
  const input = (block[inputHigh + row] as number) * 2 ** 32 + (block[inputLow + row] as number)
  const output = (block[outputHigh + row] as number) * 2 ** 32 + (block[outputLow + row] as number)
  return workScoreFrom(pricing, input, output)
}

/** Returns the same for a row of a leaf whose prices are all below 2^32, without a look at their upper words. */
export function narrowWorkScoreOf(pricing: Pricing, block: Uint32Array, row: number): number {
  return workScoreFrom(pricing, block[inputLow + row] as number, block[outputLow + row] as number)
}

function workScoreFrom(pricing: Pricing, inputPrice: number, outputPrice: number): number {
  return pricing.inputUnits * inputPrice + pricing.outputUnits * outputPrice
}

/** Returns the part of a row's score that is for the time. */
export function latencyScoreOf(pricing: Pricing, block: Uint32Array, row: number): number {
  if (pricing.latencyPricePerSecond === 0) return 0
  return latencyScoreFrom(pricing, firstTokenMsOf(pricing, block, row), decodeMsOf(pricing, block, row))
}

/** Returns the part of a score that is for the risk. @param work - the part for the work. */
export function riskScoreOf(pricing: Pricing, work: number, millionths: number): number {
  const failureCost = pricing.failureCost === -1 ? work / 1e6 : pricing.failureCost
  return (1e6 - millionths) * failureCost
}

/** Returns the time from the first token of a row to the last, in milliseconds. */
export function decodeMsOf(pricing: Pricing, block: Uint32Array, row: number): number {
  return decodeMsFrom(pricing, (block[decode + row] as number) || assumedDecodeTokensPerSecond)
}

/** Returns when the first token comes, in milliseconds: as `firstTokenEstimateMs`, with the assumed rate for an unknown one. */
export function firstTokenMsOf(pricing: Pricing, block: Uint32Array, row: number): number {
  const rate = (block[prefill + row] as number) || assumedPrefillTokensPerSecond
  return roundTripMsOf(pricing, block, row) + (block[queue + row] as number) + prefillMsFrom(pricing, rate)
}

/** Returns the measured round trip of a row, else the estimated, else the assumed one. */
export function roundTripMsOf(pricing: Pricing, block: Uint32Array, row: number): number {
  const us = block[measured + row] as number
  if (us !== none) return us / 1_000
  const heightUs = block[height + row] as number
  if (heightUs === none || !pricing.isPlaced) return assumedRoundTripMs
  const dx = ((block[x + row] as number) | 0) / 1_000 - pricing.x
  const dy = ((block[y + row] as number) | 0) / 1_000 - pricing.y
  const dz = ((block[z + row] as number) | 0) / 1_000 - pricing.z
  return Math.sqrt(dx * dx + dy * dy + dz * dz) + (heightUs / 1_000 + pricing.heightMs)
}

/** Returns a time to the first token that no row of a leaf is below, in milliseconds. */
export function leastFirstTokenMsOf(pricing: Pricing, bounds: Float64Array, at: number): number {
  const prefillMs = prefillMsFrom(pricing, bounds[at + prefillMost] as number)
  return leastRoundTripMsOf(pricing, bounds, at) + (bounds[at + queueLeast] as number) + prefillMs
}

/** Returns a time to the first token that no row of a leaf is above, in milliseconds. */
export function mostFirstTokenMsOf(pricing: Pricing, bounds: Float64Array, at: number): number {
  const prefillMs = prefillMsFrom(pricing, bounds[at + prefillLeast] as number)
  return mostRoundTripMsOf(pricing, bounds, at) + (bounds[at + queueMost] as number) + prefillMs
}

/** Returns a round trip that no row of a leaf is below, in milliseconds. */
export function leastRoundTripMsOf(pricing: Pricing, bounds: Float64Array, at: number): number {
  const kinds = bounds[at + roundTripKinds] as number
  let least = Number.POSITIVE_INFINITY
  if ((kinds & someMeasured) !== 0) least = (bounds[at + measuredLeast] as number) / 1_000
  if ((kinds & someAssumed) !== 0 || !pricing.isPlaced) least = Math.min(least, assumedRoundTripMs)
  if ((kinds & someEstimated) === 0 || !pricing.isPlaced) return least
  const dx = gap(bounds, at + xLeast, at + xMost, pricing.x)
  const dy = gap(bounds, at + yLeast, at + yMost, pricing.y)
  const dz = gap(bounds, at + zLeast, at + zMost, pricing.z)
  const heights = (bounds[at + heightLeast] as number) / 1_000 + pricing.heightMs
  return Math.min(least, Math.sqrt(dx * dx + dy * dy + dz * dz) + heights)
}

/** Returns a round trip that no row of a leaf is above, in milliseconds. */
export function mostRoundTripMsOf(pricing: Pricing, bounds: Float64Array, at: number): number {
  const kinds = bounds[at + roundTripKinds] as number
  let most = 0
  if ((kinds & someMeasured) !== 0) most = (bounds[at + measuredMost] as number) / 1_000
  if ((kinds & someAssumed) !== 0 || !pricing.isPlaced) most = Math.max(most, assumedRoundTripMs)
  if ((kinds & someEstimated) === 0 || !pricing.isPlaced) return most
  const dx = reach(bounds, at + xLeast, at + xMost, pricing.x)
  const dy = reach(bounds, at + yLeast, at + yMost, pricing.y)
  const dz = reach(bounds, at + zLeast, at + zMost, pricing.z)
  const heights = (bounds[at + heightMost] as number) / 1_000 + pricing.heightMs
  return Math.max(most, Math.sqrt(dx * dx + dy * dy + dz * dz) + heights)
}

function latencyScoreFrom(pricing: Pricing, firstTokenMs: number, decodeMs: number): number {
  return pricing.latencyPricePerSecond * (firstTokenMs + decodeMs) * 1_000
}

function prefillMsFrom(pricing: Pricing, tokensPerSecond: number): number {
  return (pricing.inputUnits * 1_000) / tokensPerSecond
}

function decodeMsFrom(pricing: Pricing, tokensPerSecond: number): number {
  return (pricing.outputUnits * 1_000) / tokensPerSecond
}

/** Returns how far a place is outside of a span, in milliseconds. */
function gap(bounds: Float64Array, least: number, most: number, place: number): number {
  const below = (bounds[least] as number) / 1_000 - place
  if (below > 0) return below
  const above = (bounds[most] as number) / 1_000 - place
  return Math.min(above, 0)
}

/** Returns how far a place is from the farther end of a span, in milliseconds. */
function reach(bounds: Float64Array, least: number, most: number, place: number): number {
  const toLeast = Math.abs((bounds[least] as number) / 1_000 - place)
  const toMost = Math.abs((bounds[most] as number) / 1_000 - place)
  return Math.max(toLeast, toMost)
}
