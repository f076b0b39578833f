/** Answers the wants of a peer from what is whole here, at its pace. */
import { MalformedError } from '@millrace/protocol'
import type { OpenObject } from '../cache/open-object.ts'
import { encodeOutline } from '../object/object-outline.ts'
import { ObjectUnavailableError } from '../storage-error.ts'
import { exchangeFrameBytes, type GivingLine } from './exchange-line.ts'

export type GiveInit = {
  /** Returns an object that the peer may have, undefined for any other; it is disposed of after each want. */
  readonly open: (address: string, options: { readonly signal: AbortSignal }) => Promise<OpenObject | undefined>
  /** Told how many bytes are to go out next. @throws to refuse more of them. */
  readonly onWant?: (bytes: number) => void
  readonly signal: AbortSignal
}

/**
 * Resolves when the peer wants nothing more.
 *
 * @throws {ObjectUnavailableError} for an object that it may not have. @throws {MalformedError} for a range that is none.
 * @throws {ObjectCorruptError} before any byte of a chunk that is wrong here, and what ended the stream.
 */
export async function giveObjects(line: GivingLine, { open, onWant, signal }: GiveInit): Promise<void> {
  for (let want = await line.next(); want !== undefined; want = await line.next()) {
    signal.throwIfAborted()
    await using object = await open(want.object, { signal })
    if (object === undefined) throw new ObjectUnavailableError(want.object, [])
    const { range } = want
    if (range === 'outline') {
      const outline = encodeOutline(object.outline)
      onWant?.(outline.length)
      await line.announce(outline.length)
      await sendAll(line, outline)
      continue
    }
    if (range.start > range.end || range.end > object.outline.bytes) {
      throw new MalformedError('range', `one within ${object.outline.bytes} bytes`, `${range.start} to ${range.end}`)
    }
    onWant?.(range.end - range.start)
    await line.announce(range.end - range.start)
    for await (const piece of object.read(range, { signal })) await sendAll(line, piece)
  }
}

async function sendAll(line: GivingLine, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length; at += exchangeFrameBytes) {
    await line.send(bytes.subarray(at, at + exchangeFrameBytes))
  }
}
