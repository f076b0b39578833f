import fc from 'fast-check'
import { expect, test } from 'vitest'
import { gpusOf, hasEnded, readJobs, readNodes, readPartitions, readProblems } from './slurm-answers.ts'

test('what Slurm tells is read, and what it leaves out is zero or empty', () => {
  const job = {
    ...{ job_id: 7, name: 'a', comment: 'c', user_id: 3, job_state: 'RUNNING', state_reason: 'None' },
    ...{ batch_host: 'n1', cpus: 2, restart_cnt: 0, start_time: 5, end_time: 9, other: [{}] },
  }
  expect(readJobs({ jobs: [job, {}] })).toEqual([
    {
      ...{ id: 7, name: 'a', comment: 'c', userId: 3, state: 'RUNNING', reason: 'None', node: 'n1', cpus: 2 },
      ...{ restarts: 0, startSeconds: 5, endSeconds: 9 },
    },
    {
      ...{ id: 0, name: '', comment: '', userId: 0, state: '', reason: '', node: '', cpus: 0 },
      ...{ restarts: 0, startSeconds: 0, endSeconds: 0 },
    },
  ])
  const node = { name: 'n1', cpus: 4, real_memory: 1024, gres: 'gpu:2', architecture: 'x86_64', state: 'IDLE' }
  expect(readNodes({ nodes: [{ ...node, partitions: ['p'], state_flags: ['DRAIN'] }] })).toEqual([
    {
      ...{ name: 'n1', cpus: 4, memoryBytes: 2 ** 30, gpus: 2, architecture: 'x86_64' },
      ...{ partitions: ['p'], state: 'idle', flags: ['DRAIN'] },
    },
  ])
  const partitions = [{ name: 'p', flags: ['default'] }, { name: 'q' }]
  expect(readPartitions({ partitions }).map(({ isDefault }) => isDefault)).toEqual([true, false])
  const errors = [{ error_number: 2017, error: 'Invalid job id specified', description: 'gone' }]
  expect(readProblems({ errors })).toEqual([{ number: 2017, text: 'Invalid job id specified, gone' }])
})

test('anything else is read as nothing', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (json) => {
      for (const read of [readJobs, readNodes, readPartitions, readProblems])
        expect(Array.isArray(read(json))).toBe(true)
      const nested = { jobs: [json], nodes: [json], partitions: [json], errors: [json] }
      for (const { id, cpus } of readJobs(nested)) expect([id >= 0, cpus >= 0]).toEqual([true, true])
      for (const { cpus, gpus } of readNodes(nested)) expect([cpus >= 0, gpus >= 0]).toEqual([true, true])
    }),
  )
})

test.each([
  ['', 0],
  ['gpu', 1],
  ['gpu:3', 3],
  ['gpu:h100:4(S:0-1),nic:2,gpu:2', 6],
  ['gpu:a100:2(IDX:0,1),gpu:1', 3],
  ['nic:gpu:4', 0],
])('%j has %i GPUs', (gres, count) => {
  expect(gpusOf(gres)).toBe(count)
})

test('a job has ended when nothing of it can run any more', () => {
  expect(['COMPLETED', 'NODE_FAIL', 'TIMEOUT', 'OUT_OF_MEMORY'].every((state) => hasEnded({ state }))).toBe(true)
  expect(['PENDING', 'RUNNING', 'COMPLETING', 'REQUEUED', ''].some((state) => hasEnded({ state }))).toBe(false)
})
