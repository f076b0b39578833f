/**
 * One stream between two peers on which one asks for parts of objects and the other gives them: a `want` frame, a `bytes` frame with
 * their number, then exactly so many in raw frames. One want at a time.
 */
import type { PeerStream, WantFrame } from '@millrace/protocol'

/** Bytes of one raw frame: small beside what a stream may queue, large beside its header. */
export const exchangeFrameBytes = 262_144

/** The end that asks. */
export type AskingLine = {
  want(frame: WantFrame): Promise<void> | undefined
  /** Returns the next frame as it came, undefined at the end. @throws what ended the stream. */
  next(): Promise<Uint8Array | undefined>
  /** Returns how many bytes the frame announces. @throws a typed error when it is another frame. */
  announced(frame: Uint8Array): number
  /** Whatever still comes is not wanted. */
  reset(): void
}

/** The end that gives. */
export type GivingLine = Pick<PeerStream, 'send'> & {
  announce(bytes: number): Promise<void> | undefined
  /** Returns the next want, undefined when none comes any more. @throws a typed error for any other frame. */
  next(): Promise<WantFrame | undefined>
}
