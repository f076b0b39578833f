/**
 * Images of this machine by their digest: each a folder with the unpacked files, the small files that lie over its `/etc`, and what it says
 * of itself. One is fetched once for all that ask at the same time, kept while anybody uses it, and dropped when room is needed and it was
 * unused for longest.
 *
 * The folder belongs to one process. A fetched image appears there whole or not at all.
 */
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statfsSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { settingsFiles } from '../bubblewrap/task-image.ts'
import { HostFaultError } from '../run/host-fault.ts'
import { type ImageLimits, imageRoomBytesMin } from './image-limits.ts'
import type { OciHost } from './oci-host.ts'
import { type PulledImage, pullImage } from './pull-image.ts'
import { podmanSettings, type Registry, readReference } from './registries.ts'
import { insideUser } from './runtime-config.ts'

export type StoredImage = {
  readonly rootfs: string
  /** Files that lie over the image's `/etc`. */
  readonly etc: string
  readonly environment: Readonly<Record<string, string>>
}

export type ImageUse = Disposable & { readonly image: StoredImage }

export type ImageStore = {
  /**
   * Returns an image that stays until its use is disposed of. Aborting rejects with the reason, and ends the fetching when nobody else waits.
   *
   * @param reference - `name@sha256:…`.
   * @throws {TaskRefusedError} {@link HostFaultError}
   */
  use(reference: string, signal: AbortSignal): Promise<ImageUse>
}

export type ImageStoreInit = {
  /** Of this store alone. */
  readonly folder: string
  readonly registries: readonly Registry[]
  readonly limits: ImageLimits
  /** Names of fetches. */
  readonly nextId: () => string
}

type Kept = { readonly image: StoredImage; readonly bytes: number; usedAtMs: number; uses: number }

type Pull = { readonly kept: Promise<Kept>; readonly stop: AbortController; waiting: number }

export function createImageStore(host: OciHost, init: ImageStoreInit): ImageStore {
  const { folder, registries, limits, nextId } = init
  const settings = join(folder, 'settings')
  const images = join(folder, 'images')
  for (const path of [settings, images, join(folder, 'pulls')]) mkdirSync(path, { recursive: true, mode: 0o700 })
  for (const name of readdirSync(join(folder, 'pulls')))
    rmSync(join(folder, 'pulls', name), { recursive: true, force: true })
  for (const [name, text] of Object.entries(podmanSettings(registries))) writeFileSync(join(settings, name), text)
  const kept = readKept(images)
  const pulls = new Map<string, Pull>()
  const turn = createTurns(limits.pullsMax)
  const underWay = { pulls: 0, bytes: 0 }
  const keptBytesMax = Math.max(0, Math.min(limits.imagesBytesMax, Math.floor((freeBytes() + total()) / 2)))

  async function pull(reference: string, signal: AbortSignal): Promise<Kept> {
    const read = readReference(reference, registries)
    using _turn = await turn(signal)
    using room = await takeRoom()
    const id = nextId()
    const draft = join(images, `draft-${id}`)
    const found = await pullImage({
      ...{ host, reference: read, registries, settings, limits: room.limits, signal },
      ...{ folder: join(folder, 'pulls', id), target: draft },
    })
    const known = kept.get(read.digest)
    if (known !== undefined) {
      await rm(draft, { recursive: true, force: true })
      return known
    }
    describeImage(draft, found, limits)
    const place = join(images, read.digest)
    renameSync(draft, place)
    const one = readImage(place)
    kept.set(read.digest, one)
    return one
  }

  function share(digest: string, reference: string): Pull {
    const known = pulls.get(digest)
    if (known !== undefined) return known
    const stop = new AbortController()
    const started: Pull = { kept: pull(reference, stop.signal), stop, waiting: 0 }
    pulls.set(digest, started)
    return started
  }

  /** What is returned counts as used once more: nobody drops it meanwhile. */
  async function fetched(digest: string, reference: string, signal: AbortSignal): Promise<Kept> {
    const shared = share(digest, reference)
    shared.waiting += 1
    const aborted = Promise.withResolvers<never>()
    const leave = () => aborted.reject(signal.reason)
    signal.addEventListener('abort', leave)
    try {
      const one = await Promise.race([shared.kept, aborted.promise])
      one.uses += 1
      return one
    } finally {
      signal.removeEventListener('abort', leave)
      shared.waiting -= 1
      if (shared.waiting === 0 && pulls.get(digest) === shared) {
        pulls.delete(digest)
        shared.stop.abort(signal.reason)
      }
    }
  }

  /** Returns what was unused for longest: asked anew each time, for anything may come into use while a folder is removed. */
  function oldestUnused(): string | undefined {
    const unused = [...kept].filter(([digest, { uses }]) => uses === 0 && !pulls.has(digest))
    return unused.sort((a, b) => a[1].usedAtMs - b[1].usedAtMs)[0]?.[0]
  }

  function total(): number {
    return [...kept.values()].reduce((sum, { bytes }) => sum + bytes, 0)
  }

  /** Drops unused images while it is true that there is too little room. */
  async function dropWhile(isTight: () => boolean): Promise<void> {
    for (let digest = oldestUnused(); digest !== undefined && isTight(); digest = oldestUnused()) {
      const gone = join(images, `dropped-${nextId()}`)
      renameSync(join(images, digest), gone)
      kept.delete(digest)
      await rm(gone, { recursive: true, force: true })
    }
  }

  /** Bytes that images may still take of the disk, when those under way take all they may. */
  function freeBytes(): number {
    const { bavail, blocks, bsize } = statfsSync(folder)
    const reserve = Math.min(limits.diskReserveBytes, Math.floor((blocks * bsize) / 10))
    return bavail * bsize - reserve - underWay.bytes
  }

  /** Returns the bounds of one more image, which takes room twice: while it is unpacked, and where it is kept. */
  async function takeRoom(): Promise<Disposable & { readonly limits: ImageLimits }> {
    const most = limits.imageBytesMax * 2
    const least = Math.min(most, imageRoomBytesMin)
    await dropWhile(() => freeBytes() < Math.min(most, Math.max(least, keptBytesMax)))
    // What is free is shared with those that may come meanwhile: one alone stops nobody.
    const bytes = Math.min(most, Math.floor(freeBytes() / Math.max(1, limits.pullsMax - underWay.pulls)))
    if (bytes < least) throw new HostFaultError('other', 'its disk has no room for images')
    underWay.pulls += 1
    underWay.bytes += bytes
    return {
      limits: { ...limits, imageBytesMax: Math.floor(bytes / 2) },
      [Symbol.dispose]() {
        underWay.pulls -= 1
        underWay.bytes -= bytes
      },
    }
  }

  return {
    async use(reference, signal) {
      signal.throwIfAborted()
      const { digest } = readReference(reference, registries)
      const known = kept.get(digest)
      if (known !== undefined) known.uses += 1
      const one = known ?? (await fetched(digest, reference, signal))
      try {
        one.usedAtMs = Date.now()
        utimesSync(join(images, digest, imageFile), new Date(), new Date())
        await dropWhile(() => total() > keptBytesMax)
        signal.throwIfAborted()
      } catch (error) {
        one.uses -= 1
        throw error
      }
      let isUsed = true
      return {
        image: one.image,
        [Symbol.dispose]() {
          if (isUsed) one.uses -= 1
          isUsed = false
        },
      }
    },
  }
}

