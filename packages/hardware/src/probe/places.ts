/** Disks and network interfaces. */
import { absent, type Fact, factOf, present } from './fact.ts'
import type { ProbeHost } from './probe-host.ts'
import { readCount, readName } from './read-number.ts'

export type Disk = {
  readonly name: string
  /** As Linux counts it; unknown elsewhere. */
  readonly bytes: number
  readonly kind: 'solid-state' | 'rotating' | 'unknown'
}

export type NetworkInterface = {
  readonly name: string
  readonly addresses: readonly string[]
  /** What the link says, in megabits a second; radio and virtual links say nothing. */
  readonly megabitsPerSecond?: number
}

/** Most disks and interfaces that are told. */
const placesMax = 64
const sectorBytes = 512
const bytesMax = 2 ** 60
const megabitsMax = 10_000_000

/** Returns the room that is free where data goes, in bytes. */
export async function probeFreeDisk(host: ProbeHost, path: string, signal: AbortSignal): Promise<Fact<number>> {
  return factOf('file system', signal, async () => {
    const { freeBytes } = await host.diskOf(path)
    if (!Number.isSafeInteger(freeBytes) || freeBytes < 0) throw new Error('the file system counts no free room')
    return freeBytes
  })
}

/** Returns the machine's disks, without loops, memory and optical drives. */
export async function probeDisks(host: ProbeHost, signal: AbortSignal): Promise<Fact<readonly Disk[]>> {
  const source = '/sys/block'
  const fact = await factOf(source, signal, async () => {
    const names = (await host.list(source)).filter((name) => !/^(loop|ram|zram|sr|fd|dm-|md)/.test(name))
    const disks = await Promise.all(names.slice(0, placesMax).map((name) => diskOf(host, `${source}/${name}`, signal)))
    return disks.flatMap((disk) => (disk === undefined ? [] : [disk]))
  })
  return fact.state === 'present' && fact.value.length === 0 ? absent(source) : fact
}

async function diskOf(host: ProbeHost, folder: string, signal: AbortSignal): Promise<Disk | undefined> {
  const sectors = readCount(await host.readFile(`${folder}/size`, { signal }), bytesMax / sectorBytes)
  if (sectors === undefined || sectors === 0) return undefined
  const rotates = await factOf(folder, signal, () => host.readFile(`${folder}/queue/rotational`, { signal }))
  const flag = rotates.state === 'present' ? rotates.value.trim() : ''
  return {
    name: readName(folder.split('/').at(-1)) ?? 'unnamed',
    bytes: sectors * sectorBytes,
    kind: flag === '0' ? 'solid-state' : flag === '1' ? 'rotating' : 'unknown',
  }
}

/** Returns the interfaces that reach other machines. */
export async function probeNetwork(host: ProbeHost, signal: AbortSignal): Promise<Fact<readonly NetworkInterface[]>> {
  const byName = Map.groupBy(
    host.node().interfaces.filter(({ isInternal }) => !isInternal),
    ({ name }) => name,
  )
  const found = await Promise.all(
    [...byName].slice(0, placesMax).map(async ([name, entries]) => {
      const megabits = await linkSpeed(host, name, signal)
      return {
        name: readName(name) ?? 'unnamed',
        addresses: entries.slice(0, placesMax).map(({ address }) => address),
        ...(megabits === undefined ? {} : { megabitsPerSecond: megabits }),
      }
    }),
  )
  return found.length === 0 ? absent('node') : present(found, 'node')
}

/** The kernel says −1, or nothing, for links that have no speed of their own. */
async function linkSpeed(host: ProbeHost, name: string, signal: AbortSignal): Promise<number | undefined> {
  if (host.platform !== 'linux' || !/^[\w.:-]{1,32}$/.test(name)) return undefined
  const path = `/sys/class/net/${name}/speed`
  const said = await factOf(path, signal, () => host.readFile(path, { signal }))
  return said.state === 'present' ? readCount(said.value, megabitsMax) : undefined
}
