/**
 * Processes of ours that serve a task from outside of it: with a group, limits and as few rights as they need.
 *
 * They are no part of the task and do not count to its limits, and the task cannot see them.
 */
import { type TaskGroup, taskGroupPrefix } from '../cgroup/task-group.ts'
import { HostFaultError } from '../run/host-fault.ts'
import type { SandboxHost } from './sandbox-host.ts'

/** What all helpers of one task may use together: a carrier takes 50 MiB, a network stack 10 and what it holds for slow readers. */
const helperLimits = { memoryBytesMax: 192 << 20, processesMax: 32, cpus: 1 } as const
/** Files a helper has open at a time: a network stack holds one for each connection. */
const openFilesMax = 1_024
/** Exit status when a limit could not be set. */
const refusedStatus = 97

const script = `
fail() { exit ${refusedStatus}; }
groups=$1; shift
while [ "$groups" -gt 0 ]; do echo 0 > "$1" || fail; shift; groups=$((groups - 1)); done
ulimit -c 0 && ulimit -n ${openFilesMax} || fail
exec "$@"
`

export type HelperGroup = {
  /** Returns what runs a program in the group and its limits. */
  command(program: readonly string[]): readonly [program: string, ...rest: string[]]
  /** Ends what is left of the helpers, and removes the group. */
  remove(): Promise<void>
}

/** @param id - of no task: the group is swept by it when this process is killed. @throws {HostFaultError} */
export function createHelperGroup({ cgroups, programs }: SandboxHost, id: string): HelperGroup {
  let group: TaskGroup | undefined
  try {
    group = cgroups?.create(`${taskGroupPrefix}${id}`, helperLimits)
  } catch (cause) {
    throw new HostFaultError('other', 'the control group of its helpers could not be made', cause)
  }
  const joinFiles = group?.joinFiles ?? []
  return {
    command: (program) => [programs.sh, '-c', script, 'helper', String(joinFiles.length), ...joinFiles, ...program],
    async remove() {
      await group?.kill()
      await group?.remove()
    },
  }
}
