import { existsSync } from 'node:fs'
import { chmod, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ObjectSource } from '../src/index.ts'
import {
  bytesOf,
  freshStorage,
  mebibyte,
  memorySource,
  outlineFor,
  readAll,
  signal,
  storageIn,
  temporaryDirectory,
} from './parts.ts'

const data = bytesOf(3 * mebibyte + 17)
const { address } = outlineFor(data)
const only = (source: ObjectSource) => () => [source]
const fileOf = (directory: string, of = address): string => join(directory, 'objects', of.slice(0, 2), of)

async function fetched(directory: string): Promise<void> {
  await using storage = await storageIn(directory)
  await using _object = await storage.fetch(address, { sources: only(memorySource(data)), signal })
}

async function corrupt(path: string, at: number): Promise<void> {
  await chmod(path, 0o600)
  const bytes = await readFile(path)
  bytes[at] = (bytes[at] as number) ^ 1
  await writeFile(path, bytes)
}

describe('an object that was fetched', () => {
  test('is read from the cache, in whatever range, without asking a source', async () => {
    const storage = await freshStorage()
    await using _first = await storage.fetch(address, { sources: only(memorySource(data)), signal })
    await using object = await storage.fetch(address, { signal })
    await fc.assert(
      fc.asyncProperty(fc.nat(data.length), fc.nat(data.length), async (a, b) => {
        const range = { start: Math.min(a, b), end: Math.max(a, b) }
        expect((await readAll(object.read(range, { signal }))).equals(data.subarray(range.start, range.end))).toBe(true)
      }),
      { numRuns: 20 },
    )
  })

  test('is there after a restart, read-only', async () => {
    const directory = await temporaryDirectory()
    await fetched(directory)
    const storage = await storageIn(directory)
    await using object = await storage.fetch(address, { signal })
    expect(object.outline).toEqual(outlineFor(data))
    expect((await readFile(object.path)).equals(data)).toBe(true)
  })

  test('may be empty', async () => {
    const storage = await freshStorage()
    const empty = Buffer.alloc(0)
    await using object = await storage.fetch(outlineFor(empty).address, { sources: only(memorySource(empty)), signal })
    expect(await readAll(object.read({ start: 0, end: 0 }, { signal }))).toEqual(empty)
  })

  test('is unavailable when nobody has it, and the error says why for each source', async () => {
    const storage = await freshStorage()
    await expect(storage.fetch(address, { signal })).rejects.toMatchObject({ code: 'OBJECT_UNAVAILABLE', failures: [] })
    const sources = () => [memorySource(bytesOf(10)), memorySource(bytesOf(20))]
    await expect(storage.fetch(address, { sources, signal })).rejects.toMatchObject({
      code: 'OBJECT_UNAVAILABLE',
      retryable: false,
      failures: Array.from({ length: 4 }, () => expect.objectContaining({ code: expect.stringMatching(/^OBJECT_M/) })),
    })
    expect(storage.usage()).toMatchObject({ bytes: 0, objects: 0, pinned: 0 })
  })
})

