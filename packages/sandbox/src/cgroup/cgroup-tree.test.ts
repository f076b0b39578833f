/** Version 2 by its rules in memory; version 1, or whichever this machine has, with real processes. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { fakeCgroupV2 } from '../../test/support/fake-cgroup-v2.ts'
import { cgroupMounts, ownGroupFolder } from './cgroup-mounts.ts'
import { findCgroupTree } from './cgroup-tree.ts'
import { taskGroupPrefix } from './task-group.ts'

const limits = { memoryBytesMax: 64 << 20, processesMax: 10, cpus: 2 }
const mounts = '30 23 0:26 / /sys/fs/cgroup rw,nosuid shared:9 - cgroup2 cgroup2 rw,nsdelegate'

describe('version 2', () => {
  const service = '/system.slice/millrace.service'

  test('hands its controllers down from a group of its own, and sets limits', async () => {
    const files = fakeCgroupV2(service)
    const tree = await findCgroupTree(files, { mounts, self: `0::${service}` })
    expect(tree?.kind).toBe('cgroup-v2')
    const parent = `${files.folder}${service}`
    expect(files.read(`${parent}/millrace-daemon/cgroup.procs`)).toBe(String(process.pid))
    const name = `${taskGroupPrefix}one`
    const group = tree?.create(name, limits)
    expect(group?.joinFiles).toEqual([`${parent}/${name}/cgroup.procs`])
    const written = ['memory.max', 'memory.swap.max', 'memory.oom.group', 'pids.max', 'cpu.max']
    expect(written.map((file) => files.read(`${parent}/${name}/${file}`))).toEqual([
      '67108864',
      '0',
      '1',
      '10',
      '200000 100000',
    ])
    expect(tree?.list()).toEqual([name])
    expect(group?.usage()).toEqual({ cpuMs: 2.5, memoryBytesPeak: 4096, ranOutOfMemory: false })
    files.set(`${parent}/${name}/memory.events`, 'oom 3\noom_kill 1\n')
    expect(group?.usage().ranOutOfMemory).toBe(true)
    files.fill(`${parent}/${name}`, [7, 8])
    await group?.kill()
    expect(files.read(`${parent}/${name}/cgroup.procs`)).toBe('')
    await group?.remove()
    expect(tree?.list()).toEqual([])
  })

  test('is found again by a process that has moved already', async () => {
    const files = fakeCgroupV2(service)
    await findCgroupTree(files, { mounts, self: `0::${service}` })
    const tree = await findCgroupTree(files, { mounts, self: `0::${service}/millrace-daemon` })
    tree?.create(`${taskGroupPrefix}two`, limits)
    expect(files.list(`${files.folder}${service}`)).toContain(`${taskGroupPrefix}two`)
  })

  test('at the root nobody has to move', async () => {
    const files = fakeCgroupV2('/')
    expect((await findCgroupTree(files, { mounts, self: '0::/' }))?.kind).toBe('cgroup-v2')
    expect(files.list(files.folder)).toEqual([])
  })

  test('without a controller, or beside processes of others, there is none', async () => {
    const poor = fakeCgroupV2(service, 'cpu pids')
    expect(await findCgroupTree(poor, { mounts, self: `0::${service}` })).toBeUndefined()
    const shared = fakeCgroupV2(service)
    const crowded = { ...shared, write: refuseSubtree(shared.write) }
    expect(await findCgroupTree(crowded, { mounts, self: `0::${service}` })).toBeUndefined()
  })

  function refuseSubtree(write: (path: string, text: string) => void) {
    return (path: string, text: string) => {
      if (path.endsWith('subtree_control')) throw Object.assign(new Error('busy'), { code: 'EBUSY' })
      write(path, text)
    }
  }
})

test('mounts of both versions are read, and groups seen from inside a container', () => {
  const v1 = '41 30 0:33 /docker/abc /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory'
  const place = { mounts: `${v1}\n${mounts}\n`, self: '4:memory:/docker/abc/job\n2:cpu,cpuacct:/x\n0::/../other' }
  const [memory, unified] = cgroupMounts(place)
  expect(memory).toMatchObject({ version: 1, controllers: ['rw', 'memory'] })
  expect(memory && ownGroupFolder(place, memory, 'memory')).toBe('/sys/fs/cgroup/memory/job')
  expect(unified && ownGroupFolder(place, unified, '')).toBe('/sys/fs/cgroup')
})

const real = await findCgroupTree()
test.skipIf(real === undefined)('this machine: processes are held, counted and ended', async () => {
  const name = `${taskGroupPrefix}${process.pid}-test`
  const group = real?.create(name, limits)
  const child = spawn('/bin/sh', ['-c', 'read go; sleep 1000 & sleep 1000 & sleep 1000'], {
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  const ended = once(child, 'exit')
  for (const file of group?.joinFiles ?? []) writeFileSync(file, String(child.pid))
  child.stdin.end('\n')
  await group?.kill()
  expect(await ended).toEqual([null, 'SIGKILL'])
  expect(group?.usage()).toMatchObject({ ranOutOfMemory: false })
  await group?.remove()
  expect(real?.list()).not.toContain(name)
})
