/**
 * What a least score needs of the bounds of a leaf or a group, in one cache line: a match prices some hundred of them, and
 * fetching them from memory is what it waits for.
 *
 * Numbers are in single precision, each rounded to the side on which it stays a bound.
 */
import {
  assumedRoundTripMs,
  decodeMost,
  heightLeast,
  inputLeast,
  measuredLeast,
  memoryCodes,
  outputLeast,
  prefillMost,
  queueLeast,
  reputationMost,
  riskyByMemory,
  riskyInputLeast,
  riskyOutputLeast,
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
} from './leaf-bounds.ts'

/** Offsets. Least price of a unit times one and the probability of failure. */
export const riskyInput = 0
export const riskyOutput = 1
/** Least prices alone, and the least probability of failure in millionths. */
export const plainInput = 2
export const plainOutput = 3
export const failureLeast = 4
/** Least times to read and to write a unit. */
export const inputMsLeast = 5
export const outputMsLeast = 6
/** Least times until reading begins beside the way: of nodes with a coordinate, a measured round trip, neither. Infinite for no node. */
export const placedMs = 7
export const measuredMs = 8
export const unplacedMs = 9
/** The box that the coordinates are in, in milliseconds. */
export const leftMs = 10
export const rightMs = 11
export const lowMs = 12
export const highMs = 13
export const nearMs = 14
export const farMs = 15
/** A cache line. */
export const scoreBoundCount = 16
/** Numbers of a leaf or group in the list beside: what `riskyInput` and `riskyOutput` are for each memory code, from 0, which is any. */
export const memoryScoreCount = scoreBoundCount / 2

/** More than the half unit in the last place by which rounding to single precision moves a number. */
const outward = 2 ** -23

/** Writes what is needed of bounds. @param to - offset in `scores`. @param at - offset in `bounds`. */
export function writeScoreBounds(scores: Float32Array, to: number, bounds: Float64Array, at: number): void {
  const queue = bounds[at + queueLeast] as number
  const kinds = bounds[at + roundTripKinds] as number
  scores[to + riskyInput] = below((bounds[at + riskyInputLeast] as number) / 1e6)
  scores[to + riskyOutput] = below((bounds[at + riskyOutputLeast] as number) / 1e6)
  scores[to + plainInput] = below(bounds[at + inputLeast] as number)
  scores[to + plainOutput] = below(bounds[at + outputLeast] as number)
  scores[to + failureLeast] = below(1e6 - (bounds[at + reputationMost] as number))
  scores[to + inputMsLeast] = below(1_000 / (bounds[at + prefillMost] as number))
  scores[to + outputMsLeast] = below(1_000 / (bounds[at + decodeMost] as number))
  const hasPlaced = (kinds & someEstimated) !== 0
  scores[to + placedMs] = hasPlaced ? below((bounds[at + heightLeast] as number) / 1_000 + queue) : absent
  const hasMeasured = (kinds & someMeasured) !== 0
  scores[to + measuredMs] = hasMeasured ? below((bounds[at + measuredLeast] as number) / 1_000 + queue) : absent
  scores[to + unplacedMs] = (kinds & someAssumed) !== 0 ? below(assumedRoundTripMs + queue) : absent
  scores[to + leftMs] = below((bounds[at + xLeast] as number) / 1_000)
  scores[to + rightMs] = -below(-(bounds[at + xMost] as number) / 1_000)
  scores[to + lowMs] = below((bounds[at + yLeast] as number) / 1_000)
  scores[to + highMs] = -below(-(bounds[at + yMost] as number) / 1_000)
  scores[to + nearMs] = below((bounds[at + zLeast] as number) / 1_000)
  scores[to + farMs] = -below(-(bounds[at + zMost] as number) / 1_000)
}

/** Writes prices by memory code. @param to - offset in `scores`. @param at - offset in `bounds`. */
export function writeMemoryScores(scores: Float32Array, to: number, bounds: Float64Array, at: number): void {
  scores[to] = below((bounds[at + riskyInputLeast] as number) / 1e6)
  scores[to + 1] = below((bounds[at + riskyOutputLeast] as number) / 1e6)
  for (let i = 0; i < 2 * memoryCodes; i++) scores[to + 2 + i] = below((bounds[at + riskyByMemory + i] as number) / 1e6)
}

const absent = Number.POSITIVE_INFINITY

/** Returns a number that is not above `value`, nor is it in single precision. */
function below(value: number): number {
  return value > 0 ? value * (1 - outward) : value * (1 + outward)
}
