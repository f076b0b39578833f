/** Jobs over a buyer that is scripted at its port; results are kept in memory, as a job's folder keeps them. */
import { type Address, MillraceError } from '@millrace/protocol'
import { expect, test } from 'vitest'
import type { TaskAnswer, TaskOrder, TaskStart } from '../tasks/task-order.ts'
import type { ItemResult, JobNews, JobOrder, JobStore } from './job-order.ts'
import { type JobComponents, type JobTaskRun, runJob } from './run-job.ts'

const limits = {
  ...{ stragglerFactor: 2, stragglerFinishedMin: 1, stragglerMsMin: 40 },
  ...{ refusalDelayMs: 1, refusalDelayMsMax: 2, refusalsMax: 3 },
}
const nodes = ['aa', 'bb', 'cc'].map((digits) => `0x${digits.repeat(20)}` as Address)

test('every item has one result, and money adds up', async () => {
  const store = memoryStore()
  const result = await run(store, { items: 5 }, () => ({ ends: 'well', amount: 3n }))
  expect(result).toMatchObject({ end: 'done', view: { accepted: 5, spent: 15n, reserved: 0n }, failure: undefined })
  expect(store.accepted.map(({ item }) => item).sort()).toEqual([0, 1, 2, 3, 4])
  expect(store.begunOpen()).toEqual([])
})

test('a lost item is begun anew at another provider, and what was delivered is paid', async () => {
  const store = memoryStore()
  const orders: TaskOrder[] = []
  const result = await run(store, { items: 1 }, (order) => {
    orders.push(order)
    return orders.length === 1 ? { ends: 'lost', amount: 2n } : { ends: 'well', amount: 3n, node: 1 }
  })
  expect(result).toMatchObject({ end: 'done', view: { accepted: 1, lost: 1, spent: 5n } })
  expect(orders.map(({ except, startsMax }) => ({ except, startsMax }))).toEqual([
    { except: [], startsMax: 1 },
    { except: [nodes[0]], startsMax: 1 },
  ])
  expect(store.accepted[0]).toMatchObject({ item: 0, start: 1, node: nodes[1], amount: 3n })
})

test('a straggler is re-issued elsewhere, the first to finish is the result, and the other is cancelled', async () => {
  const store = memoryStore()
  const news: JobNews[] = []
  const result = await run(
    store,
    { items: 2, atOnceMax: 2 },
    ({ command, except = [] }) => {
      if (command[0] === '0') return { ends: 'well', amount: 1n }
      return except.length === 0 ? { ends: 'never', amount: 1n } : { ends: 'well', amount: 1n, node: 1 }
    },
    { onNews: (item) => news.push(item) },
  )
  expect(result).toMatchObject({ end: 'done', view: { accepted: 2, reissued: 1, spent: 3n } })
  expect(store.accepted.map(({ item, node }) => [item, node])).toEqual([
    [0, nodes[0]],
    [1, nodes[1]],
  ])
  expect(news).toContainEqual({ type: 'begun', item: 1, isReissue: true })
})

test('outputs that cannot be fetched are lost work, and nothing of them stays', async () => {
  const store = memoryStore()
  let tries = 0
  const result = await run(store, { items: 1 }, () => {
    tries++
    return { ends: 'well', amount: 1n, fetchFails: tries === 1 }
  })
  expect(result).toMatchObject({ end: 'done', view: { accepted: 1, lost: 1, spent: 2n } })
  expect(store.staged).toEqual(new Set(['accepted 1']))
})

test('a killed client goes on from what was kept, and pays for no accepted item again', async () => {
  const store = memoryStore()
  const killed = new AbortController()
  await run(store, { items: 6, atOnceMax: 1 }, () => ({ ends: 'well', amount: 4n }), {
    onNews: (news) => {
      if (news.type === 'accepted' && news.result.item === 2) killed.abort()
    },
    signal: killed.signal,
  })
  // What a kill leaves: begun, and no word of its end.
  await store.began({ start: 50, item: 3, amountMax: 10n })
  const before = store.accepted.map(({ item }) => item)
  expect(before).toEqual(expect.arrayContaining([0, 1, 2]))
  const asked: number[] = []
  const result = await run(store, { items: 6 }, ({ command }) => {
    asked.push(Number(command[0]))
    return { ends: 'well', amount: 4n }
  })
  expect(asked.sort()).toEqual([0, 1, 2, 3, 4, 5].filter((item) => !before.includes(item)))
  expect(result.view.accepted).toBe(6)
  expect(result.view.spent).toBeGreaterThanOrEqual(34n)
  expect(store.accepted.map(({ item }) => item).sort()).toEqual([0, 1, 2, 3, 4, 5])
})

test('the budget ends the job, and results are kept', async () => {
  const store = memoryStore()
  const result = await run(store, { items: 9, amountMax: 30n, startAmountMax: 10n }, () => ({
    ends: 'well',
    amount: 10n,
  }))
  expect(result).toMatchObject({ end: 'budget', view: { accepted: 3, waiting: 6, spent: 30n } })
})

