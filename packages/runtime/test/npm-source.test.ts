import { createHash } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  ensureModel,
  type ModelManifest,
  type ModelSource,
  ModelUnavailableError,
  parseModelManifest,
} from '../src/index.ts'
import { type Answer, type FileServer, serve, startFileServer } from './file-server.ts'
import { makeTarball, type TarballEntry } from './tarball.ts'

const firstPart = Buffer.from('the first half, ')
const secondPart = Buffer.from('and the second')
const whole = Buffer.concat([firstPart, secondPart])
const token = 'npm_0123456789abcdef'

let registry: FileServer
let other: FileServer
let home: string
beforeEach(async () => {
  registry = await startFileServer()
  other = await startFileServer()
  home = await mkdtemp(join(tmpdir(), 'millrace-npm-'))
  const host = new URL(registry.origin).host
  await writeFile(
    join(home, '.npmrc'),
    `registry=${other.origin}/\n@models:registry=${registry.origin}/npm/\n//${host}/npm/:_authToken=${token}\n`,
  )
})
afterEach(async () => {
  await registry.close()
  await other.close()
  await rm(home, { recursive: true, force: true })
})

const npm = (name: string, path = 'package/model.part'): ModelSource => ({
  kind: 'npm',
  parts: [{ package: name, version: '1.0.0', path, tarballBytes: 100_000 }],
})
const manifestOf = (content: Uint8Array, ...sources: ModelSource[]): ModelManifest =>
  parseModelManifest({
    content: {
      version: 1,
      name: 'test',
      format: 'gguf',
      workloads: ['chat'],
      contextTokensMax: 8,
      files: [{ path: 'test.gguf', bytes: content.length, sha256: createHash('sha256').update(content).digest('hex') }],
    },
    sources: { 'test.gguf': sources },
  })
const ensure = async (manifest: ModelManifest): Promise<Buffer> => {
  const paths = await ensureModel(manifest, {
    cacheDir: join(home, 'cache'),
    npm: { env: { HOME: home }, cwd: home },
    stallMsMax: 5_000,
    signal: AbortSignal.timeout(30_000),
  })
  return readFile(paths.get('test.gguf') ?? '')
}
/** Publishes a package as a registry would, behind its token. */
const publish = async (
  name: string,
  entries: readonly TarballEntry[],
  tarballOrigin = registry.origin,
): Promise<void> => {
  registry.answer(
    `/npm/@models%2f${name}/1.0.0`,
    withToken((_, response) => {
      const tarball = `${tarballOrigin}/npm/@models/${name}/-/${name}-1.0.0.tgz`
      response.end(JSON.stringify({ name: `@models/${name}`, dist: { tarball } }))
    }),
  )
  registry.answer(`/npm/@models/${name}/-/${name}-1.0.0.tgz`, withToken(serve(await makeTarball(entries))))
}

