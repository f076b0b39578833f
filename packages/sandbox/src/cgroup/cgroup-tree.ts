/**
 * Where the control groups of tasks are made on this machine.
 *
 * Sources: Linux, Documentation/admin-guide/cgroup-v2.rst, cgroup-v1/{memory,pids,cpuacct}.rst, scheduler/sched-bwc.rst.
 */
import { createCgroupV1 } from './cgroup-v1.ts'
import { createCgroupV2 } from './cgroup-v2.ts'
import { type ControlFiles, systemControlFiles } from './control-files.ts'
import type { CgroupPlace, CgroupTree } from './task-group.ts'

/** Returns the tree in which this process may make groups that hold memory, processes and processor time; undefined when there is none. */
export async function findCgroupTree(
  files: ControlFiles = systemControlFiles,
  place = readPlace(files),
): Promise<CgroupTree | undefined> {
  return createCgroupV2(files, place) ?? (await createCgroupV1(files, place))
}

function readPlace(files: ControlFiles): CgroupPlace {
  return { mounts: files.read('/proc/self/mountinfo') ?? '', self: files.read('/proc/self/cgroup') ?? '' }
}
