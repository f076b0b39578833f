/**
 * Whether the other end of an exchange has an object that is here already. A hash alone proves nothing: whoever has learnt the hash
 * of somebody's file must not get the file for it.
 */
import { createHash } from 'node:crypto'
import { chunkCount, chunkRange } from '../object/object-layout.ts'
import { chunkHash, type ObjectOutline } from '../object/object-outline.ts'
import type { ObjectSource } from '../source/object-source.ts'
import { ObjectMismatchError } from '../storage-error.ts'

/** Resolves when all bytes came and were right; nothing is kept. @throws {ObjectMismatchError} and what the source does. */
export async function proveObject(
  source: ObjectSource,
  outline: ObjectOutline,
  { signal }: { readonly signal: AbortSignal },
): Promise<void> {
  const { pieces } = await source.open({ start: 0, outline }, { signal })
  let position = 0
  let left = bytesOf(outline, position)
  let hash = createHash('sha256')
  for await (const piece of pieces) {
    signal.throwIfAborted()
    for (let at = 0; at < piece.length; ) {
      const part = piece.subarray(at, at + left)
      hash.update(part)
      at += part.length
      left -= part.length
      if (left > 0) continue
      if (!hash.digest().equals(chunkHash(outline, position)))
        throw new ObjectMismatchError(source.label, `chunk ${position} is wrong`)
      hash = createHash('sha256')
      left = bytesOf(outline, ++position)
    }
  }
  // Who answers with less than was asked for, or with nothing, has shown as little.
  const chunks = chunkCount(outline.bytes)
  if (outline.bytes > 0 && position !== chunks)
    throw new ObjectMismatchError(source.label, `${position} of ${chunks} chunks came`)
}

function bytesOf({ bytes }: ObjectOutline, position: number): number {
  const { start, end } = chunkRange(position, bytes)
  return Math.max(1, end - start)
}
