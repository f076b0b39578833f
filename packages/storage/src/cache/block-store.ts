/**
 * The objects of a cache as blocks by plain SHA-256, to be served to peers: root blocks, blocks of hashes, chunks. It has the
 * shape that the bulk server of the `p2p` package asks for; packages of one row do not import each other.
 *
 * Only whole objects that `isShared` allows are served: whoever knows a hash gets the bytes. Chunks are checked as they are read.
 */
import type { ObjectAddress } from '../object/object-address.ts'
import { type ByteRange, chunkRange } from '../object/object-layout.ts'
import { hashBlocks, type ObjectOutline, rootBlockOf } from '../object/object-outline.ts'
import type { ObjectCache } from './object-cache.ts'

export type BlockStore = {
  /** Returns the size of a block that is served, or undefined. */
  stat(sha256: string, options: { readonly signal: AbortSignal }): Promise<{ readonly bytes: number } | undefined>
  /** Yields the bytes of a range of a block; none when it is gone. On abort ends with the signal's reason. */
  openRange(
    sha256: string,
    range: ByteRange,
    options: { readonly signal: AbortSignal },
  ): AsyncGenerator<Uint8Array, void, void>
}

type Block =
  | { readonly kind: 'data'; readonly data: Uint8Array }
  | { readonly kind: 'chunk'; readonly address: ObjectAddress; readonly range: ByteRange }

export function createBlockStore(cache: ObjectCache, isShared: (address: ObjectAddress) => boolean): BlockStore {
  function wholeOutline(address: ObjectAddress): ObjectOutline | undefined {
    return isShared(address) && cache.index.find(address)?.isComplete === true ? cache.outline(address) : undefined
  }

  function find(sha256: string): Block | undefined {
    const outline = wholeOutline(sha256)
    if (outline !== undefined) return { kind: 'data', data: rootBlockOf(outline) }
    for (const { address, level, position } of cache.index.places(sha256)) {
      const holder = wholeOutline(address)
      if (holder === undefined) continue
      if (level === 0) return { kind: 'chunk', address, range: chunkRange(position, holder.bytes) }
      const block = hashBlocks(holder.chunkHashes).find((one) => one.level === level && one.position === position)
      if (block !== undefined) return { kind: 'data', data: block.data }
    }
    return undefined
  }

  return {
    async stat(sha256, { signal }) {
      signal.throwIfAborted()
      const block = find(sha256)
      if (block === undefined) return undefined
      return { bytes: block.kind === 'data' ? block.data.length : block.range.end - block.range.start }
    },
    async *openRange(sha256, { start, end }, { signal }) {
      signal.throwIfAborted()
      const block = find(sha256)
      if (block === undefined) return
      if (block.kind === 'data') {
        yield block.data.subarray(start, end)
        return
      }
      await using object = await cache.open(block.address)
      if (object === undefined) return
      const { range } = block
      yield* object.read({ start: range.start + start, end: Math.min(range.end, range.start + end) }, { signal })
    },
  }
}
