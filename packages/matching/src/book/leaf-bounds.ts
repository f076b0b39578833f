/**
 * Least and most of every column over the rows of a leaf, so that a whole leaf is passed, refused or priced at once.
 *
 * Bounds are never too tight: they widen with each row that comes, and stay wide when one goes until the leaf is measured
 * anew.
 */
import {
  attested,
  context,
  decode,
  expires,
  from,
  gpuMemory,
  height,
  inputLow,
  kind,
  market,
  measured,
  memoryCode,
  none,
  outputLow,
  place,
  prefill,
  priceOf,
  queue,
  reputation,
  until,
  x,
  y,
  z,
} from './offer-rows.ts'

/**
 * Numbers of a leaf's bounds, as offsets. First come those that every order asks, so that they share cache lines, then what waits rest
 * on. What scores rest on is in score-bounds.ts once more.
 */
export const leafCount = 0
export const marketLeast = 1
export const marketMost = 2
export const expiresLeast = 3
export const expiresMost = 4
export const flagsAll = 5
export const flagsAny = 6
export const fromLeast = 7
export const fromMost = 8
export const untilLeast = 9
export const untilMost = 10
export const contextLeast = 11
export const contextMost = 12
export const termsAny = 13
export const regionsAny = 14
export const classesAny = 15
export const roundTripKinds = 16
export const xLeast = 17
export const xMost = 18
export const yLeast = 19
export const yMost = 20
export const zLeast = 21
export const zMost = 22
export const heightLeast = 23
export const heightMost = 24
export const measuredLeast = 25
export const measuredMost = 26
export const queueLeast = 27
export const queueMost = 28
export const prefillLeast = 29
export const prefillMost = 30
export const inputLeast = 31
export const outputLeast = 32
export const reputationMost = 33
export const decodeMost = 34
export const inputMost = 35
export const outputMost = 36
export const decodeLeast = 37
export const reputationLeast = 38
export const gpuMemoryLeast = 39
export const gpuMemoryMost = 40
export const exactnessLeast = 41
export const exactnessMost = 42
export const attestedAll = 43
export const attestedAny = 44
/** Rows that went or changed since the leaf was measured. */
export const staleRows = 45
/** Least of a price times one and the probability of failure, both in millionths: what a score by default makes of it. */
export const riskyInputLeast = 46
export const riskyOutputLeast = 47
/**
 * The same two again, of the rows whose GPU holds as much as those of each memory code from 1 on: where models share a leaf, a small
 * machine must not make it look cheap to who needs a large one.
 */
export const riskyByMemory = 48
/** Codes of memory that have bounds of their own. */
export const memoryCodes = 3
/** Whole cache lines. */
export const boundCount = 56

/** Bits of `roundTripKinds`: how round trips of the leaf's rows are known. */
export const someMeasured = 1
export const someEstimated = 2
export const someAssumed = 4

/** Round trip to a node of which nothing is known, in milliseconds: half-way round the world, so that silence never pays. */
export const assumedRoundTripMs = 250
/** A rate that its node does not tell counts as this slow, so that silence never pays. */
export const assumedPrefillTokensPerSecond = 50
export const assumedDecodeTokensPerSecond = 5

const leasts = [
  ...Array.from({ length: 2 * memoryCodes }, (_, i) => riskyByMemory + i),
  riskyInputLeast,
  riskyOutputLeast,
  inputLeast,
  outputLeast,
  xLeast,
  yLeast,
  zLeast,
  heightLeast,
  measuredLeast,
  queueLeast,
  prefillLeast,
  decodeLeast,
  reputationLeast,
  marketLeast,
  gpuMemoryLeast,
  contextLeast,
  fromLeast,
  untilLeast,
  expiresLeast,
  exactnessLeast,
] // prettier-ignore
const mosts = [
  xMost,
  yMost,
  zMost,
  prefillMost,
  decodeMost,
  reputationMost,
  inputMost,
  outputMost,
  heightMost,
  measuredMost,
  queueMost,
  marketMost,
  gpuMemoryMost,
  contextMost,
  fromMost,
  untilMost,
  expiresMost,
  exactnessMost,
] // prettier-ignore

/** Bits that some rows have, and that all have. */
const anys = [roundTripKinds, regionsAny, classesAny, termsAny, attestedAny, flagsAny]
const alls = [attestedAll, flagsAll]

/** What each bound is of its rows: the least, the most, bits that some have, or bits that all have. */
export const boundKinds = { leasts, mosts, anys, alls }

/** Makes the bounds those of a leaf without rows. */
export function clearBounds(bounds: Float64Array, at: number): void {
  bounds.fill(0, at, at + boundCount)
  for (const least of leasts) bounds[at + least] = Number.POSITIVE_INFINITY
  for (const most of mosts) bounds[at + most] = Number.NEGATIVE_INFINITY
  for (const all of alls) bounds[at + all] = none
}

