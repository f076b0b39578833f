import { expect, test } from 'vitest'
import { testSpec } from '../../test/support/test-spec.ts'
import { seccompProfile } from '../seccomp/seccomp-profile.ts'
import { readHardLimits, runtimeConfig } from './runtime-config.ts'
import { userMapOf } from './user-map.ts'

const config = runtimeConfig({
  spec: testSpec({ command: ['-x', '--', 'y'], environment: { PATH: '/own' }, secrets: { KEY: 'secret' } }),
  imageEnvironment: { PATH: '/image', LANG: 'C' },
  inputs: [{ source: '/run/bound/0', path: 'deep/file' }],
  users: userMapOf(0x7000_0001, 1_000),
  cgroupsPath: '/millrace-oci-1-2',
  seccomp: seccompProfile('x64'),
  devices: [{ source: '/dev/nvidia0', path: '/dev/nvidia0', permissions: 'rw', type: 'c', major: 195, minor: 0 }],
  edits: { env: ['CARD=0'], mounts: [], hooks: [] },
  hardLimits: new Map([['Max open files', 48]]),
})

test('a task is nobody on the machine, has no capability and gets none', () => {
  expect(config.process).toMatchObject({
    user: { uid: 1_000, gid: 1_000 },
    noNewPrivileges: true,
    capabilities: { bounding: [], effective: [], inheritable: [], permitted: [], ambient: [] },
    args: ['/dev/init', '--', '-x', '--', 'y'],
  })
  expect(config.root.readonly).toBe(true)
  const ranges = config.linux.uidMappings.map(({ hostID, size }) => [hostID, hostID + size])
  expect(ranges.every(([first = 0, end = 0]) => first >= 0x7000_0000 && end <= 2_147_352_576)).toBe(true)
  expect(config.linux.gidMappings).toEqual(config.linux.uidMappings)
  expect(config.linux.namespaces.map(({ type }) => type).sort()).toEqual(
    ['cgroup', 'ipc', 'mount', 'network', 'pid', 'user', 'uts'].sort(),
  )
})

test('the task’s variables count before the image’s, and the machine’s before nobody’s', () => {
  expect(config.process.env).toEqual(['CARD=0', 'PATH=/own', 'HOME=/tmp', 'TMPDIR=/tmp', 'LANG=C', 'KEY=secret'])
})

test('only the task’s disk can be written, and no device but its own is reached', () => {
  const writable = config.mounts.filter(({ type, options }) => type === 'bind' && options.includes('rw'))
  expect(writable.map(({ destination }) => destination)).toEqual(['/dev/shm', '/tmp', '/work/out', '/dev/nvidia0'])
  expect(config.mounts.filter(({ options }) => !options.includes('nosuid'))).toEqual([])
  expect(config.linux.resources.devices).toEqual([
    { allow: false, access: 'rwm' },
    { allow: true, type: 'c', major: 195, minor: 0, access: 'rw' },
  ])
})

test('limits of a process are never above those that this one may give', () => {
  expect(config.process.rlimits.find(({ type }) => type === 'RLIMIT_NOFILE')).toEqual({
    ...{ type: 'RLIMIT_NOFILE', soft: 48, hard: 48 },
  })
  const text = `Limit                     Soft Limit           Hard Limit           Units
Max cpu time              unlimited            unlimited            seconds
Max open files            1024                 20000                files
Max processes             96365                96365                processes
`
  expect([...readHardLimits(text)]).toEqual([
    ['Max open files', 20_000],
    ['Max processes', 96_365],
  ])
})
