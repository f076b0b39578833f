/** Cards on the PCI bus, by Linux's sysfs: seen without any driver, named by vendor alone. */
import { absent, type Fact, factOf, unknown } from '../fact.ts'
import type { ProbeHost } from '../probe-host.ts'
import { readHex } from '../read-number.ts'
import type { Gpu, GpuVendor } from './gpu.ts'

const devices = '/sys/bus/pci/devices'
const vendors: Readonly<Record<number, GpuVendor>> = { 4318: 'nvidia', 4098: 'amd', 32902: 'intel' }
/** Class byte of displays. */
const display = 0x03
/** Class byte of accelerators: AMD's cards without an output; Intel's of that class are no graphics cards. */
const accelerator = 0x12

/** Returns all vendors' cards on the bus; adapters that only show a picture, as virtual machines have, are none. */
export async function readPciGpus(host: ProbeHost, signal: AbortSignal): Promise<Fact<readonly Gpu[]>> {
  const fact = await factOf(devices, signal, async () => {
    const gpus: Gpu[] = []
    for (const address of await host.list(devices)) {
      const vendor = await vendorAt(host, address, signal)
      if (vendor === undefined) continue
      const memoryBytes = unknown<number>('the bus does not tell memory')
      gpus.push({ vendor, name: `${vendor} card`, address: address.toLowerCase(), memoryBytes })
    }
    return gpus
  })
  return fact.state === 'present' && fact.value.length === 0 ? absent(devices) : fact
}

async function vendorAt(host: ProbeHost, address: string, signal: AbortSignal): Promise<GpuVendor | undefined> {
  const kind = (readHex(await host.readFile(`${devices}/${address}/class`, { signal })) ?? 0) >> 16
  if (kind !== display && kind !== accelerator) return undefined
  const vendor = vendors[readHex(await host.readFile(`${devices}/${address}/vendor`, { signal })) ?? 0]
  return kind === accelerator && vendor !== 'amd' ? undefined : vendor
}
