/**
 * What slurmrestd tells of jobs and nodes, read from its JSON: from a program that is trusted, so what is missing is zero or empty.
 *
 * Source: Slurm REST API, openapi/v0.0.38 (Slurm 22.05 to 23.11).
 */

export type SlurmJob = {
  readonly id: number
  readonly name: string
  readonly comment: string
  readonly userId: number
  /** As `PENDING`, `RUNNING`, `COMPLETED`. */
  readonly state: string
  readonly reason: string
  readonly node: string
  readonly cpus: number
  /** How often Slurm started it again. */
  readonly restarts: number
  /** Of the Unix clock of the controller; 0 where it did not start or end. */
  readonly startSeconds: number
  readonly endSeconds: number
}

export type SlurmNode = {
  readonly name: string
  readonly cpus: number
  readonly memoryBytes: number
  /** Of all kinds together. */
  readonly gpus: number
  readonly architecture: string
  readonly partitions: readonly string[]
  /** As `idle`, `mixed`, `allocated`, `down`. */
  readonly state: string
  /** As `DRAIN`, `NOT_RESPONDING`. */
  readonly flags: readonly string[]
}

export type SlurmPartition = { readonly name: string; readonly isDefault: boolean }

/** What Slurm says went wrong. */
export type SlurmProblem = { readonly number: number; readonly text: string }

/** States in which nothing of a job runs any more and nothing will. */
const endedStates = new Set([
  'BOOT_FAIL',
  'CANCELLED',
  'COMPLETED',
  'DEADLINE',
  'FAILED',
  'NODE_FAIL',
  'OUT_OF_MEMORY',
  'PREEMPTED',
  'REVOKED',
  'TIMEOUT',
])

export function hasEnded({ state }: Pick<SlurmJob, 'state'>): boolean {
  return endedStates.has(state)
}

export function readProblems(answer: unknown): readonly SlurmProblem[] {
  return listOf(fieldOf(answer, 'errors')).map((error) => ({
    number: numberOf(error, 'error_number'),
    text: [textOf(error, 'error'), textOf(error, 'description')].filter((text) => text !== '').join(', '),
  }))
}

export function readJobId(answer: unknown): number {
  return numberOf(answer, 'job_id')
}

export function readJobs(answer: unknown): readonly SlurmJob[] {
  return listOf(fieldOf(answer, 'jobs')).map((job) => ({
    id: numberOf(job, 'job_id'),
    name: textOf(job, 'name'),
    comment: textOf(job, 'comment'),
    userId: numberOf(job, 'user_id'),
    state: textOf(job, 'job_state'),
    reason: textOf(job, 'state_reason'),
    node: textOf(job, 'batch_host'),
    cpus: numberOf(job, 'cpus'),
    restarts: numberOf(job, 'restart_cnt'),
    startSeconds: numberOf(job, 'start_time'),
    endSeconds: numberOf(job, 'end_time'),
  }))
}

export function readNodes(answer: unknown): readonly SlurmNode[] {
  return listOf(fieldOf(answer, 'nodes')).map((node) => ({
    name: textOf(node, 'name'),
    cpus: numberOf(node, 'cpus'),
    // MiB.
    memoryBytes: numberOf(node, 'real_memory') * 2 ** 20,
    gpus: gpusOf(textOf(node, 'gres')),
    architecture: textOf(node, 'architecture'),
    partitions: listOf(fieldOf(node, 'partitions')).map(String),
    state: textOf(node, 'state').toLowerCase(),
    flags: listOf(fieldOf(node, 'state_flags')).map(String),
  }))
}

export function readPartitions(answer: unknown): readonly SlurmPartition[] {
  return listOf(fieldOf(answer, 'partitions')).map((partition) => ({
    name: textOf(partition, 'name'),
    isDefault: listOf(fieldOf(partition, 'flags')).includes('default'),
  }))
}

/**
 * Returns how many GPUs a list of generic resources names.
 *
 * @example
 * gpusOf('gpu:h100:4(S:0-1),gpu:2,nic:1') // 6
 */
export function gpusOf(gres: string): number {
  return gres
    .replaceAll(/\([^)]*\)/g, '')
    .split(',')
    .filter((entry) => entry === 'gpu' || entry.startsWith('gpu:'))
    .reduce((sum, entry) => sum + Number(/:(\d+)$/.exec(entry)?.[1] ?? 1), 0)
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>)[name] : undefined
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

function textOf(value: unknown, name: string): string {
  const text = fieldOf(value, name)
  return typeof text === 'string' ? text : ''
}

function numberOf(value: unknown, name: string): number {
  const number = fieldOf(value, name)
  return typeof number === 'number' && Number.isSafeInteger(number) && number > 0 ? number : 0
}
