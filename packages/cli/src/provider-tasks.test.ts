import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { hostileFamilies, SandboxUnavailableError, type TaskSandbox } from '@millrace/sandbox'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Hardware } from './hardware.ts'
import { offeringOf } from './offering/offering.ts'
import { type TaskOffering, tasksOf } from './offering/tasks.ts'
import { openTasksUnlessAlone } from './provider-tasks.ts'
import { createTerminal } from './terminal.ts'

const absent = { state: 'absent', source: 'a test' } as const
const machine: Hardware = {
  cpuModel: absent,
  simd: absent,
  cores: 4,
  memoryBytes: 2 ** 30,
  diskFreeBytes: absent,
  gpus: { state: 'present', value: ['a card'], source: 'a test' },
  gpuMemoryMib: { state: 'present', value: 8_192, source: 'a test' },
}
const token = { symbol: 'tUSD', decimals: 6 }
const offering = offeringOf({ open: [], notice: '30', spotDiscount: '50' }, machine)
const sold = tasksOf({ tasks: '0.036', taskCpus: '2', sandbox: 'bubblewrap' }, token, machine) as TaskOffering

let directory: string
let closed: number
const streams = { out: new PassThrough(), err: new PassThrough() }
const terminal = createTerminal(streams, { json: false, colours: false })

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'millrace-tasks-'))
  closed = 0
})
afterEach(() => rm(directory, { recursive: true, force: true }))

/** A sandbox that starts nothing and holds all families but these. */
function sandboxWithout(...families: readonly string[]): TaskSandbox {
  const isolation = Object.fromEntries(hostileFamilies.map((family) => [family, !families.includes(family)]))
  const close = async () => void closed++
  return {
    name: 'bubblewrap',
    capabilities: { isolation, unheld: families.map((what) => ({ what, why: `run it with ${what}` })) },
    ...{ load: () => ({ tasks: 0, tasksMax: 2 }), close, [Symbol.asyncDispose]: close },
  } as unknown as TaskSandbox
}

const place = (
  others: number,
  createSandbox: () => Promise<TaskSandbox>,
  createOther: () => Promise<TaskSandbox> = () => Promise.reject(new RangeError('nobody asked')),
) => ({
  ...{ directory, now: Date.now, terminal, others, create: { bubblewrap: createSandbox, oci: createOther } },
})

test('tasks are listed at their price, without the card, and on spot terms where those are sold', async () => {
  const opened = await openTasksUnlessAlone(
    sold,
    offering,
    place(0, async () => sandboxWithout()),
  )
  expect(opened?.listings[0]).toMatchObject({
    ...{ workload: 'task', inputPrice: 5n, outputPrice: 10_000n, slots: 2, creditTokens: 8_000 },
    ...{ resourceClass: 'cpu', gpuMemoryMib: 0, spot: { outputPrice: 5_000n } },
  })
  expect(opened?.contents[0]?.name).toBe('millrace-task:bubblewrap')
  await opened?.runtime.close()
  await opened?.storage[Symbol.asyncDispose]()
  expect(closed).toBe(1)
})

test('container images are run where podman works, in the same slots; where it does not, that is said to who asked for it', async () => {
  const both = tasksOf({ tasks: '0.036' }, token, machine) as TaskOffering
  const other = async (): Promise<TaskSandbox> => ({ ...sandboxWithout(), name: 'oci' })
  const opened = await openTasksUnlessAlone(
    both,
    offering,
    place(0, async () => sandboxWithout(), other),
  )
  expect(opened?.contents.map(({ name }) => name)).toEqual(['millrace-task:bubblewrap', 'millrace-task:oci'])
  const [first, second] = opened?.listings ?? []
  expect({ ...second, modelRoot: '' }).toEqual({ ...first, modelRoot: '' })
  await opened?.runtime.close()
  await opened?.storage[Symbol.asyncDispose]()
  expect(closed).toBe(2)

  const missing = new SandboxUnavailableError({ missing: 'it has no podman', command: 'apt-get install podman' })
  const without = place(
    0,
    async () => sandboxWithout(),
    () => Promise.reject(missing),
  )
  const asked = tasksOf({ tasks: '0.036', sandbox: 'bubblewrap,oci' }, token, machine) as TaskOffering
  for (const [wanted, told] of [
    [both, null],
    [
      asked,
      expect.stringContaining('Not all tasks are sold. This machine cannot run tasks in a sandbox: it has no podman'),
    ],
  ] as const) {
    const alone = await openTasksUnlessAlone(wanted, offering, without)
    expect(alone?.contents.length).toBe(1)
    await alone?.runtime.close()
    await alone?.storage[Symbol.asyncDispose]()
    expect(streams.out.read()?.toString() ?? null).toEqual(told)
  }
})

test('where a sandbox is missing or does not hold everything, the rest is sold and it is said what to do', async () => {
  const missing = new SandboxUnavailableError({ missing: 'it has no bwrap', command: 'apt-get install bubblewrap' })
  const absentSandbox = () => Promise.reject(missing)
  const leaky = async () => sandboxWithout('memory', 'cpu')
  expect(await openTasksUnlessAlone(sold, offering, place(1, absentSandbox))).toBeUndefined()
  expect(await openTasksUnlessAlone(sold, offering, place(1, leaky))).toBeUndefined()
  expect(closed).toBe(1)
  const told = String(streams.out.read())
  expect(told).toContain('it has no bwrap.\n  To get it: apt-get install bubblewrap')
  expect(told).toContain("does not hold a task's memory, cpu.\n  To get it: run it with memory")

  await expect(openTasksUnlessAlone(sold, offering, place(0, absentSandbox))).rejects.toBe(missing)
  await expect(openTasksUnlessAlone(sold, offering, place(0, leaky))).rejects.toThrow('does not hold')
  const broken = new RangeError('a fault of ours')
  const failing = () => Promise.reject(broken)
  await expect(openTasksUnlessAlone(sold, offering, place(1, failing))).rejects.toBe(broken)
})

test('of a cluster as many places are listed as it has', async () => {
  const cluster = { slurm: 'unix:/run/s', slurmFolder: '/shared' }
  const whole = tasksOf({ tasks: '0.036', taskCpus: '8', ...cluster }, token, machine) as TaskOffering
  const holding = async () => ({ ...sandboxWithout(), name: 'slurm' as const })
  const given = { ...place(0, holding), create: { slurm: holding } }
  const opened = await openTasksUnlessAlone(whole, offering, given)
  expect(opened?.listings.map(({ slots }) => slots)).toEqual([2])
  expect(opened?.offering).toMatchObject({ slots: 2, caps: { cpus: 8 } })
  // Whoever orders bubblewrap may be given a node of it.
  expect(opened?.contents[0]?.name).toBe('millrace-task:bubblewrap')
  expect(opened?.runtime.models.map(({ name }) => name)).toEqual(['millrace-task:bubblewrap'])
  await opened?.runtime.close()
  await opened?.storage[Symbol.asyncDispose]()
})
