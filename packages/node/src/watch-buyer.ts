/** Why a run is aborted, and the reading of what the buyer sends while it runs. */
import { decodeBuyerFrame } from '@millrace/protocol'
import type { ActiveRun } from './active-run.ts'
import { RefusalError } from './refusal-error.ts'
import { buyerCancelled, nodeClosing, runPreempted } from './run-registry.ts'
import { isSealed } from './seal-run.ts'

/** Nothing runs any more; frees what still listens. */
export const runOver = Symbol('run over')

/**
 * Aborts the run when the buyer cancels, vanishes, or sends what does not belong here, and passes on that it wants a sealed result
 * revealed. A buyer that ends its side has just nothing more to say, and so cancels a run that it would have to reveal.
 */
export async function watchBuyer(frames: AsyncIterator<Uint8Array>, run: ActiveRun): Promise<void> {
  const { abort, lease } = run
  try {
    const next = await frames.next()
    if (next.done === true) {
      if (isSealed(lease.quote)) abort.abort(buyerCancelled)
      return
    }
    const frame = decodeBuyerFrame(next.value)
    if (frame.type === 'cancel') abort.abort(buyerCancelled)
    else if (frame.type === 'reveal' && run.onReveal !== undefined) run.onReveal()
    else throw new RefusalError('FRAME_UNEXPECTED', `A run takes cancel, or reveal once sealed, not ${frame.type}.`)
  } catch (error) {
    abort.abort(error)
  }
}

/** Returns what to tell a buyer whose run was aborted before anything was delivered. */
export function abortError(reason: unknown): unknown {
  if (reason === buyerCancelled) return new RefusalError('RUN_CANCELLED', 'The run was cancelled before it delivered.')
  if (reason === nodeClosing) return new RefusalError('NODE_CLOSING', 'The node is closing.')
  if (reason === runPreempted)
    return new RefusalError('RUN_PREEMPTED', 'Other work needs the slot, or the node is no longer open.')
  return reason
}
