/** Computes the outline of an object whose bytes come in pieces of any length. Holds 32 bytes a chunk, never the bytes. */
import { createHash } from 'node:crypto'
import { ObjectTooLargeError } from '../storage-error.ts'
import { objectBytesMax, objectChunkBytes } from './object-layout.ts'
import { type ObjectKind, type ObjectOutline, outlineOf } from './object-outline.ts'

export type OutlineBuilder = {
  /** Bytes taken so far. */
  readonly bytes: number
  /** @throws {ObjectTooLargeError} past the maximum. */
  update(piece: Uint8Array): void
  /** Returns the outline of all that was taken; the builder is spent. */
  finish(kind: ObjectKind): ObjectOutline
}

/** @param bytesMax - most bytes the object may have. Cost: one SHA-256 of the bytes, on this thread. */
export function createOutlineBuilder(bytesMax = objectBytesMax): OutlineBuilder {
  const hashes: Uint8Array[] = []
  let chunk = createHash('sha256')
  let bytes = 0
  return {
    get bytes() {
      return bytes
    },
    update(piece) {
      if (bytes + piece.length > bytesMax) throw new ObjectTooLargeError(bytesMax)
      for (let at = 0; at < piece.length; ) {
        const room = objectChunkBytes - (bytes % objectChunkBytes)
        const part = piece.subarray(at, at + room)
        chunk.update(part)
        at += part.length
        bytes += part.length
        if (bytes % objectChunkBytes === 0) {
          hashes.push(chunk.digest())
          chunk = createHash('sha256')
        }
      }
    },
    finish(kind) {
      if (bytes % objectChunkBytes !== 0 || bytes === 0) hashes.push(chunk.digest())
      return outlineOf(kind, bytes, Buffer.concat(hashes))
    },
  }
}
