/** Charges a run, waiting for a voucher where there is no credit left, and looking at the chain where there is no deposit. */
import type { MeteredUnits } from '@millrace/protocol'
import { type ActiveRun, chargeRun } from './active-run.ts'
import type { NodeContext } from './node-context.ts'

export type CreditVerdict = 'charged' | 'lagged' | 'channel-exhausted' | 'lease-exhausted' | 'aborted'

/**
 * Returns `charged` once the run was charged for all `units`, else why it was not. Waits for vouchers at most
 * `voucherWaitMsMax` in all.
 *
 * @throws {RefusalError} CHANNEL_UNREADABLE, when the deposit seems used up and the chain does not answer.
 */
export async function awaitCredit(context: NodeContext, run: ActiveRun, units: MeteredUnits): Promise<CreditVerdict> {
  const until = context.now() + context.limits.voucherWaitMsMax
  let looked = false
  for (;;) {
    if (run.abort.signal.aborted) return 'aborted'
    const verdict = chargeRun(run, units, context.now())
    if (verdict === 'charged' || verdict === 'lease-exhausted') return verdict
    if (verdict === 'unpaid') {
      const leftMs = until - context.now()
      if (leftMs <= 0) return 'lagged'
      // A voucher may be here already, on its way to disk.
      context.store.hurry()
      await voucherOrDeadline(context, run, leftMs)
    } else {
      if (looked) return verdict
      looked = true
      await context.channels.refresh(run.entry)
    }
  }
}

/** Resolves when a voucher is in, the time is over, or the run is aborted. */
function voucherOrDeadline(context: NodeContext, { entry, abort }: ActiveRun, waitMs: number): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      entry.waiters.delete(done)
      callOff()
      abort.signal.removeEventListener('abort', done)
      resolve()
    }
    const callOff = context.deadlines.after(waitMs, done)
    entry.waiters.add(done)
    abort.signal.addEventListener('abort', done)
  })
}
