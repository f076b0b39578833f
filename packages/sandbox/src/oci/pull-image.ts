/**
 * Fetches an image by its digest and unpacks it into a folder.
 *
 * Its manifest is read here first (image-manifest.ts), so that the registry is all that is asked. podman does the rest, in a world of its own that ends with this process: a process namespace, mounts nobody else sees, and a file system in a
 * file that bounds what can be fetched and unpacked. It unpacks layers with its root changed to the image's, and compares every digest. What
 * is kept is a plain folder: no task depends on how podman keeps images.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Readable, Writable } from 'node:stream'
import { createTaskDisk } from '../bubblewrap/task-disk.ts'
import { HostFaultError } from '../run/host-fault.ts'
import { TaskRefusedError } from '../task/task-error.ts'
import type { ImageLimits } from './image-limits.ts'
import { findImage } from './image-manifest.ts'
import type { OciHost } from './oci-host.ts'
import type { ImageReference, Registry } from './registries.ts'
import { worldCommand, worldStart } from './world.ts'

export type PullPlan = {
  readonly host: OciHost
  readonly reference: ImageReference
  readonly registries: readonly Registry[]
  /** With the files of `podmanSettings`. */
  readonly settings: string
  /** Empty, on a local file system; emptied afterwards. */
  readonly folder: string
  /** Made, with the image in it. */
  readonly target: string
  readonly limits: ImageLimits
  readonly signal: AbortSignal
}

export type PulledImage = {
  /** Of the unpacked files. */
  readonly bytes: number
  /** `NAME=value`, as the image has them. */
  readonly environment: readonly string[]
}

/** Bytes that podman says about an image. */
const inspectionBytesMax = 4 << 20
/** Characters of its last words that are kept. */
const lastWordsCharsMax = 2_000

/** Bytes of memory for what podman keeps while it runs. */
const runBytes = 16 << 20
/** Folders of every Linux that podman does not need: it takes no long path for what it keeps while it runs. */
const emptyFolders = ['/media', '/mnt', '/srv', '/boot']

/** With settings of the machine's owner that podman would read beside ours: mirrors, credentials, certificates. */
const ownersFolders = ['/etc/containers', '/etc/docker', '/usr/share/containers/registries.conf.d']

const script = `
${worldStart}world=$1 settings=$2 target=$3 type=$4 options=$5 source=$6 reference=$7 podman=$8 run=$9
for owners in ${ownersFolders.join(' ')}; do [ ! -d "$owners" ] || mount -t tmpfs -o ro,size=4096 tmpfs "$owners" || fail; done
mount -t "$type" -o "$options" "$source" "$world" && cd "$world" && mkdir store tmp home && mount -t tmpfs -o size=${runBytes} tmpfs "$run" || fail
export HOME="$world/home" TMPDIR="$world/tmp" CONTAINERS_CONF="$settings/containers.conf" CONTAINERS_REGISTRIES_CONF="$settings/registries.conf" REGISTRY_AUTH_FILE="$settings/auth.json"
do_podman() { "$podman" --root "$world/store" --runroot "$run" --tmpdir "$world/tmp" --storage-driver overlay --storage-opt overlay.mountopt=nodev --runtime runc "$@" < /dev/null; }
do_podman pull --quiet --signature-policy "$settings/policy.json" "docker://$reference" > /dev/null || fail
do_podman image inspect "$reference" > inspection || fail
rootfs=$(do_podman image mount "$reference") && mkdir "$target" || fail
cp -R --no-dereference --preserve=mode,ownership,timestamps,links "$rootfs" "$target/rootfs" || { echo copying; fail; }
set -- $(du -sB1 "$target/rootfs") && [ "$1" -gt 0 ] || fail
echo "bytes $1" && cat inspection
`

/**
 * @throws {TaskRefusedError} when there is no such image for this machine, it is not what its digest says, or too large.
 * @throws {HostFaultError} when the registry cannot be reached or this machine fails. Aborting rejects with the reason.
 */
