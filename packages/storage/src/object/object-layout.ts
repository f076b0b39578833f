/**
 * How an object is cut: bytes into chunks of 1 MiB; where there are several, their SHA-256 hashes, in order, into blocks of as
 * many bytes; and again, until one block is left. Every node of this Merkle tree is at most 1 MiB and is named by its plain
 * SHA-256, so whatever moves blocks by hash moves objects. The size alone gives the shape, so no node passes for one of
 * another level.
 *
 * Level 0 are the chunks. Offsets and sizes are in bytes; ranges end before `end`.
 */

/** Chunk and inner block: large enough that 32 bytes of hash are 0.003 %, small enough to be checked in memory. */
export const objectChunkBytes = 1_048_576
/** Largest object, 1 TiB: its chunk hashes are 32 MiB. */
export const objectBytesMax = 1_099_511_627_776
export const blockHashBytes = 32

export type ByteRange = { readonly start: number; readonly end: number }

/** Returns how many chunks an object has; an empty one has one empty chunk. */
export function chunkCount(bytes: number, chunkBytes = objectChunkBytes): number {
  return Math.max(1, Math.ceil(bytes / chunkBytes))
}

/** Returns where a chunk lies in the object. */
export function chunkRange(index: number, bytes: number, chunkBytes = objectChunkBytes): ByteRange {
  return { start: index * chunkBytes, end: Math.min(bytes, (index + 1) * chunkBytes) }
}

/** Returns the number of blocks of each level from the chunks up: the last is 1. */
export function levelCounts(bytes: number, chunkBytes = objectChunkBytes): readonly number[] {
  const counts = [chunkCount(bytes, chunkBytes)]
  for (let count = counts[0] as number; count > 1; ) {
    count = Math.ceil((count * blockHashBytes) / chunkBytes)
    counts.push(count)
  }
  return counts
}