describe('sources that fail', () => {
  test('what one brought stays, and the next goes on behind it', async () => {
    const storage = await freshStorage()
    const breaking = memorySource(data, function* ({ start }) {
      yield data.subarray(start, Math.max(start, 2 * mebibyte + 5))
    })
    const second = memorySource(data)
    await using object = await storage.fetch(address, { sources: () => [breaking, second], signal })
    expect(second.wanted).toEqual([expect.objectContaining({ start: 2 * mebibyte, end: data.length })])
    expect((await readAll(object.read({ start: 0, end: data.length }, { signal }))).equals(data)).toBe(true)
  })

  test('one wrong bit costs one chunk and the source', async () => {
    const storage = await freshStorage()
    const wrong = Buffer.from(data)
    wrong[mebibyte + 3] = (wrong[mebibyte + 3] as number) ^ 1
    const liar = memorySource(data, ({ start, end }) => [wrong.subarray(start, end)])
    const second = memorySource(data)
    await using object = await storage.fetch(address, { sources: () => [liar, second], signal })
    expect(liar.wanted.length).toBe(1)
    expect(second.wanted.map(({ start }) => start)).toEqual([mebibyte])
    expect((await readAll(object.read({ start: 0, end: data.length }, { signal }))).equals(data)).toBe(true)
  })

  test('from any prefix, in any pieces, fetching goes on at the chunk where it broke off', async () => {
    const directory = await temporaryDirectory()
    let run = 0
    await fc.assert(
      fc.asyncProperty(
        fc.nat(data.length - 1),
        fc.integer({ min: 1_000, max: 2 * mebibyte }),
        async (prefix, pieceBytes) => {
          const cache = join(directory, String(run++))
          {
            await using first = await storageIn(cache, { limits: { attemptsMax: 1 } })
            const stops = memorySource(data, () => [data.subarray(0, prefix)])
            await expect(first.fetch(address, { sources: only(stops), signal })).rejects.toMatchObject({
              retryable: true,
            })
          }
          await using second = await storageIn(cache)
          const rest = memorySource(data, function* ({ start, end = data.length }) {
            for (let at = start; at < end; at += pieceBytes) yield data.subarray(at, Math.min(end, at + pieceBytes))
          })
          await using object = await second.fetch(address, { sources: only(rest), signal })
          expect(rest.wanted.map(({ start }) => start)).toEqual([prefix - (prefix % mebibyte)])
          expect((await readAll(object.read({ start: 0, end: data.length }, { signal }))).equals(data)).toBe(true)
        },
      ),
      { numRuns: 8 },
    )
  })

  test('an abort ends it with its reason, and what came is kept', async () => {
    const storage = await freshStorage()
    const abort = new AbortController()
    const hanging = memorySource(data, async function* () {
      yield data.subarray(0, mebibyte)
      await new Promise<void>((resolve) => abort.signal.addEventListener('abort', () => resolve()))
    })
    const onProgress = ({ bytesDone }: { readonly bytesDone: number }): void => {
      if (bytesDone === mebibyte) queueMicrotask(() => abort.abort(new Error('enough')))
    }
    const options = { sources: only(hanging), signal: abort.signal, onProgress }
    await expect(storage.fetch(address, options)).rejects.toThrow('enough')
    const rest = memorySource(data)
    await using _object = await storage.fetch(address, { sources: only(rest), signal })
    expect(rest.wanted.map(({ start }) => start)).toEqual([mebibyte])
  })

  test('whoever asks for the same object at the same time waits for the one who fetches', async () => {
    const storage = await freshStorage()
    const source = memorySource(data)
    const sources = only(source)
    const objects = await Promise.all(Array.from({ length: 5 }, () => storage.fetch(address, { sources, signal })))
    expect(source.wanted.length).toBe(1)
    for (const object of objects) await object[Symbol.asyncDispose]()
    expect(storage.usage()).toMatchObject({ objects: 1, pinned: 0 })
  })
})

describe('a file that changed on the disk', () => {
  test('a wrong chunk is never handed out, is put aside, and only it is fetched again', async () => {
    const directory = await temporaryDirectory()
    await fetched(directory)
    await corrupt(fileOf(directory), 2 * mebibyte + 9)
    const storage = await storageIn(directory)
    const seen: Uint8Array[] = []
    {
      await using object = await storage.fetch(address, { signal })
      const reading = async (): Promise<void> => {
        for await (const piece of object.read({ start: 0, end: data.length }, { signal })) seen.push(piece)
      }
      await expect(reading()).rejects.toMatchObject({ code: 'OBJECT_CORRUPT', retryable: true })
    }
    expect(Buffer.concat(seen).equals(data.subarray(0, 2 * mebibyte))).toBe(true)
    expect(await readdir(join(directory, 'quarantine'))).toEqual([`${address}.2`])
    await expect(storage.fetch(address, { signal })).rejects.toMatchObject({ code: 'OBJECT_UNAVAILABLE' })
    const source = memorySource(data)
    await using repaired = await storage.fetch(address, { sources: only(source), signal })
    expect(source.wanted).toEqual([expect.objectContaining({ start: 2 * mebibyte, end: 3 * mebibyte })])
    expect((await readAll(repaired.read({ start: 0, end: data.length }, { signal }))).equals(data)).toBe(true)
  })

  test.each([0, 1, mebibyte, 3 * mebibyte + 16])('a file cut off after %i bytes is found out', async (length) => {
    const directory = await temporaryDirectory()
    await fetched(directory)
    await chmod(fileOf(directory), 0o600)
    await truncate(fileOf(directory), length)
    const storage = await storageIn(directory)
    await using object = await storage.fetch(address, { signal })
    await expect(readAll(object.read({ start: 0, end: data.length }, { signal }))).rejects.toMatchObject({
      code: 'OBJECT_CORRUPT',
    })
  })

  test('a file that is gone is fetched again', async () => {
    const directory = await temporaryDirectory()
    const storage = await storageIn(directory)
    {
      await using object = await storage.fetch(address, { sources: only(memorySource(data)), signal })
      await rm(object.path)
    }
    await using _object = await storage.fetch(address, { sources: only(memorySource(data)), signal })
    expect(storage.usage()).toMatchObject({ objects: 1 })
  })

  test.each([
    ['garbage', 'this is no database at all, but long enough to be taken for one'.repeat(100)],
    ['nothing', ''],
  ])('an index that is %s starts an empty cache', async (_, content) => {
    const directory = await temporaryDirectory()
    await fetched(directory)
    await writeFile(join(directory, 'index.sqlite'), content)
    const storage = await storageIn(directory)
    expect(storage.usage()).toEqual({ bytes: 0, objects: 0, pinned: 0 })
    expect(existsSync(fileOf(directory))).toBe(false)
    await using _object = await storage.fetch(address, { sources: only(memorySource(data)), signal })
  })

  test('a disk that does not allow it is an error that names the directory', async () => {
    const directory = await temporaryDirectory()
    await writeFile(join(directory, 'file'), '')
    await expect(storageIn(join(directory, 'file'))).rejects.toMatchObject({
      code: 'STORAGE_FAILED',
      message: expect.stringContaining('ENOTDIR'),
    })
  })

  test('files that nobody knows are removed on opening, whole ones of a lost step are used', async () => {
    const directory = await temporaryDirectory()
    await fetched(directory)
    const other = 'cd'.repeat(32)
    await writeFile(join(directory, 'partial', other), 'x')
    await writeFile(join(directory, 'spool', 'left'), 'x')
    await writeFile(fileOf(directory, `${address.slice(0, 2)}${'0'.repeat(62)}`), 'x')
    const index = new DatabaseSync(join(directory, 'index.sqlite'))
    index.exec('UPDATE object SET complete = 0')
    index.close()
    const storage = await storageIn(directory)
    expect(await readdir(join(directory, 'partial'))).toEqual([address])
    expect(await readdir(join(directory, 'spool'))).toEqual([])
    const source = memorySource(data)
    await using _object = await storage.fetch(address, { sources: only(source), signal })
    expect(source.wanted).toEqual([])
    expect(existsSync(fileOf(directory))).toBe(true)
    expect(await readdir(join(directory, 'objects', address.slice(0, 2)))).toEqual([address])
  })
})

