/** A graphics card as one source tells it, and how what several tell of one vendor's cards is put together. */
import { absent, type Fact, present, unknown } from '../fact.ts'

export type GpuVendor = 'nvidia' | 'amd' | 'intel' | 'apple'

export type Gpu = {
  readonly vendor: GpuVendor
  readonly name: string
  /** Where on the PCI bus: `0000:65:00.0`. */
  readonly address?: string
  readonly memoryBytes: Fact<number>
  readonly driver?: string
}

/** Most cards that are told. */
export const gpusMax = 64
/** Most memory of one card that is believed. */
export const gpuMemoryBytesMax = 2 ** 45

/** What one source says of a vendor's cards. */
export type GpuReading = { readonly source: string; readonly gpus: Fact<readonly Gpu[]> }

/**
 * Returns the cards of one vendor. Sources that see some and disagree how many: the fewest count, with a note. A source that sees none
 * does not overrule one that lists cards by name: a container hides the bus, a missing driver the card.
 *
 * @param readings - the most telling source first.
 */
export function mergeGpus(readings: readonly GpuReading[]): Fact<readonly Gpu[]> {
  const seen = readings.flatMap(({ source, gpus }) => (gpus.state === 'present' ? [{ source, gpus: gpus.value }] : []))
  const [best] = seen
  if (best === undefined) {
    const none = readings.find(({ gpus }) => gpus.state === 'absent')
    if (none !== undefined) return absent(none.source)
    return unknown(readings.map(({ gpus }) => (gpus.state === 'unknown' ? gpus.reason : '')).join('; '))
  }
  const count = Math.min(gpusMax, ...seen.map(({ gpus }) => gpus.length))
  const elsewhere = new Set(seen.slice(1).flatMap(({ gpus }) => gpus.map(({ address }) => address)))
  const sorted = best.gpus.toSorted((a, b) => Number(elsewhere.has(b.address)) - Number(elsewhere.has(a.address)))
  const known = sorted.slice(0, count).map((gpu) => withMemory(gpu, readings))
  const counts = seen.map(({ source, gpus }) => `${source} sees ${gpus.length}`)
  const differ = seen.some(({ gpus }) => gpus.length !== count)
  return present(known, best.source, differ ? `sources disagree, the fewest count: ${counts.join(', ')}` : undefined)
}

/** Where the best source does not know the memory, another may, and the failures of the others say why. */
function withMemory(gpu: Gpu, readings: readonly GpuReading[]): Gpu {
  if (gpu.memoryBytes.state === 'present') return gpu
  const others = readings.flatMap(({ gpus }) => (gpus.state === 'present' ? gpus.value : []))
  const other = others.find(({ address, memoryBytes }) => address === gpu.address && memoryBytes.state === 'present')
  if (other !== undefined && gpu.address !== undefined) return { ...gpu, memoryBytes: other.memoryBytes }
  const failures = readings.flatMap(({ gpus }) => (gpus.state === 'unknown' ? [gpus.reason] : []))
  const own = gpu.memoryBytes.state === 'unknown' ? [gpu.memoryBytes.reason] : []
  return { ...gpu, memoryBytes: unknown([...own, ...failures].join('; ')) }
}

/** Returns a PCI address in Linux's spelling, or undefined: NVIDIA's tool writes eight digits for the domain, and capitals. */
export function pciAddress(text: string | undefined): string | undefined {
  const [, domain, rest] =
    /^(?:[0-9a-f]{0,4}([0-9a-f]{4}):)?([0-9a-f]{2}:[0-9a-f]{2}\.[0-7])$/i.exec(text?.trim() ?? '') ?? []
  return rest === undefined ? undefined : `${domain ?? '0000'}:${rest}`.toLowerCase()
}
