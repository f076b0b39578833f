/** Services over a buyer that is scripted at its port; health is asked of a real server in this process. */
import { createServer, type Server } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { type Address, MillraceError } from '@millrace/protocol'
import type { HealthCheck } from '@millrace/workloads'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { TaskAnswer, TaskOrder, TaskRun, TaskStart } from '../tasks/task-order.ts'
import { runService } from './run-service.ts'
import type { ServiceNews, ServiceOrder, ServiceRun, ServiceStore } from './service-order.ts'
import type { TaskInstance, TaskNotice } from './task-instance.ts'

const nodes = ['aa', 'bb', 'cc'].map((digits) => `0x${digits.repeat(20)}` as Address)
const limits = {
  ...{ leadMs: 20, drainMs: 1, refusalDelayMs: 1, refusalDelayMsMax: 2, restartDelayMsMax: 5, stableMs: 60_000 },
  apartMax: 8,
}
let server: Server
let status = 200

beforeAll(async () => {
  server = createServer((_request, answer) => answer.writeHead(status).end('said'))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
})
afterAll(() => void server.close())

test('instances run at nodes of their own and are served from once they answer', async () => {
  const played = play({ instances: 2 })
  await vi.waitFor(() => expect(played.run.healthy).toHaveLength(2), patient)
  expect(played.run.healthy.map(({ slot, instance }) => [slot, instance.provider])).toEqual([
    [0, nodes[0]],
    [1, nodes[1]],
  ])
  played.run.stop()
  expect(await played.run.result).toMatchObject({ end: 'stopped', spent: 2n })
  expect(played.store.open.size).toBe(0)
  expect(played.run.healthy).toEqual([])
})

test('a lost host is replaced elsewhere', async () => {
  await using played = play()
  await vi.waitFor(() => expect(played.run.healthy).toHaveLength(1), patient)
  played.under[0]?.lose()
  await vi.waitFor(() => expect(played.run.healthy[0]?.instance.provider).toBe(nodes[1]), patient)
  expect(played.news.find(({ type }) => type === 'ended')).toMatchObject({ how: 'lost', amount: 1n })
})

test('an instance that is not well any more is replaced, and served from until then', async () => {
  const check: HealthCheck = {
    ...{ check: { kind: 'http', port: 80, path: '/' }, intervalMs: 5, timeoutMs: 20_000, failuresMax: 2, graceMs: 0 },
  }
  await using played = play({}, check)
  await vi.waitFor(() => expect(played.run.healthy).toHaveLength(1), patient)
  status = 500
  await vi.waitFor(
    () => expect(played.news).toContainEqual({ type: 'unhealthy', start: 0, reason: 'status 500' }),
    patient,
  )
  status = 200
  await vi.waitFor(() => expect(played.run.healthy[0]?.start).toBe(1), patient)
})

test('a notice, and a time that runs out, bring a successor before the end', async () => {
  await using played = play()
  await vi.waitFor(() => expect(played.run.healthy).toHaveLength(1), patient)
  played.under[0]?.notice({ reason: 'preempted', endsAt: Date.now() })
  await vi.waitFor(() => expect(played.run.healthy[0]?.start).toBe(1), patient)
  await vi.waitFor(() => expect(played.store.open).toEqual(new Map([[1, 10n]])), patient)
})

test('an update runs the new revision and ends the old one', async () => {
  await using played = play()
  await vi.waitFor(() => expect(played.run.healthy).toHaveLength(1), patient)
  played.run.update({ task: { ...task, command: ['second'] } })
  expect(() => played.run.update({ task })).toThrow('being updated')
  await vi.waitFor(() => expect(played.news).toContainEqual({ type: 'updated', revision: 1 }), patient)
  expect(played.under.map(({ order }) => order.command[0])).toEqual(['first', 'second'])
  expect(played.run.healthy.map(({ revision }) => revision)).toEqual([1])
})

test('a killed client goes on with what is left of the money', async () => {
  const store = memoryStore()
  await store.began({ start: 4, amountMax: 995n })
  const played = play({}, undefined, store)
  expect(await played.run.result).toMatchObject({ end: 'budget' })
  expect(played.under).toEqual([])
})

test('its log is told as it comes', async () => {
  await using played = play()
  await vi.waitFor(() => expect(played.logs).toContainEqual({ start: 0, slot: 0, text: 'said' }), patient)
})

test('what no provider would change ends it, with the reason', async () => {
  const played = play({}, undefined, memoryStore(), 'ASK_INVALID')
  await expect(played.run.result).rejects.toMatchObject({ code: 'ASK_INVALID' })
})

