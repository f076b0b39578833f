/**
 * Groups of version 2, below the group that this process was given.
 *
 * A group that has processes cannot hand controllers to groups below it, but for the root. So this process moves to a group of
 * its own first, as systemd asks of services with `Delegate=yes`.
 */
import { cgroupMounts, ownGroupFolder } from './cgroup-mounts.ts'
import { type ControlFiles, isRefusal, readKey, readNumber } from './control-files.ts'
import { endProcesses, readProcesses, removeGroup } from './end-processes.ts'
import { type CgroupPlace, type CgroupTree, type GroupLimits, type TaskGroup, taskGroupPrefix } from './task-group.ts'

const controllers = ['memory', 'pids', 'cpu'] as const
/** Microseconds over which processor time is counted. */
const periodUs = 100_000
const daemonGroup = 'millrace-daemon'

/** Returns the tree of version 2, or undefined when a controller is missing or this process may make no groups. */
export function createCgroupV2(files: ControlFiles, place: CgroupPlace): CgroupTree | undefined {
  const mount = cgroupMounts(place).find(({ version }) => version === 2)
  if (mount === undefined) return undefined
  const own = ownGroupFolder(place, mount, '')
  const parent = own.endsWith(`/${daemonGroup}`) ? own.slice(0, -daemonGroup.length - 1) : own
  if (!handDown(files, parent, own)) return undefined
  return {
    kind: 'cgroup-v2',
    create(name, limits) {
      const group = `${parent}/${name}`
      files.make(group)
      try {
        setLimits(files, group, limits)
      } catch (error) {
        files.remove(group)
        throw error
      }
      return groupOf(files, group)
    },
    list: () => files.list(parent).filter((name) => name.startsWith(taskGroupPrefix)),
    open: (name) => groupOf(files, `${parent}/${name}`),
  }
}

/** Lets groups below have the controllers; returns whether they do. */
function handDown(files: ControlFiles, parent: string, own: string): boolean {
  const available = (files.read(`${parent}/cgroup.controllers`) ?? '').trim().split(' ')
  if (!controllers.every((controller) => available.includes(controller))) return false
  const below = `${parent}/cgroup.subtree_control`
  const handed = (files.read(below) ?? '').trim().split(' ')
  if (controllers.every((controller) => handed.includes(controller))) return true
  try {
    // The root of all groups has no type, and may keep its processes.
    const isRoot = files.read(`${parent}/cgroup.type`) === undefined
    if (!isRoot && own === parent) moveToDaemonGroup(files, parent)
    files.write(below, controllers.map((controller) => `+${controller}`).join(' '))
    return true
  } catch (error) {
    if (isRefusal(error)) return false
    throw error
  }
}

function moveToDaemonGroup(files: ControlFiles, parent: string): void {
  if (!files.list(parent).includes(daemonGroup)) files.make(`${parent}/${daemonGroup}`)
  for (const pid of readProcesses(files, parent)) files.write(`${parent}/${daemonGroup}/cgroup.procs`, String(pid))
}

function setLimits(files: ControlFiles, group: string, { memoryBytesMax, processesMax, cpus }: GroupLimits): void {
  files.write(`${group}/memory.max`, String(memoryBytesMax))
  const swap = `${group}/memory.swap.max`
  if (files.read(swap) !== undefined) files.write(swap, '0')
  files.write(`${group}/memory.oom.group`, '1')
  files.write(`${group}/pids.max`, String(processesMax))
  files.write(`${group}/cpu.max`, `${cpus * periodUs} ${periodUs}`)
}

function groupOf(files: ControlFiles, group: string): TaskGroup {
  // Kernels before 5.14 have no such file.
  const killFile = `${group}/cgroup.kill`
  return {
    joinFiles: [`${group}/cgroup.procs`],
    usage: () => ({
      cpuMs: readKey(files, `${group}/cpu.stat`, 'usage_usec') / 1e3,
      memoryBytesPeak: readNumber(files, `${group}/memory.peak`) ?? readNumber(files, `${group}/memory.current`) ?? 0,
      ranOutOfMemory: readKey(files, `${group}/memory.events`, 'oom_kill') > 0,
    }),
    async kill() {
      const killAll = files.read(killFile) === undefined ? undefined : () => files.write(killFile, '1')
      // Nothing new can start while what runs is ended.
      if (files.read(`${group}/pids.max`) !== undefined) files.write(`${group}/pids.max`, '0')
      await endProcesses(() => readProcesses(files, group), killAll)
    },
    remove: () => removeGroup(files, group),
  }
}
