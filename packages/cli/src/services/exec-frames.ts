/**
 * A program beside a service's, between the command line and the process that runs the service: frames of a kind, a length and bytes
 * over one connection.
 */
import type { Readable } from 'node:stream'

export const execFrameKinds = { stdin: 0, stdout: 1, stderr: 2, resize: 3, result: 4, stdinEnd: 5 } as const
export type ExecFrameKind = (typeof execFrameKinds)[keyof typeof execFrameKinds]

export type ExecFrame = { readonly kind: ExecFrameKind; readonly bytes: Buffer }

/** Bytes of one frame; more is broken into several. */
export const execFrameBytesMax = 65_536

const headBytes = 5

/** Returns frames that carry the bytes; one at least. */
export function execFrames(kind: ExecFrameKind, bytes: Uint8Array): Buffer {
  const parts: Buffer[] = []
  for (let at = 0; at === 0 || at < bytes.length; at += execFrameBytesMax) {
    const part = bytes.subarray(at, at + execFrameBytesMax)
    const head = Buffer.alloc(headBytes)
    head.writeUInt8(kind, 0)
    head.writeUInt32BE(part.length, 1)
    parts.push(head, Buffer.from(part))
  }
  return Buffer.concat(parts)
}

/** Reads frames until the connection ends. @throws {RangeError} for what is no frame. */
export async function* readExecFrames(stream: Readable): AsyncGenerator<ExecFrame, void, void> {
  let rest = Buffer.alloc(0)
  for await (const chunk of stream) {
    rest = Buffer.concat([rest, chunk as Buffer])
    while (rest.length >= headBytes) {
      const length = rest.readUInt32BE(1)
      const kind = rest.readUInt8(0)
      if (length > execFrameBytesMax || kind > execFrameKinds.stdinEnd) throw new RangeError('That is no frame.')
      if (rest.length < headBytes + length) break
      yield { kind: kind as ExecFrameKind, bytes: rest.subarray(headBytes, headBytes + length) }
      rest = rest.subarray(headBytes + length)
    }
  }
}
