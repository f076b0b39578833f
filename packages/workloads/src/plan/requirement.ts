/**
 * What a manifest needs of the machines that run it, in the units of offers: what the matcher compares with capacity, and the
 * abilities that it compares with what a sandbox says it can hold.
 */
import type { BatchManifest, ManifestGpus, WorkloadManifest } from '../manifest/manifest.ts'
import { countTasks } from './expand-array.ts'

/**
 * An ability that a sandbox has or has not.
 * - `webassembly`, `host-programs`, `oci-images`: what the job's program is.
 * - `network-outbound`: the job opens connections.
 * - `services`: it listens; `http-ports`, `tcp-ports`: what for; `health-commands`: a program checks it from inside.
 * - `gpus`: it sees GPUs. `secrets`: values that only the job may see.
 * - `private-network`: nodes of a gang reach each other, and nobody else reaches them.
 */
export type CapabilityNeed =
  | 'webassembly'
  | 'host-programs'
  | 'oci-images'
  | 'network-outbound'
  | 'services'
  | 'http-ports'
  | 'tcp-ports'
  | 'health-commands'
  | 'gpus'
  | 'secrets'
  | 'private-network'

export type ResourceRequirement = {
  /** Of one unit: a task, an instance, a shard or a node. */
  readonly unit: UnitRequirement
  /** Units in all; undefined where only the input's content tells, as for shards of a file of lines. */
  readonly units: number | undefined
  /** Units that must be placed before any of them starts: all nodes of a gang, else 1. */
  readonly unitsTogether: number
  /** Units that may run at once. */
  readonly unitsAtOnceMax: number
  readonly needs: readonly CapabilityNeed[]
  /** Between any two units that run together. */
  readonly bitsPerSecondMin: number | undefined
  readonly roundTripMsMax: number | undefined
}

export type UnitRequirement = {
  readonly cpusMilli: number
  readonly memoryBytes: number
  readonly diskBytes: number
  readonly gpus: ManifestGpus | undefined
  readonly architecture: 'amd64' | 'arm64' | undefined
  /** Undefined: until it is stopped. */
  readonly wallMsMax: number | undefined
}

/** Returns what a manifest needs. Cost: constant but for the number of ports. */
export function requirementOf(manifest: WorkloadManifest): ResourceRequirement {
  const { resources, limits } = manifest
  const { units, unitsTogether, unitsAtOnceMax } = unitsOf(manifest)
  const isGang = manifest.kind === 'gang'
  return {
    unit: { ...resources, wallMsMax: limits.wallMsMax },
    units,
    unitsTogether,
    unitsAtOnceMax,
    needs: needsOf(manifest),
    bitsPerSecondMin: isGang ? manifest.bitsPerSecondMin : undefined,
    roundTripMsMax: isGang ? manifest.roundTripMsMax : undefined,
  }
}

function unitsOf(manifest: WorkloadManifest) {
  if (manifest.kind === 'gang')
    return { units: manifest.nodes, unitsTogether: manifest.nodes, unitsAtOnceMax: manifest.nodes }
  if (manifest.kind === 'service')
    return { units: manifest.instances, unitsTogether: 1, unitsAtOnceMax: manifest.instances }
  const units = manifest.kind === 'task' ? countTasks(manifest) : shardsOf(manifest)
  return { units, unitsTogether: 1, unitsAtOnceMax: Math.min(manifest.parallelMax, units ?? manifest.parallelMax) }
}

function shardsOf({ items, itemsPerShard }: BatchManifest): number | undefined {
  return items.split === 'lines' ? undefined : Math.ceil(items.sources.length / itemsPerShard)
}

function needsOf(manifest: WorkloadManifest): readonly CapabilityNeed[] {
  const protocols = manifest.kind === 'service' ? manifest.ports.map(({ protocol }) => protocol) : []
  const wanted: readonly (readonly [CapabilityNeed, boolean])[] = [
    [programNeed(manifest), true],
    ['network-outbound', manifest.network === 'outbound'],
    ['services', manifest.kind === 'service'],
    ['http-ports', protocols.includes('http')],
    ['tcp-ports', protocols.includes('tcp')],
    ['health-commands', manifest.kind === 'service' && manifest.health?.check.kind === 'command'],
    ['gpus', manifest.resources.gpus !== undefined],
    ['secrets', manifest.secrets.length > 0],
    ['private-network', manifest.kind === 'gang'],
  ]
  return wanted.filter(([, isWanted]) => isWanted).map(([need]) => need)
}

function programNeed(manifest: WorkloadManifest): CapabilityNeed {
  const program = manifest.kind === 'batch' ? manifest.engine : { ...manifest, kind: 'container' as const }
  if (program.kind === 'webassembly') return 'webassembly'
  return program.image.kind === 'host' ? 'host-programs' : 'oci-images'
}
