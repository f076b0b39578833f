/**
 * A bound on the memory of a child process that the program in it cannot pass: a control group where this process may make one
 * (version 2, or 1), else the RLIMIT_DATA that every child starts with, which counts writable memory whether it is touched or not.
 *
 * Sources: Linux, Documentation/admin-guide/cgroup-v2.rst and cgroup-v1/memory.rst; getrlimit(2).
 */
import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export type MemoryBoundKind = 'cgroup-v2' | 'cgroup-v1' | 'rlimit-data'

export type MemoryBound = {
  readonly kind: MemoryBoundKind
  /** Puts a process under the bound. */
  hold(pid: number): void
  /** Returns whether the bound ended a process. */
  wasReached(): boolean
  /** Removes what was made; the process must have ended. */
  remove(): void
}

type Flavour = {
  readonly kind: MemoryBoundKind
  readonly controller: string
  readonly mount: string
  readonly limitFile: string
}

const flavours: readonly Flavour[] = [
  { kind: 'cgroup-v2', controller: '', mount: '/sys/fs/cgroup', limitFile: 'memory.max' },
  { kind: 'cgroup-v1', controller: 'memory', mount: '/sys/fs/cgroup/memory', limitFile: 'memory.limit_in_bytes' },
]

let made = 0

/** Returns a bound of so many bytes: the strictest kind that this process may set. */
export function createMemoryBound(bytes: number): MemoryBound {
  for (const flavour of flavours) {
    const group = makeGroup(flavour, bytes)
    if (group !== undefined) return boundOf(flavour, group)
  }
  return { kind: 'rlimit-data', hold: () => undefined, wasReached: () => false, remove: () => undefined }
}

function boundOf({ kind }: Flavour, group: string): MemoryBound {
  return {
    kind,
    hold: (pid) => writeFileSync(join(group, 'cgroup.procs'), String(pid)),
    wasReached: () => /^oom_kill [1-9]/m.test(readIfThere(join(group, 'memory.events'), 'memory.oom_control')),
    remove: () => rmdirSync(group),
  }

  function readIfThere(path: string, otherName: string): string {
    const other = join(group, otherName)
    if (existsSync(path)) return readFileSync(path, 'utf8')
    return existsSync(other) ? readFileSync(other, 'utf8') : ''
  }
}

/** Returns the folder of a new group with the limit set, or undefined where there can be none. */
function makeGroup({ controller, mount, limitFile }: Flavour, bytes: number): string | undefined {
  const own = ownGroup(controller)
  if (own === undefined) return undefined
  const parent = existsSync(join(mount, own)) ? join(mount, own) : mount
  const group = join(parent, `millrace-sandbox-${process.pid}-${made++}`)
  try {
    mkdirSync(group)
  } catch (error) {
    return unavailable(error)
  }
  try {
    // Where no such controller is mounted there is no such file, and none may be made.
    writeFileSync(join(group, limitFile), String(bytes), { flag: 'r+' })
    return group
  } catch (error) {
    rmdirSync(group)
    return unavailable(error)
  }
}

/** No right, no such controller, or a file system that is read only: another kind must do. */
function unavailable(error: unknown): undefined {
  if (error instanceof Error && 'code' in error) return undefined
  throw error
}

function ownGroup(controller: string): string | undefined {
  const path = '/proc/self/cgroup'
  if (!existsSync(path)) return undefined
  const line = readFileSync(path, 'utf8')
    .split('\n')
    .find((text) => text.split(':')[1]?.split(',').includes(controller))
  return line?.split(':').slice(2).join(':')
}
