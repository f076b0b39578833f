import { taskUsersMax } from '@millrace/sandbox'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { objectLimitsOf, pricePerCpuHour, pricePerMillionCpuMs, type TaskOptions, tasksOf } from './tasks.ts'

const token = { symbol: 'tUSD', decimals: 6 }
const machine = {
  cores: 8,
  memoryBytes: 16 * 2 ** 30,
  diskFreeBytes: { state: 'present', value: 50 * 2 ** 30, source: 'a test' },
} as const

test('tasks are run where that has a price, within the limits that are given or follow from the machine', () => {
  expect(tasksOf({}, token, machine)).toBeUndefined()
  expect(tasksOf({ tasks: '0.036' }, token, machine)).toEqual({
    prices: { inputPrice: 5n, outputPrice: 10_000n },
    slots: 4,
    caps: { cpus: 2, memoryBytesMax: 2 * 2 ** 30, diskBytesMax: 2 ** 30, wallMsMax: 3_600_000 },
    objectsBytesMax: 5 * 2 ** 30,
    sandboxes: [
      { kind: 'bubblewrap', isAsked: true },
      { kind: 'oci', isAsked: false },
    ],
    registries: undefined,
  })
  const given = { taskSlots: '2', taskCpus: '3', taskMemory: '256', taskDisk: '100', taskSeconds: '60' }
  const places = { sandbox: 'oci,oci', imageRegistry: ['ghcr.io', 'http://localhost:5000'] }
  expect(tasksOf({ tasks: '1', taskInput: '0.5', taskCache: '70', ...given, ...places }, token, machine)).toEqual({
    prices: { inputPrice: 500_000n, outputPrice: 277_778n },
    slots: 2,
    caps: { cpus: 3, memoryBytesMax: 256 * 2 ** 20, diskBytesMax: 100 * 2 ** 20, wallMsMax: 60_000 },
    objectsBytesMax: 70 * 2 ** 20,
    sandboxes: [{ kind: 'oci', isAsked: true }],
    registries: places.imageRegistry,
  })
})

test('a large machine sells as many tasks at once as its sandboxes take', () => {
  expect(tasksOf({ tasks: '1' }, token, { ...machine, cores: 256 })).toMatchObject({ slots: taskUsersMax })
  expect(() => tasksOf({ tasks: '1', taskSlots: String(taskUsersMax + 1) }, token, machine)).toThrow('--task-slots')
})

test('a machine of which little is known sells one small task at a time', () => {
  const unknown = { cores: 1, memoryBytes: 0, diskFreeBytes: { state: 'unknown', reason: 'a test' } } as const
  expect(tasksOf({ tasks: '0' }, token, unknown)).toMatchObject({
    prices: { inputPrice: 0n, outputPrice: 0n },
    slots: 1,
    caps: { cpus: 1, memoryBytesMax: 2 ** 20 },
    objectsBytesMax: 2 ** 30,
  })
})

test('a cluster is sold in small places, as many as it turns out to have', () => {
  const cluster = { slurm: 'unix:/run/s', slurmFolder: '/shared' }
  expect(tasksOf({ tasks: '0.036', ...cluster }, token, machine)).toMatchObject({
    slots: 1_024,
    caps: { cpus: 1, memoryBytesMax: 2 ** 30, diskBytesMax: 2 ** 30 },
    sandboxes: [{ kind: 'slurm', isAsked: true }],
    cluster: { address: 'unix:/run/s', folder: '/shared' },
  })
  const given = { taskSlots: '500', taskCpus: '32', taskMemory: '65536', sandbox: 'slurm' }
  expect(tasksOf({ tasks: '1', ...cluster, ...given }, token, machine)).toMatchObject({
    slots: 500,
    caps: { cpus: 32, memoryBytesMax: 2 ** 36 },
  })
  expect(() => tasksOf(cluster, token, machine)).toThrow('no tasks are sold')
})

test('what buyers send and what waits for them leaves half of the cache to tasks', () => {
  const sold = tasksOf({ tasks: '1', taskCache: '70' }, token, machine)
  const quarter = 35 * 2 ** 19
  expect(sold && objectLimitsOf(sold)).toEqual({ putBytesUnderWayMax: quarter, outputBytesKeptMax: quarter })
})

test('a price per hour is never sold for less, and reads back as what was written', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 10n ** 30n }), (perHour) => {
      const perMillion = pricePerMillionCpuMs(perHour)
      expect(perMillion * 3_600_000n).toBeGreaterThanOrEqual(perHour * 1_000_000n)
      expect((perMillion - 1n) * 3_600_000n).toBeLessThan(perHour * 1_000_000n)
      expect(pricePerCpuHour(perMillion) - perHour).toBeLessThanOrEqual(4n)
    }),
  )
})

test.each<TaskOptions>([
  { tasks: '' },
  { tasks: '-1' },
  { tasks: '0.0000001' },
  { tasks: '0.1/0.2' },
  { taskSlots: '1' },
  { taskCache: '1' },
  { sandbox: 'oci' },
  { imageRegistry: ['ghcr.io'] },
  { tasks: '1', sandbox: 'docker' },
  { tasks: '1', sandbox: '' },
  { tasks: '1', imageRegistry: ['https://ghcr.io'] },
  { tasks: '1', imageRegistry: ['ghcr.io/path'] },
  { tasks: '1', taskInput: 'free' },
  { tasks: '1', taskSlots: '0' },
  { tasks: '1', taskSlots: '65' },
  { tasks: '1', taskCpus: '1.5' },
  { tasks: '1', taskMemory: '-1' },
  { tasks: '1', taskDisk: '16777217' },
  { tasks: '1', taskSeconds: '604801' },
])('%j is refused', (options) => {
  expect(() => tasksOf(options, token, machine)).toThrow(expect.objectContaining({ code: 'USAGE_INVALID' }))
})
