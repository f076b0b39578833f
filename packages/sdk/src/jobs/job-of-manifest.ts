/**
 * From a manifest of tasks to the job that a buyer runs. What cannot be asked of providers yet is named, never left out.
 *
 * Money: prices of manifests are a time's, those of offers a million CPU milliseconds'; rounding is down, so no ceiling is passed.
 */
import { type Amount, type AttestationKind, attestationKinds, parseAddress, type TokenUnit } from '@millrace/protocol'
import { expandArray, type Money, type Rate, type TaskManifest, type WorkloadManifest } from '@millrace/workloads'
import type { TaskOrderInput } from '../tasks/task-order.ts'
import { JobNotServedError, type UnservedPart } from './job-error.ts'
import type { JobOrder, JobTask } from './job-order.ts'

/** Starts of one item that are lost before it is given up, whatever its program does. */
export const jobStartsMax = 4

export type ManifestJob = {
  readonly ids: readonly string[]
  readonly parameters: readonly Readonly<Record<string, string>>[]
  /** Base units the manifest lets the whole job cost, and one start. */
  readonly totalMax: Amount | undefined
  readonly startAmountMax: Amount | undefined
  /** Returns the job. `inputs`: the manifest's, once they are known. */
  orderOf(terms: {
    readonly inputs: readonly TaskOrderInput[]
    readonly amountMax: Amount
    readonly submittedAtMs: number
  }): JobOrder
}

/** Returns the job of a manifest. @throws {JobNotServedError} naming each part that is not served. @throws {ArrayInvalidError} */
export function jobOfManifest(manifest: WorkloadManifest, token: TokenUnit): ManifestJob {
  const [first, ...rest] = unservedParts(manifest, token)
  if (first !== undefined) throw new JobNotServedError(manifest.name, [first, ...rest])
  if (manifest.kind !== 'task') throw new TypeError('Other kinds are not served.')
  const tasks = expandArray(manifest)
  const { price, restart, deadline, parallelMax } = manifest
  const ceilings = ceilingsOf(manifest, token)
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
        return { ...termsOf(manifest, ceilings?.outputPrice), ...workOf(manifest, task, inputs) }
      },
      ...(ceilings && { startAmountMax: ceilings.start }),
      ...(deadline && { deadlineMs: deadline.kind === 'at' ? deadline.unixMs : submittedAtMs + deadline.ms }),
    }),
  }
}

/** Returns what a manifest asks that is not served; empty when it can run. */
export function unservedParts(manifest: WorkloadManifest, token: TokenUnit): readonly UnservedPart[] {
  if (manifest.kind === 'batch')
    return [{ field: 'kind', why: 'manifests of kind batch are not run; "millrace batch" runs WebAssembly programs' }]
  if (manifest.kind !== 'task') return [{ field: 'kind', why: `manifests of kind ${manifest.kind} are not run yet` }]
  const { placement, policy, secrets, resources, limits, inputs, price, image, command, idempotencyKey } = manifest
  const { gpus } = resources
  const later = 'is not asked of providers yet'
  const strangeAttestations = placement.attestations.filter((name) => !isAttestation(name))
  const rules: readonly (readonly [boolean, string, string])[] = [
    [policy !== undefined && policy !== 'trust', 'policy', 'native tasks are bought on trust'],
    [secrets.length > 0, 'secrets', 'secrets are not sealed to nodes yet'],
    [placement.operators.length > 1, 'placement.operators', 'more than one operator'],
    [placement.exceptOperators.length > 0, 'placement.exceptOperators', later],
    [placement.stakeMin !== undefined, 'placement.minimumStake', later],
    [strangeAttestations.length > 0, 'placement.attestations', `there is no ${strangeAttestations.join(', ')}`],
    [gpus?.vendor !== undefined, 'resources.gpus.vendor', later],
    [gpus?.model !== undefined, 'resources.gpus.model', later],
    [resources.architecture !== undefined, 'resources.architecture', later],
    [limits.cpuMsMax !== undefined, 'limits.cpuTime', 'only limits.wallTime is kept'],
    [image.kind === 'oci' && command === undefined, 'command', "the image's own entry point is not run"],
    [
      inputs.some(({ from }) => from.kind === 's3'),
      'inputs',
      'sources in S3 are not read yet: fetch them and name files',
    ],
    [
      inputs.some(({ sha256 }) => sha256 !== undefined),
      'inputs.sha256',
      'the digest of a whole input is not compared yet',
    ],
    [idempotencyKey !== undefined, 'idempotencyKey', 'the folder of a job tells whether it ran'],
    [isForeign(price.max, token), 'price.max', `prices are in ${token.symbol} or USD`],
    [isForeign(price.total, token), 'price.total', `prices are in ${token.symbol} or USD`],
  ]
  return rules.filter(([isUnserved]) => isUnserved).map(([, field, why]) => ({ field, why }))
}

