/**
 * Devices of this machine that containers may be given, as its owner described them for the container device interface.
 *
 * A description names a kind, `vendor/class`, and what a container needs for each device and for any of them: device nodes, files,
 * variables, programs that the runtime runs. Of two descriptions of one device the one from the later folder counts.
 *
 * Source: CDI specification 0.8.0, SPEC.md.
 */
import { type Dirent, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { parse as parseYaml } from 'yaml'

/** A device, with everything that a container needs for it. */
export type CdiDevice = {
  readonly kind: string
  readonly name: string
  readonly edits: CdiEdits
}

export type CdiEdits = {
  /** `NAME=value`. */
  readonly env: readonly string[]
  readonly deviceNodes: readonly CdiNode[]
  readonly mounts: readonly CdiMount[]
  readonly hooks: readonly CdiHook[]
}

export type CdiNode = {
  /** Inside. */
  readonly path: string
  readonly hostPath: string
  /** Of `rwm`. */
  readonly permissions: string
}

export type CdiMount = {
  readonly hostPath: string
  readonly containerPath: string
  readonly options: readonly string[]
}

export type CdiHook = {
  readonly hookName: string
  readonly path: string
  readonly args: readonly string[]
  readonly env: readonly string[]
}

export type CdiFound = {
  readonly devices: readonly CdiDevice[]
  /** Descriptions that could not be used, and why. */
  readonly problems: readonly string[]
}

/** Where descriptions are looked for. */
export const cdiFolders: readonly string[] = ['/etc/cdi', '/var/run/cdi']

/** Bytes of one description. */
const specBytesMax = 4 << 20
const noEdits: CdiEdits = { env: [], deviceNodes: [], mounts: [], hooks: [] }
const hookNames = ['prestart', 'createRuntime', 'createContainer', 'startContainer', 'poststart', 'poststop']

/** Returns the devices of class `gpu`, each card once: descriptions list it by number and by serial number, and all of them together. */
export function findGpus(folders: readonly string[] = cdiFolders): CdiFound {
  const { devices, problems } = readDevices(folders)
  const cards = new Map<string, CdiDevice>()
  for (const device of devices) {
    if (!device.kind.endsWith('/gpu') || device.name === 'all') continue
    const key = `${device.kind} ${device.edits.deviceNodes.map(({ hostPath }) => hostPath).sort()}`
    const known = cards.get(key)
    if (known === undefined || device.name.length < known.name.length) cards.set(key, device)
  }
  return { devices: [...cards.values()], problems }
}

function readDevices(folders: readonly string[]): CdiFound {
  const devices = new Map<string, CdiDevice>()
  const problems: string[] = []
  for (const file of folders.flatMap(specFiles)) {
    try {
      for (const device of devicesIn(file)) devices.set(`${device.kind}=${device.name}`, device)
    } catch (error) {
      if (!(error instanceof Error)) throw error
      problems.push(`${file}: ${error.message.split('\n')[0]}`)
    }
  }
  return { devices: [...devices.values()], problems }
}

function specFiles(folder: string): readonly string[] {
  return entriesOf(folder)
    .filter((entry) => /\.(json|yaml|yml)$/.test(entry.name))
    .map((entry) => join(folder, entry.name))
    .sort()
}

function entriesOf(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) return []
    throw error
  }
}

function devicesIn(file: string): readonly CdiDevice[] {
  if (statSync(file).size > specBytesMax) throw new Error(`it has more than ${specBytesMax} bytes`)
  // JSON is YAML, too.
  const spec = recordOf(parseYaml(readFileSync(file, 'utf8')), 'the description')
  const kind = textOf(spec.kind, 'kind')
  const shared = editsOf(spec.containerEdits)
  return listOf(spec.devices, 'devices').map((entry): CdiDevice => {
    const device = recordOf(entry, 'a device')
    const own = editsOf(device.containerEdits)
    const edits: CdiEdits = {
      env: [...shared.env, ...own.env],
      deviceNodes: [...shared.deviceNodes, ...own.deviceNodes],
      mounts: [...shared.mounts, ...own.mounts],
      hooks: [...shared.hooks, ...own.hooks],
    }
    for (const { hostPath } of edits.deviceNodes) {
      if (!isDevice(hostPath)) throw new Error(`${hostPath} is no device of this machine`)
    }
    return { kind, name: textOf(device.name, 'the name of a device'), edits }
  })
}

function isDevice(path: string): boolean {
  const stats = statSync(path, { throwIfNoEntry: false })
  return stats?.isCharacterDevice() === true || stats?.isBlockDevice() === true
}

function editsOf(value: unknown): CdiEdits {
  if (value === undefined || value === null) return noEdits
  const edits = recordOf(value, 'containerEdits')
  return {
    env: textsOf(edits.env, 'env'),
    deviceNodes: listOf(edits.deviceNodes, 'deviceNodes').map((entry): CdiNode => {
      const node = recordOf(entry, 'a device node')
      const path = pathOf(node.path, 'path of a device node')
      const hostPath = node.hostPath === undefined ? path : pathOf(node.hostPath, 'hostPath')
      const permissions = node.permissions === undefined ? 'rw' : textOf(node.permissions, 'permissions')
      if (!/^[rwm]+$/.test(permissions)) throw new Error('permissions are letters of rwm')
      return { path, hostPath, permissions }
    }),
    mounts: listOf(edits.mounts, 'mounts').map((entry): CdiMount => {
      const mount = recordOf(entry, 'a mount')
      return {
        hostPath: pathOf(mount.hostPath, 'hostPath'),
        containerPath: pathOf(mount.containerPath, 'containerPath'),
        options: textsOf(mount.options, 'options'),
      }
    }),
    hooks: listOf(edits.hooks, 'hooks').map((entry): CdiHook => {
      const hook = recordOf(entry, 'a hook')
      const hookName = textOf(hook.hookName, 'hookName')
      if (!hookNames.includes(hookName)) throw new Error(`there is no hook ${hookName}`)
      return {
        hookName,
        path: pathOf(hook.path, 'path of a hook'),
        args: textsOf(hook.args, 'args'),
        env: textsOf(hook.env, 'env'),
      }
    }),
  }
}

function recordOf(value: unknown, what: string): Readonly<Record<string, unknown>> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>
  throw new Error(`${what} is no object`)
}

function listOf(value: unknown, what: string): readonly unknown[] {
  if (value === undefined || value === null) return []
  if (Array.isArray(value)) return value
  throw new Error(`${what} is no list`)
}

function textsOf(value: unknown, what: string): readonly string[] {
  return listOf(value, what).map((entry) => textOf(entry, what))
}

function textOf(value: unknown, what: string): string {
  if (typeof value === 'string' && value !== '' && !value.includes('\0')) return value
  throw new Error(`${what} is no text`)
}

function pathOf(value: unknown, what: string): string {
  const path = textOf(value, what)
  if (path.startsWith('/') && !path.split('/').includes('..')) return path
  throw new Error(`${what} is no absolute path`)
}
