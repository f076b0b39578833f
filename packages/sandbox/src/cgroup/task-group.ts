/**
 * Control groups of tasks: one port over both versions.
 *
 * A task's group is joined by its first process before that becomes anything of a stranger's, so nothing of a task is ever outside.
 */

export type GroupLimits = {
  /** Bytes of memory, with what file systems in memory hold for the task. */
  readonly memoryBytesMax: number
  /** Processes and threads. */
  readonly processesMax: number
  /** Processors' worth of time. */
  readonly cpus: number
}

export type GroupUsage = {
  readonly cpuMs: number
  readonly memoryBytesPeak: number
  /** Whether the kernel ended a process because the group was out of memory. */
  readonly ranOutOfMemory: boolean
}

export type TaskGroup = {
  /** Files to which a process writes its id to join. */
  readonly joinFiles: readonly string[]
  usage(): GroupUsage
  /** Ends every process of the group. Resolves when none is left. @throws {Error} when some stay. */
  kill(): Promise<void>
  /** Removes the group; its processes must have ended. */
  remove(): Promise<void>
}

export type CgroupTree = {
  readonly kind: 'cgroup-v2' | 'cgroup-v1'
  /** @throws {Error} as the system does when the group cannot be made. */
  create(name: string, limits: GroupLimits): TaskGroup
  /** Returns the names of groups of tasks that exist, whoever made them. */
  list(): readonly string[]
  /** Returns a group that exists, to end and remove it. */
  open(name: string): TaskGroup
}

/** How this process stands in the groups of its machine. */
export type CgroupPlace = {
  /** Text of `/proc/self/mountinfo`. */
  readonly mounts: string
  /** Text of `/proc/self/cgroup`. */
  readonly self: string
}

/** What names of tasks' groups start with. */
export const taskGroupPrefix = 'millrace-task-'
