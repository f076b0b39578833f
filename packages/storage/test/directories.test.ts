import { execFileSync } from 'node:child_process'
import { chmod, link, mkdir, readdir, readFile, stat, symlink, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ObjectStorage } from '../src/index.ts'
import { encodeTreeListing, type TreeEntry } from '../src/object/tree-listing.ts'
import {
  bytesOf,
  freshStorage,
  mebibyte,
  memorySource,
  outlineFor,
  signal,
  storageIn,
  temporaryDirectory,
} from './parts.ts'

/** Makes files with contents. */
async function makeFiles(root: string, files: Readonly<Record<string, string | Buffer>>): Promise<string> {
  await mkdir(root, { recursive: true })
  for (const [path, content] of Object.entries(files)) {
    await mkdir(join(root, path, '..'), { recursive: true })
    await writeFile(join(root, path), content)
  }
  return root
}

/** Reads all files below a directory: content and whether it may be executed and written. */
async function readFiles(root: string): Promise<Record<string, string>> {
  const found: Record<string, string> = {}
  for (const entry of await readdir(root, { recursive: true, withFileTypes: true })) {
    if (entry.isDirectory()) continue
    const path = join(entry.parentPath, entry.name)
    const { mode } = await stat(path)
    found[path.slice(root.length + 1)] = `${(mode & 0o777).toString(8)} ${(await readFile(path)).toString('latin1')}`
  }
  return found
}

async function storeTree(
  storage: ObjectStorage,
  entries: readonly TreeEntry[],
  contents: Readonly<Record<string, Buffer>> = {},
) {
  const listing = Buffer.from(encodeTreeListing(entries))
  const byAddress = new Map(Object.values(contents).map((data) => [outlineFor(data).address, data]))
  const { address } = outlineFor(listing, 'tree')
  const asTree = { ...memorySource(listing), readOutline: async () => undefined }
  const sources = (wanted: string) =>
    wanted === address ? [asTree] : [memorySource(byAddress.get(wanted) ?? Buffer.from('other'))]
  return { address, sources, storage }
}

describe('a directory', () => {
  const files = {
    'scene.pov': 'sphere',
    'bin/render': '#!/bin/sh',
    'textures/wood/ä b.png': bytesOf(mebibyte + 1),
    '-rf': '',
    'a.b': 'x',
  }

  test.each(['copy', 'link'] as const)('is the same after it was stored and written out: %s', async (mode) => {
    const directory = await temporaryDirectory()
    const root = await makeFiles(join(directory, 'in'), files)
    await chmod(join(root, 'bin/render'), 0o700)
    const storage = await storageIn(join(directory, 'cache'))
    const seen: string[] = []
    using stored = await storage.store(root, {
      signal,
      onProgress: ({ filesDone, filesTotal }) => void seen.push(`${filesDone}/${filesTotal}`),
    })
    expect(stored.bytes).toBe(Object.values(files).reduce((sum, content) => sum + content.length, 0))
    expect(seen).toEqual(['1/5', '2/5', '3/5', '4/5', '5/5'])
    const progress: number[] = []
    const onProgress = ({ bytesDone }: { readonly bytesDone: number }): void => void progress.push(bytesDone)
    using placed = await storage.materialise(stored.address, join(directory, 'out'), { mode, signal, onProgress })
    expect(placed).toMatchObject({ kind: 'tree', files: 5, bytes: stored.bytes })
    expect(progress.at(-1)).toBe(stored.bytes)
    const out = await readFiles(placed.path)
    const wanted = Object.entries(files).map(([path, content]) => [
      path,
      `${path === 'bin/render' ? 555 : 444} ${content.toString('latin1' as never)}`,
    ])
    expect(out).toEqual(Object.fromEntries(wanted))
    expect((await readdir(directory)).sort()).toEqual(['cache', 'in', 'out'])
    using again = await storage.store(placed.path, { signal })
    expect(again.address).toBe(stored.address)
  })

  test('has one address, whatever the order and the times', async () => {
    const directory = await temporaryDirectory()
    const storage = await storageIn(join(directory, 'cache'))
    let run = 0
    const name = fc.constantFrom('a', 'b', 'c', 'a.b', 'é')
    const paths = fc.uniqueArray(
      fc.array(name, { minLength: 1, maxLength: 3 }).map((names) => `${names.map((n) => `d${n}`).join('/')}/f`),
      { minLength: 1, maxLength: 6 },
    )
    await fc.assert(
      fc.asyncProperty(paths, async (list) => {
        const content = Object.fromEntries(list.map((path) => [path, path]))
        const one = await makeFiles(join(directory, `one${run}`), content)
        const other = await makeFiles(
          join(directory, `other${run++}`),
          Object.fromEntries(Object.entries(content).reverse()),
        )
        using first = await storage.store(one, { signal })
        using second = await storage.store(other, { signal })
        expect(second.address).toBe(first.address)
      }),
      { numRuns: 10 },
    )
  })

  test('may be empty, and may be a single file', async () => {
    const directory = await temporaryDirectory()
    const storage = await storageIn(join(directory, 'cache'))
    await mkdir(join(directory, 'empty'))
    using stored = await storage.store(join(directory, 'empty'), { signal })
    using placed = await storage.materialise(stored.address, join(directory, 'out'), { signal })
    expect(await readdir(placed.path)).toEqual([])
    await writeFile(join(directory, 'single'), 'text')
    using single = await storage.store(join(directory, 'single'), { signal })
    expect(single).toMatchObject({ kind: 'file', address: outlineFor(Buffer.from('text')).address })
    using file = await storage.materialise(single.address, join(directory, 'file'), { signal })
    expect(await readFile(file.path, 'utf8')).toBe('text')
    expect((await stat(file.path)).nlink).toBe(1)
  })

  test('that is stored stays until it is let go, whatever else comes', async () => {
    const directory = await temporaryDirectory()
    const storage = await storageIn(join(directory, 'cache'), { bytesMax: 3 * mebibyte })
    const root = await makeFiles(join(directory, 'in'), { a: bytesOf(mebibyte, 'a'), b: bytesOf(mebibyte, 'b') })
    const big = bytesOf(2 * mebibyte, 'big')
    const get = () => storage.fetch(outlineFor(big).address, { sources: () => [memorySource(big)], signal })
    {
      using _stored = await storage.store(root, { signal })
      await expect(get()).rejects.toMatchObject({ code: 'STORAGE_FULL' })
    }
    await using _object = await get()
  })
})

