/** What nodes may try with the tasks of a buyer: time that did not pass, floods, outputs that they do not have or that are others. */
import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { decodeJson, taskInputUnits } from '@millrace/protocol'
import type { Runtime, TaskChunk, TaskEnding, TaskGeneration } from '@millrace/runtime'
import { expect, test } from 'vitest'
import { sdkBuyer, sellingTasks, taskLimits } from './parts/task-work.ts'

const signal = () => AbortSignal.timeout(60_000)

test('time that did not pass is not paid, and its node is not used again', async () => {
  const chunks = Array.from({ length: 400 }, () => ({ text: '', units: 1_000 }))
  await using liar = await sellingTasks({ runtime: (runtime) => saying(runtime, chunks) })
  await using buying = sdkBuyer([liar])
  const run = buying.buyer.task({ command: ['a'], limits: taskLimits }, { signal: signal() })
  await expect(run.result).rejects.toMatchObject({ code: 'OVERCHARGED' })
  // The tolerance of two processors, and what passed meanwhile.
  expect(run.starts[0]?.amount).toBeLessThan(200_000n)
  const again = buying.buyer.task({ command: ['a'], limits: taskLimits }, { signal: signal() })
  await expect(again.result).rejects.toMatchObject({ code: 'NO_OFFER' })
})

test('a node that says more input than there is, or floods the log, is left, and another runs the task', async () => {
  const limits = { ...taskLimits, logBytesMax: 1_000 }
  const flood = [{ text: 'x'.repeat(1_001), units: 1 }]
  await using first = await sellingTasks({ runtime: (runtime) => saying(runtime, flood) })
  await using second = await sellingTasks({ runtime: (runtime) => saying(runtime, [], { inputUnits: 7 }) })
  await using honest = await sellingTasks({ listing: { inputPrice: 9_000_000n, outputPrice: 9_000_000n } })
  await using buying = sdkBuyer([first, second, honest])
  const run = buying.buyer.task({ command: ['say', 'hello'], limits }, { signal: signal() })
  const answer = await run.result
  expect(answer).toMatchObject({
    outcome: 'exited',
    log: 'hello',
    provider: { node: honest.fixture.nodeSigner.address },
  })
  expect(
    run.starts
      .slice(0, -1)
      .map(({ failure }) => failure?.code)
      .sort(),
  ).toEqual([...['OVERCHARGED', 'PROVIDER_MISBEHAVED']])
})

test('an output that the node does not have is not fetched, and is on its record once', async () => {
  const outputs = [{ path: 'out', object: 'ab'.repeat(32), bytes: 5 }]
  await using liar = await sellingTasks({ runtime: (runtime) => saying(runtime, [], { outputs }) })
  await using buying = sdkBuyer([liar])
  const run = buying.buyer.task({ command: ['a'], outputs: ['out'], limits: taskLimits }, { signal: signal() })
  const answer = await run.result
  const fetch = (until: AbortSignal) => answer.fetchOutputs(join(buying.folder, 'results'), { signal: until })
  // Who gives up says nothing of the node.
  await expect(fetch(AbortSignal.abort())).rejects.toThrow()
  await expect(fetch(signal())).rejects.toMatchObject({ code: 'OBJECT_UNAVAILABLE' })
  await expect(fetch(signal())).rejects.toMatchObject({ code: 'OBJECT_UNAVAILABLE' })
  await buying.buyer.close()
  const [record] = buying.store.nodeRecords()
  expect(Math.round(record?.bad ?? 0)).toBe(1)
})

test('an output that was not asked for is a misbehaviour', async () => {
  const outputs = [{ path: 'other', object: 'ab'.repeat(32), bytes: 5 }]
  await using liar = await sellingTasks({ runtime: (runtime) => saying(runtime, [], { outputs }) })
  await using buying = sdkBuyer([liar])
  const run = buying.buyer.task({ command: ['a'], outputs: ['out'], limits: taskLimits }, { signal: signal() })
  await expect(run.result).rejects.toMatchObject({ code: 'PROVIDER_MISBEHAVED' })
})

test('bytes of an output that are others are thrown away, and no file appears', async () => {
  await using selling = await sellingTasks()
  await using buying = sdkBuyer([selling], {
    tamper: (frame) => (isJson(frame) ? frame : frame.map((byte) => byte ^ 1)),
  })
  const file = join(buying.folder, 'text')
  await writeFile(file, 'a mill by a stream')
  const order = {
    command: ['upper', 'out'],
    inputs: [{ path: 'text', from: file }],
    outputs: ['out'],
    limits: taskLimits,
  }
  const answer = await buying.buyer.task(order, { signal: signal() }).result
  const target = join(buying.folder, 'results')
  await expect(answer.fetchOutputs(target, { signal: signal() })).rejects.toMatchObject({ code: 'OBJECT_UNAVAILABLE' })
  expect(existsSync(join(target, 'out'))).toBe(false)
})

test('an output that is larger than the node said is not taken, and none that is larger than the disk of the task', async () => {
  const bytes = 2 ** 23
  const output = { path: 'out', object: '', bytes: 5 }
  await using liar = await sellingTasks({ runtime: (runtime) => saying(runtime, [], { outputs: [output] }) })
  await using buying = sdkBuyer([liar])
  const file = join(liar.folder, 'large')
  await writeFile(file, Buffer.alloc(bytes, 1))
  using stored = await liar.storage.store(file, { signal: signal() })
  output.object = stored.address
  const order = { command: ['a'], outputs: ['out'], limits: taskLimits }
  const answer = await buying.buyer.task(order, { signal: signal() }).result
  const fetched = answer.fetchOutputs(join(buying.folder, 'results'), { signal: signal() })
  await expect(fetched).rejects.toMatchObject({ code: 'OBJECT_UNAVAILABLE' })
  // Nothing of its bytes came: the outline told its size.
  expect(buying.storage.usage().bytes).toBeLessThan(bytes)
  output.bytes = taskLimits.diskBytesMax + 1
  const again = buying.buyer.task(order, { signal: signal() })
  await expect(again.result).rejects.toMatchObject({ code: 'PROVIDER_MISBEHAVED' })
})

/** A runtime whose tasks say what the test wants, whatever they are. */
function saying(
  runtime: Runtime,
  chunks: readonly TaskChunk[],
  lie: Partial<TaskEnding> & Partial<Pick<TaskGeneration, 'inputUnits'>> = {},
): Runtime {
  const { inputUnits, ...ending } = lie
  return {
    ...runtime,
    async start(_root, request) {
      async function* all(): AsyncGenerator<TaskChunk, void, void> {
        yield* chunks
      }
      const end = { outcome: 'exited' as const, exitCode: 0, outputs: [], held: new DisposableStack(), ...ending }
      return {
        inputUnits: inputUnits ?? taskInputUnits(request),
        ...{ chunks: all(), ending: Promise.resolve(end), terminate: () => undefined },
      }
    },
  }
}

function isJson(frame: Uint8Array): boolean {
  try {
    decodeJson(frame)
    return true
  } catch {
    return false
  }
}
