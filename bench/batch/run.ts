/**
 * Many small tasks over nodes that are slow and die: real nodes and a real buyer with leases, vouchers and receipts, in one process over
 * streams in memory, on a clock that is real. What the tasks do is wait.
 */
import type { Amount } from '@millrace/protocol'
import { type ItemResult, type JobStore, runJob } from '@millrace/sdk'
import { sdkBuyer, sellingTasks, type TaskFixture, taskLimits } from '../../packages/node/test/parts/task-work.ts'
import { printReport, printTable, quantileOf } from '../bench-report.ts'
import { type BatchTerms, fateOf, plainWorkMs } from './fates.ts'
import { queueMakespan, shareMakespan } from './plain-schedules.ts'
import { createTimedSandbox } from './timed-sandbox.ts'

export type BatchRun = {
  readonly seconds: number
  readonly cpuSeconds: number
  readonly results: readonly ItemResult[]
  readonly acceptedTwice: number
  readonly begun: number
  readonly lost: number
  readonly reissued: number
  readonly givenUp: number
  /** Base units: what the job counts, and what the accepted starts cost. */
  readonly spent: Amount
  readonly acceptedAmount: Amount
  /** What the buyer vouchered for, and what the nodes say they are owed. */
  readonly vouchered: Amount
  readonly owed: Amount
}

/** Runs the job with half of it done when a whole node goes. */
export async function runBatch(terms: BatchTerms): Promise<BatchRun> {
  await using opened = new AsyncDisposableStack()
  const attempts = new Map<number, number>()
  const next = (item: number) => {
    const attempt = attempts.get(item) ?? 0
    attempts.set(item, attempt + 1)
    return fateOf(terms, item, attempt)
  }
  const nodes: TaskFixture[] = []
  for (let node = 0; node < terms.nodes; node++) {
    const sandbox = async () => createTimedSandbox(terms.slots, next)
    nodes.push(opened.use(await sellingTasks({ sandbox })))
  }
  const lost = new Set<string>()
  const buying = opened.use(sdkBuyer(nodes, { lost, deposit: 10n ** 12n }))
  const store = countingStore()
  const beganAt = performance.now()
  const cpuBefore = process.cpuUsage()
  const { view } = await runJob(
    {
      ...{ buyer: buying.buyer, store, now: Date.now },
      onNews(news, job) {
        const first = nodes[0]?.fixture.nodeSigner.address
        if (news.type === 'accepted' && job.view.accepted === Math.ceil(terms.items / 2) && first) lost.add(first)
      },
    },
    {
      ...{ items: terms.items, atOnceMax: terms.nodes * terms.slots, startsMax: 8, retriesMax: 0, retryDelayMs: 0 },
      ...{ amountMax: 10n ** 15n, startAmountMax: BigInt(wallMsMax(terms)) + 1n },
      taskOf: (item) => ({
        command: ['wait', String(item)],
        limits: { ...taskLimits, cpus: 1, wallMsMax: wallMsMax(terms) },
      }),
    },
    { signal: new AbortController().signal },
  )
  const cpu = process.cpuUsage(cpuBefore)
  const seconds = (performance.now() - beganAt) / 1_000
  const owed = nodes.reduce((sum, { fixture }) => sum + fixture.node.status().earned.owed, 0n)
  return {
    ...{ seconds, cpuSeconds: (cpu.user + cpu.system) / 1e6, results: store.results, acceptedTwice: store.twice() },
    ...{ begun: store.begun(), lost: view.lost, reissued: view.reissued, givenUp: view.givenUp, spent: view.spent },
    acceptedAmount: store.results.reduce((sum, { amount }) => sum + amount, 0n),
    ...{ vouchered: buying.buyer.spent(), owed },
  }
}

/** No start takes longer, whatever its fate. */
function wallMsMax({ meanMs, stragglerFactor }: BatchTerms): number {
  return Math.ceil(meanMs * 1.5 * stragglerFactor) + 60_000
}

/** Prints what came of it. Throws when an item has no result, or two. */
export function reportBatch(terms: BatchTerms, run: BatchRun): void {
  if (run.results.length !== terms.items || run.acceptedTwice > 0) {
    throw new Error(`${run.results.length} of ${terms.items} items have a result, ${run.acceptedTwice} have two`)
  }
  const idealSeconds = plainWorkMs(terms) / (terms.nodes * terms.slots) / 1_000
  const repeated = Number(run.spent - run.acceptedAmount) / Number(run.acceptedAmount)
  const shares = shareMakespan(terms) / 1_000
  const queue = queueMakespan(terms) / 1_000
  printTable(
    ['way', 'makespan s', 'times the ideal'],
    [
      ['ideal: nothing slow, nothing dies, nothing costs time', idealSeconds],
      ['shares dealt out in advance (calculated)', shares],
      ['a queue without second starts (calculated)', queue],
      ['this job, over the wire', run.seconds],
    ].map(([way, seconds]) => [String(way), Number(seconds).toFixed(1), (Number(seconds) / idealSeconds).toFixed(2)]),
  )
  const took = run.results.map(({ tookMs }) => tookMs).sort((a, b) => a - b)
  printTable(
    [
      'items',
      'with one result',
      'with two',
      'starts',
      'lost',
      'second starts',
      'money for repeated work',
      'CPU ms an item',
    ],
    [
      [
        ...[terms.items, run.results.length, run.acceptedTwice, run.begun, run.lost, run.reissued].map(String),
        ...[`${(100 * repeated).toFixed(1)} %`, ((1_000 * run.cpuSeconds) / terms.items).toFixed(1)],
      ],
    ],
  )
  printReport({
    ...{ bench: 'batch', seed: terms.seed },
    result: {
      terms,
      items: run.results.map(({ item, exitCode }) => [item, exitCode]).sort((a, b) => Number(a[0]) - Number(b[0])),
    },
    figures: {
      ...{ makespanSeconds: run.seconds, idealSeconds, timesIdeal: run.seconds / idealSeconds },
      ...{ sharesTimesIdeal: shares / idealSeconds, queueTimesIdeal: queue / idealSeconds },
      ...{ starts: run.begun, lost: run.lost, secondStarts: run.reissued, acceptedTwice: run.acceptedTwice },
      ...{ repeatedShare: repeated, cpuMsPerItem: (1_000 * run.cpuSeconds) / terms.items },
      ...{ p50Ms: quantileOf(took, 0.5), p99Ms: quantileOf(took, 0.99) },
      ...{ spent: Number(run.spent), vouchered: Number(run.vouchered), owed: Number(run.owed) },
    },
  })
}

function countingStore(): JobStore & { results: ItemResult[]; begun(): number; twice(): number } {
  const results = new Map<number, ItemResult>()
  let begun = 0
  let twice = 0
  return {
    get results() {
      return [...results.values()]
    },
    begun: () => begun,
    twice: () => twice,
    standing: async () => ({ accepted: [], spent: 0n, firstStart: 0 }),
    async began() {
      begun++
    },
    ended: async () => undefined,
    stage: async () => {
      throw new Error('Tasks of this bench have no outputs.')
    },
    async accept(result) {
      if (results.has(result.item)) twice++
      results.set(result.item, result)
    },
    discard: async () => undefined,
  }
}
