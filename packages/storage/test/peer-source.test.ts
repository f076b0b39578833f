import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { type ObjectStorage, type PeerBlocks, peerSource } from '../src/index.ts'
import { bytesOf, freshStorage, mebibyte, memorySource, outlineFor, readAll, signal } from './parts.ts'

const data = bytesOf(2 * mebibyte + 3, 'peer')
const { address } = outlineFor(data)

/** A peer that serves a storage's blocks as the bulk server does, and checks them as the bulk client does not have to. */
function peerOf({ blocks }: ObjectStorage, change: (block: Buffer) => Buffer = (block) => block) {
  const asked: string[] = []
  const peer: PeerBlocks = {
    name: 'n1',
    async *fetchBlock({ sha256, bytes, signal }) {
      asked.push(sha256)
      const found = await blocks.stat(sha256, { signal })
      if (found?.bytes !== bytes) throw new Error('the peer does not have it')
      const half = Math.floor(bytes / 2)
      yield change(await readAll(blocks.openRange(sha256, { start: 0, end: half }, { signal })))
      yield await readAll(blocks.openRange(sha256, { start: half, end: bytes }, { signal }))
    },
  }
  return { peer, asked }
}

async function serving(isShared = (_: string): boolean => true): Promise<ObjectStorage> {
  const storage = await freshStorage({ isShared })
  await (await storage.fetch(address, { sources: () => [memorySource(data)], signal }))[Symbol.asyncDispose]()
  return storage
}

describe('a peer', () => {
  test('gives an object block by block: root, hashes, chunks', async () => {
    const { peer, asked } = peerOf(await serving())
    const storage = await freshStorage()
    await using object = await storage.fetch(address, { sources: () => [peerSource(peer)], signal })
    expect((await readAll(object.read({ start: 0, end: data.length }, { signal }))).equals(data)).toBe(true)
    const chunks = [0, 1, 2].map((i) => data.subarray(i * mebibyte, (i + 1) * mebibyte))
    const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')
    expect(asked).toEqual([address, hashOf(Buffer.from(outlineFor(data).chunkHashes)), ...chunks.map(hashOf)])
  })

  test('gives an object of one chunk, and an empty one', async () => {
    const from = await freshStorage({ isShared: () => true })
    for (const bytes of [Buffer.from('small'), Buffer.alloc(0)]) {
      const { address: wanted } = outlineFor(bytes)
      await (await from.fetch(wanted, { sources: () => [memorySource(bytes)], signal }))[Symbol.asyncDispose]()
      const { peer, asked } = peerOf(from)
      const storage = await freshStorage()
      await using object = await storage.fetch(wanted, { sources: () => [peerSource(peer)], signal })
      expect(await readAll(object.read({ start: 0, end: bytes.length }, { signal }))).toEqual(bytes)
      expect(asked.length).toBe(bytes.length === 0 ? 1 : 2)
    }
  })

  test.each([
    ['changes', (block: Buffer) => Buffer.from(block.map((byte) => byte ^ 1)), 'OBJECT_MISMATCH'],
    ['shortens', (block: Buffer) => block.subarray(1), 'OBJECT_SOURCE_FAILED'],
    ['lengthens', (block: Buffer) => Buffer.concat([block, block]), 'OBJECT_MISMATCH'],
  ])('that %s blocks is refused, and the next one is asked', async (_, change, code) => {
    const from = await serving()
    const { peer: liar } = peerOf(from, change)
    const storage = await freshStorage()
    const alone = storage.fetch(address, { sources: () => [peerSource(liar)], signal })
    await expect(alone).rejects.toMatchObject({ failures: expect.arrayContaining([expect.objectContaining({ code })]) })
    const { peer } = peerOf(from)
    await using _object = await storage.fetch(address, { sources: () => [peerSource(liar), peerSource(peer)], signal })
  })

  test('that says nothing is left on abort', async () => {
    const abort = new AbortController()
    const silent: PeerBlocks = {
      name: 'silent',
      async *fetchBlock({ signal }) {
        queueMicrotask(() => abort.abort(new Error('enough')))
        await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()))
        yield Buffer.alloc(0)
      },
    }
    const storage = await freshStorage()
    await expect(storage.fetch(address, { sources: () => [peerSource(silent)], signal: abort.signal })).rejects.toThrow(
      'enough',
    )
  })

  test('gets only what is shared', async () => {
    const { blocks } = await serving((wanted) => wanted !== address)
    const chunk = createHash('sha256').update(data.subarray(0, mebibyte)).digest('hex')
    for (const hash of [address, chunk, 'ab'.repeat(32), 'no hash', '']) {
      expect(await blocks.stat(hash, { signal })).toBeUndefined()
      expect(await readAll(blocks.openRange(hash, { start: 0, end: 10 }, { signal }))).toEqual(Buffer.alloc(0))
    }
  })
})
