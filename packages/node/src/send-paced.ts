import type { PeerStream } from '@millrace/protocol'
import type { NodeContext } from './node-context.ts'

/**
 * Sends a frame at the pace of the reader. A reader that stalls for `sendStallMsMax` loses the stream.
 *
 * @throws {PeerClosedError} when the stream ended.
 */
export function sendPaced(context: NodeContext, stream: PeerStream, frame: Uint8Array): Promise<void> | undefined {
  const sent = stream.send(frame)
  if (sent === undefined) return undefined
  const callOff = context.deadlines.after(context.limits.sendStallMsMax, () => stream.reset())
  return sent.finally(callOff)
}
