/**
 * What a conviction takes and where it goes: buyers first, then the costs of the case, then the reporter; the rest is burned.
 *
 * The rule is the Courthouse contract's, with its rounding (`Sentences.sol`): slash = min(stake, max(floor share of the stake,
 * multiple × exposure)), where the exposure is what the node's receipts of the epoch charged. In proportion to exposure, so
 * that a fault in small work does not ruin an operator and large work is not cheated for a small fine.
 *
 * Invariant: refunds + costs + reward + burned = slash ≤ stake. Units: base units of one token; shares in hundredths of a percent (bps).
 */
import { max, min } from './chance.ts'

const bpsOne = 10_000n

export type SlashRule = {
  /** Least share of the stake that a conviction takes, bps. */
  readonly floorBps: number
  /** Slash over exposure, bps; at least 10,000. */
  readonly multipleBps: number
  /** Refund over what a receipt charged, bps. */
  readonly refundBps: number
  /** Most of a slash that refunds may take, bps. */
  readonly refundShareMaxBps: number
  /** Reporter's share of a slash, bps, as far as refunds and costs leave it. */
  readonly rewardBps: number
}

/** What is asked of a slash, base units. */
export type SlashClaims = {
  /** Charged by receipts shown to be in the node's posted root. */
  readonly proven: bigint
  /** Charged by the others; they are refunded from what the proven ones leave. */
  readonly unproven?: bigint
  /** Of the case, owed to its reporter. */
  readonly costs?: bigint
  /** The same deed was convicted before: nothing is left to reward. */
  readonly isRepeated?: boolean
}

export type SlashSplit = {
  readonly refundProven: bigint
  readonly refundUnproven: bigint
  readonly costs: bigint
  readonly reward: bigint
  readonly burned: bigint
}

/** Returns what a conviction takes from a stake. @param exposure - charged by the node in the epoch, base units. */
export function slashOf(stake: bigint, exposure: bigint, rule: SlashRule): bigint {
  checkRule(rule)
  if (stake < 0n || exposure < 0n) throw new RangeError(`stake ${stake} and exposure ${exposure} are at least 0`)
  return min(stake, max(share(stake, rule.floorBps), share(exposure, rule.multipleBps)))
}

/** Returns how a slash is split. @param slash - what a conviction took, base units. */
export function slashSplit(
  slash: bigint,
  { proven, unproven = 0n, costs = 0n, isRepeated = false }: SlashClaims,
  rule: SlashRule,
): SlashSplit {
  checkRule(rule)
  const refundsMax = share(slash, rule.refundShareMaxBps)
  const refundProven = min(refundsMax, share(proven, rule.refundBps))
  const refundUnproven = min(refundsMax - refundProven, share(unproven, rule.refundBps))
  const afterRefunds = slash - refundProven - refundUnproven
  const paidCosts = min(afterRefunds, costs)
  const afterCosts = afterRefunds - paidCosts
  const reward = isRepeated ? 0n : min(afterCosts, share(slash, rule.rewardBps))
  return { refundProven, refundUnproven, costs: paidCosts, reward, burned: afterCosts - reward }
}

/**
 * Returns the least that a conviction can cost a cheat that gets of it back what can be got: it reports itself, buys from itself to
 * claim refunds, and claims in place of buyers who do not. At most the true least, and short of it by no more than three base units.
 *
 * @param exposure - charged to others in the epoch.
 * @param exposureMax - what the exposure cap lets the epoch charge in all.
 */
export function leastSlashLoss(stake: bigint, exposure: bigint, exposureMax: bigint, rule: SlashRule): bigint {
  checkRule(rule)
  const top = max(exposure, exposureMax)
  const floor = share(stake, rule.floorBps)
  const [multiple, refund, refundMax] = [
    BigInt(rule.multipleBps),
    BigInt(rule.refundBps),
    BigInt(rule.refundShareMaxBps),
  ]
  // The loss is linear in the exposure between these points: where the floor ends, where the stake is exhausted, and where
  // refunds reach their share of the slash.
  const refundTurns = refund === 0n ? [] : [(floor * refundMax) / refund, (stake * refundMax) / refund]
  const turns = [exposure, (floor * bpsOne) / multiple, (stake * bpsOne) / multiple, ...refundTurns, top]
  const points = turns.flatMap((turn) => [turn - 1n, turn, turn + 1n]).filter((at) => at >= exposure && at <= top)
  const losses = points.map((at) => slashSplit(slashOf(stake, at, rule), { proven: at }, rule).burned)
  return max(0n, losses.reduce(min) - 2n)
}

function share(amount: bigint, bps: number): bigint {
  return (amount * BigInt(bps)) / bpsOne
}

function checkRule({ multipleBps, floorBps, refundBps, refundShareMaxBps, rewardBps }: SlashRule): void {
  for (const bps of [floorBps, refundBps, refundShareMaxBps, rewardBps]) {
    if (!(Number.isInteger(bps) && bps >= 0 && bps <= 10_000)) throw new RangeError(`${bps} is no share in bps`)
  }
  if (refundShareMaxBps + rewardBps > 10_000) throw new RangeError('refunds and reward take more than the slash')
  if (!(Number.isInteger(multipleBps) && multipleBps >= 10_000))
    throw new RangeError(`${multipleBps} bps is below the exposure`)
}
