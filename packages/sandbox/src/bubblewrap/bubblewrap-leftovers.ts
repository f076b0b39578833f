/** What there is on the machine of this process's tasks: after they ended, nothing. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { findCgroupTree } from '../cgroup/cgroup-tree.ts'
import { taskGroupPrefix } from '../cgroup/task-group.ts'
import { isTaskUser } from './task-users.ts'

/** Returns a function that lists processes, control groups, mounts and files of tasks, in words; results are their caller's. */
export async function leftoversOf(folder: string): Promise<() => readonly string[]> {
  const cgroups = await findCgroupTree()
  const own = `${taskGroupPrefix}${process.pid}-`
  return () => [
    ...taskProcesses().map((pid) => `process ${pid}`),
    ...(cgroups?.list() ?? []).filter((name) => name.startsWith(own)).map((name) => `control group ${name}`),
    ...mountsBelow(folder).map((path) => `mount ${path}`),
    ...readdirSync(join(folder, 'tasks')).map((name) => `folder ${name}`),
  ]
}

function taskProcesses(): readonly string[] {
  return readdirSync('/proc').filter((name) => {
    if (!/^\d+$/.test(name)) return false
    const status = readIfThere(`/proc/${name}/status`)
    const user = /^Uid:\s+(\d+)/m.exec(status)?.[1]
    // Who has ended and waits for the machine's first process to notice holds nothing any more.
    const hasEnded = /^State:\s+[ZX]/m.test(status)
    return user !== undefined && !hasEnded && isTaskUser(Number(user))
  })
}

function mountsBelow(folder: string): readonly string[] {
  const mounts = readFileSync('/proc/self/mountinfo', 'utf8').split('\n')
  return mounts.map((line) => line.split(' ')[4] ?? '').filter((path) => path.startsWith(`${folder}/`))
}

function readIfThere(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    // It ended between the list and the look.
    if (error instanceof Error && 'code' in error) return ''
    throw error
  }
}
