/** From the fields as they are written to the manifest with every field there. Defaults stand here and in docs/workloads.md. */
import type * as v from 'valibot'
import type { ParameterFields } from './array-schema.ts'
import type { limits, placement, resources } from './common-schema.ts'
import { parallelMax } from './field-limits.ts'
import type { Image } from './image.ts'
import type {
  ArrayParameter,
  BatchManifest,
  CommonManifest,
  GangManifest,
  HealthCheck,
  ManifestLimits,
  ManifestResources,
  Placement,
  ProgramManifest,
  Restart,
  RollingUpdate,
  ServiceManifest,
  TaskManifest,
  WorkloadManifest,
} from './manifest.ts'
import type { batchSchema, gangSchema, ManifestFields, serviceSchema, taskSchema } from './manifest-schema.ts'

type TaskFields = v.InferOutput<typeof taskSchema>
type ServiceFields = v.InferOutput<typeof serviceSchema>
type BatchFields = v.InferOutput<typeof batchSchema>
type GangFields = v.InferOutput<typeof gangSchema>
type RestartFields = NonNullable<ServiceFields['restart']>

const hour = 3_600_000
const mebi = 2 ** 20
const defaults = {
  cpusMilli: 1_000,
  memoryBytes: 512 * mebi,
  diskBytes: 1_024 * mebi,
  wallMsMax: hour,
  processesMax: 256,
  openFilesMax: 1_024,
  filesMax: 65_536,
  logBytesMax: mebi,
  retriesMax: 3,
  restartDelayMs: 1_000,
  healthIntervalMs: 10_000,
  healthTimeoutMs: 2_000,
  healthFailuresMax: 3,
  healthGraceMs: 30_000,
  updateHealthyMs: 10_000,
  updateWithinMs: 300_000,
  itemsPerShard: 100,
  attemptsMax: 3,
} as const

/** Returns the manifest that the fields mean. */
export function resolveManifest(fields: ManifestFields): WorkloadManifest {
  if (fields.kind === 'task') return resolveTask(fields)
  if (fields.kind === 'service') return resolveService(fields)
  return fields.kind === 'batch' ? resolveBatch(fields) : resolveGang(fields)
}

function resolveTask(fields: TaskFields): TaskManifest {
  return {
    kind: 'task',
    ...commonOf(fields),
    ...programOf(fields),
    outputs: fields.outputs ?? [],
    array: parametersOf(fields.array).map(resolveParameter),
    parallelMax: fields.parallel ?? parallelMax,
    restart: restartOf(fields.restart, 'never'),
    deadline: fields.deadline,
  }
}

function resolveService(fields: ServiceFields): ServiceManifest {
  return {
    kind: 'service',
    ...commonOf(fields),
    ...programOf(fields),
    instances: fields.instances ?? 1,
    ports: fields.ports.map(({ port, protocol = 'http', name = `${protocol}-${port}` }) => ({ port, protocol, name })),
    health: fields.health === undefined ? undefined : healthOf(fields.health),
    restart: restartOf(fields.restart, 'always'),
    update: updateOf(fields.update),
  }
}

function resolveBatch(fields: BatchFields): BatchManifest {
  const { program, image, command, args, gasPerItem, items } = fields
  const engine: BatchManifest['engine'] =
    program === undefined
      ? { kind: 'container', ...programOf({ image: image ?? { kind: 'host' }, command, args }) }
      : { kind: 'webassembly', program, args: args ?? [], gasPerItem }
  return {
    kind: 'batch',
    ...commonOf(fields),
    engine,
    items: { sources: [items.from].flat(), split: items.split ?? 'none' },
    itemsPerShard: fields.shard?.items ?? defaults.itemsPerShard,
    attemptsMax: fields.shard?.attempts ?? defaults.attemptsMax,
    parallelMax: fields.parallel ?? parallelMax,
    deadline: fields.deadline,
  }
}

function resolveGang(fields: GangFields): GangManifest {
  return {
    kind: 'gang',
    ...commonOf(fields),
    ...programOf(fields),
    outputs: fields.outputs ?? [],
    nodes: fields.gang.nodes,
    bitsPerSecondMin: fields.gang.bandwidth,
    roundTripMsMax: fields.gang.roundTrip,
    restart: restartOf(fields.restart, 'never'),
    deadline: fields.deadline,
  }
}