export async function pullImage(plan: PullPlan): Promise<PulledImage> {
  const { host, registries, settings, folder, target, limits, signal } = plan
  const timeout = AbortSignal.timeout(limits.pullMsMax)
  const stopped = AbortSignal.any([signal, timeout])
  const world = join(folder, 'world')
  mkdirSync(world, { recursive: true, mode: 0o700 })
  const sizes = { diskBytesMax: limits.imageBytesMax, filesMax: limits.imageFilesMax }
  try {
    const digest = await findImage(plan.reference, registries, architectureOf[host.machine], stopped)
    const reference = { ...plan.reference, digest }
    const disk = await createTaskDisk(host, folder, sizes, 0)
    const { podman } = host.programs
    const args = [
      world,
      settings,
      target,
      disk.type,
      disk.options,
      disk.source,
      fullName(reference),
      podman,
      runFolder(folder),
    ]
    const said = await runWorld(worldCommand(host.programs, script, args), stopped)
    stopped.throwIfAborted()
    return readPulled(said, host)
  } catch (error) {
    rmSync(target, { recursive: true, force: true })
    signal.throwIfAborted()
    if (timeout.aborted)
      throw new HostFaultError('other', `its image was not there within ${limits.pullMsMax} ms`, error)
    throw error
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Returns a folder to mount over that does not hide a path. */
function runFolder(path: string): string {
  const free = emptyFolders.find((folder) => existsSync(folder) && !path.startsWith(`${folder}/`))
  if (free === undefined) throw new HostFaultError('other', `none of ${emptyFolders.join(', ')} is there`)
  return free
}

function fullName({ name, digest }: ImageReference): string {
  return `${name}@sha256:${digest}`
}

type Said = { readonly output: string; readonly lastWords: string }

/** Resolves when the world is gone. */
async function runWorld([program, ...rest]: readonly [string, ...string[]], stopped: AbortSignal): Promise<Said> {
  stopped.throwIfAborted()
  const child = spawn(program, rest, {
    cwd: '/',
    env: {},
    stdio: ['ignore', 'pipe', 'pipe', 'ignore', 'ignore', 'ignore', 'pipe'],
  })
  child.on('error', () => undefined)
  const exited = once(child, 'close')
  const [, stdout, stderr] = child.stdio as unknown as readonly Readable[]
  if (stdout === undefined || stderr === undefined) throw new TypeError('A pipe was asked for.')
  const control = (child.stdio as readonly unknown[])[6] as Writable
  control.on('error', () => undefined)
  const end = () => control.destroy()
  stopped.addEventListener('abort', end)
  const output = readSome(stdout, inspectionBytesMax, 'first')
  const lastWords = readSome(stderr, lastWordsCharsMax, 'last')
  // The shell inside goes on until it is told, but its work closes what it speaks through.
  await once(stdout, 'close')
  end()
  await exited
  stopped.removeEventListener('abort', end)
  return { output: output(), lastWords: lastWords() }
}

function readSome(stream: Readable, charsMax: number, keep: 'first' | 'last'): () => string {
  let text = ''
  stream.setEncoding('utf8')
  stream.on('data', (piece: string) => {
    const all = text + piece
    text = keep === 'first' ? all.slice(0, charsMax) : all.slice(-charsMax)
  })
  return () => text
}

function readPulled({ output, lastWords }: Said, { machine }: OciHost): PulledImage {
  const [first = '', ...rest] = output.split('\n')
  const bytes = /^bytes (\d+)$/.exec(first)?.[1]
  if (first === 'copying') throw copyError(lastWords)
  if (bytes === undefined) throw pullError(lastWords)
  if (output.length >= inspectionBytesMax) throw new TaskRefusedError('image', 'says too much of itself')
  const inspection = firstOf(JSON.parse(rest.join('\n')))
  const architecture = textOf(inspection.Architecture)
  if (architecture !== architectureOf[machine]) {
    throw new TaskRefusedError('image', `is for ${plain(architecture)}, and this machine is ${architectureOf[machine]}`)
  }
  const config = recordOf(inspection.Config)
  const environment = Array.isArray(config.Env) ? config.Env.filter((entry) => typeof entry === 'string') : []
  return { bytes: Number(bytes), environment }
}

/** As the Go language calls machines. */
const architectureOf = { x64: 'amd64', arm64: 'arm64' } as const

/** What a machine or its connection fails at; anything else is the image's. */
const faults =
  /dial tcp|lookup |i\/o timeout|connection re(set|fused)|TLS|x509|toomanyrequests|too many requests|unexpected EOF|context deadline|received unexpected HTTP status: 5|status code: 5\d\d|mount|loop|permission denied|operation not permitted|input\/output error/i

/**
 * Returns why there is no image, by podman's last words. They may hold words of strangers and addresses of this machine, so they are only
 * a cause, which stays here.
 */
function pullError(lastWords: string): Error {
  if (/no space left on device/i.test(lastWords)) return new TaskRefusedError('image', 'is too large for this provider')
  if (
    /manifest unknown|name unknown|not found|unauthorized|denied: requested|authentication required/i.test(lastWords)
  ) {
    return new TaskRefusedError('image', 'is not in its registry, or not for everybody')
  }
  if (/digest|checksum/i.test(lastWords)) return new TaskRefusedError('image', 'is not what its digest says')
  if (lastWords === '' || faults.test(lastWords)) {
    return new HostFaultError('other', 'its image was not fetched', new Error(lastWords))
  }
  return new TaskRefusedError('image', 'cannot be unpacked')
}

/** Unpacked within its bounds, it did not get to where images are kept: that is full, or there is what cannot be copied. */
function copyError(lastWords: string): Error {
  if (!/no space left on device|quota|input\/output error/i.test(lastWords)) {
    return new TaskRefusedError('image', 'cannot be unpacked')
  }
  return new HostFaultError('other', 'the disk is full', new Error(lastWords))
}

/** Returns words of a stranger as they may be shown. */
function plain(words: string): string {
  return words.replaceAll(/[^\x20-\x7e]/g, ' ').slice(0, wordsCharsMax)
}

/** Characters of an image's words in an error. */
const wordsCharsMax = 300

function firstOf(value: unknown): Readonly<Record<string, unknown>> {
  return recordOf(Array.isArray(value) ? value[0] : undefined)
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