describe('what a job leaves', () => {
  const hostile: readonly (readonly [string, (root: string) => Promise<unknown> | unknown])[] = [
    ['a link to a file', (root) => symlink('/etc/passwd', join(root, 'out.txt'))],
    ['a link to a directory', (root) => symlink('/etc', join(root, 'out'))],
    ['a link within', (root) => symlink('good', join(root, 'alias'))],
    ['a dangling link', (root) => symlink('nowhere', join(root, 'gone'))],
    ['a link to itself', (root) => symlink('loop', join(root, 'loop'))],
    ['a pipe', (root) => execFileSync('sh', ['-c', `mkfifo "${join(root, 'pipe')}"`])],
    ['a name with a newline', (root) => writeFile(join(root, 'a\nb'), '')],
    ['a name that turns text around', (root) => writeFile(join(root, 'x\u202egpj.exe'), '')],
    [
      'a name that is not UTF-8',
      (root) => writeFile(Buffer.concat([Buffer.from(`${root}/`), Buffer.from([0xff, 0xfe])]), ''),
    ],
    ['a deep path', (root) => mkdir(join(root, ...Array.from({ length: 40 }, () => 'd')), { recursive: true })],
  ]

  test.each(hostile)('is refused and not followed: %s', async (_, make) => {
    const directory = await temporaryDirectory()
    const root = await makeFiles(join(directory, 'out'), { good: 'good' })
    await make(root)
    const storage = await storageIn(join(directory, 'cache'))
    await expect(storage.store(root, { signal })).rejects.toMatchObject({
      code: 'STORAGE_PATH_REFUSED',
      retryable: false,
    })
    expect(storage.usage()).toMatchObject({ pinned: 0 })
  })

  test('that is a link, a device or a pipe itself is refused', async () => {
    const directory = await temporaryDirectory()
    const storage = await storageIn(join(directory, 'cache'))
    await symlink('/etc', join(directory, 'link'))
    for (const path of [join(directory, 'link'), '/dev/zero']) {
      await expect(storage.store(path, { signal })).rejects.toMatchObject({ code: 'STORAGE_PATH_REFUSED' })
    }
    await expect(storage.store(join(directory, 'nothing'), { signal })).rejects.toMatchObject({
      code: 'STORAGE_FAILED',
    })
  })

  test('of which there is too much is refused before it is read', async () => {
    const directory = await temporaryDirectory()
    const root = await makeFiles(join(directory, 'out'), { a: 'x'.repeat(60), b: 'x'.repeat(60) })
    const storage = await storageIn(join(directory, 'cache'))
    await expect(storage.store(root, { bytesMax: 100, signal })).rejects.toMatchObject({ code: 'OBJECT_TOO_LARGE' })
    // A file of holes is as large as it says.
    await writeFile(join(root, 'sparse'), '')
    await truncate(join(root, 'sparse'), 4 * 2 ** 40)
    await expect(storage.store(root, { signal })).rejects.toMatchObject({ code: 'OBJECT_TOO_LARGE' })
    await truncate(join(root, 'sparse'), 100 * 2 ** 30)
    await expect(storage.store(root, { signal })).rejects.toMatchObject({ code: 'STORAGE_FULL' })
    expect(storage.usage()).toMatchObject({ pinned: 0 })
  })

  test('that changes while it is read is not taken', async () => {
    const directory = await temporaryDirectory()
    const root = await makeFiles(join(directory, 'out'), { a: 'before', b: 'before' })
    const storage = await storageIn(join(directory, 'cache'), { limits: { filesAtOnceMax: 1 } })
    const seen: number[] = []
    const onProgress = ({ filesDone }: { readonly filesDone: number }): void => {
      seen.push(filesDone)
      // The second file was found with another content than it will have.
      if (filesDone === 1)
        for (const name of ['a', 'b']) execFileSync('sh', ['-c', `printf after! > "${join(root, name)}"`])
    }
    await expect(storage.store(root, { signal, onProgress })).rejects.toMatchObject({
      code: 'OBJECT_CHANGED',
      retryable: true,
    })
    expect(seen).toEqual([1])
  })
})

