/**
 * Sealed runs, where several nodes do the same work and none may copy: the result is computed, charged, and committed to by a seal
 * in a signed receipt that is on disk, before the buyer is told anything of it. The result follows when the buyer asks for it,
 * which it does once the others are sealed too.
 *
 * What is sealed is charged: the work is done, and the buyer alone decides whether it learns the result. One that cancels,
 * vanishes, or lets `revealWaitMsMax` pass gets no result, and its receipt by a `receipt` stream. Under an idempotency key the
 * result is kept besides, and asking again for the same is asking for it to be revealed: so a lost connection loses nothing.
 */
import { policies, type Quote } from '@millrace/protocol'
import type { ActiveRun } from './active-run.ts'
import type { NodeContext } from './node-context.ts'
import { RefusalError } from './refusal-error.ts'
import { buyerCancelled, isEndedByNode } from './run-registry.ts'

/** Returns whether results under the quote are sealed. */
export function isSealed({ policy }: Pick<Quote, 'policy'>): boolean {
  return policy === policies.replicas
}

/** @throws {RefusalError} NODE_BUSY when as many sealed runs are under way as may hold their results. */
export function requireRoomToSeal({ runs, limits }: NodeContext, quote: Quote): void {
  if (!isSealed(quote)) return
  let sealed = 0
  for (const { lease } of runs.entries()) if (isSealed(lease.quote)) sealed++
  if (sealed >= limits.sealedRunsMax) {
    throw new RefusalError('NODE_BUSY', `All ${limits.sealedRunsMax} sealed runs are taken.`)
  }
}

/**
 * Resolves when the buyer asks for the result. When the node closes, too: the buyer has paid, and there is no later.
 *
 * @throws {RefusalError} SEAL_NOT_REVEALED when it cancels or the time is over. @throws what ended the stream.
 */
export function awaitReveal({ deadlines, limits }: NodeContext, run: ActiveRun): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const { signal } = run.abort
  const onAbort = () => {
    if (isEndedByNode(signal.reason)) resolve()
    else reject(signal.reason === buyerCancelled ? notRevealed('The run was cancelled.') : signal.reason)
  }
  const callOff = deadlines.after(limits.revealWaitMsMax, () =>
    reject(notRevealed(`No reveal came in ${limits.revealWaitMsMax} ms.`)),
  )
  run.onReveal = resolve
  signal.addEventListener('abort', onAbort)
  if (signal.aborted) onAbort()
  return promise.finally(() => {
    run.onReveal = undefined
    callOff()
    signal.removeEventListener('abort', onAbort)
  })
}

function notRevealed(message: string): RefusalError {
  return new RefusalError('SEAL_NOT_REVEALED', message)
}
