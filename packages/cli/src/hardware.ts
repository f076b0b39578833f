/** What this machine offers, as the command line needs it: the probes' facts, and the plain numbers that defaults follow from. */
import { createProbeHost, detectHardware as detect, type Fact, type Hardware as Found } from '@millrace/hardware'

export type Hardware = {
  readonly cpuModel: Fact<string>
  readonly cores: number
  readonly simd: Fact<readonly string[]>
  readonly memoryBytes: number
  readonly diskFreeBytes: Fact<number>
  readonly gpus: Fact<readonly string[]>
  /** Memory of the largest card, in MiB. */
  readonly gpuMemoryMib: Fact<number>
}

/** Where vendors put their tools. The search path of the environment is the user's own affair. */
export const toolPath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/opt/rocm/bin:/usr/lib/wsl/lib'

/** Detects this machine's hardware without running anything as root and without writing. */
export async function detectHardware(dataDir: string, { signal }: { signal: AbortSignal }): Promise<Hardware> {
  const { processor, memoryBytes, diskFreeBytes, gpus } = await detect(
    createProbeHost({ searchPath: toolPath }),
    dataDir,
    { signal },
  )
  return {
    cpuModel: processor.model,
    // Nothing is promised for what could not be found out: one core, and no memory to speak of.
    cores: processor.cores.state === 'present' ? processor.cores.value : 1,
    simd: processor.instructionSets,
    memoryBytes: memoryBytes.state === 'present' ? memoryBytes.value : 0,
    diskFreeBytes,
    gpus: namesOf(gpus),
    gpuMemoryMib: largestMib(gpus),
  }
}

function namesOf(gpus: Found['gpus']): Fact<readonly string[]> {
  if (gpus.state !== 'present') return gpus
  return {
    ...gpus,
    value: gpus.value.map(({ name, address }) => (address === undefined ? name : `${name} at ${address}`)),
  }
}

function largestMib(gpus: Found['gpus']): Fact<number> {
  if (gpus.state !== 'present') return gpus
  const known = gpus.value.flatMap(({ memoryBytes }) => (memoryBytes.state === 'present' ? [memoryBytes] : []))
  const [largest] = known.toSorted((a, b) => b.value - a.value)
  if (largest !== undefined) return { ...largest, value: Math.floor(largest.value / 2 ** 20) }
  const reasons = gpus.value.map(({ memoryBytes }) => (memoryBytes.state === 'unknown' ? memoryBytes.reason : ''))
  return { state: 'unknown', reason: reasons.join('; ') }
}
