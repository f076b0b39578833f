/** Images and registries that mean harm: what is refused, what is bounded, and what of this machine stays as it was. */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { imageLimits } from '../src/oci/image-limits.ts'
import { createImageStore, type ImageStore, type ImageUse, type StoredImage } from '../src/oci/image-store.ts'
import { findOciHost } from '../src/oci/oci-host.ts'
import { parseRegistry } from '../src/oci/registries.ts'
import { ociMissing } from './support/oci.ts'
import { type TarEntry, tarOf } from './support/tar.ts'
import { digestOf, imageOf, type TestImage } from './support/test-image.ts'
import { startTestRegistry, type TestRegistry } from './support/test-registry.ts'

const missing = await ociMissing()
if (missing !== undefined) test.skip(`images of containers: ${missing}`, () => undefined)
else describe('images of containers', describeImages)

function describeImages() {
  const base = mkdtempSync(join(tmpdir(), 'millrace-images-'))
  const folder = join(base, 'store')
  // Small enough to be kept in memory, and to be filled in no time.
  const limits = {
    ...imageLimits,
    imageBytesMax: 16 << 20,
    imageFilesMax: 400,
    imagesBytesMax: 40_000,
    pullMsMax: 30_000,
  }
  let registry: TestRegistry
  let store: ImageStore
  let ids = 0
  const nextId = () => `${process.pid}-${ids++}`

  beforeAll(async () => {
    registry = await startTestRegistry()
    const registries = [parseRegistry(`http://${registry.name}`)]
    store = createImageStore(await findOciHost(), { folder, registries, limits, nextId })
  })
  afterAll(async () => {
    await registry[Symbol.asyncDispose]()
    expect(readdirSync(join(folder, 'pulls'))).toEqual([])
    expect(readdirSync(join(folder, 'images')).filter((name) => !/^[0-9a-f]{64}$/.test(name))).toEqual([])
    rmSync(base, { recursive: true, force: true })
  })

  async function fetched(reference: string): Promise<StoredImage> {
    using use = await store.use(reference, new AbortController().signal)
    return use.image
  }
  const layered = (...entries: readonly TarEntry[]) => imageOf({ layers: [tarOf(entries)] })
  const problemOf = (reference: string) =>
    fetched(reference).then(
      () => 'none',
      ({ message }) => String(message),
    )

  test('an image is fetched once for all that ask, and dropped when room is needed and nobody uses it', async () => {
    const content = Buffer.alloc(25_000, 'x')
    const images = ['a', 'b'].map((name) => layered({ name, content }))
    const [first = '', second = ''] = images.map((image, i) => registry.add(`kept-${i}`, image))
    const both = await Promise.all([1, 2].map(() => store.use(first, new AbortController().signal)))
    const manifests = () => registry.asked.filter((path) => path.startsWith('/v2/kept-0/manifests/')).length
    const asked = manifests()
    const place = join(both[0]?.image.rootfs ?? '', 'a')
    expect(readFileSync(place)).toEqual(content)
    both[0]?.[Symbol.dispose]()
    await fetched(second)
    await fetched(first)
    // Two do not fit, but the first is in use.
    expect([existsSync(place), manifests()]).toEqual([true, asked])
    both[1]?.[Symbol.dispose]()
    await fetched(second)
    expect(existsSync(place)).toBe(false)
    await fetched(first)
    expect(manifests()).toBeGreaterThan(asked)
  })

  test('images that come into use while others are dropped for room stay', async () => {
    const content = Buffer.alloc(15_000, 'x')
    const references = ['1', '2', '3', '4'].map((name) => registry.add(`race-${name}`, layered({ name, content })))
    const use = (reference: string) => store.use(reference, new AbortController().signal)
    const all: ImageUse[] = []
    for (const reference of references) all.push(await use(reference))
    for (const one of all) one[Symbol.dispose]()
    // The first makes room, for none is in use now, and the last comes into use while the second is removed.
    const both = await Promise.all([references[0], references[3]].map((reference) => use(reference ?? '')))
    expect(both.map(({ image }) => existsSync(image.rootfs))).toEqual([true, true])
    expect(all.map(({ image }) => existsSync(image.rootfs))).toEqual([true, false, false, true])
    for (const one of both) one[Symbol.dispose]()
  })

  test('nothing is fetched onto a disk that is nearly full', async () => {
    const full = createImageStore(await findOciHost(), {
      ...{ folder: join(base, 'full'), registries: [parseRegistry(`http://${registry.name}`)], nextId },
      // Images of any size: no disk has room for one.
      limits: { ...limits, imageBytesMax: 2 ** 52, pullsMax: 2 ** 40 },
    })
    const reference = registry.add('no-room', layered({ name: 'small' }))
    const asked = full.use(reference, new AbortController().signal)
    await expect(asked).rejects.toMatchObject({
      code: 'SANDBOX_HOST_FAULT',
      message: expect.stringContaining('no room'),
    })
    expect(registry.asked.filter((path) => path.includes('no-room'))).toEqual([])
  })

  test('what an image says of users is kept beside the task’s, and none of its links is followed', async () => {
    writeFileSync(join(base, 'hidden'), 'hidden:x:7:7::/:/bin/sh\n')
    const root: TarEntry = { name: 'etc/passwd', content: Buffer.from('root:x:0:0:root:/root:/bin/sh') }
    const image = await fetched(registry.add('users', layered({ name: 'etc', type: '5' }, root)))
    expect(readFileSync(join(image.etc, 'passwd'), 'utf8')).toBe(
      'root:x:0:0:root:/root:/bin/sh\ntask:x:1000:1000::/tmp:/bin/sh\n',
    )
    const link: TarEntry = { name: 'etc/passwd', type: '2', target: join(base, 'hidden') }
    const linked = await fetched(registry.add('linked', layered({ name: 'etc', type: '5' }, link)))
    expect(readFileSync(join(linked.etc, 'passwd'), 'utf8')).not.toContain('hidden')
  })

  test('no other registry is asked, whatever a reference says', async () => {
    const digest = `sha256:${'1'.repeat(64)}`
    for (const name of [
      'alpine',
      'library/alpine',
      'localhost/x',
      '169.254.169.254/x',
      '10.0.0.1:80/x',
      `${registry.name}.evil.example/x`,
    ]) {
      expect(await problemOf(`${name}@${digest}`)).toMatch(/image comes from .*, and this provider asks 127\.0\.0\.1/)
    }
  })

  test('an image that is not there, not what its digest says, or for another machine is refused', async () => {
    const unknown = `${registry.name}/none@sha256:${'2'.repeat(64)}`
    expect(await problemOf(unknown)).toContain('is not in its registry')
    const wanted = layered({ name: 'wanted' })
    const other = layered({ name: 'other' })
    registry.add('swapped', other)
    serveManifest('swapped', wanted.digest, other)
    expect(await problemOf(`${registry.name}/swapped@${wanted.digest}`)).toContain('is not what its digest says')
    const reference = registry.add('swapped-layer', wanted)
    const layer = digestOf(tarOf([{ name: 'wanted' }]))
    registry.answer(`/v2/swapped-layer/blobs/${layer}`, (_, response) => response.end(tarOf([{ name: 'forged' }])))
    expect(await problemOf(reference)).toContain('is not what its digest says')
    const foreign = imageOf({ layers: [tarOf([{ name: 'x' }])], architecture: 'riscv64' })
    expect(await problemOf(registry.add('foreign', foreign))).toContain('is for riscv64')
  })

  test('a layer that never ends, grows without bound or has files without end fills no more than its room', async () => {
    const small = layered({ name: 'endless' })
    const endless = registry.add('endless', small)
    registry.answer(`/v2/endless/blobs/${digestOf(tarOf([{ name: 'endless' }]))}`, (_, response) => {
      const piece = Buffer.alloc(1 << 20)
      const write = () => {
        while (!response.destroyed && response.write(piece));
      }
      response.on('drain', write)
      write()
    })
    expect(await problemOf(endless)).toContain('too large')
    const bomb = gzipped(tarOf([{ name: 'zeros', content: Buffer.alloc(24 << 20) }]))
    expect(await problemOf(registry.add('bomb', bomb))).toContain('too large')
    const files = Array.from({ length: 1_000 }, (_, i): TarEntry => ({ name: `file-${i}` }))
    expect(await problemOf(registry.add('files', layered(...files)))).toContain('too large')
  })

  test('a manifest that is too large is not read to its end', async () => {
    const text = Buffer.from(JSON.stringify({ schemaVersion: 2, padding: 'x'.repeat(8 << 20) }))
    const digest = digestOf(text)
    registry.answer(`/v2/huge/manifests/${digest}`, (_, response) => response.end(text))
    expect(await problemOf(`${registry.name}/huge@${digest}`)).not.toBe('none')
  })

  test('a layer that is somewhere else is not fetched from there, however it is written', async () => {
    const asked: string[] = []
    await using elsewhere = await startTestRegistry()
    elsewhere.answer('/metadata', (request, response) => {
      asked.push(request.method ?? '')
      response.end('secret')
    })
    const url = `http://${elsewhere.name}/metadata`
    const gone = digestOf(Buffer.from('secret'))
    const image = layered({ name: 'plain' })
    const text = String(image.blobs.get(image.digest)?.bytes)
    const rewrite = (from: string | RegExp, to: string) => {
      const bytes = Buffer.from(text.replace(from, to))
      expect(String(bytes)).not.toBe(text)
      const blobs = new Map(image.blobs).set(digestOf(bytes), { type: JSON.parse(text).mediaType, bytes })
      return { digest: digestOf(bytes), blobs }
    }
    const layer = (urls: string) =>
      `{"mediaType":"application/vnd.oci.image.layer.v1.tar",${urls}"digest":"${gone}","size":6}`
    const layers = (...each: readonly string[]) => `"layers":[${each.map(layer).join()}]`
    const usual = /"layers":.*\]/
    const attacks = [
      rewrite(usual, layers(`"urls":["${url}"],`)),
      rewrite(usual, layers(`"\\u0075RL\u017f":["${url}"],`)),
      // Go's reader keeps what the first of two equal keys left behind.
      rewrite(usual, `${layers(`"urls":["${url}"],`)},${layers('')}`),
      rewrite(usual, `${layers('')},${layers(`"urls":["${url}"],`).replace('layers', 'Layers')}`),
      rewrite('"config":{', `"config":{"urls":["${url}"],`),
      rewrite('image.layer.v1.tar', 'image.layer.nondistributable.v1.tar'),
    ]
    for (const [i, attack] of attacks.entries()) {
      expect([i, await problemOf(registry.add(`elsewhere-${i}`, attack))]).toEqual([
        i,
        expect.stringMatching(/come from elsewhere|odd keys|a key twice|does not keep/),
      ])
      const list = listOf(attack)
      expect(await problemOf(registry.add(`listed-${i}`, list))).toMatch(
        /come from elsewhere|odd keys|a key twice|does not/,
      )
    }
    expect(asked).toEqual([])
    expect((await fetched(registry.add('listed', listOf(image)))).rootfs).not.toBe('')
  })

  test('what podman says of an image that it cannot unpack is not told', async () => {
    const reference = registry.add('unreadable', imageOf({ layers: [Buffer.from('no archive at all'.repeat(99))] }))
    expect(await problemOf(reference)).toBe('The task is refused: image cannot be unpacked.')
  })

  test('names and links of a layer lead nowhere outside of it', async () => {
    const outside = join(base, 'outside')
    mkdirSync(outside)
    const up = '../'.repeat(20)
    const tricks: readonly (readonly TarEntry[])[] = [
      [{ name: `${up.slice(0, 12)}planted`, content: Buffer.from('x') }],
      [{ name: join(outside, 'planted'), content: Buffer.from('x') }],
      [
        { name: 'door', type: '2', target: outside },
        { name: 'door/planted', content: Buffer.from('x') },
      ],
      [{ name: 'shadow', type: '1', target: `${up}etc/shadow` }],
      [{ name: 'device', type: '3' }],
    ]
    for (const [i, entries] of tricks.entries()) {
      const image = await fetched(registry.add(`trick-${i}`, layered(...entries))).catch(({ code }) => {
        expect(code).toBe('TASK_REFUSED')
        return undefined
      })
      // Were it linked, the content of the machine's file would be in the image.
      const shadow = join(image?.rootfs ?? base, 'shadow')
      expect([i, readdirSync(outside), existsSync(shadow)]).toEqual([i, [], false])
    }
  })

  test('a registry that answers nothing is no fault of the task', async () => {
    const quick = createImageStore(await findOciHost(), {
      ...{ folder: join(base, 'quick'), registries: [parseRegistry(`http://${registry.name}`)], nextId },
      limits: { ...limits, pullMsMax: 1_000 },
    })
    const digest = `sha256:${'3'.repeat(64)}`
    registry.answer(`/v2/silent/manifests/${digest}`, () => undefined)
    const asked = quick.use(`${registry.name}/silent@${digest}`, new AbortController().signal)
    await expect(asked).rejects.toMatchObject({ code: 'SANDBOX_HOST_FAULT', retryable: true })
  })

  function serveManifest(name: string, digest: string, { digest: own, blobs }: TestImage): void {
    const manifest = blobs.get(own)
    registry.answer(`/v2/${name}/manifests/${digest}`, (_, response) =>
      response.writeHead(200, { 'content-type': manifest?.type ?? '' }).end(manifest?.bytes),
    )
  }
}

