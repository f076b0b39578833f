/** The rules of control groups of version 2 that matter here, in memory: for machines that have version 1. */
import type { ControlFiles } from '../../src/cgroup/control-files.ts'

export type FakeCgroupV2 = ControlFiles & {
  readonly folder: string
  /** Puts processes into a group, as a fork there does. */
  fill(group: string, pids: readonly number[]): void
  set(path: string, text: string): void
}

type Group = { readonly processes: Set<number>; readonly files: Map<string, string> }

/** @param own - the group of this process below the mount, with its process in it. */
export function fakeCgroupV2(own: string, controllers = 'cpuset cpu io memory pids'): FakeCgroupV2 {
  const folder = '/sys/fs/cgroup'
  const groups = new Map<string, Group>()
  const refuse = (code: string) => Object.assign(new Error(code), { code })
  const split = (path: string) => {
    const at = path.lastIndexOf('/')
    return [path.slice(0, at), path.slice(at + 1)] as const
  }
  const groupAt = (path: string) => {
    const group = groups.get(path)
    if (group === undefined) throw refuse('ENOENT')
    return group
  }
  const add = (path: string, given: string) => {
    const files = new Map([
      ['cgroup.controllers', `${given}\n`],
      ['cgroup.subtree_control', '\n'],
      ['cgroup.kill', ''],
    ])
    if (path !== folder) files.set('cgroup.type', 'domain\n')
    if (given.includes('memory')) {
      for (const name of ['memory.max', 'memory.swap.max']) files.set(name, 'max\n')
      files.set('memory.oom.group', '0\n').set('memory.peak', '4096\n').set('memory.events', 'oom 0\noom_kill 0\n')
    }
    if (given.includes('pids')) files.set('pids.max', 'max\n')
    if (given.includes('cpu')) files.set('cpu.max', 'max 100000\n').set('cpu.stat', 'usage_usec 2500\nuser_usec 0\n')
    groups.set(path, { processes: new Set(), files })
  }
  add(folder, controllers)
  if (own !== '/') add(`${folder}${own}`, controllers)
  const start = own === '/' ? folder : `${folder}${own}`
  groupAt(start).processes.add(process.pid)

  return {
    folder,
    make(path) {
      if (groups.has(path)) throw refuse('EEXIST')
      add(path, groupAt(split(path)[0]).files.get('cgroup.subtree_control')?.trim() ?? '')
    },
    write(path, text) {
      const [at, name] = split(path)
      const group = groupAt(at)
      if (name === 'cgroup.procs') {
        for (const other of groups.values()) other.processes.delete(Number(text))
        group.processes.add(Number(text))
        return
      }
      if (!group.files.has(name)) throw refuse('ENOENT')
      if (name === 'cgroup.kill') group.processes.clear()
      if (name === 'cgroup.subtree_control') {
        if (at !== folder && group.processes.size > 0) throw refuse('EBUSY')
        group.files.set(name, text.replaceAll('+', ''))
        return
      }
      group.files.set(name, text)
    },
    read(path) {
      const [at, name] = split(path)
      const group = groups.get(at)
      return name === 'cgroup.procs' && group ? [...group.processes].join('\n') : group?.files.get(name)
    },
    remove(path) {
      if (groupAt(path).processes.size > 0) throw refuse('EBUSY')
      groups.delete(path)
    },
    list: (path) => [...groups.keys()].filter((other) => split(other)[0] === path).map((other) => split(other)[1]),
    fill(path, pids) {
      for (const pid of pids) groupAt(path).processes.add(pid)
    },
    set: (path, text) => groupAt(split(path)[0]).files.set(split(path)[1], text),
  }
}
