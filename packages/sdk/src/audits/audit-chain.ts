/** What audits read of the chain: what nodes committed to, the randomness that came later, and who is on the roll of auditors. */
import type { ChainReader } from '@millrace/chain'
import { type Address, exactnessClasses, type Hash, zeroHash } from '@millrace/protocol'
import { type EnrolledAuditor, isEligible, noSubnet } from '@millrace/verification'
import type { SampledAuditLimits } from './audit-limits.ts'
import type { AuditRow } from './audit-store.ts'

/** A {@link ChainReader} satisfies it. */
export type AuditChain = Pick<
  ChainReader,
  'separator' | 'receiptRoot' | 'blockAfter' | 'blockTimestamp' | 'stakeOf'
> & {
  readonly deployment: Pick<ChainReader['deployment'], 'receiptEpochSeconds'>
  readonly court: Pick<
    ChainReader['court'],
    'auditorSlots' | 'auditorOf' | 'buildSince' | 'subnetOf' | 'fees' | 'postingDeadline'
  >
}

type Options = { readonly signal: AbortSignal }

/** How a node stands to an epoch: it may still commit; it did, and nothing was drawn yet; or audits are drawn by this. */
export type EpochDraw = 'open' | 'undrawn' | { readonly draw: Hash; readonly isCommitted: boolean }

/**
 * Returns the draw of a node's epoch: the randomness of the first block later than a while after its root stood on the chain, or, where it
 * posted none, after it could have. So keeping the root back spares a node nothing, and when it posts it cannot know what will draw.
 */
export async function readEpochDraw(
  chain: AuditChain,
  { node, epoch }: { readonly node: Address; readonly epoch: bigint },
  { confirmations, drawDelaySeconds }: Pick<SampledAuditLimits, 'confirmations' | 'drawDelaySeconds'>,
  { signal }: Options,
): Promise<EpochDraw> {
  const posted = await chain.receiptRoot(node, epoch, { signal })
  const from = posted?.postedAt ?? (await chain.court.postingDeadline(epoch, { signal }))
  if (posted === undefined && (await chain.blockTimestamp({ signal })) <= from) return 'open'
  const block = await chain.blockAfter(from + BigInt(drawDelaySeconds), { signal })
  if (block === undefined || block.confirmations < BigInt(confirmations)) return 'undrawn'
  return { draw: block.randomness, isCommitted: posted !== undefined }
}

export type AuditorRollReader = {
  /** Returns every auditor of the roll, believed for a while. Cost: one call a slot when it is read anew. */
  auditors(options: Options): Promise<readonly Address[]>
  /** Returns whether the chain lets the auditor judge the receipt: class, build, stake, and nothing shared with the accused or the buyer. */
  mayJudge(auditor: Address, row: AuditRow, options: Options): Promise<boolean>
}

/** @param buyer - the payer's account, which may be an operator itself. */
export function createAuditorRoll(
  { chain, buyer, now }: { readonly chain: AuditChain; readonly buyer: Address; readonly now: () => number },
  { rollFreshMs }: Pick<SampledAuditLimits, 'rollFreshMs'>,
): AuditorRollReader {
  let known: { readonly auditors: readonly Address[]; readonly readAt: number } | undefined

  async function enrolled(auditor: Address, row: AuditRow, options: Options): Promise<EnrolledAuditor | undefined> {
    const { court } = chain
    const found = await court.auditorOf(auditor, options)
    if (found === undefined) return undefined
    const isReplayable = row.exactness === exactnessClasses.replayable
    const [{ bonded }, { auditorStake }, since] = await Promise.all([
      chain.stakeOf(found.operator, options),
      court.fees(options),
      isReplayable ? court.buildSince(auditor, row.build, options) : 0n,
    ])
    return {
      ...{ auditor, operator: found.operator, subnet: found.subnet, classes: found.classes },
      ...{ joinedAt: Number(found.joinedAt), leaveRequestedAt: Number(found.leaveRequestedAt) },
      ...{ missedInARow: found.missedInARow, isBonded: bonded >= auditorStake },
      builds: since > 0n ? [{ build: row.build, since: Number(since) }] : [],
    }
  }

  return {
    async auditors(options) {
      if (known === undefined || now() - known.readAt >= rollFreshMs) {
        const slots = await chain.court.auditorSlots(options)
        known = { auditors: slots.filter((slot) => slot !== undefined), readAt: now() }
      }
      return known.auditors
    },
    async mayJudge(auditor, row, options) {
      const [one, subnet, timestamp] = await Promise.all([
        enrolled(auditor, row, options),
        chain.court.subnetOf(row.receipt.node, options),
        chain.blockTimestamp(options),
      ])
      if (one === undefined || auditor === row.receipt.node) return false
      return isEligible(one, {
        ...{ seed: zeroHash, firstProbe: 0n, probesMax: 0n, slots: 0, wanted: 1, taken: [] },
        ...{ openedAt: Number(timestamp), exactness: row.exactness, build: row.build },
        ...{ accused: row.operator, accusedSubnet: subnet ?? noSubnet, reporter: buyer },
      })
    },
  }
}
