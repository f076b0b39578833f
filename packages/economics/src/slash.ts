/**
 * What a conviction takes and where it goes: the buyers of the epoch first, then the reporter, the rest is burned.
 *
 * The rule is the Courthouse contract's, with its rounding: slash = min(stake, max(floor share of the stake, multiple ×
 * exposure)), where the exposure is what the operator's receipts of the epoch charged. In proportion to exposure, so that
 * a fault in small work does not ruin an operator and large work is not cheated for a small fine.
 *
 * Invariant: refund + reporter + burned = slash ≤ stake. Units: base units of one token; shares in hundredths of a percent (bps).
 */
import { ceilDiv, max, min } from './chance.ts'

const bpsOne = 10_000n

export type SlashRule = {
  /** Least share of the stake that a conviction takes, bps. */
  readonly floorBps: number
  /** Exposures that a conviction takes, whole, at least 1: below it a refund could exceed the slash. */
  readonly multiple: number
  /** Share of the slash that the reporter is paid, bps, as far as the refund leaves it. */
  readonly reporterBps: number
}

export type SlashSplit = {
  readonly slash: bigint
  readonly refund: bigint
  readonly reporter: bigint
  readonly burned: bigint
}

/** Returns what a conviction takes and how it is split. @param exposure - charged in the epoch, base units. */
export function slashSplit(stake: bigint, exposure: bigint, rule: SlashRule): SlashSplit {
  const slash = slashOf(stake, exposure, rule)
  const refund = min(slash, exposure)
  const reporter = min((slash * BigInt(rule.reporterBps)) / bpsOne, slash - refund)
  return { slash, refund, reporter, burned: slash - refund - reporter }
}

/** Returns what a conviction takes from a stake. */
export function slashOf(stake: bigint, exposure: bigint, rule: SlashRule): bigint {
  checkRule(rule)
  if (stake < 0n || exposure < 0n) throw new RangeError(`stake ${stake} and exposure ${exposure} are at least 0`)
  return min(stake, max((stake * BigInt(rule.floorBps)) / bpsOne, BigInt(rule.multiple) * exposure))
}

/**
 * Returns the least that a conviction can cost a cheat that gets some of it back: it reports itself, and pads the epoch with
 * jobs it buys from itself, whose refund returns to it. At most the true least, and short of it by no more than two base units.
 *
 * Padding fills the floor's slash with own refunds: at most a `multiple`-th of it comes back.
 *
 * @param honestExposure - charged to others in the epoch; goes to them.
 * @param exposureMax - what the exposure cap lets the epoch charge in all.
 */
export function leastSlashLoss(stake: bigint, honestExposure: bigint, exposureMax: bigint, rule: SlashRule): bigint {
  const top = max(honestExposure, exposureMax)
  const floor = (stake * BigInt(rule.floorBps)) / bpsOne
  const keep = bpsOne - BigInt(rule.reporterBps)
  // The loss is linear in the exposure between these points: where the floor ends, where the stake is exhausted, and where
  // the refund begins to eat the reporter's part.
  const turns = [
    honestExposure,
    floor / BigInt(rule.multiple),
    stake / BigInt(rule.multiple),
    (floor * keep) / bpsOne,
    (stake * keep) / bpsOne,
    top,
  ]
  const points = turns.flatMap((turn) => [turn - 1n, turn, turn + 1n]).filter((at) => at >= honestExposure && at <= top)
  const losses = points.map((exposure) => {
    const { slash, refund } = slashSplit(stake, exposure, rule)
    const reporter = min(ceilDiv(slash * BigInt(rule.reporterBps), bpsOne), slash - refund)
    const padding = exposure - honestExposure
    return slash - reporter - (exposure === 0n ? 0n : ceilDiv(refund * padding, exposure))
  })
  return max(0n, losses.reduce(min) - 1n)
}

function checkRule({ floorBps, multiple, reporterBps }: SlashRule): void {
  const isShare = (bps: number): boolean => Number.isInteger(bps) && bps >= 0 && bps <= 10_000
  if (!(isShare(floorBps) && isShare(reporterBps))) throw new RangeError('shares are whole bps from 0 to 10,000')
  if (!(Number.isInteger(multiple) && multiple >= 1))
    throw new RangeError(`multiple ${multiple} is not whole and at least 1`)
}
