/** Ends what runs in a control group, and waits until nothing does. */
import { setTimeout as sleep } from 'node:timers/promises'
import { HostFaultError } from '../run/host-fault.ts'
import { type ControlFiles, isRefusal } from './control-files.ts'

/** Milliseconds that the processes of a task may take to be gone after SIGKILL; one that waits for a broken disk never is. */
export const taskKillMsMax = 20_000
/** Milliseconds between two looks. */
const lookMs = 2

/**
 * Kills until a list of processes stays empty.
 *
 * @throws {HostFaultError} when some are left after {@link taskKillMsMax}.
 */
export async function endProcesses(processes: () => readonly number[], killAll?: () => void): Promise<void> {
  const deadline = performance.now() + taskKillMsMax
  for (let left = processes(); left.length > 0; left = processes()) {
    if (performance.now() > deadline)
      throw new HostFaultError('other', `${left.length} of its processes cannot be ended`)
    if (killAll === undefined) left.forEach(killProcess)
    else killAll()
    await sleep(lookMs)
  }
}

/** Removes a group, which may take a moment after its last process ended. A process that joined late is ended. */
export async function removeGroup(files: ControlFiles, group: string): Promise<void> {
  const deadline = performance.now() + taskKillMsMax
  while (!tryRemove(files, group)) {
    if (performance.now() > deadline) throw new HostFaultError('other', `its control group ${group} cannot be removed`)
    readProcesses(files, group).forEach(killProcess)
    await sleep(lookMs)
  }
}

export function readProcesses(files: ControlFiles, group: string): readonly number[] {
  return (files.read(`${group}/cgroup.procs`) ?? '').split('\n').filter(Boolean).map(Number)
}

function tryRemove(files: ControlFiles, group: string): boolean {
  try {
    files.remove(group)
    return true
  } catch (error) {
    if (isRefusal(error) && error.code === 'ENOENT') return true
    if (isRefusal(error) && error.code === 'EBUSY') return false
    throw error
  }
}

function killProcess(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch (error) {
    // It ended by itself between the look and the blow.
    if (!isRefusal(error) || error.code !== 'ESRCH') throw error
  }
}
