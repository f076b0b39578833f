import { expect, test } from 'vitest'
import { fakeCgroupV2 } from '../../test/support/fake-cgroup-v2.ts'
import { testSpec } from '../../test/support/test-spec.ts'
import { findCgroupTree } from '../cgroup/cgroup-tree.ts'
import { unmetNeeds } from '../task/task-capabilities.ts'
import { bubblewrapCapabilities, memoryDiskBytesMax } from './bubblewrap-capabilities.ts'
import type { SandboxHost } from './sandbox-host.ts'

const path = '/usr/bin/program'
const names = ['bwrap', 'sh', 'unshare', 'nsenter', 'setpriv', 'mount', 'install', 'mkfifo']
const programs = Object.fromEntries(names.map((name) => [name, path])) as SandboxHost['programs']
const mounts = '30 23 0:26 / /sys/fs/cgroup rw shared:9 - cgroup2 cgroup2 rw'
const cgroups = await findCgroupTree(fakeCgroupV2('/'), { mounts, self: '0::/' })
const root: SandboxHost = { machine: 'x64', isRoot: true, programs, perl: path, mkfs: path, cgroups }
const lacking = { missing: 'it needs slirp4netns' }
const lostBy = (host: SandboxHost) =>
  Object.entries(bubblewrapCapabilities(host, 1, lacking).isolation).flatMap(([family, isHeld]) =>
    isHeld ? [] : [family],
  )
const unheldBy = (host: SandboxHost) => bubblewrapCapabilities(host, 1, lacking).unheld.map(({ what }) => what)

test('root with control groups holds every family, and says what no sandbox of this kind holds', () => {
  expect(lostBy(root)).toEqual([])
  expect(unheldBy(root)).toEqual([
    'faults of the kernel',
    'GPUs',
    'facts about the machine',
    'the time it takes',
    'secrets that a task encodes',
    'network outbound',
  ])
})

test('the network is held where its tools are; otherwise it says how to get them', () => {
  const lost = bubblewrapCapabilities(root, 1, lacking)
  expect([lost.networkOutbound, lost.unheld.at(-1)?.why]).toEqual([false, 'it needs slirp4netns'])
  const tools = { slirp4netns: path, nft: path, perl: path, tun: path }
  expect(bubblewrapCapabilities(root, 1, { tools }).networkOutbound).toBe(true)
})

test('a user with control groups holds every family, on small disks', () => {
  const user = { ...root, isRoot: false }
  expect(lostBy(user)).toEqual([])
  expect(unheldBy(user)).toContain('a user of its own')
  expect(bubblewrapCapabilities(user, 1, lacking).limitsMax.diskBytesMax).toBe(memoryDiskBytesMax)
})

test('without control groups nothing is placed', () => {
  const bare = { ...root, cgroups: undefined }
  expect(lostBy(bare)).toEqual(['processes', 'memory', 'cpu'])
  const limits = { ...testSpec({}).limits, cpus: 1 }
  expect(unmetNeeds(testSpec({ limits }), bubblewrapCapabilities(bare, 1, lacking))).toEqual([
    'isolation of processes',
    'isolation of memory',
    'isolation of cpu',
  ])
})
