/** Constraints with a limit: least memory, highest price, longest wait. */
import {
  contextLeast,
  contextMost,
  exactnessLeast,
  exactnessMost,
  fromLeast,
  fromMost,
  gpuMemoryLeast,
  gpuMemoryMost,
  inputLeast,
  inputMost,
  outputLeast,
  outputMost,
  reputationLeast,
  reputationMost,
  untilLeast,
  untilMost,
} from '../book/leaf-bounds.ts'
import {
  context,
  from,
  gpuMemory,
  inputHigh,
  inputLow,
  kind,
  outputHigh,
  outputLow,
  priceOf,
  reputation,
  until,
} from '../book/offer-rows.ts'
import type { ConstraintName, MatchOrder } from './match-order.ts'
import {
  firstTokenMsOf,
  leastFirstTokenMsOf,
  leastRoundTripMsOf,
  mostFirstTokenMsOf,
  mostRoundTripMsOf,
  type Pricing,
  roundTripMsOf,
  workFrom,
  workOf,
} from './pricing.ts'
import { leastPassing, markBelow, markWhere } from './row-bits.ts'
import { type Screen, verdictOf } from './screen.ts'

/** Returns the screens for the limits that an order sets. */
export function limitScreens(order: MatchOrder, pricing: Pricing, nowMs: number): readonly Screen[] {
  const screens: Screen[] = [availabilityScreen(order.availableForSeconds, nowMs)]
  const add = (value: number | undefined, screen: (value: number) => Screen): void => {
    if (value !== undefined) screens.push(screen(value))
  }
  add(order.gpuMemoryMibMin, (least) =>
    leastScreen('gpuMemoryMibMin', { column: gpuMemory, shift: 0, scale: 1 }, [gpuMemoryLeast, gpuMemoryMost], least),
  )
  add(order.exactnessMin, (least) =>
    leastScreen('exactnessMin', { column: kind, shift: 24, scale: 1 }, [exactnessLeast, exactnessMost], least),
  )
  add(order.contextTokens, (least) =>
    leastScreen('contextTokens', { column: context, shift: 0, scale: 1 }, [contextLeast, contextMost], least),
  )
  if (order.inputPriceMax !== undefined) {
    const columns = { low: inputLow, high: inputHigh, least: inputLeast, most: inputMost }
    screens.push(priceScreen('inputPriceMax', columns, order.inputPriceMax))
  }
  if (order.outputPriceMax !== undefined) {
    const columns = { low: outputLow, high: outputHigh, least: outputLeast, most: outputMost }
    screens.push(priceScreen('outputPriceMax', columns, order.outputPriceMax))
  }
  if (order.costMax !== undefined) screens.push(costScreen(order.costMax, order, pricing))
  add(order.roundTripMsMax, (most) => waitScreen('roundTripMsMax', roundTripWait, pricing, most))
  add(order.firstTokenMsMax, (most) => waitScreen('firstTokenMsMax', firstTokenWait, pricing, most))
  add(order.reputationMin, (least) =>
    leastScreen(
      'reputationMin',
      { column: reputation, shift: 0, scale: 1e6 },
      [reputationLeast, reputationMost],
      least,
    ),
  )
  return screens
}

/** Values in a column, after a shift to the right, that count in units of 1 / scale. */
type ScaledColumn = { readonly column: number; readonly shift: number; readonly scale: number }

function leastScreen(
  name: ConstraintName,
  { column, shift, scale }: ScaledColumn,
  [leastBound, mostBound]: readonly [number, number],
  limit: number,
): Screen {
  const least = scaledLimit(limit, scale)
  const words = { shift, least }
  return {
    name,
    decide: (bounds, at) =>
      verdictOf((bounds[at + leastBound] as number) >= least, (bounds[at + mostBound] as number) < least),
    mark: (block, first, count, bits, at) => markBelow(block, column + first, count, words, bits, at),
    limit: {
      from: limit,
      fromNeed: -least,
      need: (block, row) => -((block[column + row] as number) >>> shift),
      leastNeed: (bounds, at) => -(bounds[at + mostBound] as number),
      to: (block, row) => ((block[column + row] as number) >>> shift) / scale,
    },
  }
}

/** Returns the least whole value that is at least the limit once it is divided by the scale. */
function scaledLimit(limit: number, scale: number): number {
  const near = Math.floor(limit * scale)
  if ((near - 1) / scale >= limit) return near - 1
  return near / scale >= limit ? near : near + 1
}

type PriceColumns = { readonly low: number; readonly high: number; readonly least: number; readonly most: number }

/** Compares prices exactly, whatever their size: a buyer's maximum is never passed. */
function priceScreen(
  name: 'inputPriceMax' | 'outputPriceMax',
  { low, high, least, most }: PriceColumns,
  limit: bigint,
): Screen {
  const capped = limit < 2n ** 64n ? limit : 2n ** 64n - 1n
  const [limitHigh, limitLow] = [Number(capped >> 32n), Number(capped & 0xffff_ffffn)]
  const near = limitHigh * 2 ** 32 + limitLow
  const isExact = near <= Number.MAX_SAFE_INTEGER
  const isDearer = (block: Uint32Array, row: number): boolean => {
    const upper = block[high + row] as number
    return upper > limitHigh || (upper === limitHigh && (block[low + row] as number) > limitLow)
  }
  return {
    name,
    decide: (bounds, at) => {
      const dearest = bounds[at + most] as number
      return verdictOf(dearest < near || (isExact && dearest === near), (bounds[at + least] as number) > near)
    },
    mark: (block, first, count, bits, at) => markWhere(count, (i) => isDearer(block, first + i), bits, at),
    limit: {
      from: limit,
      fromNeed: near,
      need: (block, row) => priceOf(block, low + row),
      leastNeed: (bounds, at) => bounds[at + least] as number,
      to: (block, row) => exactOf(block, low + row, high + row),
    },
  }
}

