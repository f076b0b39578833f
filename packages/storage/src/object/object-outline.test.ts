import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatObjectAddress, parseObjectAddress } from './object-address.ts'
import { chunkCount, chunkRange, levelCounts, objectBytesMax, objectChunkBytes } from './object-layout.ts'
import {
  encodeOutline,
  encodeRootBlock,
  hashBlocks,
  isChunk,
  outlineOf,
  parseOutline,
  parseRootBlock,
  rootBlockBytes,
  rootBlockOf,
} from './object-outline.ts'
import { createOutlineBuilder } from './outline-builder.ts'

const sha = (data: Uint8Array | string): Buffer => createHash('sha256').update(data).digest()

function outlineIn(pieces: readonly Uint8Array[]) {
  const builder = createOutlineBuilder()
  for (const piece of pieces) builder.update(piece)
  return builder.finish('file')
}

describe('an address', () => {
  test('is SHA-256 of magic, version, kind, size and the top hash', () => {
    const expected = sha(
      Buffer.concat([Buffer.from('millrace-object\n\x01\x00'), Buffer.from([0, 0, 0, 0, 0, 0, 0, 5]), sha('hello')]),
    )
    expect(outlineIn([Buffer.from('hello')]).address).toBe(expected.toString('hex'))
  })

  test('of several chunks has the hash of their hashes on top', () => {
    const data = Buffer.alloc(2 * objectChunkBytes + 7, 'abc')
    const hashes = [0, 1, 2].map((i) => sha(data.subarray(i * objectChunkBytes, (i + 1) * objectChunkBytes)))
    const outline = outlineIn([data])
    expect(Buffer.from(outline.chunkHashes)).toEqual(Buffer.concat(hashes))
    expect(parseRootBlock(outline.address, rootBlockOf(outline)).top).toEqual(sha(Buffer.concat(hashes)))
  })

  test('stays the same: these were computed once and are in use', () => {
    expect(outlineIn([]).address).toMatchInlineSnapshot(
      `"8bd44ab896179782ab1e288487e1b40691387abd00852cd276f3d74327b76407"`,
    )
    expect(outlineIn([Buffer.from('hello')]).address).toMatchInlineSnapshot(
      `"f630dcef4f87384c99b2e66210e205cd567ec521f01a3d80e6cacaa0e93bf36a"`,
    )
    expect(outlineIn([Buffer.alloc(objectChunkBytes + 1)]).address).toMatchInlineSnapshot(
      `"199a8e1b781a124cd0a00b4b9a521af22701891fd9fd7ca2434aab81fa21ae30"`,
    )
  })

  test('differs by kind', () => {
    const { bytes, chunkHashes, address } = outlineIn([Buffer.from('x')])
    expect(outlineOf('tree', bytes, chunkHashes).address).not.toBe(address)
  })

  test('is read as manifests spell it', () => {
    const { address } = outlineIn([])
    expect(parseObjectAddress(formatObjectAddress(address))).toBe(address)
    expect(parseObjectAddress(address)).toBe(address)
    for (const text of [
      '',
      address.toUpperCase(),
      `sha256:${address}`,
      `${address}0`,
      `${address}\n`,
      `0x${address}`,
    ]) {
      expect(() => parseObjectAddress(text)).toThrow(expect.objectContaining({ code: 'OBJECT_MALFORMED' }))
    }
  })
})

test('pieces of any length give the same outline', () => {
  const data = Buffer.alloc(3 * objectChunkBytes)
  for (let i = 0; i < data.length; i += 4) data.writeUInt32LE((i * 2_654_435_761) >>> 0, i)
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: data.length }),
      fc.array(fc.integer({ min: 0, max: data.length }), { maxLength: 6 }),
      (end, cuts) => {
        const edges = [0, ...cuts.map((cut) => Math.min(cut, end)).sort((a, b) => a - b), end]
        const pieces = edges.slice(1).map((edge, i) => data.subarray(edges[i], edge))
        expect(outlineIn(pieces)).toEqual(outlineIn([data.subarray(0, end)]))
      },
    ),
    { numRuns: 20 },
  )
})