describe('a model from an npm registry', () => {
  test('follows the scope and the token of .npmrc, and joins the parts', async () => {
    await publish('one', [{ name: 'package/package.json' }, { name: 'package/model.part', content: firstPart }])
    await publish('two', [{ name: 'package/model.part', content: secondPart }])
    const parts = ['@models/one', '@models/two'].map((name) => ({
      package: name,
      version: '1.0.0',
      path: 'package/model.part',
      tarballBytes: 100_000,
    }))
    expect(await ensure(manifestOf(whole, { kind: 'npm', parts }))).toEqual(whole)
    expect(other.requests).toEqual([])
  })

  test('the registry of the environment wins over the file', async () => {
    await publish('one', [{ name: 'package/model.part', content: whole }])
    const manifest = manifestOf(whole, npm('plain'))
    other.answer('/plain/1.0.0', (_, response) =>
      response.end(JSON.stringify({ dist: { tarball: `${other.origin}/plain.tgz` } })),
    )
    other.answer('/plain.tgz', serve(await makeTarball([{ name: 'package/model.part', content: whole }])))
    expect(await ensure(manifest)).toEqual(whole)
    const paths = await ensureModel(manifestOf(whole, npm('plain')), {
      cacheDir: join(home, 'second-cache'),
      npm: { env: { HOME: home, npm_config_registry: `${registry.origin}/nowhere/` }, cwd: home },
      signal: AbortSignal.timeout(30_000),
    }).catch((error: unknown) => error)
    expect(paths).toBeInstanceOf(ModelUnavailableError)
    expect(registry.requests.at(-1)?.url).toBe('/nowhere/plain/1.0.0')
  })

  test('a mirror that repeats the address of its origin is asked itself', async () => {
    await publish('mirrored', [{ name: 'package/model.part', content: whole }], 'https://origin.invalid')
    const name = '/npm/npm/@models/mirrored/-/mirrored-1.0.0.tgz'
    registry.answer(name, serve(await makeTarball([{ name: 'package/model.part', content: whole }])))
    expect(await ensure(manifestOf(whole, npm('@models/mirrored')))).toEqual(whole)
  })

  test('the token goes to its registry only, not to a tarball elsewhere', async () => {
    await publish('elsewhere', [], other.origin)
    registry.answer('/npm/npm/@models/elsewhere/-/elsewhere-1.0.0.tgz', (_, response) => response.writeHead(404).end())
    other.answer(
      '/npm/@models/elsewhere/-/elsewhere-1.0.0.tgz',
      serve(await makeTarball([{ name: 'package/model.part', content: whole }])),
    )
    expect(await ensure(manifestOf(whole, npm('@models/elsewhere')))).toEqual(whole)
    expect(other.requests).toHaveLength(1)
    expect(other.requests[0]?.headers.authorization).toBeUndefined()
  })

  test.for<[string, readonly TarballEntry[], RegExp]>([
    ['has no such file', [{ name: 'package/readme' }], /its tarball has no file package\/model\.part/],
    [
      'has a link in its place',
      [{ name: 'package/model.part', type: 'symlink', linkname: '/etc/passwd' }],
      /its tarball has no file/,
    ],
    [
      'climbs out of its directory',
      [
        { name: '../../../../model.part', content: whole },
        { name: 'package/../package/model.part', content: whole },
      ],
      /its tarball has no file/,
    ],
    ['has a longer file', [{ name: 'package/model.part', content: Buffer.alloc(50_000) }], /expected at most 30/],
    [
      'has other bytes',
      [{ name: 'package/model.part', content: Buffer.alloc(30) }],
      /gave other bytes: expected 30 bytes/,
    ],
  ])('a tarball that %s is refused', async ([, entries, message]) => {
    await publish('bad', entries)
    await expect(ensure(manifestOf(whole, npm('@models/bad')))).rejects.toThrow(message)
    expect((await readdir(home, { recursive: true })).filter((name) => name.endsWith('model.part'))).toEqual([])
  })

  test('a tarball that is not one, a package that is not there and a registry that answers nonsense are refused', async () => {
    await publish('torn', [])
    registry.answer('/npm/@models/torn/-/torn-1.0.0.tgz', withToken(serve(Buffer.from('not a tarball'))))
    await expect(ensure(manifestOf(whole, npm('@models/torn')))).rejects.toThrow('its tarball cannot be unpacked')
    await expect(ensure(manifestOf(whole, npm('@models/missing')))).rejects.toThrow('(status 404)')
    registry.answer('/npm/@models%2fodd/1.0.0', (_, response) => response.end('{"dist":{}}'))
    await expect(ensure(manifestOf(whole, npm('@models/odd')))).rejects.toThrow('does not say where it is')
  })

  test('no error shows the token', async () => {
    registry.answer('/npm/@models%2fdenied/1.0.0', (_, response) => response.writeHead(401).end())
    const error = await ensure(manifestOf(whole, npm('@models/denied'))).catch((caught: unknown) => caught)
    expect(error).toBeInstanceOf(ModelUnavailableError)
    expect(String(error)).toContain('(status 401)')
    expect(String(error)).not.toContain(token)
  })
})

function withToken(answer: Answer): Answer {
  return (request: IncomingMessage, response: ServerResponse) => {
    if (request.headers.authorization === `Bearer ${token}`) answer(request, response)
    else response.writeHead(401).end()
  }
}
