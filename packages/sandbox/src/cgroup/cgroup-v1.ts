/** Groups of version 1: one in the hierarchy of each controller. */
import { cgroupMounts, ownGroupFolder } from './cgroup-mounts.ts'
import { type ControlFiles, isRefusal, readKey, readNumber } from './control-files.ts'
import { endProcesses, readProcesses, removeGroup } from './end-processes.ts'
import { type CgroupPlace, type CgroupTree, type GroupLimits, type TaskGroup, taskGroupPrefix } from './task-group.ts'

const controllers = ['memory', 'pids', 'cpu', 'cpuacct'] as const
type Controller = (typeof controllers)[number]
type Folders = Readonly<Record<Controller, string>>

/** Microseconds over which processor time is counted. */
const periodUs = 100_000
let probes = 0

/** Returns the tree of version 1, or undefined when a controller is missing or this process may make no groups. */
export async function createCgroupV1(files: ControlFiles, place: CgroupPlace): Promise<CgroupTree | undefined> {
  const parents = parentsOf(place)
  if (parents === undefined) return undefined
  const foldersOf = (name: string) => mapFolders(parents, (parent) => `${parent}/${name}`)
  const tree: CgroupTree = {
    kind: 'cgroup-v1',
    create(name, limits) {
      const folders = foldersOf(name)
      try {
        for (const folder of new Set(Object.values(folders))) files.make(folder)
        setLimits(files, folders, limits)
      } catch (error) {
        for (const folder of new Set(Object.values(folders))) removeIfThere(files, folder)
        throw error
      }
      return groupOf(files, folders)
    },
    list: () => files.list(parents.pids).filter((name) => name.startsWith(taskGroupPrefix)),
    open: (name) => groupOf(files, foldersOf(name)),
  }
  return (await isUsable(tree)) ? tree : undefined
}

function parentsOf(place: CgroupPlace): Folders | undefined {
  const mounts = cgroupMounts(place)
  const found = controllers.map((controller) => {
    const mount = mounts.find((candidate) => candidate.version === 1 && candidate.controllers.includes(controller))
    return mount === undefined ? undefined : ownGroupFolder(place, mount, controller)
  })
  const [memory, pids, cpu, cpuacct] = found
  if (memory === undefined || pids === undefined || cpu === undefined || cpuacct === undefined) return undefined
  return { memory, pids, cpu, cpuacct }
}

function setLimits(files: ControlFiles, folders: Folders, { memoryBytesMax, processesMax, cpus }: GroupLimits): void {
  files.write(`${folders.memory}/memory.limit_in_bytes`, String(memoryBytesMax))
  const withSwap = `${folders.memory}/memory.memsw.limit_in_bytes`
  if (files.read(withSwap) !== undefined) files.write(withSwap, String(memoryBytesMax))
  files.write(`${folders.pids}/pids.max`, String(processesMax))
  files.write(`${folders.cpu}/cpu.cfs_period_us`, String(periodUs))
  files.write(`${folders.cpu}/cpu.cfs_quota_us`, String(cpus * periodUs))
}

function groupOf(files: ControlFiles, folders: Folders): TaskGroup {
  const all = [...new Set(Object.values(folders))]
  return {
    joinFiles: all.map((folder) => `${folder}/cgroup.procs`),
    usage: () => ({
      cpuMs: (readNumber(files, `${folders.cpuacct}/cpuacct.usage`) ?? 0) / 1e6,
      memoryBytesPeak: readNumber(files, `${folders.memory}/memory.max_usage_in_bytes`) ?? 0,
      ranOutOfMemory: readKey(files, `${folders.memory}/memory.oom_control`, 'oom_kill') > 0,
    }),
    async kill() {
      // Nothing new can start while what runs is ended.
      const limit = `${folders.pids}/pids.max`
      if (files.read(limit) !== undefined) files.write(limit, '0')
      await endProcesses(() => [...new Set(all.flatMap((folder) => readProcesses(files, folder)))])
    },
    async remove() {
      for (const folder of all) await removeGroup(files, folder)
    },
  }
}

async function isUsable(tree: CgroupTree): Promise<boolean> {
  const name = `${taskGroupPrefix}${process.pid}-probe-${probes++}`
  try {
    await tree.create(name, { memoryBytesMax: 1 << 24, processesMax: 1, cpus: 1 }).remove()
    return true
  } catch (error) {
    if (isRefusal(error)) return false
    throw error
  }
}

function removeIfThere(files: ControlFiles, folder: string): void {
  if (files.read(`${folder}/cgroup.procs`) !== undefined) files.remove(folder)
}

function mapFolders(folders: Folders, change: (folder: string) => string): Folders {
  const { memory, pids, cpu, cpuacct } = folders
  return { memory: change(memory), pids: change(pids), cpu: change(cpu), cpuacct: change(cpuacct) }
}