describe('the bound', () => {
  const small = Array.from({ length: 6 }, (_, i) => bytesOf(mebibyte - 4_096, `small ${i}`))
  const addressOf = (i: number): string => outlineFor(small[i] as Buffer).address
  const get = (storage: Awaited<ReturnType<typeof freshStorage>>, i: number) =>
    storage.fetch(addressOf(i), { sources: only(memorySource(small[i] as Buffer)), signal })

  test('what was used longest ago goes, and never more is kept', async () => {
    let time = 1_000
    const storage = await freshStorage({ bytesMax: 3 * mebibyte, now: () => time++ })
    for (const i of [0, 1, 2]) await (await get(storage, i))[Symbol.asyncDispose]()
    await (await get(storage, 0))[Symbol.asyncDispose]()
    await (await get(storage, 3))[Symbol.asyncDispose]()
    expect(storage.usage()).toEqual({ bytes: 3 * mebibyte, objects: 3, pinned: 0 })
    await expect(storage.fetch(addressOf(1), { signal })).rejects.toMatchObject({ code: 'OBJECT_UNAVAILABLE' })
    for (const i of [0, 2, 3]) await (await storage.fetch(addressOf(i), { signal }))[Symbol.asyncDispose]()
  })

  test('what is in use stays, and when all is, there is no room', async () => {
    const storage = await freshStorage({ bytesMax: 3 * mebibyte })
    const used = await Promise.all([0, 1, 2].map((i) => get(storage, i)))
    await expect(get(storage, 3)).rejects.toMatchObject({ code: 'STORAGE_FULL', retryable: true })
    await used[1]?.[Symbol.asyncDispose]()
    await using _fourth = await get(storage, 3)
    await expect(storage.fetch(addressOf(1), { signal })).rejects.toMatchObject({ code: 'OBJECT_UNAVAILABLE' })
    for (const i of [0, 2]) await (await storage.fetch(addressOf(i), { signal }))[Symbol.asyncDispose]()
    for (const object of used) await object[Symbol.asyncDispose]()
  })

  test('an object that is larger than the whole cache is refused before it is fetched', async () => {
    const storage = await freshStorage({ bytesMax: mebibyte })
    const source = memorySource(data)
    await expect(storage.fetch(address, { sources: only(source), signal })).rejects.toMatchObject({
      code: 'STORAGE_FULL',
    })
    expect(source.wanted).toEqual([])
  })

  test('an import of unknown length stops at the bound and leaves nothing', async () => {
    const directory = await temporaryDirectory()
    const storage = await storageIn(directory, { bytesMax: 2 * mebibyte })
    const endless: ObjectSource = {
      label: 'endless',
      open: async () => ({ start: 0, bytesTotal: undefined, validator: undefined, pieces: forEver() }),
      readOutline: async () => undefined,
    }
    await expect(storage.import(endless, { signal })).rejects.toMatchObject({ code: 'STORAGE_FULL' })
    await expect(storage.import(endless, { bytesMax: mebibyte, signal })).rejects.toMatchObject({
      code: 'OBJECT_TOO_LARGE',
    })
    expect(storage.usage()).toEqual({ bytes: 0, objects: 0, pinned: 0 })
    expect(await readdir(join(directory, 'spool'))).toEqual([])
  })
})

async function* forEver(): AsyncGenerator<Uint8Array, void, void> {
  for (;;) yield Buffer.alloc(100_000)
}
