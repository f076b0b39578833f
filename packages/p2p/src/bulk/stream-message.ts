/**
 * The frames of a bulk transfer over a framed stream, for peers between which no bulk connection can be made. Binary, since
 * bytes of objects are most of them: one byte of kind, then
 *
 * | kind | from | fields, big-endian |
 * |---|---|---|
 * | 1 `get` | client | SHA-256 (32 bytes), first offset (8), offset after the last (8) |
 * | 2 `found` | server | size of the object (8) |
 * | 3 `data` | server | bytes, in order |
 * | 4 `taken` | client | bytes taken of this answer so far (8) |
 * | 5 `refused` | server | reason (1) |
 *
 * One `get` a stream. Offsets and sizes are safe integers.
 */
import { MalformedError } from '@millrace/protocol'

export const refusals = { unknown: 1, busy: 2, range: 3 } as const
export type Refusal = keyof typeof refusals

export type StreamMessage =
  | { readonly type: 'get'; readonly sha256: string; readonly start: number; readonly end: number }
  | { readonly type: 'found'; readonly bytes: number }
  | { readonly type: 'data'; readonly bytes: Uint8Array }
  | { readonly type: 'taken'; readonly bytes: number }
  | { readonly type: 'refused'; readonly reason: Refusal }

const kinds = { get: 1, found: 2, data: 3, taken: 4, refused: 5 } as const
const digestBytes = 32
const offsetBytes = 8

/** Returns the frame. */
export function encodeStreamMessage(message: StreamMessage): Uint8Array {
  switch (message.type) {
    case 'get':
      return frame('get', Buffer.from(message.sha256, 'hex'), offset(message.start), offset(message.end))
    case 'found':
      return frame('found', offset(message.bytes))
    case 'data':
      return frame('data', message.bytes)
    case 'taken':
      return frame('taken', offset(message.bytes))
    case 'refused':
      return frame('refused', Uint8Array.of(refusals[message.reason]))
  }
}

/** Returns the message that a frame holds; bytes of data are a view of it. @throws {MalformedError} */
export function decodeStreamMessage(bytes: Uint8Array): StreamMessage {
  const body = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).subarray(1)
  switch (bytes[0]) {
    case kinds.get: {
      expectBytes(body, digestBytes + 2 * offsetBytes)
      const sha256 = body.toString('hex', 0, digestBytes)
      return {
        type: 'get',
        sha256,
        start: readOffset(body, digestBytes),
        end: readOffset(body, digestBytes + offsetBytes),
      }
    }
    case kinds.found:
      expectBytes(body, offsetBytes)
      return { type: 'found', bytes: readOffset(body, 0) }
    case kinds.data:
      return { type: 'data', bytes: body }
    case kinds.taken:
      expectBytes(body, offsetBytes)
      return { type: 'taken', bytes: readOffset(body, 0) }
    case kinds.refused:
      expectBytes(body, 1)
      return { type: 'refused', reason: readRefusal(body[0]) }
    default:
      throw new MalformedError('frame', 'one of the five kinds of a bulk transfer', bytes[0])
  }
}

function frame(kind: keyof typeof kinds, ...fields: readonly Uint8Array[]): Uint8Array {
  return Buffer.concat([Uint8Array.of(kinds[kind]), ...fields])
}

function offset(value: number): Uint8Array {
  const bytes = Buffer.alloc(offsetBytes)
  bytes.writeBigUInt64BE(BigInt(value))
  return bytes
}

function readOffset(body: Buffer, at: number): number {
  const value = body.readBigUInt64BE(at)
  if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw new MalformedError('offset', 'a safe integer', String(value))
  return Number(value)
}

function readRefusal(code: number | undefined): Refusal {
  const reason = (Object.keys(refusals) as Refusal[]).find((name) => refusals[name] === code)
  if (reason === undefined) throw new MalformedError('reason', 'a known reason', code)
  return reason
}

function expectBytes(body: Buffer, bytes: number): void {
  if (body.length !== bytes) throw new MalformedError('frame', `${bytes} bytes after its kind`, `${body.length} bytes`)
}
