import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, readdir, writeFile } from 'node:fs/promises'
import type { ServerResponse } from 'node:http'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { DatabaseSync } from 'node:sqlite'
import { fileURLToPath } from 'node:url'
import { describe, expect, onTestFinished, test } from 'vitest'
import { encodeOutline } from '../src/object/object-outline.ts'
import {
  bytesOf,
  mebibyte,
  memorySource,
  outlineFor,
  readAll,
  serve,
  signal,
  storageIn,
  type TestServer,
  temporaryDirectory,
} from './parts.ts'
import { sha256Hex } from './s3-server.ts'

const childPath = fileURLToPath(new URL('storage-child.ts', import.meta.url))

type Child = { readonly process: ChildProcess; ask(command: object): Promise<Record<string, unknown>> }

/** Starts a process on a cache. Its answers come in the order of the commands. */
function startChild(directory: string, { origin }: Pick<TestServer, 'origin'>, bytesMax = 64 * mebibyte): Child {
  const child = spawn(process.execPath, [childPath, JSON.stringify({ directory, bytesMax, origin })], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  onTestFinished(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return
    child.kill('SIGKILL')
    await once(child, 'exit')
  })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  return {
    process: child,
    async ask(command) {
      child.stdin.write(`${JSON.stringify(command)}\n`)
      const { value } = await lines.next()
      return value === undefined ? { killed: true } : JSON.parse(String(value))
    },
  }
}

async function kill({ process: child }: Child): Promise<void> {
  child.kill('SIGKILL')
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
}

/** Serves objects at /0, /1, …, each with its outline; `onPiece` is called after every so many bytes, and may stop them. */
async function serveObjects(
  objects: readonly Buffer[],
  onPiece: (served: number) => Promise<void> | void = () => undefined,
) {
  const sent = { bytes: 0 }
  const give = async (response: ServerResponse, data: Buffer, start: number, end: number): Promise<void> => {
    response.writeHead(206, {
      'content-range': `bytes ${start}-${end - 1}/${data.length}`,
      'content-length': end - start,
    })
    let wake = (): void => undefined
    for (const event of ['drain', 'close'] as const) response.on(event, () => wake())
    for (let at = start; at < end && !response.destroyed; at += 131_072) {
      const piece = data.subarray(at, Math.min(end, at + 131_072))
      const moved = new Promise<void>((resolve) => {
        wake = resolve
      })
      if (!response.write(piece)) await moved
      sent.bytes += piece.length
      await onPiece(sent.bytes)
    }
    response.end()
  }
  const server = await serve((request, response) => {
    const [, number = '', isOutline] = /^\/(\d+)(\.outline)?$/.exec(request.url ?? '') ?? []
    const data = objects[Number(number)] ?? Buffer.alloc(0)
    if (isOutline !== undefined) return void response.end(encodeOutline(outlineFor(data)))
    const [, start = '0', last = ''] = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '') ?? []
    void give(response, data, Number(start), last === '' ? data.length : Number(last) + 1)
  })
  return { ...server, sent }
}