function exactOf(block: Uint32Array, low: number, high: number): bigint {
  return (BigInt(block[high] as number) << 32n) | BigInt(block[low] as number)
}

/** Share by which a cost beyond exact doubles may be off, beside the two base units that rounding up may make of it. */
const workErrorMax = 2 ** -50

function costScreen(limit: bigint, order: MatchOrder, pricing: Pricing): Screen {
  const near = Number(limit)
  const [sureLimit, hopelessLimit] = [near * (1 - workErrorMax) - 2, near * (1 + workErrorMax) + 2]
  const exactCost = (block: Uint32Array, row: number): bigint => exactWorkOf(order, block, row)
  const isDearer = (block: Uint32Array, row: number): boolean => {
    const work = workOf(pricing, block, row)
    if (work < sureLimit) return false
    return work > hopelessLimit || (isExactWork(work) ? work > near : exactCost(block, row) > limit)
  }
  return {
    name: 'costMax',
    decide(bounds, at) {
      const most = workFrom(pricing, bounds[at + inputMost] as number, bounds[at + outputMost] as number)
      const least = workFrom(pricing, bounds[at + inputLeast] as number, bounds[at + outputLeast] as number)
      return verdictOf(
        isExactWork(most) ? most <= near : most < sureLimit,
        isExactWork(least) ? least > near : least > hopelessLimit,
      )
    },
    fails: isDearer,
    mark: (block, first, count, bits, at) => markWhere(count, (i) => isDearer(block, first + i), bits, at),
    limit: {
      from: limit,
      fromNeed: near,
      need: (block, row) => workOf(pricing, block, row),
      leastNeed: (bounds, at) =>
        workFrom(pricing, bounds[at + inputLeast] as number, bounds[at + outputLeast] as number),
      to: exactCost,
    },
  }
}

/** Below this, a million times the cost is a safe integer, so that the sum it came from was exact. */
export function isExactWork(work: number): boolean {
  return work <= Number.MAX_SAFE_INTEGER / 1e6
}

/** Returns the charge for the expected units of a row, exactly. */
export function exactWorkOf(order: MatchOrder, block: Uint32Array, row: number): bigint {
  const input = BigInt(order.inputUnits) * exactOf(block, inputLow + row, inputHigh + row)
  const output = BigInt(order.outputUnits) * exactOf(block, outputLow + row, outputHigh + row)
  return (input + output + 999_999n) / 1_000_000n
}

type Wait = {
  of(pricing: Pricing, block: Uint32Array, row: number): number
  least(pricing: Pricing, bounds: Float64Array, at: number): number
  most(pricing: Pricing, bounds: Float64Array, at: number): number
}
const roundTripWait: Wait = { of: roundTripMsOf, least: leastRoundTripMsOf, most: mostRoundTripMsOf }
const firstTokenWait: Wait = { of: firstTokenMsOf, least: leastFirstTokenMsOf, most: mostFirstTokenMsOf }

function waitScreen(name: 'roundTripMsMax' | 'firstTokenMsMax', wait: Wait, pricing: Pricing, limit: number): Screen {
  return {
    name,
    decide: (bounds, at) => verdictOf(wait.most(pricing, bounds, at) <= limit, wait.least(pricing, bounds, at) > limit),
    fails: (block, row) => wait.of(pricing, block, row) > limit,
    mark: (block, first, count, bits, at) =>
      markWhere(count, (i) => wait.of(pricing, block, first + i) > limit, bits, at),
    limit: {
      from: limit,
      fromNeed: limit,
      need: (block, row) => wait.of(pricing, block, row),
      leastNeed: (bounds, at) => wait.least(pricing, bounds, at),
      to: (block, row) => wait.of(pricing, block, row),
    },
  }
}

/** Available now and for so long. An offer whose window has not begun, or is over, is helped by no shorter stay. */
function availabilityScreen(seconds: number, nowMs: number): Screen {
  const stayFrom = (end: number): number => (end * 1_000 - nowMs) / 1_000
  const notYet = leastPassing(nowMs / 1_000, (start) => start * 1_000 > nowMs)
  const untilMin = leastPassing(nowMs / 1_000 + seconds, (end) => stayFrom(end) >= seconds)
  const stayOf = (block: Uint32Array, row: number): number =>
    (block[from + row] as number) * 1_000 > nowMs ? Number.NEGATIVE_INFINITY : stayFrom(block[until + row] as number)
  return {
    name: 'availableForSeconds',
    decide: (bounds, at) =>
      verdictOf(
        (bounds[at + fromMost] as number) < notYet && (bounds[at + untilLeast] as number) >= untilMin,
        (bounds[at + fromLeast] as number) >= notYet || (bounds[at + untilMost] as number) < untilMin,
      ),
    fails: (block, row) => (block[from + row] as number) >= notYet || (block[until + row] as number) < untilMin,
    mark(block, first, count, bits, at) {
      for (let begin = 0; begin < count; begin += 32) {
        const end = Math.min(begin + 32, count)
        let word = 0
        for (let i = first + begin; i < first + end; i++) {
          const fails = (block[from + i] as number) >= notYet || (block[until + i] as number) < untilMin
          if (fails) word |= 1 << (i - first)
        }
        bits[at + (begin >> 5)] = word
      }
    },
    limit: {
      from: seconds,
      fromNeed: -seconds,
      need(block, row) {
        const stay = stayOf(block, row)
        return stay < 0 ? Number.POSITIVE_INFINITY : -stay
      },
      leastNeed: (bounds, at) => -stayFrom(bounds[at + untilMost] as number),
      to: stayOf,
    },
  }
}
