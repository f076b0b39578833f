/** A line that a buyer opened: watched for idleness, broken off when its task or the node ends. */
import { createLine, type Line } from '@millrace/p2p'
import type { PeerStream } from '@millrace/protocol'
import type { NodeContext } from '../node-context.ts'
import type { ReachedTask } from './service-desk.ts'

/** A line that somebody at the task is being found for. */
export type OpeningLine = Disposable & {
  readonly line: Line
  /** Aborted when the task or the node ends; until it is settled also when the line is over or the wait is too long. */
  readonly signal: AbortSignal
  /** The far end is there: only idleness counts from here on. What is still in the line goes there though the line be over. */
  settle(): void
}

/** @param waitMsMax - for the far end. */
export function openLine(
  context: NodeContext,
  stream: PeerStream,
  frames: AsyncIterator<Uint8Array>,
  task: ReachedTask,
  waitMsMax: number,
): OpeningLine {
  const { deadlines, services } = context
  const abort = new AbortController()
  const signals = [context.signal, task.signal]
  let activeAt = context.now()
  let isSettled = false
  const line = createLine({
    ...{ stream, frames, budget: services.budget },
    onActivity() {
      activeAt = context.now()
    },
  })
  const breakOff = () => abort.abort(signals.find(({ aborted }) => aborted)?.reason)
  let callOff = deadlines.after(waitMsMax, () => abort.abort(new Error('waited too long')))
  void line.over.then(() => {
    if (!isSettled) abort.abort(new Error('the line is over'))
  })
  for (const signal of signals) signal.addEventListener('abort', breakOff, { once: true })
  if (signals.some(({ aborted }) => aborted)) breakOff()

  function watchIdle(): void {
    const leftMs = activeAt + services.limits.idleMsMax - context.now()
    if (leftMs <= 0) line.reset()
    else callOff = deadlines.after(leftMs, watchIdle)
  }

  return {
    line,
    signal: abort.signal,
    settle() {
      isSettled = true
      callOff()
      watchIdle()
    },
    [Symbol.dispose]() {
      callOff()
      for (const signal of signals) signal.removeEventListener('abort', breakOff)
    },
  }
}
