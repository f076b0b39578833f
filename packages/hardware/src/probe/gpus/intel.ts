/** Intel's cards, by the files of its kernel drivers, i915 and xe. Those without memory of their own share the machine's. */
import { absent, type Fact, factOf, present, unknown } from '../fact.ts'
import type { ProbeHost } from '../probe-host.ts'
import { readCount, readHex } from '../read-number.ts'
import { drmCards } from './amd.ts'
import { type Gpu, type GpuReading, gpuMemoryBytesMax, pciAddress } from './gpu.ts'

/** Returns what the drivers say. */
export async function readIntel(host: ProbeHost, signal: AbortSignal): Promise<readonly GpuReading[]> {
  const source = 'i915, xe'
  const fact = await factOf(source, signal, async () => {
    const gpus: Gpu[] = []
    for (const { card, folder, event } of await drmCards(host, signal)) {
      const driver = /^DRIVER=(i915|xe)$/m.exec(event)?.[1]
      if (driver === undefined) continue
      const address = pciAddress(/^PCI_SLOT_NAME=(.*)$/m.exec(event)?.[1])
      gpus.push({
        ...{ vendor: 'intel', name: 'Intel graphics', driver },
        ...(address === undefined ? {} : { address }),
        memoryBytes: await memoryOf(
          host,
          [`/sys/class/drm/${card}/lmem_total_bytes`, `${folder}/tile0/physical_vram_size_bytes`],
          signal,
        ),
      })
    }
    return gpus
  })
  const isNone = fact.state === 'present' && fact.value.length === 0
  return [{ source, gpus: isNone ? absent(source) : fact }]
}

async function memoryOf(host: ProbeHost, paths: readonly string[], signal: AbortSignal): Promise<Fact<number>> {
  for (const path of paths) {
    const read = await factOf(path, signal, () => host.readFile(path, { signal }))
    const bytes =
      read.state === 'present'
        ? (readCount(read.value, gpuMemoryBytesMax) ?? readHex(read.value, gpuMemoryBytesMax))
        : undefined
    if (bytes) return present(bytes, path)
  }
  return unknown('the driver tells no memory of its own: it shares the machine’s')
}
