import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { SlurmNode } from './slurm-answers.ts'
import { capacityOf } from './slurm-cluster.ts'

const architecture = process.arch === 'arm64' ? 'aarch64' : 'x86_64'
const gibibyte = 2 ** 30
const node: SlurmNode = {
  ...{ name: 'n1', cpus: 8, memoryBytes: 32 * gibibyte, gpus: 1, architecture },
  ...{ partitions: ['main'], state: 'idle', flags: [] },
}
const terms = { partition: 'main', slot: { cpus: 2, memoryBytes: 6 * gibibyte } }

test('nodes that take jobs are counted; a task is on one of them', () => {
  const small = { ...node, cpus: 3, memoryBytes: 5 * gibibyte, gpus: 0, state: 'mixed' }
  expect(capacityOf([node, small], terms)).toEqual({
    ...{ nodes: 2, nodesAway: 0, cpus: 11, memoryBytes: 37 * gibibyte, gpus: 1 },
    ...{ cpusMax: 8, nodeBytesMax: 32 * gibibyte, slots: 4 },
  })
})

test.each<[string, Partial<SlurmNode>]>([
  ['down', { state: 'down' }],
  ['drained', { flags: ['DRAIN'] }],
  ['silent', { state: 'allocated', flags: ['NOT_RESPONDING'] }],
  ['of another architecture', { architecture: 'ppc64le' }],
])('a node that is %s is away', (_what, change) => {
  expect(capacityOf([{ ...node, ...change }], terms)).toMatchObject({ nodes: 0, nodesAway: 1, slots: 0, cpusMax: 0 })
})

test('nodes of other partitions are somebody else’s', () => {
  expect(capacityOf([{ ...node, partitions: ['other'] }], terms)).toMatchObject({ nodes: 0, nodesAway: 0, slots: 0 })
})

test('places never ask for more than there is', () => {
  const sizes = fc.record({ cpus: fc.integer({ min: 0, max: 256 }), memoryBytes: fc.integer({ min: 0, max: 2 ** 40 }) })
  const slots = fc.record({ cpus: fc.integer({ min: 1, max: 64 }), memoryBytes: fc.integer({ min: 1, max: 2 ** 38 }) })
  fc.assert(
    fc.property(fc.array(sizes), slots, (nodes, slot) => {
      const capacity = capacityOf(
        nodes.map((size) => ({ ...node, ...size })),
        { partition: 'main', slot },
      )
      expect(capacity.slots * slot.cpus).toBeLessThanOrEqual(capacity.cpus)
      expect(capacity.slots * slot.memoryBytes).toBeLessThanOrEqual(capacity.memoryBytes)
    }),
  )
})
