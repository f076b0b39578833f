/** Gives back what spot work takes, because the machine's owner wants it: after the notice, and only if it is still wanted then. */
import { offerTerms } from '@millrace/protocol'
import { type ActiveRun, giveNotice } from './active-run.ts'
import type { NodeContext } from './node-context.ts'
import { runPreempted } from './run-registry.ts'

/** Tells every spot run that it ends, and ends those that still run when the notice is over, unless the node sells again by then. */
export function endSpotRuns({ runs, hours, deadlines, now }: EndContext, noticeMs: number): void {
  const spot = [...runs.entries()].filter(isSpot)
  for (const run of spot) giveNotice(run, 'withdrawn', noticeMs, now())
  if (spot.length === 0) return
  deadlines.after(noticeMs, () => {
    if (!hours.isPaused) return
    for (const run of spot) run.abort.abort(runPreempted)
  })
}

type EndContext = Pick<NodeContext, 'runs' | 'hours' | 'deadlines' | 'now'>

/** Reserved slots are never sold on spot terms. */
function isSpot({ lease }: ActiveRun): boolean {
  return lease.quote.terms === offerTerms.spot && lease.quote.slots === 0
}
