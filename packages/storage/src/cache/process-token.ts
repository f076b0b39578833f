/**
 * Tells a running process from a dead one whose number was given away again: number and start time, within one boot and one
 * process namespace (proc(5), field 22 of /proc/PID/stat). Elsewhere than Linux nothing is known, and a heartbeat decides.
 */
import { readFileSync, readlinkSync } from 'node:fs'

export type ProcessToken = {
  /** Boot and process namespace; empty where unknown. */
  readonly host: string
  readonly pid: number
  readonly started: string
}

export function ownProcessToken(): ProcessToken {
  const { pid } = process
  const started = startOf(pid)
  const boot = readOr(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim())
  const namespace = readOr(() => readlinkSync('/proc/self/ns/pid'))
  const isKnown = started !== undefined && boot !== undefined && namespace !== undefined
  return { host: isKnown ? `${boot} ${namespace}` : '', pid, started: started ?? '' }
}

/** Returns whether the process runs, or undefined when it cannot be seen from here. */
export function isRunning(token: ProcessToken, own: ProcessToken): boolean | undefined {
  if (own.host === '' || token.host !== own.host) return undefined
  return startOf(token.pid) === token.started
}

function startOf(pid: number): string | undefined {
  const stat = readOr(() => readFileSync(`/proc/${pid}/stat`, 'utf8'))
  // The name, in parentheses, may hold anything; the start time is the 20th field after it.
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19]
}

function readOr(read: () => string): string | undefined {
  try {
    return read()
  } catch {
    return undefined
  }
}
