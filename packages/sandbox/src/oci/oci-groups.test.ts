import { expect, test } from 'vitest'
import { fakeCgroupV2 } from '../../test/support/fake-cgroup-v2.ts'
import { findOciGroups } from './oci-groups.ts'

const mounts = '30 23 0:26 / /sys/fs/cgroup rw shared:9 - cgroup2 cgroup2 rw'
const limits = { memoryBytesMax: 1 << 26, processesMax: 20, cpus: 2 }

test('a group of version 2 lies below that of this process, where the runtime is told to find it', async () => {
  const files = fakeCgroupV2('/system.slice/provider.service')
  const groups = await findOciGroups(files, { mounts, self: '0::/system.slice/provider.service' })
  const group = groups?.create('millrace-oci-7-1', limits)
  expect(group?.path).toBe('/system.slice/provider.service/millrace-oci-7-1')
  const folder = `/sys/fs/cgroup${group?.path}`
  expect([files.read(`${folder}/memory.max`), files.read(`${folder}/pids.max`)]).toEqual([String(1 << 26), '20'])
  files.fill(folder, [99_999_999])
  expect(group?.processes()).toEqual([99_999_999])
  expect(groups?.list()).toEqual(['millrace-oci-7-1'])
  await group?.kill()
  await group?.remove()
  expect(groups?.list()).toEqual([])
})
