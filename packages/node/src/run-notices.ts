/** Tells buyers that their runs end. */
import { encodeFrame, type PeerStream } from '@millrace/protocol'
import type { ActiveRun, RunNotice } from './active-run.ts'
import type { NodeContext } from './node-context.ts'

/** From here on the run was accepted: its buyer is told what there is to tell, and what comes. */
export function listenToNotices(context: NodeContext, stream: PeerStream, run: ActiveRun): void {
  run.notify = ({ reason, endsAt }: RunNotice) => {
    const endsInMs = Math.max(0, Math.round(endsAt - context.now()))
    const frame = encodeFrame({ type: 'notice', reason, endsInMs })
    // A stream that is gone ends the run by itself.
    void Promise.resolve()
      .then(() => stream.send(frame))
      .catch(() => stream.reset())
  }
  if (run.notice !== undefined) run.notify(run.notice)
}
