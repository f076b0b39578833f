/**
 * Control groups of containers: made and limited by this process, joined by the runtime.
 *
 * The runtime takes one path for all hierarchies, so groups of version 1 lie at the top of each. It makes more than the limited ones, for
 * devices and freezing; those are removed with the group.
 *
 * Source: OCI runtime specification 1.0.2, config-linux.md, "Control groups".
 */
import { type CgroupMount, cgroupMounts } from '../cgroup/cgroup-mounts.ts'
import { createCgroupV1 } from '../cgroup/cgroup-v1.ts'
import { createCgroupV2 } from '../cgroup/cgroup-v2.ts'
import { type ControlFiles, systemControlFiles } from '../cgroup/control-files.ts'
import { readProcesses, removeGroup } from '../cgroup/end-processes.ts'
import type { CgroupPlace, CgroupTree, GroupLimits, TaskGroup } from '../cgroup/task-group.ts'

export type OciGroup = TaskGroup & {
  /** Where the runtime finds it. */
  readonly path: string
  /** Returns the ids of its processes on the machine. */
  processes(): readonly number[]
}

export type OciGroups = {
  /** @throws {Error} as the system does when it cannot be made. */
  create(name: string, limits: GroupLimits): OciGroup
  /** Returns the names of groups that exist in any hierarchy, whoever made them. */
  list(): readonly string[]
  /** Returns a group that exists, to end and remove it. */
  open(name: string): OciGroup
}

/** What names of containers' groups start with. */
export const ociGroupPrefix = 'millrace-oci-'

/** Returns the groups, or undefined when this process may make none that hold memory, processes and processor time. */
export async function findOciGroups(
  files: ControlFiles = systemControlFiles,
  place: CgroupPlace = {
    mounts: files.read('/proc/self/mountinfo') ?? '',
    self: files.read('/proc/self/cgroup') ?? '',
  },
): Promise<OciGroups | undefined> {
  const mounts = cgroupMounts(place)
  const second = createCgroupV2(files, place)
  const tree = second ?? (await createCgroupV1(files, { ...place, self: '' }))
  if (tree === undefined) return undefined
  const parents = second === undefined ? mounts.map(({ folder }) => folder) : [parentOf(tree, mounts)]
  const groupOf = (name: string, group: TaskGroup): OciGroup => {
    const [joinFile = ''] = group.joinFiles
    const folder = joinFile.slice(0, joinFile.lastIndexOf('/'))
    return {
      ...group,
      path: pathIn(mounts, folder),
      processes: () => readProcesses(files, folder),
      async remove() {
        await group.remove()
        for (const parent of parents) {
          if (files.list(parent).includes(name)) await removeGroup(files, `${parent}/${name}`)
        }
      },
    }
  }
  return {
    create: (name, limits) => groupOf(name, tree.create(name, limits)),
    list: () =>
      [...new Set(parents.flatMap((parent) => files.list(parent)))].filter((name) => name.startsWith(ociGroupPrefix)),
    open: (name) => groupOf(name, tree.open(name)),
  }
}

/** Where groups of version 2 are made. */
function parentOf(tree: CgroupTree, mounts: readonly CgroupMount[]): string {
  const [joinFile = mounts[0]?.folder ?? ''] = tree.open('').joinFiles
  return joinFile.replace(/\/+cgroup\.procs$/, '')
}

function pathIn(mounts: readonly CgroupMount[], folder: string): string {
  const mount = mounts.find((candidate) => folder.startsWith(`${candidate.folder}/`))
  return folder.slice(mount?.folder.length ?? 0)
}