/** Widens the bounds by one row; the count is the caller's. */
export function widenBounds(bounds: Float64Array, at: number, block: Uint32Array, row: number): void {
  widenNumbers(bounds, at, block, row)
  widenPlace(bounds, at, block, row)
  const what = block[kind + row] as number
  bounds[at + regionsAny] = (bounds[at + regionsAny] as number) | (1 << (what & 31))
  bounds[at + classesAny] = (bounds[at + classesAny] as number) | bitOfCode((what >>> 8) & 255)
  bounds[at + termsAny] = (bounds[at + termsAny] as number) | bitOfCode((what >>> 16) & 255)
  widen(bounds, at + exactnessLeast, at + exactnessMost, what >>> 24)
  const bits = block[attested + row] as number
  bounds[at + attestedAll] = (bounds[at + attestedAll] as number) & bits
  bounds[at + attestedAny] = (bounds[at + attestedAny] as number) | bits
  const flags = block[place + row] as number
  bounds[at + flagsAll] = (bounds[at + flagsAll] as number) & flags
  bounds[at + flagsAny] = (bounds[at + flagsAny] as number) | flags
}

/** Widens bounds by others; counts are the caller's. */
export function coverBounds(bounds: Float64Array, at: number, others: Float64Array, from: number): void {
  for (const least of leasts) {
    const value = others[from + least] as number
    if (value < (bounds[at + least] as number)) bounds[at + least] = value
  }
  for (const most of mosts) {
    const value = others[from + most] as number
    if (value > (bounds[at + most] as number)) bounds[at + most] = value
  }
  for (const any of anys) bounds[at + any] = (bounds[at + any] as number) | (others[from + any] as number)
  for (const all of alls) bounds[at + all] = (bounds[at + all] as number) & (others[from + all] as number)
}

/** Returns the bit of a small code; codes from 31 on share one. */
export function bitOfCode(code: number): number {
  return 1 << Math.min(code, 31)
}

function widenNumbers(bounds: Float64Array, at: number, block: Uint32Array, row: number): void {
  const [input, output] = [priceOf(block, inputLow + row), priceOf(block, outputLow + row)]
  const risk = 2e6 - (block[reputation + row] as number)
  widen(bounds, at + inputLeast, at + inputMost, input)
  widen(bounds, at + outputLeast, at + outputMost, output)
  if (input * risk < (bounds[at + riskyInputLeast] as number)) bounds[at + riskyInputLeast] = input * risk
  if (output * risk < (bounds[at + riskyOutputLeast] as number)) bounds[at + riskyOutputLeast] = output * risk
  for (let code = memoryCode(block[gpuMemory + row] as number); code > 0; code--) {
    const own = at + riskyByMemory + 2 * (code - 1)
    if (input * risk < (bounds[own] as number)) bounds[own] = input * risk
    if (output * risk < (bounds[own + 1] as number)) bounds[own + 1] = output * risk
  }
  widen(bounds, at + prefillLeast, at + prefillMost, (block[prefill + row] as number) || assumedPrefillTokensPerSecond)
  widen(bounds, at + decodeLeast, at + decodeMost, (block[decode + row] as number) || assumedDecodeTokensPerSecond)
  widen(bounds, at + queueLeast, at + queueMost, block[queue + row] as number)
  widen(bounds, at + reputationLeast, at + reputationMost, block[reputation + row] as number)
  widen(bounds, at + marketLeast, at + marketMost, block[market + row] as number)
  widen(bounds, at + gpuMemoryLeast, at + gpuMemoryMost, block[gpuMemory + row] as number)
  widen(bounds, at + contextLeast, at + contextMost, block[context + row] as number)
  widen(bounds, at + fromLeast, at + fromMost, block[from + row] as number)
  widen(bounds, at + untilLeast, at + untilMost, block[until + row] as number)
  widen(bounds, at + expiresLeast, at + expiresMost, block[expires + row] as number)
}

function widenPlace(bounds: Float64Array, at: number, block: Uint32Array, row: number): void {
  let from = someMeasured
  const us = block[measured + row] as number
  if (us !== none) widen(bounds, at + measuredLeast, at + measuredMost, us)
  else if (block[height + row] === none) from = someAssumed
  else {
    from = someEstimated
    widen(bounds, at + xLeast, at + xMost, (block[x + row] as number) | 0)
    widen(bounds, at + yLeast, at + yMost, (block[y + row] as number) | 0)
    widen(bounds, at + zLeast, at + zMost, (block[z + row] as number) | 0)
    widen(bounds, at + heightLeast, at + heightMost, block[height + row] as number)
  }
  bounds[at + roundTripKinds] = (bounds[at + roundTripKinds] as number) | from
}

function widen(bounds: Float64Array, least: number, most: number, value: number): void {
  if (value < (bounds[least] as number)) bounds[least] = value
  if (value > (bounds[most] as number)) bounds[most] = value
}
