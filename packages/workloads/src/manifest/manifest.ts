/**
 * A manifest after it was read: every field there, units resolved, nothing left to guess. Times are milliseconds, sizes bytes,
 * processors thousandths; all are safe integers. It is plain JSON but for `undefined`, which stands for "not asked for".
 */
import type { RegionName } from '@millrace/protocol'
import type { Deadline } from './deadline.ts'
import type { Image } from './image.ts'
import type { Money, Rate } from './money.ts'
import type { Source } from './source.ts'

export type WorkloadManifest = TaskManifest | ServiceManifest | BatchManifest | GangManifest
export type WorkloadKind = WorkloadManifest['kind']

export type TaskManifest = CommonManifest &
  ProgramManifest & {
    readonly kind: 'task'
    readonly outputs: readonly ManifestOutput[]
    /** One task for each combination of values; empty for a single task. */
    readonly array: readonly ArrayParameter[]
    /** Tasks of the array that may run at once. */
    readonly parallelMax: number
    readonly restart: Restart
    readonly deadline: Deadline | undefined
  }

export type ServiceManifest = CommonManifest &
  ProgramManifest & {
    readonly kind: 'service'
    readonly instances: number
    readonly ports: readonly ServicePort[]
    readonly health: HealthCheck | undefined
    readonly restart: Restart
    readonly update: RollingUpdate
  }

export type BatchManifest = CommonManifest & {
  readonly kind: 'batch'
  readonly engine:
    | {
        readonly kind: 'webassembly'
        readonly program: Source
        readonly args: readonly string[]
        readonly gasPerItem: number | undefined
      }
    | ({ readonly kind: 'container' } & ProgramManifest)
  readonly items: {
    readonly sources: readonly Source[] /** One item a line, or one a source. */
    readonly split: 'lines' | 'none'
  }
  readonly itemsPerShard: number
  /** Starts of one shard, stragglers and lost providers included. */
  readonly attemptsMax: number
  /** Shards that may run at once. */
  readonly parallelMax: number
  readonly deadline: Deadline | undefined
}

export type GangManifest = CommonManifest &
  ProgramManifest & {
    readonly kind: 'gang'
    readonly outputs: readonly ManifestOutput[]
    readonly nodes: number
    /** Between any two nodes, at least. */
    readonly bitsPerSecondMin: number | undefined
    /** Between any two nodes, at most. */
    readonly roundTripMsMax: number | undefined
    readonly restart: Restart
    readonly deadline: Deadline | undefined
  }

export type CommonManifest = {
  readonly version: 1
  readonly name: string
  readonly environment: Readonly<Record<string, string>>
  /** Names only. The values are given to the job as environment variables. */
  readonly secrets: readonly string[]
  readonly inputs: readonly ManifestInput[]
  readonly resources: ManifestResources
  readonly limits: ManifestLimits
  readonly network: 'none' | 'outbound'
  readonly placement: Placement
  /** As `parsePolicy` reads it; undefined: the buyer's own. */
  readonly policy: string | undefined
  readonly price: { readonly max: Rate | undefined; readonly total: Money | undefined }
  readonly idempotencyKey: string | undefined
}

export type ProgramManifest = {
  readonly image: Image
  /** In place of the image's entry point; undefined: the image's own. With the host as image it is always there. */
  readonly command: readonly string[] | undefined
  /** Behind the command or entry point, in place of what the image has there; undefined: the image's, or none behind a command. */
  readonly args: readonly string[] | undefined
}

/** `path` is relative to the job's input folder. */
export type ManifestInput = { readonly path: string; readonly from: Source; readonly sha256: string | undefined }
/** A file or folder, relative to the job's output folder. */
export type ManifestOutput = { readonly path: string }

/** What one machine must have for one task, instance, node or shard. */
export type ManifestResources = {
  readonly cpusMilli: number
  readonly memoryBytes: number
  readonly diskBytes: number
  readonly gpus: ManifestGpus | undefined
  readonly architecture: 'amd64' | 'arm64' | undefined
}

export type ManifestGpus = {
  readonly count: number
  readonly vendor: 'nvidia' | 'amd' | 'intel' | 'apple' | undefined
  readonly model: string | undefined
  /** Of each GPU, at least. */
  readonly memoryBytesMin: number | undefined
}

/** What one task, instance, node or shard may use before it is ended. Memory and disk end at `resources`. */
export type ManifestLimits = {
  /** Undefined for services: they run until they are stopped or unpaid. */
  readonly wallMsMax: number | undefined
  readonly cpuMsMax: number | undefined
  readonly processesMax: number
  readonly openFilesMax: number
  readonly filesMax: number
  readonly logBytesMax: number
}

export type ArrayParameter =
  | { readonly name: string; readonly values: readonly string[] }
  /** From `from` to `to` inclusive; numbers are filled up with zeros to `width` digits. */
  | { readonly name: string; readonly from: number; readonly to: number; readonly step: number; readonly width: number }

/** What happens when the program ends by itself. A lost provider is replaced whatever stands here. */
export type Restart = {
  readonly policy: 'never' | 'on-failure' | 'always'
  /** Restarts on one provider; then a service moves to another one, and other work has failed. */
  readonly retriesMax: number
  readonly delayMs: number
}

export type ServicePort = { readonly port: number; readonly protocol: 'http' | 'tcp'; readonly name: string }

export type HealthCheck = {
  readonly check:
    | { readonly kind: 'http'; readonly port: number; readonly path: string }
    | { readonly kind: 'tcp'; readonly port: number }
    | { readonly kind: 'command'; readonly command: readonly string[] }
  readonly intervalMs: number
  readonly timeoutMs: number
  /** In a row, until the instance counts as unhealthy. */
  readonly failuresMax: number
  /** After the start, in which failures do not count. */
  readonly graceMs: number
}

export type RollingUpdate = {
  readonly strategy: 'rolling' | 'recreate'
  readonly instancesAtOnce: number
  /** How long a new instance must stay healthy before the next one is replaced. */
  readonly healthyMs: number
  /** How long one instance may take to become healthy. */
  readonly withinMs: number
  readonly onFailure: 'rollback' | 'stop'
}

export type Placement = {
  /** Empty: anywhere. */
  readonly regions: readonly RegionName[]
  readonly stakeMin: Money | undefined
  readonly attestations: readonly string[]
  /** Empty: all. */
  readonly operators: readonly string[]
  readonly exceptOperators: readonly string[]
}
