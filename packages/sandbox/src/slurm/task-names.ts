/**
 * Names of tasks in a folder that several machines may share: the machine they belong to, its boot, and what a task is named on one
 * machine. Who sweeps judges names of its own machine alone, for no other shows its processes here.
 *
 * A machine is its machine-id, its name and its namespace of processes: containers of one image have the first in common. In a container
 * that is made anew the names of the one before it are a stranger's; its jobs end by their time limits.
 */
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, readlinkSync } from 'node:fs'
import { hostname } from 'node:os'
import { isLeftover, nextTaskId } from '../bubblewrap/task-files.ts'

/** Returns a new name. */
export function nextSharedTaskId(): string {
  return `${here.machine}-${here.boot}-${nextTaskId()}`
}

/** Returns whether a name is that of a task of this machine whose process does not run any more. */
export function isOwnLeftover(name: string): boolean {
  const [, machine, boot, id = ''] = sharedName.exec(name) ?? []
  if (machine !== here.machine) return false
  return boot === here.boot ? isLeftover(id) : true
}

const sharedName = /^([0-9a-f]{16})-([0-9a-f]{8})-(\d+-\d+)$/

const here = {
  machine: markOf([textOf('/etc/machine-id'), hostname(), readlinkSync('/proc/self/ns/pid')], 16),
  boot: markOf([textOf('/proc/sys/kernel/random/boot_id')], 8),
}

function textOf(path: string): string {
  return existsSync(path) ? readFileSync(path, 'utf8').trim() : ''
}

function markOf(parts: readonly string[], length: number): string {
  return createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, length)
}
