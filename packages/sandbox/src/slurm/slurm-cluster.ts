/** What a cluster can hold, by its nodes as Slurm tells of them, and how that changes. */
import type { SlurmNode } from './slurm-answers.ts'
import { SlurmError } from './slurm-error.ts'
import type { SlurmLimits } from './slurm-limits.ts'
import type { SlurmRest } from './slurm-rest.ts'

export type ClusterCapacity = {
  /** Nodes that take jobs. */
  readonly nodes: number
  /** Nodes of the partition that are down, drained or silent. */
  readonly nodesAway: number
  readonly cpus: number
  readonly memoryBytes: number
  readonly gpus: number
  /** Of the largest node in each. */
  readonly cpusMax: number
  readonly nodeBytesMax: number
  /** Tasks of the given size that all nodes together hold. */
  readonly slots: number
}

/** What a task takes at most; it is on one node. */
export type SlotSize = { readonly cpus: number; readonly memoryBytes: number }

export type ClusterWatch = {
  readonly capacity: () => ClusterCapacity
  /** Looks now. @throws {SlurmError} */
  refresh(): Promise<ClusterCapacity>
  close(): void
}

const takesJobs = new Set(['idle', 'mixed', 'allocated'])

/** Returns what the nodes that take jobs hold. Nodes of another architecture are not counted: their system calls have other numbers. */
export function capacityOf(
  nodes: readonly SlurmNode[],
  { partition, slot }: { readonly partition: string; readonly slot: SlotSize },
): ClusterCapacity {
  const all = nodes.filter(({ partitions }) => partitions.includes(partition))
  const usable = all.filter(({ state, flags, architecture }) => {
    return takesJobs.has(state) && flags.length === 0 && architecture === ownArchitecture
  })
  const sum = (of: (node: SlurmNode) => number) => usable.reduce((total, node) => total + of(node), 0)
  const max = (of: (node: SlurmNode) => number) => usable.reduce((most, node) => Math.max(most, of(node)), 0)
  return {
    nodes: usable.length,
    nodesAway: all.length - usable.length,
    cpus: sum(({ cpus }) => cpus),
    memoryBytes: sum(({ memoryBytes }) => memoryBytes),
    gpus: sum(({ gpus }) => gpus),
    cpusMax: max(({ cpus }) => cpus),
    nodeBytesMax: max(({ memoryBytes }) => memoryBytes),
    slots: sum(({ cpus, memoryBytes }) =>
      Math.min(Math.floor(cpus / slot.cpus), Math.floor(memoryBytes / slot.memoryBytes)),
    ),
  }
}

const ownArchitecture = process.arch === 'arm64' ? 'aarch64' : 'x86_64'

/** Reads the capacity, and again from time to time. A controller that is silent for long holds nothing. */
export async function watchCluster(
  rest: SlurmRest,
  terms: { readonly partition: string; readonly slot: SlotSize },
  limits: SlurmLimits,
): Promise<ClusterWatch> {
  const closing = new AbortController()
  let capacity = capacityOf(await rest.nodes(closing.signal), terms)
  let heardMs = performance.now()

  async function refresh(): Promise<ClusterCapacity> {
    capacity = capacityOf(await rest.nodes(closing.signal), terms)
    heardMs = performance.now()
    return capacity
  }
  const look = async () => {
    try {
      await refresh()
    } catch (error) {
      if (closing.signal.aborted) return
      if (!(error instanceof SlurmError)) throw error
      if (performance.now() - heardMs > limits.silenceMsMax) capacity = capacityOf([], terms)
    }
  }
  const looks = setInterval(() => void look(), limits.capacityMs)
  looks.unref()
  return {
    capacity: () => capacity,
    refresh,
    close() {
      clearInterval(looks)
      closing.abort()
    },
  }
}