function commonOf(fields: ManifestFields): CommonManifest {
  return {
    version: fields.version,
    name: fields.name,
    environment: fields.environment ?? {},
    secrets: fields.secrets ?? [],
    inputs: (fields.inputs ?? []).map(({ path, from, sha256 }) => ({ path, from, sha256 })),
    resources: resourcesOf(fields.resources),
    limits: limitsOf(fields.limits, fields.kind === 'service' ? undefined : defaults.wallMsMax),
    network: fields.network ?? 'none',
    placement: placementOf(fields.placement),
    policy: fields.policy,
    price: { max: fields.price?.max, total: fields.price?.total },
    idempotencyKey: fields.idempotencyKey,
  }
}

function programOf(fields: {
  image: Image
  command?: string[] | undefined
  args?: string[] | undefined
}): ProgramManifest {
  return { image: fields.image, command: fields.command, args: fields.args }
}

function resourcesOf(fields: v.InferOutput<typeof resources> = {}): ManifestResources {
  const { gpus } = fields
  return {
    cpusMilli: fields.cpus ?? defaults.cpusMilli,
    memoryBytes: fields.memory ?? defaults.memoryBytes,
    diskBytes: fields.disk ?? defaults.diskBytes,
    gpus: gpus && { count: gpus.count, vendor: gpus.vendor, model: gpus.model, memoryBytesMin: gpus.memory },
    architecture: fields.architecture,
  }
}

function limitsOf(fields: v.InferOutput<typeof limits> = {}, wallMsMax: number | undefined): ManifestLimits {
  return {
    wallMsMax: fields.wallTime ?? wallMsMax,
    cpuMsMax: fields.cpuTime,
    processesMax: fields.processes ?? defaults.processesMax,
    openFilesMax: fields.openFiles ?? defaults.openFilesMax,
    filesMax: fields.files ?? defaults.filesMax,
    logBytesMax: fields.logs ?? defaults.logBytesMax,
  }
}

function placementOf(fields: v.InferOutput<typeof placement> = {}): Placement {
  return {
    regions: fields.regions ?? [],
    stakeMin: fields.minimumStake,
    attestations: fields.attestations ?? [],
    operators: (fields.operators ?? []).map((address) => address.toLowerCase()),
    exceptOperators: (fields.exceptOperators ?? []).map((address) => address.toLowerCase()),
  }
}

/** Returns the parameters of an array, written as one or as a list. */
export function parametersOf(array: TaskFields['array']): readonly ParameterFields[] {
  return array === undefined ? [] : [array].flat()
}

function resolveParameter(fields: ParameterFields): ArrayParameter {
  if ('values' in fields) return { name: fields.name, values: fields.values }
  return { name: fields.name, from: fields.from, to: fields.to, step: fields.step ?? 1, width: fields.width ?? 1 }
}

function restartOf(fields: RestartFields | undefined, policy: Restart['policy']): Restart {
  return {
    policy: fields?.policy ?? policy,
    retriesMax: (fields?.policy ?? policy) === 'never' ? 0 : (fields?.retries ?? defaults.retriesMax),
    delayMs: fields?.delay ?? defaults.restartDelayMs,
  }
}

function healthOf(fields: NonNullable<ServiceFields['health']>): HealthCheck {
  return {
    check: checkOf(fields),
    intervalMs: fields.interval ?? defaults.healthIntervalMs,
    timeoutMs: fields.timeout ?? defaults.healthTimeoutMs,
    failuresMax: fields.failures ?? defaults.healthFailuresMax,
    graceMs: fields.grace ?? defaults.healthGraceMs,
  }
}

function checkOf({ command, port, path }: NonNullable<ServiceFields['health']>): HealthCheck['check'] {
  if (command !== undefined) return { kind: 'command', command }
  if (port === undefined)
    throw new TypeError('The rules let no health check pass that has neither a port nor a command.')
  return path === undefined ? { kind: 'tcp', port } : { kind: 'http', port, path }
}

function updateOf(fields: ServiceFields['update']): RollingUpdate {
  return {
    strategy: fields?.strategy ?? 'rolling',
    instancesAtOnce: fields?.atOnce ?? 1,
    healthyMs: fields?.healthyFor ?? defaults.updateHealthyMs,
    withinMs: fields?.within ?? defaults.updateWithinMs,
    onFailure: fields?.onFailure ?? 'rollback',
  }
}