describe('a process that is killed', () => {
  test('in the middle of a fetch loses at most what was under way; whatever the moment, nothing wrong is read', async () => {
    const data = bytesOf(6 * mebibyte + 9, 'killed')
    const { address } = outlineFor(data)
    const cache = join(await temporaryDirectory(), 'cache')
    let stopAt = 0
    let stopped = Promise.withResolvers<void>()
    const server = await serveObjects([data], (bytes) => {
      if (bytes < stopAt) return undefined
      stopped.resolve()
      return new Promise<void>(() => undefined)
    })
    // What sockets hold between the two processes is not counted as fetched.
    for (const moment of [700_000, 1_600_000, 1_200_000]) {
      stopAt = server.sent.bytes + moment
      stopped = Promise.withResolvers()
      const child = startChild(cache, server)
      const asked = child.ask({ fetch: address, url: `${server.origin}/0` })
      await stopped.promise
      await kill(child)
      expect(await asked).toEqual({ killed: true })
    }
    stopAt = Number.POSITIVE_INFINITY
    const child = startChild(cache, server)
    expect(await child.ask({ fetch: address, url: `${server.origin}/0` })).toEqual({ sha256: sha256Hex(data) })
    await kill(child)
    const storage = await storageIn(cache)
    expect(storage.usage()).toMatchObject({ objects: 1, pinned: 0 })
    const last = server.requests
      .filter(({ url }) => url === '/0')
      .map(({ headers }) => Number(/\d+/.exec(headers.range ?? '')?.[0]))
    expect(last.every((start, i) => start % mebibyte === 0 && start >= (last[i - 1] ?? 0))).toBe(true)
    await using object = await storage.fetch(address, { signal })
    expect((await readAll(object.read({ start: 0, end: data.length }, { signal }))).equals(data)).toBe(true)
  })

  test('at any moment of taking files in leaves nothing behind that the next one does not clear up', async () => {
    const directory = await temporaryDirectory()
    const cache = join(directory, 'cache')
    const root = join(directory, 'out')
    await mkdir(root)
    for (let i = 0; i < 60; i++) await writeFile(join(root, `f${i}`), bytesOf(120_000, `file ${i}`))
    const server = await serve(() => undefined)
    for (const files of [1, 20, 45]) {
      const child = startChild(cache, server)
      const asked = child.ask({ store: root })
      await expect.poll(() => countObjects(cache), { timeout: 50_000, interval: 2 }).toBeGreaterThanOrEqual(files)
      await kill(child)
      await asked
    }
    const child = startChild(cache, server)
    const { address } = await child.ask({ store: root })
    await kill(child)
    const storage = await storageIn(cache)
    expect(storage.usage()).toEqual({ bytes: expect.any(Number), objects: 61, pinned: 0 })
    expect(await readdir(join(cache, 'spool'))).toEqual([])
    expect(await countObjects(cache)).toBe(61)
    using placed = await storage.materialise(String(address), join(directory, 'in'), { signal })
    expect(placed.files).toBe(60)
  })

  test('lets go of what it had pinned', async () => {
    const objects = [bytesOf(2 * mebibyte, 'one'), bytesOf(2 * mebibyte, 'two')] as const
    const cache = join(await temporaryDirectory(), 'cache')
    const server = await serveObjects(objects)
    const child = startChild(cache, server, 3 * mebibyte)
    expect(await child.ask({ fetch: outlineFor(objects[0]).address, url: `${server.origin}/0` })).toHaveProperty(
      'sha256',
    )
    const storage = await storageIn(cache, { bytesMax: 3 * mebibyte })
    const get = () =>
      storage.fetch(outlineFor(objects[1]).address, { sources: () => [memorySource(objects[1])], signal })
    await expect(get()).rejects.toMatchObject({ code: 'STORAGE_FULL' })
    await kill(child)
    await using _object = await get()
  })
})

describe('two processes', () => {
  test('that want one object fetch it once', async () => {
    const data = bytesOf(5 * mebibyte, 'shared')
    const { address } = outlineFor(data)
    const cache = join(await temporaryDirectory(), 'cache')
    const bothWait = Promise.withResolvers<void>()
    const server = await serveObjects([data], () => bothWait.promise)
    const children = [startChild(cache, server), startChild(cache, server)]
    const asked = children.map((child) => child.ask({ fetch: address, url: `${server.origin}/0` }))
    // Whoever waits for its turn looks again and again, and beats each time; whoever fetches asks the server.
    const requests = () => server.requests.filter(({ url }) => url === '/0').length
    const beats = new Set<unknown>()
    await expect.poll(requests, { timeout: 50_000 }).toBeGreaterThan(0)
    const index = new DatabaseSync(join(cache, 'index.sqlite'), { readOnly: true, timeout: 10_000 })
    const isHeldUp = (): boolean => {
      const holders = index.prepare('SELECT id, beat_ms FROM holder').all()
      for (const { id, beat_ms } of holders) beats.add(`${id} ${beat_ms}`)
      return requests() > 1 || (holders.length === 2 && beats.size > 6)
    }
    await expect.poll(isHeldUp, { timeout: 50_000, interval: 20 }).toBe(true)
    index.close()
    bothWait.resolve()
    expect(await Promise.all(asked)).toEqual([{ sha256: sha256Hex(data) }, { sha256: sha256Hex(data) }])
    expect(requests()).toBe(1)
  })

  test('that push each other out of a small cache both read right bytes, and hold to the bound', async () => {
    const objects = Array.from({ length: 6 }, (_, i) => bytesOf(mebibyte + i, `small ${i}`))
    const cache = join(await temporaryDirectory(), 'cache')
    const server = await serveObjects(objects)
    const bytesMax = 4 * mebibyte
    const children = [startChild(cache, server, bytesMax), startChild(cache, server, bytesMax)]
    const storage = await storageIn(cache, { bytesMax })
    await Promise.all(
      children.map(async (child, c) => {
        for (let round = 0; round < 12; round++) {
          const i = (round * (c + 1)) % objects.length
          const data = objects[i] as Buffer
          expect(await child.ask({ fetch: outlineFor(data).address, url: `${server.origin}/${i}` })).toEqual({
            sha256: sha256Hex(data),
          })
          expect(await child.ask({ release: true })).toEqual({ released: true })
          expect(storage.usage().bytes).toBeLessThanOrEqual(bytesMax)
        }
      }),
    )
    expect(storage.usage()).toMatchObject({ pinned: 0 })
  })
})

async function countObjects(cache: string): Promise<number> {
  const names = await readdir(join(cache, 'objects'), { recursive: true }).catch(() => [])
  return names.filter((name) => name.length > 60).length
}
