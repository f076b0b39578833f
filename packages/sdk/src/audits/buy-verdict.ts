/** Buys one verdict, as any work is bought: of the auditor that was drawn, under a key with which a retry is paid once. */
import { isMillraceError, type VerdictResponse } from '@millrace/protocol'
import type { Ask, RunOptions } from '../ask.ts'
import type { BuyerLog } from '../buyer.ts'
import {
  describeError,
  ProviderRefusedError,
  ProviderUnreachableError,
  plainLine,
  QuoteRefusedError,
} from '../buyer-error.ts'
import { NoOfferError } from '../market-error.ts'
import type { Run } from '../run.ts'
import type { AuditVerdict } from './audit-book.ts'
import type { AuditorAsk, AuditRow, AuditStore } from './audit-store.ts'

export type VerdictComponents = {
  readonly store: Pick<AuditStore, 'bundle'>
  readonly run: (ask: Ask, options: RunOptions) => Promise<Run>
  /** Unix milliseconds. */
  readonly now: () => number
  readonly log: BuyerLog
}

/**
 * Returns what came of it. Nothing that fails on the way is held against the provider.
 *
 * @returns undefined when the signal aborted: it is asked again, of the same auditor, when this buyer is there again.
 */
export async function buyVerdict(
  { store, run, now, log }: VerdictComponents,
  row: AuditRow,
  { auditor, model, amountMax }: AuditorAsk,
  { signal }: { readonly signal: AbortSignal },
): Promise<AuditVerdict | undefined> {
  const { receiptHash, node } = row.receipt
  const { receiptId, operator } = row
  const bundle = store.bundle(receiptHash)
  if (bundle === undefined) return { outcome: 'lapsed', amount: 0n }
  const ask: Ask = {
    ...{ kind: 'audit', model, bundle, amountMax, provider: auditor },
    ...{ exactnessMin: 'opaque', policy: { name: 'trust' } },
  }
  try {
    const started = await run(ask, { signal, idempotencyKey: `audit:${receiptHash}:${auditor}` })
    const { response, amount } = await started.result
    if (response.kind !== 'verdict') return { outcome: 'unable', amount }
    if (response.outcome !== 'cheated') return { outcome: endOf(response), amount }
    const reason = plainLine(response.reason)
    const finding = { receiptHash, receiptId, node, operator, auditor, reason, foundAt: now() }
    return { outcome: 'cheated', amount, finding: { ...finding, kind: 'cheated' } }
  } catch (error) {
    if (signal.aborted) return undefined
    if (!isMillraceError(error)) throw error
    log({ event: 'audit-deferred', receiptId, auditor, reason: describeError(error) })
    // Never begun: the same auditor may be asked again, under the same key. Else what it may have cost is not known.
    return isFree(error) ? { outcome: 'absent', amount: 0n } : { outcome: 'unable', amount: amountMax }
  }
}

/** Who read the answer and cannot say more says what any other would: it is not asked again. */
function endOf({ outcome, checked }: VerdictResponse): AuditVerdict['outcome'] {
  return outcome === 'unable' && checked > 0 ? 'lapsed' : outcome
}

/** Whether nothing was begun, so that nothing is owed. */
function isFree(error: unknown): boolean {
  return (
    error instanceof NoOfferError ||
    error instanceof ProviderUnreachableError ||
    error instanceof QuoteRefusedError ||
    error instanceof ProviderRefusedError
  )
}