describe('a hostile tree', () => {
  test('whose listing lies about a size or an address is not written out', async () => {
    const storage = await freshStorage()
    const directory = await temporaryDirectory()
    const data = Buffer.from('data')
    const { address } = outlineFor(data)
    const tree = { path: 'a', bytes: 4, executable: false, address }
    const inner = Buffer.from(encodeTreeListing([]))
    const lies: readonly TreeEntry[] = [
      { ...tree, bytes: 5 },
      { ...tree, address: outlineFor(inner, 'tree').address, bytes: inner.length },
    ]
    for (const lie of lies) {
      const made = await storeTree(storage, [{ ...tree, path: 'b' }, lie], { data })
      const sources = (wanted: string) =>
        wanted === lies[1]?.address
          ? [{ ...memorySource(inner), readOutline: async () => undefined }]
          : made.sources(wanted)
      const target = join(directory, 'out')
      await expect(storage.materialise(made.address, target, { sources, signal })).rejects.toMatchObject({
        code: 'OBJECT_MALFORMED',
      })
      expect(await readdir(directory)).toEqual([])
    }
  })

  test('that is no listing at all is not written out', async () => {
    const storage = await freshStorage()
    const directory = await temporaryDirectory()
    const listing = Buffer.from(`millrace-tree 1\nf 4 ${'ab'.repeat(32)} ../escaped\n`)
    const { address } = outlineFor(listing, 'tree')
    const sources = () => [{ ...memorySource(listing), readOutline: async () => undefined }]
    await expect(storage.materialise(address, join(directory, 'out'), { sources, signal })).rejects.toMatchObject({
      code: 'OBJECT_MALFORMED',
    })
    expect(await readdir(directory)).toEqual([])
  })

  test('with a file that nobody has is not there in part', async () => {
    const storage = await freshStorage()
    const directory = await temporaryDirectory()
    const data = Buffer.from('data')
    const missing = { path: 'z/missing', bytes: 9, executable: false, address: outlineFor(bytesOf(9)).address }
    const made = await storeTree(
      storage,
      [{ path: 'a', bytes: 4, executable: false, address: outlineFor(data).address }, missing],
      { data },
    )
    await expect(
      storage.materialise(made.address, join(directory, 'out'), { sources: made.sources, signal }),
    ).rejects.toMatchObject({
      code: 'OBJECT_UNAVAILABLE',
    })
    expect(await readdir(directory)).toEqual([])
    expect(storage.usage()).toMatchObject({ pinned: 0 })
  })
})

