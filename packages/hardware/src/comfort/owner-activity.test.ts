import { spawn } from 'node:child_process'
import { expect, test } from 'vitest'
import { playHost } from '../../test/support/played-host.ts'
import { createProbeHost, type ProbeHost } from '../probe/probe-host.ts'
import { createActivityMeter } from './owner-activity.ts'

const { signal } = new AbortController()

/** A machine of two cores at a moment: ticks of all, and of some processes as [pid, parent, ticks]. */
function moment(user: number, idle: number, processes: readonly (readonly [number, number, number])[]) {
  const files: Record<string, string> = {
    '/proc/stat': `cpu  ${user} 0 0 ${idle} 0 0 0 0 0 0\ncpu0 1 0 0 1 0 0 0 0 0 0\ncpu1 1 0 0 1 0 0 0 0 0 0\nintr 5\n`,
  }
  for (const [pid, parent, ticks] of processes) {
    files[`/proc/${pid}/stat`] = `${pid} (a (nasty) name) S ${parent} 0 0 0 -1 0 0 0 0 0 ${ticks} 0 0 0 20 0 1\n`
  }
  return playHost({ files, node: { cores: 2 } })
}

/** Plays moments one after the other. */
function overTime(...moments: readonly ProbeHost[]) {
  let at = 0
  const now = () => moments[Math.min(at, moments.length - 1)] as ProbeHost
  const host: ProbeHost = {
    ...now(),
    readFile: (path, options) => now().readFile(path, options),
    list: (path) => now().list(path),
    execute: (command, args, options) => now().execute(command, args, options),
  }
  const meter = createActivityMeter(host, { ownPid: 10, now: () => 1_000_000 })
  return async () => {
    const look = await meter.look({ signal })
    at++
    return look
  }
}

test('cores of others, without our own processes and what they started', async () => {
  const look = overTime(
    moment(1_000, 1_000, [
      [10, 1, 100],
      [11, 10, 50],
      [12, 11, 0],
      [99, 1, 5],
    ]),
    // 200 ticks passed on two cores: 150 busy, of which 40 + 10 + 50 were ours.
    moment(1_150, 1_050, [
      [10, 1, 140],
      [11, 10, 60],
      [12, 11, 50],
      [99, 1, 55],
    ]),
  )
  expect((await look()).ownerCores).toMatchObject({ state: 'unknown' })
  expect((await look()).ownerCores).toEqual({ state: 'present', value: 0.5, source: '/proc/stat' })
})

test('counters that go back, stand still or make no sense are unknown, never negative', async () => {
  const looks = [
    [moment(1_000, 1_000, [[10, 1, 0]]), moment(900, 900, [[10, 1, 0]])],
    [moment(1_000, 1_000, [[10, 1, 0]]), moment(1_000, 1_000, [[10, 1, 0]])],
    [moment(1_000, 1_000, [[10, 1, 900]]), moment(1_100, 1_100, [[10, 1, 0]])],
    [moment(1_000, 1_000, []), playHost({ files: { '/proc/stat': 'cpu  -5 0 0 1 0 0 0 0\n', '/proc/1/stat': '' } })],
    [moment(1_000, 1_000, []), playHost({})],
  ]
  for (const moments of looks) {
    const look = overTime(...moments)
    await look()
    expect((await look()).ownerCores).toMatchObject({ state: 'unknown' })
  }
  // Our own ticks are read a little later than the machine's: more than all is none of others'.
  const look = overTime(moment(1_000, 1_000, [[10, 1, 0]]), moment(1_100, 1_100, [[10, 1, 140]]))
  await look()
  expect((await look()).ownerCores).toMatchObject({ value: 0 })
})

test('cards by NVIDIA’s tool and AMD’s files, the busiest counts', async () => {
  const use = async (printed: string, percent: string) => {
    const files = { '/sys/class/drm/card0/device/gpu_busy_percent': percent }
    const meter = createActivityMeter(playHost({ files, tools: { 'nvidia-smi': printed } }), {
      ownPid: 1,
      now: () => 0,
    })
    return (await meter.look({ signal })).gpuUse
  }
  expect(await use('7\n42\n', '13\n')).toMatchObject({ value: 0.42, source: 'nvidia-smi' })
  expect(await use('7\n', '13\n')).toMatchObject({ value: 0.13, source: 'amdgpu' })
  for (const broken of ['-5', '[N/A]', '4294967295', '101', 'NaN', '']) {
    expect(await use(broken, broken)).toMatchObject({ state: 'unknown' })
  }
})

test('the last input, by the desktop, by terminals, on a Mac; whichever was later', async () => {
  const idle = async (played: Parameters<typeof playHost>[0]) => {
    const meter = createActivityMeter(playHost(played), { ownPid: 1, now: () => 1_000_000 })
    return (await meter.look({ signal })).idleMs
  }
  const terminals = { files: { '/dev/pts/0': '', '/dev/pts/ptmx': '' }, readAt: { '/dev/pts/0': 940_000 } }
  expect(await idle(terminals)).toMatchObject({ value: 60_000, source: '/dev/pts' })
  expect(await idle({ ...terminals, tools: { xprintidle: '500\n' } })).toMatchObject({
    value: 500,
    source: 'xprintidle',
  })
  const registry = '  | "HIDIdleTime" = 3000000000\n'
  expect(await idle({ platform: 'darwin', tools: { ioreg: registry } })).toMatchObject({ value: 3_000 })
  expect(await idle({ tools: { xprintidle: '-1' } })).toMatchObject({ state: 'unknown' })
  expect(await idle({ ...terminals, readAt: { '/dev/pts/0': 2_000_000 } })).toMatchObject({ value: 0 })
})

test('on this machine, a child of ours that spins is ours', async () => {
  const host = createProbeHost({ searchPath: '/usr/bin:/bin' })
  const meter = createActivityMeter(host, { ownPid: process.pid, now: Date.now })
  await using child = spinning()
  await meter.look({ signal })
  // Ours ran for a while when the kernel counted some ticks of it.
  for (let own = 0; own < 5; ) own = await child.ticks(host)
  const { ownerCores } = await meter.look({ signal })
  expect(ownerCores).toMatchObject({ state: 'present' })
  if (ownerCores.state === 'present') expect(ownerCores.value).toBeLessThanOrEqual(host.node().cores)
})

function spinning() {
  const child = spawn(process.execPath, ['-e', 'for (;;);'], { stdio: 'ignore' })
  const ended = new Promise((resolve) => child.once('exit', resolve))
  return {
    async ticks(host: ProbeHost) {
      const line = await host.readFile(`/proc/${child.pid}/stat`, { signal })
      return Number(line.slice(line.lastIndexOf(')') + 2).split(' ')[11])
    },
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL')
      await ended
    },
  }
}
