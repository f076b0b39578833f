/** The two ends of exchanges at the node, over the stream that a buyer opened. */
import { decodeBuyerFrame, encodeFrame, type PeerStream } from '@millrace/protocol'
import type { AskingLine, GivingLine } from '@millrace/storage'
import type { NodeContext } from '../node-context.ts'
import { RefusalError } from '../refusal-error.ts'
import { sendPaced } from '../send-paced.ts'

/** The node asks. */
export function buyerLine(context: NodeContext, stream: PeerStream, frames: AsyncIterator<Uint8Array>): AskingLine {
  return {
    want: (frame) => sendPaced(context, stream, encodeFrame(frame)),
    next: () => nextFrame(context, stream, frames),
    announced(frame) {
      const answer = decodeBuyerFrame(frame)
      if (answer.type === 'bytes') return answer.bytes
      throw new RefusalError('FRAME_UNEXPECTED', `A want is answered by bytes, not ${answer.type}.`)
    },
    // The stream carries the refusal yet.
    reset: () => undefined,
  }
}

/** The node gives. */
export function givingLine(context: NodeContext, stream: PeerStream, frames: AsyncIterator<Uint8Array>): GivingLine {
  const send = (frame: Uint8Array) => sendPaced(context, stream, frame)
  return {
    send,
    announce: (bytes) => send(encodeFrame({ type: 'bytes', bytes })),
    async next() {
      const frame = await nextFrame(context, stream, frames)
      if (frame === undefined) return undefined
      const want = decodeBuyerFrame(frame)
      if (want.type === 'want') return want
      throw new RefusalError('FRAME_UNEXPECTED', `A fetch takes wants, not ${want.type}.`)
    },
  }
}

async function nextFrame(
  { deadlines, objects }: NodeContext,
  stream: PeerStream,
  frames: AsyncIterator<Uint8Array>,
): Promise<Uint8Array | undefined> {
  const callOff = deadlines.after(objects.limits.wantWaitMsMax, () => stream.reset())
  const next = await frames.next().finally(callOff)
  return next.done === true ? undefined : next.value
}
