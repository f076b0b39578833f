/** All graphics cards of a machine: each vendor's sources, and the bus for those whose drivers say nothing. */
import { absent, type Fact, present, unknown } from '../fact.ts'
import type { ProbeHost } from '../probe-host.ts'
import { readAmd } from './amd.ts'
import { readApple } from './apple.ts'
import { type Gpu, type GpuReading, type GpuVendor, mergeGpus } from './gpu.ts'
import { readIntel } from './intel.ts'
import { readNvidia } from './nvidia.ts'
import { readPciGpus } from './pci.ts'

/**
 * Returns the cards, by vendor. Absent only where some source that would see a card sees none; where no source could look, unknown.
 *
 * Cost: two runs of vendors' tools at most, side by side.
 */
export async function probeGpus(host: ProbeHost, signal: AbortSignal): Promise<Fact<readonly Gpu[]>> {
  if (host.platform === 'darwin') return mergeGpus(await readApple(host, signal))
  const [bus, nvidia, amd, intel] = await Promise.all([
    readPciGpus(host, signal),
    readNvidia(host, signal),
    readAmd(host, signal),
    readIntel(host, signal),
  ])
  const vendors = [vendorOf('nvidia', nvidia, bus), vendorOf('amd', amd, bus), vendorOf('intel', intel, bus)]
  const found = vendors.flatMap((fact) => (fact.state === 'present' ? [fact] : []))
  if (found.length > 0) {
    const notes = found.flatMap(({ note }) => note ?? [])
    const sources = found.map(({ source }) => source).join(', ')
    return present(
      found.flatMap(({ value }) => value),
      sources,
      notes.length === 0 ? undefined : notes.join('; '),
    )
  }
  return bus.state === 'unknown' ? unknown(bus.reason) : absent('/sys/bus/pci/devices')
}

function vendorOf(vendor: GpuVendor, readings: readonly GpuReading[], bus: Fact<readonly Gpu[]>): Fact<readonly Gpu[]> {
  return mergeGpus([...readings, { source: 'the bus', gpus: busOf(vendor, bus) }])
}

function busOf(vendor: GpuVendor, bus: Fact<readonly Gpu[]>): Fact<readonly Gpu[]> {
  if (bus.state !== 'present') return bus
  const mine = bus.value.filter((gpu) => gpu.vendor === vendor)
  return mine.length === 0 ? absent(bus.source) : present(mine, bus.source)
}