const imageFile = 'image.json'

type ImageFile = { readonly bytes: number; readonly environment: Readonly<Record<string, string>> }

/** Writes what lies beside an image's files. */
function describeImage(place: string, { bytes, environment }: PulledImage, limits: ImageLimits): void {
  const etc = join(place, 'etc')
  mkdirSync(etc, { mode: 0o700 })
  for (const [name, text] of Object.entries(etcFiles(join(place, 'rootfs')))) writeFileSync(join(etc, name), text)
  const said: ImageFile = { bytes, environment: variablesOf(environment, limits) }
  writeFileSync(join(place, imageFile), JSON.stringify(said))
}

/** Bytes of an image's list of users or groups that are kept. */
const listBytesMax = 1 << 20

/** The image's users and groups with the task's among them, and names for its own address. */
function etcFiles(rootfs: string): Readonly<Record<string, string>> {
  const own = settingsFiles(insideUser)
  const withOwn = (name: 'passwd' | 'group') => {
    const listed = readPlain(rootfs, name)
    const has = listed.split('\n').some((line) => line.split(':')[2] === String(insideUser))
    if (listed === '') return own[name] ?? ''
    return has ? listed : `${listed.replace(/\n*$/, '\n')}${own[name]?.split('\n')[0]}\n`
  }
  return { passwd: withOwn('passwd'), group: withOwn('group'), hosts: own.hosts ?? '' }
}

/** Returns a plain file of the image's `/etc`; an empty text for a link, whose target would be this machine's. */
function readPlain(rootfs: string, name: string): string {
  const above = lstatSync(join(rootfs, 'etc'), { throwIfNoEntry: false })
  if (above?.isDirectory() !== true) return ''
  const path = join(rootfs, 'etc', name)
  const stats = lstatSync(path, { throwIfNoEntry: false })
  return stats?.isFile() === true && stats.size <= listBytesMax ? readFileSync(path, 'utf8') : ''
}

/** Returns an image's variables that are some, the first ones where there are too many. */
function variablesOf(environment: readonly string[], limits: ImageLimits): Readonly<Record<string, string>> {
  const variables = new Map<string, string>()
  let bytes = 0
  for (const entry of environment.slice(0, limits.imageVariablesMax)) {
    const [, name, value] = /^([A-Za-z_][A-Za-z0-9_]{0,254})=([^\0]*)$/s.exec(entry) ?? []
    bytes += Buffer.byteLength(entry)
    if (bytes > limits.imageVariableBytesMax) break
    if (name !== undefined && value?.isWellFormed()) variables.set(name, value)
  }
  return Object.fromEntries(variables)
}

function readImage(place: string): Kept {
  const file = join(place, imageFile)
  const { bytes, environment } = JSON.parse(readFileSync(file, 'utf8')) as ImageFile
  const image = { rootfs: join(place, 'rootfs'), etc: join(place, 'etc'), environment }
  return { image, bytes, usedAtMs: statSync(file).mtimeMs, uses: 0 }
}

/** Reads what an earlier process kept; what it did not finish or drop whole is removed. */
function readKept(images: string): Map<string, Kept> {
  const kept = new Map<string, Kept>()
  for (const name of readdirSync(images)) {
    const place = join(images, name)
    if (/^[0-9a-f]{64}$/.test(name) && existsSync(join(place, imageFile))) kept.set(name, readImage(place))
    else rmSync(place, { recursive: true, force: true })
  }
  return kept
}

/** Returns a function that lets a few in at a time; who waits is who starts a task, and so bounded. */
function createTurns(most: number): (signal: AbortSignal) => Promise<Disposable> {
  let inside = 0
  const waiting: (() => void)[] = []
  return async (signal) => {
    while (inside >= most) await new Promise<void>((resolve) => waiting.push(resolve))
    inside += 1
    const turn = {
      [Symbol.dispose]() {
        inside -= 1
        waiting.shift()?.()
      },
    }
    if (!signal.aborted) return turn
    turn[Symbol.dispose]()
    throw signal.reason
  }
}
