/**
 * The tasks that run and can be reached, by lease and sequence. Whoever asks is the session that ordered the task; for all others there
 * is no such task.
 */
import { createLineBudget, type LineBudget } from '@millrace/p2p'
import type { Address, Hash, TaskRequest } from '@millrace/protocol'
import type { TaskReach } from '@millrace/runtime'
import type { ActiveRun } from '../active-run.ts'
import { RefusalError } from '../refusal-error.ts'
import { type ServiceLimits, serviceLimits } from './service-limits.ts'

/** A task that is reached. */
export type ReachedTask = {
  readonly reach: TaskReach
  readonly ports: ReadonlySet<number>
  /** Aborted when the task ends. */
  readonly signal: AbortSignal
  /** Resolves when traffic may pass, undefined where it may at once. */
  passage(): Promise<void> | undefined
}

/** The run's own hold on it; disposing of it ends everything that goes to the task. */
export type TaskTraffic = Disposable & {
  /** Nothing passes until it goes on: what runs is not paid for. */
  halt(): void
  goOn(): void
}

export type ServiceDesk = {
  readonly limits: ServiceLimits
  /** What windows may grow by. */
  readonly budget: LineBudget
  /** The run's task is reached from now on. */
  open(run: ActiveRun, request: TaskRequest, reach: TaskReach): TaskTraffic
  /** @throws {RefusalError} TASK_NOT_RUNNING, also for tasks of others. */
  find(asked: { readonly leaseId: Hash; readonly sequence: bigint }, signer: Address): ReachedTask
  /** Counts a connection or program in. @throws {RefusalError} TASK_BUSY, NODE_BUSY */
  enter(task: ReachedTask, what: keyof Counts): Disposable
}

type Counts = { connections: number; programs: number }

export function createServiceDesk({ limits: changed = {} }: { readonly limits?: Partial<ServiceLimits> }): ServiceDesk {
  const limits: ServiceLimits = { ...serviceLimits, ...changed }
  const tasks = new Map<string, { readonly signer: Address; readonly task: ReachedTask }>()
  const counts = new WeakMap<ReachedTask, Counts>()
  const total: Counts = { connections: 0, programs: 0 }
  const most = {
    connections: [limits.connectionsPerTaskMax, limits.connectionsMax],
    programs: [limits.programsPerTaskMax, limits.programsMax],
  } as const

  return {
    limits,
    budget: createLineBudget({ bytesMax: limits.windowBytesMax }),
    open({ lease, sequence, abort }, { ports = [] }, reach) {
      const over = new AbortController()
      let halt: PromiseWithResolvers<void> | undefined
      const task: ReachedTask = {
        reach,
        ports: new Set(ports.map(({ port }) => port)),
        signal: AbortSignal.any([abort.signal, over.signal]),
        passage: () => halt?.promise,
      }
      const key = keyOf(lease.leaseId, sequence)
      tasks.set(key, { signer: lease.order.signer, task })
      counts.set(task, { connections: 0, programs: 0 })
      const goOn = () => {
        halt?.resolve()
        halt = undefined
      }
      return {
        halt() {
          halt ??= Promise.withResolvers()
        },
        goOn,
        [Symbol.dispose]() {
          tasks.delete(key)
          over.abort(taskOver())
          goOn()
        },
      }
    },
    find({ leaseId, sequence }, signer) {
      const found = tasks.get(keyOf(leaseId, sequence))
      if (found === undefined || found.signer !== signer || found.task.signal.aborted) throw taskOver()
      return found.task
    },
    enter(task, what) {
      const own = counts.get(task) ?? { connections: 0, programs: 0 }
      const [perTaskMax, allMax] = most[what]
      if (own[what] >= perTaskMax) throw new RefusalError('TASK_BUSY', `The task has ${perTaskMax} ${what}.`)
      if (total[what] >= allMax) throw new RefusalError('NODE_BUSY', `All ${allMax} ${what} are taken.`)
      own[what]++
      total[what]++
      const stack = new DisposableStack()
      stack.defer(() => {
        own[what]--
        total[what]--
      })
      return stack
    },
  }
}

function keyOf(leaseId: Hash, sequence: bigint): string {
  return `${leaseId} ${sequence}`
}

function taskOver(): RefusalError {
  return new RefusalError('TASK_NOT_RUNNING', 'No task of this session runs under that lease and sequence.')
}
