/**
 * A posted price that follows utilisation: dearer while more is asked for than the target, cheaper while less.
 *
 * Source: EIP-1559, https://eips.ethereum.org/EIPS/eip-1559, the base fee update with utilisation in place of gas used:
 * `price += price · (utilisation − target) / target · changeMax`. Two things are ours: the change is held to `changeMax` for
 * targets below a half too, and it is at least one base unit in both directions, or small prices would never move.
 *
 * Invariants: monotone in utilisation, unchanged at the target, within floor and ceiling; integers only.
 * Units: prices in base units per million units of work (any unit will do); fractions from 0 to 1, to a millionth.
 */
import type { PricePerMillion } from '@millrace/protocol'
import { fractionBase, toFraction } from './fraction.ts'
import { greater, lesser } from './order-bigints.ts'

export type PostedPriceStep = {
  /** Busy share of the slots since the last step, from 0 to 1; more counts as 1. */
  readonly utilisation: number
  /** Share at which the price stays, above 0. */
  readonly target: number
  /** Most the price may change in one step, as a fraction of itself, above 0. EIP-1559 takes an eighth. */
  readonly changeMax: number
  readonly floor: PricePerMillion
  readonly ceiling: PricePerMillion
}

/**
 * Returns the price for the next span.
 *
 * @throws {RangeError} for a fraction out of range, or a floor above the ceiling.
 *
 * @example
 * const rule = { target: 0.5, changeMax: 0.125, floor: 1n, ceiling: 10_000n }
 * nextPostedPrice(800n, { ...rule, utilisation: 1 }) // 900n
 */
export function nextPostedPrice(price: PricePerMillion, step: PostedPriceStep): PricePerMillion {
  const used = toFraction(Math.min(step.utilisation, 1), 'utilisation')
  const target = toFraction(step.target, 'target')
  const changeMax = toFraction(step.changeMax, 'changeMax')
  if (target === 0n || changeMax === 0n) throw new RangeError('target and changeMax must be above 0')
  if (step.floor > step.ceiling) throw new RangeError(`floor ${step.floor} is above ceiling ${step.ceiling}`)
  const current = within(price, step)
  if (used === target) return current
  const distance = lesser(used > target ? used - target : target - used, target)
  const change = greater((current * distance * changeMax) / (target * fractionBase), 1n)
  return within(used > target ? current + change : current - change, step)
}

function within(price: bigint, { floor, ceiling }: PostedPriceStep): bigint {
  return lesser(greater(price, floor), ceiling)
}