function isAttestation(name: string): name is AttestationKind {
  return Object.hasOwn(attestationKinds, name)
}

/** Where and at what price. */
function termsOf({ placement, resources }: TaskManifest, outputPriceMax: Amount | undefined) {
  const { regions, attestations, operators } = placement
  const [operator] = operators
  const gpuBytes = resources.gpus?.memoryBytesMin
  return {
    ...(regions.length > 0 && { regions }),
    ...(attestations.length > 0 && { attestations: attestations.filter(isAttestation) }),
    ...(operator !== undefined && { provider: parseAddress(operator) }),
    ...(gpuBytes !== undefined && { gpuMemoryMibMin: Math.ceil(gpuBytes / 2 ** 20) }),
    ...(outputPriceMax !== undefined && { outputPriceMax }),
  }
}

function workOf(
  manifest: TaskManifest,
  task: ReturnType<typeof expandArray>[number],
  inputs: readonly TaskOrderInput[],
): JobTask {
  const { image, network, resources } = manifest
  return {
    image: image.kind === 'host' ? 'host' : image.reference,
    command: [...(task.command ?? []), ...(task.args ?? [])],
    environment: task.environment,
    inputs,
    outputs: task.outputs.map(({ path }) => path),
    network,
    gpus: resources.gpus?.count ?? 0,
    limits: limitsOf(manifest),
  }
}

/** Processors are whole: what is asked in parts is rounded up, and paid. */
function limitsOf({ resources, limits }: TaskManifest): JobTask['limits'] {
  const { wallMsMax, processesMax, filesMax, openFilesMax, logBytesMax } = limits
  if (wallMsMax === undefined) throw new TypeError('Tasks have a wall time.')
  return {
    ...{ wallMsMax, processesMax, filesMax, openFilesMax, logBytesMax },
    cpus: Math.ceil(resources.cpusMilli / 1_000),
    memoryBytesMax: resources.memoryBytes,
    diskBytesMax: resources.diskBytes,
  }
}

/** What `price.max` lets a million CPU milliseconds cost, and a start that takes all its time, its inputs included. */
function ceilingsOf(manifest: TaskManifest, token: TokenUnit) {
  const { max } = manifest.price
  if (max === undefined) return undefined
  const { wallMsMax, cpus } = limitsOf(manifest)
  const rate = baseUnits(max, token)
  const rateMs = msOf[max.per]
  const start = (rate * BigInt(wallMsMax)) / rateMs
  return { start, outputPrice: (rate * 1_000_000n) / (rateMs * BigInt(cpus)) }
}

const msOf: Readonly<Record<Rate['per'], bigint>> = { second: 1_000n, hour: 3_600_000n, day: 86_400_000n }

/** A dollar is what a token of dollars is worth. */
function isForeign(money: Money | undefined, { symbol }: TokenUnit): boolean {
  if (money === undefined) return false
  const currency = money.currency.toUpperCase()
  return currency !== symbol.toUpperCase() && !(currency === 'USD' && /USD/i.test(symbol))
}

/** Returns the amount in base units, what is smaller left away. */
function baseUnits({ amount }: Money, { decimals }: TokenUnit): Amount {
  const [whole = '0', fraction = ''] = amount.split('.')
  return BigInt(whole + fraction.slice(0, decimals).padEnd(decimals, '0'))
}