const patient = { timeout: 30_000, interval: 2 }
const task = {
  command: ['first'],
  ports: [{ port: 80, protocol: 'http' as const, name: 'web' }],
  limits: {
    ...{ wallMsMax: 3_600_000, cpus: 1, memoryBytesMax: 1, diskBytesMax: 1 },
    ...{ processesMax: 1, filesMax: 1, openFilesMax: 1, logBytesMax: 1 },
  },
}
const plan = {
  instances: 1,
  restart: { policy: 'always' as const, retriesMax: 0, delayMs: 1 },
  update: {
    strategy: 'rolling' as const,
    instancesAtOnce: 1,
    healthyMs: 1,
    withinMs: 60_000,
    onFailure: 'stop' as const,
  },
  readyMsMax: 60_000,
  amountMax: 1_000n,
  startAmountMax: 10n,
}

type Played = { readonly order: TaskOrder; lose(): void; notice(notice: TaskNotice): void }

function play(
  change: Partial<ServiceOrder['plan']> = {},
  health?: HealthCheck,
  store = memoryStore(),
  failing?: string,
) {
  const under: Played[] = []
  const news: ServiceNews[] = []
  const logs: unknown[] = []
  const buyer = {
    task(order: TaskOrder, { signal }: { signal: AbortSignal }): TaskRun {
      const node = nodes.find((one) => !(order.except ?? []).includes(one)) ?? '0x'
      const start: TaskStart = { node, operator: node, inputUnits: 0, outputUnits: 1, amount: 1n }
      const lost = Promise.withResolvers<never>()
      const noticed = Promise.withResolvers<TaskNotice>()
      under.push({ order, lose: () => lost.reject(failed('PROVIDER_LOST', true)), notice: noticed.resolve })
      const stopped = new Promise<TaskAnswer>((resolve) => {
        signal.addEventListener('abort', () => resolve(answer(start)))
      })
      const result =
        failing === undefined ? Promise.race([stopped, lost.promise]) : Promise.reject(failed(failing, false))
      const instance = failing === undefined ? Promise.resolve(instanceAt(node, noticed.promise)) : result
      instance.catch(() => undefined)
      return { logs: say(), starts: [start], instance: instance as Promise<TaskInstance>, result }
    },
  }
  const run: ServiceRun = runService(
    {
      ...{ buyer, store, now: Date.now, limits, onNews: (item) => news.push(item), onLog: (log) => logs.push(log) },
      pause: (ms, { signal }) => pause(ms, undefined, { signal }),
    },
    { plan: { ...plan, ...change }, revision: { task, ...(health && { health }) } },
    { signal: new AbortController().signal },
  )
  return {
    ...{ run, under, news, logs, store },
    async [Symbol.asyncDispose]() {
      run.stop()
      await run.result
    },
  }
}

function instanceAt(provider: Address, noticed: Promise<TaskNotice>): TaskInstance {
  return {
    ...{ provider, operator: provider, leaseId: '0x', sequence: 1n, noticed, ended: new Promise(() => undefined) },
    connect: async () =>
      connect({ port: (server.address() as AddressInfo).port, host: '127.0.0.1', allowHalfOpen: true }),
    exec: async () => {
      throw new Error('Nothing is run.')
    },
  }
}

function answer({ node }: TaskStart): TaskAnswer {
  return {
    ...{ outcome: 'cancelled', exitCode: undefined, signal: undefined, log: '', outputs: [], refusal: undefined },
    ...{ usage: undefined, receipts: [], amount: 1n },
    provider: { operator: node, node, endpoint: { address: node, addresses: [] } },
    fetchOutputs: async () => [],
  }
}

async function* say(): AsyncGenerator<string, void, void> {
  yield 'said'
}

class TestError extends MillraceError {
  override readonly name = 'TestError'
}

function failed(code: string, retryable: boolean): MillraceError {
  return new TestError({ code, message: `It is ${code}.`, hint: 'None.', retryable })
}

function memoryStore() {
  const open = new Map<number, bigint>()
  let spent = 0n
  let firstStart = 0
  const store: ServiceStore = {
    standing: async () => ({ spent: [...open.values()].reduce((sum, amount) => sum + amount, spent), firstStart }),
    async began({ start, amountMax }) {
      firstStart = Math.max(firstStart, start + 1)
      open.set(start, amountMax)
    },
    async ended({ start, amount }) {
      open.delete(start)
      spent += amount
    },
  }
  return { ...store, open }
}
