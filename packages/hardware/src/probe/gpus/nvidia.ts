/** NVIDIA's cards, by its tool and by its driver's files. */
import { absent, type Fact, factOf, present, unknown } from '../fact.ts'
import type { ProbeHost } from '../probe-host.ts'
import { readCount, readName } from '../read-number.ts'
import { type Gpu, type GpuReading, gpuMemoryBytesMax, gpusMax, pciAddress } from './gpu.ts'

const mebibyte = 2 ** 20
const query = ['--query-gpu=pci.bus_id,name,memory.total,driver_version', '--format=csv,noheader,nounits']
const driverFolder = '/proc/driver/nvidia/gpus'

/** Returns what each source says, the tool first. */
export async function readNvidia(host: ProbeHost, signal: AbortSignal): Promise<readonly GpuReading[]> {
  const [tool, driver] = await Promise.all([byTool(host, signal), byDriver(host, signal)])
  return [
    { source: 'nvidia-smi', gpus: tool },
    { source: driverFolder, gpus: driver },
  ]
}

async function byTool(host: ProbeHost, signal: AbortSignal): Promise<Fact<readonly Gpu[]>> {
  const said = await factOf('nvidia-smi', signal, () => host.execute('nvidia-smi', query, { signal }))
  if (said.state !== 'present') return said.state === 'unknown' ? said : absent(said.source)
  const lines = said.value.split('\n').filter((line) => line.trim() !== '')
  if (lines.length === 0 || /^no devices were found/i.test(lines[0] ?? '')) return absent('nvidia-smi')
  const gpus = lines.slice(0, gpusMax).flatMap((line) => gpuOfLine(line) ?? [])
  return gpus.length === 0 ? unknown(`nvidia-smi printed no card: ${lines[0]}`) : present(gpus, 'nvidia-smi')
}

/** One line of comma-separated values; a card's name has no commas. A line without an address is no card. */
function gpuOfLine(line: string): Gpu | undefined {
  const fields = line.split(',').map((field) => field.trim())
  const [bus, name, memory, driver] = fields
  const address = pciAddress(bus)
  if (address === undefined || fields.length !== 4) return undefined
  const mebibytes = readCount(memory, gpuMemoryBytesMax / mebibyte)
  const version = readName(driver, 40)
  return {
    ...{ vendor: 'nvidia', name: readName(name) ?? 'NVIDIA card', address },
    memoryBytes: mebibytes
      ? present(mebibytes * mebibyte, 'nvidia-smi')
      : unknown(`nvidia-smi gives its memory as "${readName(memory, 40) ?? ''}"`),
    ...(version === undefined ? {} : { driver: version }),
  }
}

async function byDriver(host: ProbeHost, signal: AbortSignal): Promise<Fact<readonly Gpu[]>> {
  const fact = await factOf(driverFolder, signal, async () => {
    const addresses = (await host.list(driverFolder)).slice(0, gpusMax)
    const texts = await Promise.all(
      addresses.map((address) => host.readFile(`${driverFolder}/${address}/information`, { signal })),
    )
    return texts.flatMap((text, i) => {
      const address = pciAddress(addresses[i])
      if (address === undefined) return []
      const name = readName(/^Model:(.*)$/m.exec(text)?.[1]) ?? 'NVIDIA card'
      return [
        { vendor: 'nvidia', name, address, memoryBytes: unknown<number>('the driver does not tell memory') } as const,
      ]
    })
  })
  return fact.state === 'present' && fact.value.length === 0 ? absent(driverFolder) : fact
}