/** A list with an image for this machine, after one for another. */
function listOf({ digest, blobs }: TestImage): TestImage {
  const [type, own] = ['application/vnd.oci.image.index.v1+json', process.arch === 'arm64' ? 'arm64' : 'amd64']
  const manifests = ['s390x', own].map((architecture) => ({
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    ...{ digest: architecture === own ? digest : `sha256:${'4'.repeat(64)}`, size: blobs.get(digest)?.bytes.length },
    platform: { os: 'linux', architecture },
  }))
  const bytes = Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType: type, manifests }))
  return { digest: digestOf(bytes), blobs: new Map(blobs).set(digestOf(bytes), { type, bytes }) }
}

/** An image whose layer is small as it is sent. */
function gzipped(layer: Buffer): TestImage {
  const plain = imageOf({ layers: [layer] })
  const packed = gzipSync(layer, { level: 1 })
  const blobs = new Map(plain.blobs)
  blobs.set(digestOf(packed), { type: 'application/octet-stream', bytes: packed })
  const manifest = JSON.parse(String(blobs.get(plain.digest)?.bytes))
  manifest.layers = [
    { mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip', digest: digestOf(packed), size: packed.length },
  ]
  const bytes = Buffer.from(JSON.stringify(manifest))
  const digest = digestOf(bytes)
  blobs.set(digest, { type: manifest.mediaType, bytes })
  return { digest, blobs }
}
