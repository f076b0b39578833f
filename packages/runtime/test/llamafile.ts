/** A foreign OpenAI-compatible server in a process of its own: llamafile 0.8.1, fetched as a pinned source. */
import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { ensureModel, parseModelManifest } from '../src/index.ts'
import { testCacheDir } from './test-models.ts'

export type Llamafile = { readonly baseUrl: string; close(): Promise<void> }

const archive = 'llamafile.8.tar.xz'
/** Not a model, but the fetcher asks only for bytes with a digest. */
const manifest = parseModelManifest({
  content: {
    version: 1,
    name: 'llamafile',
    format: 'gguf',
    workloads: ['chat'],
    contextTokensMax: 512,
    files: [
      {
        path: archive,
        bytes: 22_173_472,
        sha256: 'a013a5cfdd0683acf58cd2c9d8b13734a9fe7ec4f1c7f3d9b861c52d9ecbbc35',
      },
    ],
  },
  sources: {
    [archive]: [
      {
        kind: 'npm',
        parts: [
          {
            package: '@x-cmd-pkg/llamafile',
            version: '0.0.1-v0.8.1-llamafile.8',
            path: `package/dist/${archive}`,
            tarballBytes: 22_178_972,
          },
        ],
      },
    ],
  },
})

/** Returns the server, ready, or undefined (the reason printed) where it cannot be had or run. */
export async function startLlamafile(modelPath: string): Promise<Llamafile | undefined> {
  const directory = await mkdtemp(join(tmpdir(), 'millrace-llamafile-'))
  try {
    const paths = await ensureModel(manifest, {
      cacheDir: testCacheDir,
      npm: { env: process.env, cwd: process.cwd() },
      signal: AbortSignal.timeout(60_000),
    })
    await promisify(execFile)('tar', ['-xJf', paths.get(archive) ?? '', '-C', directory])
    return await startServer(directory, modelPath)
  } catch (error) {
    await rm(directory, { recursive: true, force: true })
    console.warn(`SKIPPED: llamafile cannot be had or run: ${error instanceof Error ? error.message : error}`)
    return undefined
  }
}

async function startServer(directory: string, modelPath: string): Promise<Llamafile> {
  const port = await freePort()
  // an "actually portable executable" starts as a shell script
  const child = spawn(
    '/bin/sh',
    // biome-ignore format: one option a line says nothing more
    [join(directory, 'llamafile.8', 'llamafile'), '--server', '--nobrowser', '-m', modelPath, '--host', '127.0.0.1', '--port', `${port}`, '-c', '512', '-np', '2', '-t', '1', '--log-disable'],
    { stdio: 'ignore', env: { PATH: process.env.PATH, HOME: directory, TMPDIR: directory } },
  )
  const exited = once(child, 'exit')
  const close = async (): Promise<void> => {
    child.kill('SIGKILL')
    await exited
    await rm(directory, { recursive: true, force: true })
  }
  const origin = `http://127.0.0.1:${port}`
  for (let attempt = 0; attempt < 150 && child.exitCode === null; attempt += 1) {
    const ready = await fetch(`${origin}/health`).then(
      ({ ok }) => ok,
      () => false,
    )
    if (ready) return { baseUrl: `${origin}/v1`, close }
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
  await close()
  throw new Error('it did not become ready within 30 s')
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  return typeof address === 'object' && address !== null ? address.port : 0
}