test('every chunk of an object is where its range says, once', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 5_000 }), fc.integer({ min: 32, max: 700 }), (bytes, chunkBytes) => {
      let at = 0
      for (let i = 0; i < chunkCount(bytes, chunkBytes); i++) {
        const range = chunkRange(i, bytes, chunkBytes)
        expect(range.start).toBe(at)
        at = range.end
      }
      expect(at).toBe(bytes)
    }),
  )
})

test('the blocks above the chunks are as many as the size says, and each is named in the one above', () => {
  const blockBytes = 64
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 64 * 40 }), (bytes) => {
      const counts = levelCounts(bytes, blockBytes)
      const chunkHashes = Buffer.concat(Array.from({ length: counts[0] as number }, (_, i) => sha(`chunk ${i}`)))
      const blocks = hashBlocks(chunkHashes, blockBytes)
      let below: Uint8Array = chunkHashes
      for (let level = 1; level < counts.length; level++) {
        const here = blocks.filter((block) => block.level === level)
        expect(here.length).toBe(counts[level])
        expect(Buffer.concat(here.map(({ data }) => data))).toEqual(Buffer.from(below))
        for (const { data, sha256 } of here) expect(sha(data).toString('hex')).toBe(sha256)
        below = Buffer.concat(here.map(({ sha256 }) => Buffer.from(sha256, 'hex')))
      }
      expect(below.length).toBe(32)
    }),
  )
})

test('a hostile change of any byte of an outline is refused', () => {
  const outline = outlineIn([Buffer.alloc(objectChunkBytes * 2 + 1, 7)])
  const encoded = encodeOutline(outline)
  expect(parseOutline(outline.address, encoded)).toEqual(outline)
  fc.assert(
    fc.property(fc.nat(encoded.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
      const bad = Buffer.from(encoded)
      bad[at] = (bad[at] as number) ^ change
      expect(() => parseOutline(outline.address, bad)).toThrow(expect.objectContaining({ code: 'OBJECT_MALFORMED' }))
    }),
  )
  for (const bad of [
    encoded.subarray(0, -1),
    encoded.subarray(0, -32),
    Buffer.concat([encoded, Buffer.alloc(32)]),
    new Uint8Array(),
  ]) {
    expect(() => parseOutline(outline.address, bad)).toThrow(expect.objectContaining({ code: 'OBJECT_MALFORMED' }))
  }
})

test('a root block that says too much is refused, although its hash is right', () => {
  const good = { kind: 'file', bytes: objectBytesMax, top: sha('') } as const
  const block = encodeRootBlock(good)
  expect(block.length).toBe(rootBlockBytes)
  expect(parseRootBlock(sha(block).toString('hex'), block).bytes).toBe(objectBytesMax)
  const changed = (at: number, value: number): Buffer => {
    const bad = Buffer.from(block)
    bad[at] = value
    return bad
  }
  for (const bad of [changed(0, 77), changed(16, 2), changed(17, 2), changed(18, 255), changed(25, 1)]) {
    expect(() => parseRootBlock(sha(bad).toString('hex'), bad)).toThrow(
      expect.objectContaining({ code: 'OBJECT_MALFORMED' }),
    )
  }
})

test('a chunk is known by its bytes', () => {
  const outline = outlineIn([Buffer.from('hello')])
  expect(isChunk(outline, 0, Buffer.from('hello'))).toBe(true)
  expect(isChunk(outline, 0, Buffer.from('hellO'))).toBe(false)
  expect(isChunk(outline, 0, Buffer.from('hello '))).toBe(false)
})

test('more than the maximum is refused before it is hashed', () => {
  const builder = createOutlineBuilder(10)
  builder.update(Buffer.alloc(10))
  expect(() => builder.update(Buffer.alloc(1))).toThrow(expect.objectContaining({ code: 'OBJECT_TOO_LARGE' }))
  expect(builder.bytes).toBe(10)
})
