/** AMD's cards, by its tool and by the kernel driver's files. */
import { absent, type Fact, factOf, present, unknown } from '../fact.ts'
import type { ProbeHost } from '../probe-host.ts'
import { readCount, readName } from '../read-number.ts'
import { type Gpu, type GpuReading, gpuMemoryBytesMax, gpusMax, pciAddress } from './gpu.ts'

const query = ['--showproductname', '--showbus', '--showmeminfo', 'vram', '--json']

/** Returns what each source says. The kernel's files come first: they are there wherever the card works. */
export async function readAmd(host: ProbeHost, signal: AbortSignal): Promise<readonly GpuReading[]> {
  const [tool, driver] = await Promise.all([byTool(host, signal), byDriver(host, signal)])
  return [
    { source: 'rocm-smi', gpus: tool },
    { source: 'amdgpu', gpus: driver },
  ]
}

async function byTool(host: ProbeHost, signal: AbortSignal): Promise<Fact<readonly Gpu[]>> {
  const fact = await factOf('rocm-smi', signal, async () => {
    const said: unknown = JSON.parse(await host.execute('rocm-smi', query, { signal }))
    if (typeof said !== 'object' || said === null) throw new Error('it printed no object')
    return Object.entries(said)
      .filter(([key, value]) => /^card\d+$/.test(key) && typeof value === 'object' && value !== null)
      .slice(0, gpusMax)
      .map(([, card]) => gpuOf(card as Readonly<Record<string, unknown>>))
  })
  return fact.state === 'present' && fact.value.length === 0 ? absent('rocm-smi') : fact
}

/** Its versions spell the keys with different capitals. */
function gpuOf(card: Readonly<Record<string, unknown>>): Gpu {
  const fields = new Map(Object.entries(card).map(([key, value]) => [key.toLowerCase(), String(value)]))
  const bytes = readCount(fields.get('vram total memory (b)'), gpuMemoryBytesMax)
  const address = pciAddress(fields.get('pci bus'))
  return {
    vendor: 'amd',
    name: readName(fields.get('card series') ?? fields.get('card model')) ?? 'AMD card',
    ...(address === undefined ? {} : { address }),
    memoryBytes: bytes ? present(bytes, 'rocm-smi') : unknown('rocm-smi tells no memory'),
  }
}

async function byDriver(host: ProbeHost, signal: AbortSignal): Promise<Fact<readonly Gpu[]>> {
  const fact = await factOf('amdgpu', signal, async () => {
    const gpus: Gpu[] = []
    for (const { folder, event } of await drmCards(host, signal)) {
      if (!/^DRIVER=amdgpu$/m.test(event)) continue
      const address = pciAddress(/^PCI_SLOT_NAME=(.*)$/m.exec(event)?.[1])
      const memory = await factOf('amdgpu', signal, () => host.readFile(`${folder}/mem_info_vram_total`, { signal }))
      const bytes = memory.state === 'present' ? readCount(memory.value, gpuMemoryBytesMax) : undefined
      const name = await factOf('amdgpu', signal, () => host.readFile(`${folder}/product_name`, { signal }))
      gpus.push({
        ...{ vendor: 'amd', name: readName(name.state === 'present' ? name.value : undefined) ?? 'AMD card' },
        ...(address === undefined ? {} : { address }),
        memoryBytes: bytes ? present(bytes, 'amdgpu') : unknown('amdgpu tells no memory'),
      })
    }
    return gpus
  })
  return fact.state === 'present' && fact.value.length === 0 ? absent('amdgpu') : fact
}

/** Returns the folders of the cards that the kernel drives, with what it says of each. */
export async function drmCards(
  host: ProbeHost,
  signal: AbortSignal,
): Promise<readonly { readonly card: string; readonly folder: string; readonly event: string }[]> {
  const names = (await host.list('/sys/class/drm')).filter((name) => /^card\d+$/.test(name)).slice(0, gpusMax)
  const found = await Promise.all(
    names.map(async (name) => {
      const folder = `/sys/class/drm/${name}/device`
      const event = await factOf(folder, signal, () => host.readFile(`${folder}/uevent`, { signal }))
      return event.state === 'present' ? [{ card: name, folder, event: event.value }] : []
    }),
  )
  return found.flat()
}