describe('a target', () => {
  const data = bytesOf(2 * mebibyte, 'target')
  const { address } = outlineFor(data)
  const sources = () => [memorySource(data)]

  test('that is there already is left as it is', async () => {
    const directory = await temporaryDirectory()
    const storage = await storageIn(join(directory, 'cache'))
    await writeFile(join(directory, 'file'), 'mine')
    await mkdir(join(directory, 'folder'))
    await symlink(join(directory, 'nowhere'), join(directory, 'link'))
    for (const name of ['file', 'folder', 'link']) {
      const failing = storage.materialise(address, join(directory, name), { sources, signal })
      await expect(failing).rejects.toMatchObject({ code: 'STORAGE_PATH_REFUSED' })
    }
    using tree = await storage.store(join(directory, 'folder'), { signal })
    for (const name of ['file', 'folder', 'link']) {
      const failing = storage.materialise(tree.address, join(directory, name), { signal })
      await expect(failing).rejects.toMatchObject({ code: 'STORAGE_PATH_REFUSED' })
    }
    expect(await readFile(join(directory, 'file'), 'utf8')).toBe('mine')
    expect((await readdir(directory)).sort()).toEqual(['cache', 'file', 'folder', 'link'])
  })

  test('that a job changes leaves the cache as it was', async () => {
    const directory = await temporaryDirectory()
    const storage = await storageIn(join(directory, 'cache'))
    using placed = await storage.materialise(address, join(directory, 'copy'), { sources, signal })
    await chmod(placed.path, 0o600)
    await writeFile(placed.path, 'changed')
    using again = await storage.materialise(address, join(directory, 'again'), { signal })
    expect((await readFile(again.path)).equals(data)).toBe(true)
  })

  test('that was linked keeps its bytes when the cache drops the object, and pins it until then', async () => {
    const directory = await temporaryDirectory()
    const storage = await storageIn(join(directory, 'cache'), { bytesMax: 3 * mebibyte })
    const other = bytesOf(2 * mebibyte, 'other')
    const get = () => storage.fetch(outlineFor(other).address, { sources: () => [memorySource(other)], signal })
    {
      using placed = await storage.materialise(address, join(directory, 'linked'), { sources, mode: 'link', signal })
      expect((await stat(placed.path)).nlink).toBe(2)
      await expect(get()).rejects.toMatchObject({ code: 'STORAGE_FULL' })
    }
    await using _object = await get()
    expect((await readFile(join(directory, 'linked'))).equals(data)).toBe(true)
  })

  test.each(['copy', 'link'] as const)(
    'never gets wrong bytes: the cache repairs itself where it can: %s',
    async (mode) => {
      const directory = await temporaryDirectory()
      const storage = await storageIn(join(directory, 'cache'))
      const file = join(directory, 'cache', 'objects', address.slice(0, 2), address)
      await (await storage.fetch(address, { sources, signal }))[Symbol.asyncDispose]()
      const breakFile = async (): Promise<void> => {
        await chmod(file, 0o600)
        await writeFile(file, 'x', { flag: 'r+' })
        await chmod(file, 0o444)
      }
      await breakFile()
      await expect(storage.materialise(address, join(directory, 'none'), { mode, signal })).rejects.toMatchObject({
        code: 'OBJECT_UNAVAILABLE',
      })
      await (await storage.fetch(address, { sources, signal }))[Symbol.asyncDispose]()
      await link(file, join(directory, 'witness'))
      await breakFile()
      using placed = await storage.materialise(address, join(directory, 'good'), { mode, sources, signal })
      expect((await readFile(placed.path)).equals(data)).toBe(true)
      // What was linked from the wrong file is not written to.
      expect((await readFile(join(directory, 'witness'))).subarray(0, 1).toString()).toBe('x')
      expect((await readdir(directory)).sort()).toEqual(['cache', 'good', 'witness'])
    },
  )

  test('is not there after an abort', async () => {
    const directory = await temporaryDirectory()
    const storage = await storageIn(join(directory, 'cache'))
    const abort = new AbortController()
    const onProgress = (): void => abort.abort(new Error('enough'))
    await expect(
      storage.materialise(address, join(directory, 'out'), { sources, signal: abort.signal, onProgress }),
    ).rejects.toThrow('enough')
    expect(await readdir(directory)).toEqual(['cache'])
    expect(storage.usage()).toMatchObject({ pinned: 0 })
  })
})
