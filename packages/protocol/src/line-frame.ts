/**
 * Frames of a line: bytes both ways between a buyer and something of its task, on a stream of its own after `connected` or `started`.
 * The first byte says what the rest is.
 *
 * Each side may send so much as the other granted, {@link lineWindowBytes} at first; what is taken at the other end is granted anew. So
 * a slow reader slows its writer and nothing else, and nobody holds more than what it granted. A frame counts its length and
 * {@link lineFrameCost}, so that many small ones are not free.
 */
import { MalformedError } from './malformed-error.ts'

/** Bytes of one frame, with its first. */
export const lineFrameBytesMax = 65_536
/** What may be sent before anything is granted, frames counted with their cost. */
export const lineWindowBytes = 131_072
/** What may be granted and not yet used: whoever grants more is not meant seriously. */
export const lineWindowBytesMax = 2 ** 30
/** What a frame counts beside its length. */
export const lineFrameCost = 64

/** Content: of a connection `data`, of a program its three streams. It counts to the window. */
export const lineContents = { data: 0, stdout: 1, stderr: 2 } as const
/** `resize`: columns and rows. `exit`: how the program ended. `grant`: so many more. `end`: no more content from this side. */
export const lineControls = { resize: 3, exit: 4, grant: 5, end: 6 } as const

export type LineContent = keyof typeof lineContents

export type LineFrame =
  | { readonly type: LineContent; readonly bytes: Uint8Array }
  | { readonly type: 'resize'; readonly columns: number; readonly rows: number }
  | { readonly type: 'exit'; readonly exitCode?: number; readonly signal?: string }
  | { readonly type: 'grant'; readonly bytes: number }
  | { readonly type: 'end' }

const decoder = new TextDecoder()
const encoder = new TextEncoder()
const contentOf: readonly LineContent[] = ['data', 'stdout', 'stderr']

/** Returns the frame's bytes. @throws {RangeError} for one that is too large. */
export function encodeLineFrame(frame: LineFrame): Uint8Array {
  switch (frame.type) {
    case 'resize':
      return withView(lineControls.resize, 4, (view) => {
        view.setUint16(1, frame.columns)
        view.setUint16(3, frame.rows)
      })
    case 'grant':
      return withView(lineControls.grant, 4, (view) => view.setUint32(1, frame.bytes))
    case 'end':
      return Uint8Array.of(lineControls.end)
    case 'exit': {
      const { exitCode, signal } = frame
      return prefixed(lineControls.exit, encoder.encode(JSON.stringify({ exitCode, signal })))
    }
    default:
      return prefixed(lineContents[frame.type], frame.bytes)
  }
}

/** Returns the frame; content is a view of the same memory. @throws {MalformedError} */
export function decodeLineFrame(bytes: Uint8Array): LineFrame {
  const [kind] = bytes
  if (kind === undefined || bytes.length > lineFrameBytesMax) {
    throw new MalformedError('line frame', `from 1 to ${lineFrameBytesMax} bytes`, bytes.length)
  }
  const type = contentOf[kind]
  if (type !== undefined) return { type, bytes: bytes.subarray(1) }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (kind === lineControls.grant && bytes.length === 5) return { type: 'grant', bytes: view.getUint32(1) }
  if (kind === lineControls.end && bytes.length === 1) return { type: 'end' }
  if (kind === lineControls.resize && bytes.length === 5) {
    return { type: 'resize', columns: view.getUint16(1), rows: view.getUint16(3) }
  }
  if (kind === lineControls.exit) return { type: 'exit', ...exitOf(bytes.subarray(1)) }
  throw new MalformedError('line frame', 'a kind and what belongs to it', kind)
}

/** Returns what a frame of content with so many bytes counts to the window. */
export function lineCost(contentBytes: number): number {
  return 1 + contentBytes + lineFrameCost
}

function exitOf(bytes: Uint8Array): { exitCode?: number; signal?: string } {
  let json: unknown
  try {
    json = JSON.parse(decoder.decode(bytes))
  } catch (cause) {
    throw new MalformedError('line frame', 'JSON of an exit', cause instanceof Error ? cause.name : 'none')
  }
  const { exitCode, signal } = (json ?? {}) as { readonly exitCode?: unknown; readonly signal?: unknown }
  const isCode = Number.isInteger(exitCode) && Number(exitCode) >= 0 && Number(exitCode) <= 255
  if (isCode && signal === undefined) return { exitCode: Number(exitCode) }
  if (typeof signal === 'string' && /^SIG[A-Z0-9]{1,12}$/.test(signal) && exitCode === undefined) return { signal }
  if (exitCode === undefined && signal === undefined) return {}
  throw new MalformedError('line frame', 'an exit code from 0 to 255, a signal, or neither', typeof exitCode)
}

function prefixed(kind: number, bytes: Uint8Array): Uint8Array {
  if (bytes.length >= lineFrameBytesMax) throw new RangeError(`A line's frame has at most ${lineFrameBytesMax} bytes.`)
  const frame = new Uint8Array(1 + bytes.length)
  frame[0] = kind
  frame.set(bytes, 1)
  return frame
}

function withView(kind: number, bytes: number, fill: (view: DataView) => void): Uint8Array {
  const frame = new Uint8Array(1 + bytes)
  frame[0] = kind
  fill(new DataView(frame.buffer))
  return frame
}
