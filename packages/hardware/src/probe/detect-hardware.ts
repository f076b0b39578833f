/** What a machine has: every part in one of three states, found out rather than asked, without root and without writing. */
import type { Fact } from './fact.ts'
import type { Gpu } from './gpus/gpu.ts'
import { probeGpus } from './gpus/gpus.ts'
import { type Disk, type NetworkInterface, probeDisks, probeFreeDisk, probeNetwork } from './places.ts'
import type { ProbeHost } from './probe-host.ts'
import { type Processor, probeMemory, probeProcessor } from './processor.ts'

export type Hardware = {
  readonly processor: Processor
  readonly memoryBytes: Fact<number>
  /** Room where the data goes. */
  readonly diskFreeBytes: Fact<number>
  readonly disks: Fact<readonly Disk[]>
  readonly network: Fact<readonly NetworkInterface[]>
  readonly gpus: Fact<readonly Gpu[]>
}

/**
 * Returns what the machine has.
 *
 * @param dataFolder - whose free room counts.
 * @throws the signal's reason on abort; nothing else: what cannot be found out is unknown, with the reason.
 */
export async function detectHardware(
  host: ProbeHost,
  dataFolder: string,
  { signal }: { readonly signal: AbortSignal },
): Promise<Hardware> {
  signal.throwIfAborted()
  const [processor, memoryBytes, diskFreeBytes, disks, network, gpus] = await Promise.all([
    probeProcessor(host, signal),
    probeMemory(host, signal),
    probeFreeDisk(host, dataFolder, signal),
    probeDisks(host, signal),
    probeNetwork(host, signal),
    probeGpus(host, signal),
  ])
  return { processor, memoryBytes, diskFreeBytes, disks, network, gpus }
}
