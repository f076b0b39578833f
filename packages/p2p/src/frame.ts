/** Frames on the wire, after TLS: `length u32 | stream id u32 | kind u8 | payload`, big-endian. */

export const frameHeaderBytes = 9

export const FrameKind = {
  /** Proves who sends. First frame of each side, on stream 0. */
  hello: 0,
  open: 1,
  data: 2,
  end: 3,
  reset: 4,
  /** Ping and pong carry nothing: one pong may answer several pings, so nobody can make the other side queue them. */
  ping: 5,
  pong: 6,
  /** The connection is over; the payload is an error code in ASCII. */
  goaway: 7,
} as const
export type FrameKind = (typeof FrameKind)[keyof typeof FrameKind]

/** Largest payload of a goaway, in bytes: an error code. */
export const goawayBytesMax = 64

/** Writes a header at an offset. */
export function writeFrameHeader(target: Buffer, offset: number, length: number, streamId: number, kind: number): void {
  target.writeUInt32BE(length, offset)
  target.writeUInt32BE(streamId, offset + 4)
  target[offset + 8] = kind
}

/** Returns a whole frame. */
export function encodePeerFrame(kind: number, streamId: number, payload: Uint8Array): Buffer {
  const frame = Buffer.allocUnsafe(frameHeaderBytes + payload.length)
  writeFrameHeader(frame, 0, payload.length, streamId, kind)
  frame.set(payload, frameHeaderBytes)
  return frame
}

const goawayPattern = /^[A-Z][A-Z0-9_]*$/

/** Returns the error code of a goaway, or a placeholder when the bytes are not one: they end in messages and logs. */
export function goawayCode(payload: Uint8Array): string {
  const code = Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength).toString('latin1')
  return goawayPattern.test(code) ? code : 'an unreadable code'
}
