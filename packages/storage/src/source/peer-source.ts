/**
 * A peer as a source. Peers name every block by its plain SHA-256: the root block by the object's address, then the blocks of
 * hashes from the top down, then the chunks. The bulk client of the `p2p` package has the shape of the port:
 * `{ name, fetchBlock: (wanted) => client.fetchObject(endpoint, wanted) }`.
 */
import { isMillraceError } from '@millrace/protocol'
import type { ObjectAddress } from '../object/object-address.ts'
import { type ByteRange, blockHashBytes, chunkRange, levelCounts, objectChunkBytes } from '../object/object-layout.ts'
import { chunkHash, parseRootBlock, type RootBlock, rootBlockBytes, sha256 } from '../object/object-outline.ts'
import { ObjectMismatchError, ObjectSourceError } from '../storage-error.ts'
import type { ObjectSource } from './object-source.ts'

export type PeerBlocks = {
  /** What errors call the peer. */
  readonly name: string
  /** Yields the bytes of a block, at least one. On abort it ends with an error. */
  fetchBlock(wanted: {
    /** 64 lower-case hex digits. */
    readonly sha256: string
    readonly bytes: number
    readonly signal: AbortSignal
  }): AsyncIterable<Uint8Array>
}

/** Characters of a peer's name that errors repeat. */
const peerNameCharsMax = 64

export function peerSource(peer: PeerBlocks): ObjectSource {
  const label = `peer ${JSON.stringify(peer.name.slice(0, peerNameCharsMax))}`
  const fetch = (hash: Uint8Array | ObjectAddress, bytes: number, signal: AbortSignal): Promise<Uint8Array> =>
    fetchWhole(peer, label, {
      sha256: typeof hash === 'string' ? hash : Buffer.from(hash).toString('hex'),
      bytes,
      signal,
    })
  return {
    label,
    async open({ start, end, outline }, { signal }) {
      if (outline === undefined) {
        throw new ObjectSourceError(label, 'a peer is asked by block, and the outline is not known', {
          retryable: false,
        })
      }
      const { bytes, address } = outline
      const first = Math.floor(start / objectChunkBytes)
      const pieces = async function* (): AsyncGenerator<Uint8Array, void, void> {
        for (let position = first; position * objectChunkBytes < (end ?? bytes); position++) {
          const range = chunkRange(position, bytes)
          yield await fetch(chunkHash(outline, position), range.end - range.start, signal)
        }
      }
      return { start: first * objectChunkBytes, bytesTotal: bytes, validator: address, pieces: pieces() }
    },
    async readOutline(address, { signal }) {
      const rootBlock = await fetch(address, rootBlockBytes, signal)
      const root = parseRootBlock(address, rootBlock)
      return Buffer.concat([rootBlock, await readChunkHashes(root, (hash, bytes) => fetch(hash, bytes, signal))])
    },
  }
}

/** Goes down the levels: the hashes of one are the content of the blocks of the next. */
async function readChunkHashes(
  { bytes, top }: RootBlock,
  fetch: (hash: Uint8Array, bytes: number) => Promise<Uint8Array>,
): Promise<Uint8Array> {
  const counts = levelCounts(bytes)
  let hashes = top
  for (let level = counts.length - 1; level > 0; level--) {
    const below = (counts[level - 1] as number) * blockHashBytes
    const parts: Uint8Array[] = []
    for (let position = 0; position < (counts[level] as number); position++) {
      const { start, end }: ByteRange = chunkRange(position, below)
      parts.push(await fetch(hashes.subarray(position * blockHashBytes, (position + 1) * blockHashBytes), end - start))
    }
    hashes = Buffer.concat(parts)
  }
  return hashes
}

async function fetchWhole(
  peer: PeerBlocks,
  label: string,
  wanted: { readonly sha256: string; readonly bytes: number; readonly signal: AbortSignal },
): Promise<Uint8Array> {
  const block = Buffer.allocUnsafe(wanted.bytes)
  let done = 0
  try {
    for await (const piece of peer.fetchBlock(wanted)) {
      if (piece.length > wanted.bytes - done) throw new ObjectMismatchError(label, 'a block is too long')
      block.set(piece, done)
      done += piece.length
    }
  } catch (error) {
    wanted.signal.throwIfAborted()
    if (error instanceof ObjectMismatchError) throw error
    const problem = error instanceof Error ? error.message.replace(/\.$/, '') : 'unknown reason'
    throw new ObjectSourceError(label, problem, { retryable: !isMillraceError(error) || error.retryable, cause: error })
  }
  if (done < wanted.bytes)
    throw new ObjectSourceError(label, `a block ended after ${done} of ${wanted.bytes} bytes`, { retryable: true })
  if (sha256(block).toString('hex') !== wanted.sha256) throw new ObjectMismatchError(label, 'a block has another hash')
  return block
}