test('on abort what runs is cancelled, and it ends as stopped', async () => {
  const stop = new AbortController()
  const result = await run(memoryStore(), { items: 3, atOnceMax: 2 }, () => ({ ends: 'never', amount: 1n }), {
    onNews: (news) => {
      if (news.type === 'begun' && news.item === 1) setImmediate(() => stop.abort())
    },
    signal: stop.signal,
  })
  expect(result).toMatchObject({ end: 'stopped', view: { accepted: 0, underWay: 0, waiting: 3, spent: 2n } })
})

test('at the deadline what runs is cancelled', async () => {
  const deadlineMs = Date.now() + 30
  const result = await run(memoryStore(), { items: 1, deadlineMs }, () => ({ ends: 'never', amount: 1n }))
  expect(result).toMatchObject({ end: 'deadline', view: { accepted: 0, waiting: 1 } })
})

test('where nobody takes anything the job ends with the reason', async () => {
  const result = await run(memoryStore(), { items: 2 }, () => ({ ends: 'refused', amount: 0n }))
  expect(result).toMatchObject({ end: 'refused', failure: { code: 'NO_OFFER' }, view: { spent: 0n } })
})

test('what no provider would change ends the whole job at once', async () => {
  const store = memoryStore()
  await expect(run(store, { items: 2 }, () => ({ ends: 'wrong', amount: 0n }))).rejects.toMatchObject({
    code: 'ASK_INVALID',
  })
  expect(store.begunOpen()).not.toEqual([])
})

type Script = {
  readonly ends: 'well' | 'lost' | 'never' | 'refused' | 'wrong'
  readonly amount: bigint
  readonly node?: number
  readonly fetchFails?: boolean
}

function run(
  store: JobStore,
  order: Partial<JobOrder>,
  script: (order: TaskOrder) => Script,
  { signal = new AbortController().signal, onNews }: { signal?: AbortSignal; onNews?: JobComponents['onNews'] } = {},
) {
  const buyer = {
    task: (asked: TaskOrder, options: { signal: AbortSignal }) => scripted(script(asked), options.signal),
  }
  const taskOf = (item: number) => ({ command: [String(item)], limits: taskLimits })
  const usual = { items: 1, atOnceMax: 3, startsMax: 3, retriesMax: 0, retryDelayMs: 0, amountMax: 1_000n }
  const components = { buyer, store, now: Date.now, limits, ...(onNews && { onNews }) }
  return runJob(components, { ...usual, startAmountMax: 10n, taskOf, ...order }, { signal })
}

const taskLimits = {
  ...{ wallMsMax: 1_000, cpus: 1, memoryBytesMax: 1, diskBytesMax: 1 },
  ...{ processesMax: 1, filesMax: 1, openFilesMax: 1, logBytesMax: 1 },
}

function scripted({ ends, amount, node = 0, fetchFails = false }: Script, signal: AbortSignal): JobTaskRun {
  const [first = '0x'] = [nodes[node]]
  const start: TaskStart = { node: first, operator: first, inputUnits: 0, outputUnits: 1, amount }
  const starts = ends === 'refused' || ends === 'wrong' ? [] : [start]
  return { logs: noLogs(), starts, result: resultOf() }

  async function resultOf(): Promise<TaskAnswer> {
    if (ends === 'wrong') throw failed('ASK_INVALID', false)
    if (ends === 'refused') throw failed('NO_OFFER', true)
    if (ends === 'lost') throw failed('PROVIDER_LOST', true)
    if (ends === 'never') await new Promise((resolve) => signal.addEventListener('abort', resolve))
    return {
      ...{ outcome: ends === 'never' ? 'cancelled' : 'exited', exitCode: ends === 'never' ? undefined : 0 },
      ...{ signal: undefined, log: 'said', outputs: [{ path: 'a', object: 'b', bytes: 1 }], refusal: undefined },
      ...{ usage: undefined, receipts: [], amount },
      provider: { operator: first, node: first, endpoint: { address: first, addresses: [] } },
      async fetchOutputs(directory) {
        if (fetchFails) throw failed('OBJECT_UNAVAILABLE', true)
        return [directory]
      },
    }
  }
}

async function* noLogs(): AsyncGenerator<string, void, void> {
  yield ''
}

class TestError extends MillraceError {
  override readonly name = 'TestError'
}

function failed(code: string, retryable: boolean): MillraceError {
  return new TestError({ code, message: `It is ${code}.`, hint: 'None.', retryable })
}

function memoryStore() {
  const accepted: ItemResult[] = []
  const staged = new Set<string>()
  const open = new Map<number, bigint>()
  let spent = 0n
  let firstStart = 0
  const store: JobStore = {
    standing: async () => ({
      accepted: accepted.map(({ item }) => item),
      spent: [...open.values()].reduce((sum, amount) => sum + amount, spent),
      firstStart,
    }),
    async began({ start, amountMax }) {
      firstStart = Math.max(firstStart, start + 1)
      open.set(start, amountMax)
    },
    async ended({ start, amount }) {
      open.delete(start)
      spent += amount
    },
    async stage(start) {
      staged.add(String(start))
      return String(start)
    },
    async accept(result) {
      staged.delete(String(result.start))
      staged.add(`accepted ${result.start}`)
      accepted.push(result)
    },
    async discard(start) {
      staged.delete(String(start))
    },
  }
  return { ...store, accepted, staged, begunOpen: () => [...open.keys()] }
}
