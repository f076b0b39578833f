import type { Address, TaskRequest, TaskResponse } from '@millrace/protocol'
import { expect, test } from 'vitest'
import { taskLimits } from './task-limits.ts'
import { createTaskTally } from './task-tally.ts'

const node = `0x${'31'.repeat(20)}` as Address
const request: TaskRequest = {
  ...{ kind: 'task', model: `0x${'00'.repeat(32)}`, nonce: `0x${'00'.repeat(16)}`, image: 'host', command: ['a'] },
  ...{ environment: {}, inputs: [], outputs: ['out', 'folder'], network: 'none', gpus: 0 },
  limits: {
    ...{ wallMsMax: 60_000, cpus: 4, memoryBytesMax: 1, diskBytesMax: 3, processesMax: 1 },
    ...{ filesMax: 1, openFilesMax: 1, logBytesMax: 100 },
  },
}
const response: TaskResponse = { kind: 'task', outcome: 'exited', exitCode: 0, log: 'text', outputs: [] }

test('units up to what the processors had time for are paid, and not one more', () => {
  const clock = { elapsed: 0 }
  const tally = createTaskTally(node, request, () => clock.elapsed)
  const most = taskLimits.clockToleranceMs * 4
  tally.chunk({ outputUnits: most, text: '' })
  expect(() => tally.chunk({ outputUnits: most + 1, text: '' })).toThrow(
    expect.objectContaining({ code: 'OVERCHARGED' }),
  )
  clock.elapsed = 10_000
  const later = 40_000 + (40_000 * taskLimits.clockDriftPermille) / 1000 + most
  tally.chunk({ outputUnits: later, text: '' })
  expect(() => tally.chunk({ outputUnits: later + 1, text: '' })).toThrow(/no time to pass/)
})

test('a clock that was set back counts as no time, and not as less', () => {
  const tally = createTaskTally(node, request, () => -60_000)
  tally.chunk({ outputUnits: 0, text: '' })
})

test('a log beyond its limit, chunks without end, and a task without end are a misbehaviour', () => {
  const clock = { elapsed: 0 }
  const make = () => createTaskTally(node, request, () => clock.elapsed)
  const misbehaved = expect.objectContaining({ code: 'PROVIDER_MISBEHAVED' })
  const tooLong = make()
  tooLong.chunk({ outputUnits: 0, text: 'x'.repeat(99) })
  expect(() => tooLong.chunk({ outputUnits: 0, text: '€' })).toThrow(misbehaved)
  const flood = make()
  expect(() => {
    for (let i = 0; i < 10_000; i++) flood.chunk({ outputUnits: 0, text: '' })
  }).toThrow(misbehaved)
  const endless = make()
  clock.elapsed = 60_000 + taskLimits.overheadMsMax + 1
  expect(() => endless.chunk({ outputUnits: 0, text: '' })).toThrow(misbehaved)
})

test.each([
  ['another log', { log: 'other' }],
  ['an output that was not asked for', { outputs: [{ path: 'other', object: 'ab'.repeat(32), bytes: 1 }] }],
  ['an output whose name only begins like one', { outputs: [{ path: 'out2', object: 'ab'.repeat(32), bytes: 1 }] }],
  [
    'outputs that are together larger than the disk of the task',
    {
      outputs: [
        { path: 'out', object: 'ab'.repeat(32), bytes: 2 },
        { path: 'folder/a', object: 'ab'.repeat(32), bytes: 2 },
      ],
    },
  ],
  [
    'outputs of a cancelled task',
    { outcome: 'cancelled' as const, outputs: [{ path: 'out', object: 'ab'.repeat(32), bytes: 1 }] },
  ],
] as [string, Partial<TaskResponse>][])('%s is a misbehaviour', (_name, changed) => {
  const tally = createTaskTally(node, request, () => 0)
  expect(() => tally.response({ ...response, ...changed }, 'text')).toThrow(
    expect.objectContaining({ code: 'PROVIDER_MISBEHAVED' }),
  )
})

test('files of a folder that was asked for are its outputs, up to the disk of the task', () => {
  const tally = createTaskTally(node, request, () => 0)
  const outputs = [
    { path: 'folder/a/b', object: 'ab'.repeat(32), bytes: 1 },
    { path: 'out', object: 'ab'.repeat(32), bytes: 2 },
  ]
  tally.response({ ...response, outputs }, 'text')
})
