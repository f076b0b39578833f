/**
 * The outline of an object: all that is needed to check any of its chunks. The root block binds kind, size and the hash of the
 * top of the Merkle tree (object-layout.ts), and its own SHA-256 is the object's address:
 *
 *   "millrace-object\n" · version 1 (1 byte) · kind (1 byte: 0 file, 1 tree) · size (8 bytes, big-endian) · top hash (32 bytes)
 *
 * Encoded, an outline is the root block and the hashes of all chunks in order; nothing in it need be trusted, since it gives
 * the address again or is refused.
 */
import { createHash } from 'node:crypto'
import { ObjectMalformedError } from '../storage-error.ts'
import type { BlockHash, ObjectAddress } from './object-address.ts'
import { blockHashBytes, chunkCount, objectBytesMax, objectChunkBytes } from './object-layout.ts'

export type ObjectKind = 'file' | 'tree'

export type ObjectOutline = {
  readonly address: ObjectAddress
  readonly kind: ObjectKind
  /** Size of the object. */
  readonly bytes: number
  /** Hashes of the chunks, 32 bytes each. */
  readonly chunkHashes: Uint8Array
}

export type RootBlock = { readonly kind: ObjectKind; readonly bytes: number; readonly top: Uint8Array }

/** An inner block: the hashes of blocks of the level below. */
export type HashBlock = {
  readonly sha256: BlockHash
  /** At least 1; 0 are the chunks. */
  readonly level: number
  /** Place within its level. */
  readonly position: number
  readonly data: Uint8Array
}

const magic = Buffer.from('millrace-object\n', 'latin1')
const version = 1
const kinds: readonly ObjectKind[] = ['file', 'tree']
export const rootBlockBytes = magic.length + 2 + 8 + blockHashBytes

/** Returns the outline of an object with these chunks. Cost: one SHA-256 of the hashes. */
export function outlineOf(kind: ObjectKind, bytes: number, chunkHashes: Uint8Array): ObjectOutline {
  if (chunkHashes.length !== chunkCount(bytes) * blockHashBytes) {
    throw new ObjectMalformedError(`${bytes} bytes have ${chunkCount(bytes)} chunk hashes`)
  }
  const block = encodeRootBlock({ kind, bytes, top: topOf(chunkHashes) })
  return { address: sha256(block).toString('hex'), kind, bytes, chunkHashes }
}

/** Returns the root block, {@link rootBlockBytes} long. */
export function encodeRootBlock({ kind, bytes, top }: RootBlock): Uint8Array {
  const block = Buffer.alloc(rootBlockBytes)
  magic.copy(block)
  block.writeUInt8(version, magic.length)
  block.writeUInt8(kinds.indexOf(kind), magic.length + 1)
  block.writeBigUInt64BE(BigInt(bytes), magic.length + 2)
  block.set(top, magic.length + 10)
  return block
}

/** Returns what a root block says. @throws {ObjectMalformedError} when it is none, or not the one of the address. */
export function parseRootBlock(address: ObjectAddress, data: Uint8Array): RootBlock {
  const block = Buffer.from(data.buffer, data.byteOffset, data.byteLength)
  if (block.length !== rootBlockBytes || sha256(block).toString('hex') !== address) {
    throw new ObjectMalformedError('the root block is not the one that the address names')
  }
  const kind = kinds[block.readUInt8(magic.length + 1)]
  const bytes = block.readBigUInt64BE(magic.length + 2)
  if (!block.subarray(0, magic.length).equals(magic) || block.readUInt8(magic.length) !== version || !kind) {
    throw new ObjectMalformedError('the root block is not of this version')
  }
  if (bytes > BigInt(objectBytesMax)) throw new ObjectMalformedError(`objects have at most ${objectBytesMax} bytes`)
  return { kind, bytes: Number(bytes), top: block.subarray(magic.length + 10) }
}

/** Returns root block and chunk hashes, as they are stored beside an object's bytes. */
export function encodeOutline(outline: ObjectOutline): Uint8Array {
  return Buffer.concat([rootBlockOf(outline), outline.chunkHashes])
}

/** Returns the outline, checked against the address. @throws {ObjectMalformedError} */
export function parseOutline(address: ObjectAddress, data: Uint8Array): ObjectOutline {
  const { kind, bytes } = parseRootBlock(address, data.subarray(0, rootBlockBytes))
  const outline = outlineOf(kind, bytes, data.subarray(rootBlockBytes))
  if (outline.address !== address) throw new ObjectMalformedError('the chunk hashes are not of this address')
  return outline
}

export function rootBlockOf({ kind, bytes, chunkHashes }: ObjectOutline): Uint8Array {
  return encodeRootBlock({ kind, bytes, top: topOf(chunkHashes) })
}

/** Returns the hash of a chunk, 32 bytes. */
export function chunkHash({ chunkHashes }: ObjectOutline, index: number): Uint8Array {
  return chunkHashes.subarray(index * blockHashBytes, (index + 1) * blockHashBytes)
}

/** Returns whether these bytes are the chunk. */
export function isChunk(outline: ObjectOutline, index: number, data: Uint8Array): boolean {
  return sha256(data).equals(chunkHash(outline, index))
}

/** Returns the inner blocks above these chunk hashes, from level 1 up; none where there is a single chunk. */
export function hashBlocks(chunkHashes: Uint8Array, blockBytes = objectChunkBytes): readonly HashBlock[] {
  const blocks: HashBlock[] = []
  let below = chunkHashes
  for (let level = 1; below.length > blockHashBytes; level++) {
    const here: Uint8Array[] = []
    for (let start = 0; start < below.length; start += blockBytes) {
      const data = below.subarray(start, start + blockBytes)
      const hash = sha256(data)
      here.push(hash)
      blocks.push({ sha256: hash.toString('hex'), level, position: here.length - 1, data })
    }
    below = Buffer.concat(here)
  }
  return blocks
}

function topOf(chunkHashes: Uint8Array): Uint8Array {
  const top = hashBlocks(chunkHashes).at(-1)
  return top === undefined ? chunkHashes : Buffer.from(top.sha256, 'hex')
}

export function sha256(data: Uint8Array): Buffer {
  return createHash('sha256').update(data).digest()
}
