/**
 * From a manifest of tasks to the job that a buyer runs. What cannot be asked of providers yet is named, never left out.
 *
 * Money: prices of manifests are a time's, those of offers a million CPU milliseconds'; rounding is down, so no ceiling is passed.
 */
import type { Amount, TokenUnit } from '@millrace/protocol'
import { expandArray, type TaskManifest, type WorkloadManifest } from '@millrace/workloads'
import type { TaskOrderInput } from '../tasks/task-order.ts'
import { batchJobOf, unservedOfBatch } from './batch-of-manifest.ts'
import { JobNotServedError, type UnservedPart } from './job-error.ts'
import type { JobOrder, JobTask } from './job-order.ts'
import { baseUnits, ceilingsOf, limitsOf, termsOf, unservedByAll, workOf } from './manifest-terms.ts'

/** Starts of one item that are lost before it is given up, whatever its program does. */
export const jobStartsMax = 4

export type ManifestJob = {
  readonly ids: readonly string[]
  readonly parameters: readonly Readonly<Record<string, string>>[]
  /** Base units the manifest lets the whole job cost, and one start. */
  readonly totalMax: Amount | undefined
  readonly startAmountMax: Amount | undefined
  /** Returns the job. `inputs`: the manifest's, once they are known. `shards`: of a batch, the items of each. */
  orderOf(terms: {
    readonly inputs: readonly TaskOrderInput[]
    readonly shards?: readonly TaskOrderInput[]
    readonly amountMax: Amount
    readonly submittedAtMs: number
  }): JobOrder
}

/** Returns the job of a manifest. `items`: how many a batch has. @throws {JobNotServedError} naming each part that is not served. @throws {ArrayInvalidError} */
export function jobOfManifest(manifest: WorkloadManifest, token: TokenUnit, items = 0): ManifestJob {
  const [first, ...rest] = unservedParts(manifest, token)
  if (first !== undefined) throw new JobNotServedError(manifest.name, [first, ...rest])
  if (manifest.kind === 'batch') return batchJobOf(manifest, token, items)
  if (manifest.kind !== 'task') throw new TypeError('Other kinds are not served.')
  const tasks = expandArray(manifest)
  const { price, restart, deadline, parallelMax } = manifest
  const ceilings = ceilingsOf(manifest, wallMsOf(manifest), token)
  return {
    ids: tasks.map(({ id }) => id),
    parameters: tasks.map(({ parameters }) => parameters),
    totalMax: price.total && baseUnits(price.total, token),
    startAmountMax: ceilings?.start,
    orderOf: ({ inputs, amountMax, submittedAtMs }) => ({
      ...{ items: tasks.length, atOnceMax: parallelMax, startsMax: jobStartsMax, amountMax },
      ...{ retriesMax: restart.retriesMax, retryDelayMs: restart.delayMs },
      taskOf(item) {
        const task = tasks[item]
        if (task === undefined) throw new RangeError(`The job has ${tasks.length} items, and ${item} is none of them.`)
        return { ...termsOf(manifest, ceilings?.outputPrice), ...taskOf(manifest, task, inputs) }
      },
      ...(ceilings && { startAmountMax: ceilings.start }),
      ...(deadline && { deadlineMs: deadline.kind === 'at' ? deadline.unixMs : submittedAtMs + deadline.ms }),
    }),
  }
}

/** Returns what a manifest asks that is not served; empty when it can run. */
export function unservedParts(manifest: WorkloadManifest, token: TokenUnit): readonly UnservedPart[] {
  if (manifest.kind === 'batch') return unservedOfBatch(manifest, token)
  if (manifest.kind === 'service')
    return [{ field: 'kind', why: 'a service is no job: "millrace services run" runs it' }]
  if (manifest.kind !== 'task') return [{ field: 'kind', why: `manifests of kind ${manifest.kind} are not run yet` }]
  return unservedByAll(manifest, token)
}

function taskOf(
  manifest: TaskManifest,
  task: ReturnType<typeof expandArray>[number],
  inputs: readonly TaskOrderInput[],
): JobTask {
  return {
    ...workOf(manifest, task, inputs),
    environment: task.environment,
    outputs: task.outputs.map(({ path }) => path),
    limits: limitsOf(manifest, wallMsOf(manifest)),
  }
}

function wallMsOf({ limits: { wallMsMax } }: TaskManifest): number {
  if (wallMsMax === undefined) throw new TypeError('Tasks have a wall time.')
  return wallMsMax
}
