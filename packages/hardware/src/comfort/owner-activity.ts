/**
 * Whether the owner uses the machine: cores that are busy with anything but our own processes, how much the cards do, and how long
 * ago somebody typed or moved the mouse, where that can be read.
 */
import { type Fact, factOf, firstState, present, unknown } from '../probe/fact.ts'
import type { ProbeHost } from '../probe/probe-host.ts'
import { readCount } from '../probe/read-number.ts'
import { type CpuTimes, ownTicks, readCpuTimes } from './cpu-times.ts'

export type OwnerActivity = {
  /** Cores busy with others' processes since the look before. */
  readonly ownerCores: Fact<number>
  /** Busiest card, as a share of 1, our own work included. */
  readonly gpuUse: Fact<number>
  /** Milliseconds since somebody last typed or moved the mouse. */
  readonly idleMs: Fact<number>
}

export type ActivityMeter = {
  /** Looks once. The first look has nothing to hold the processor's time against. */
  look(options: { readonly signal: AbortSignal }): Promise<OwnerActivity>
}

const idleMsMax = 10 ** 12

/**
 * Returns a meter.
 *
 * @param ownPid - this process; it and all that it started count as ours.
 * @param now - milliseconds since 1970.
 */
export function createActivityMeter(
  host: ProbeHost,
  { ownPid, now }: { readonly ownPid: number; readonly now: () => number },
): ActivityMeter {
  let before: CpuTimes | undefined
  return {
    async look({ signal }) {
      const [times, gpuUse, idleMs] = await Promise.all([
        factOf('/proc/stat', signal, async () => {
          const all = await readCpuTimes(host, signal)
          return { ...all, ownTicks: await ownTicks(host, ownPid, signal) }
        }),
        gpuUseOf(host, signal),
        idleOf(host, now(), signal),
      ])
      const cores = host.node().cores
      const ownerCores = times.state === 'present' ? coresBetween(before, times.value, cores) : unknownOf(times)
      before = times.state === 'present' ? times.value : undefined
      return { ownerCores, gpuUse, idleMs }
    },
  }
}

/** Counters of a machine that slept or was moved can go backwards: then nothing is known until the next look. */
function coresBetween(before: CpuTimes | undefined, now: CpuTimes, cores: number): Fact<number> {
  if (before === undefined) return unknown('the first look has nothing before it')
  const all = now.allTicks - before.allTicks
  const others = now.busyTicks - before.busyTicks - (now.ownTicks - before.ownTicks)
  if (!(all > 0) || now.busyTicks < before.busyTicks || now.ownTicks < before.ownTicks) {
    return unknown('the counters of the processor did not move on')
  }
  const perCore = all / Math.max(1, now.cores || cores)
  return present(Math.min(now.cores || cores, Math.max(0, others / perCore)), '/proc/stat')
}

async function gpuUseOf(host: ProbeHost, signal: AbortSignal): Promise<Fact<number>> {
  const nvidia = await factOf('nvidia-smi', signal, async () => {
    const query = ['--query-gpu=utilization.gpu', '--format=csv,noheader,nounits']
    const lines = (await host.execute('nvidia-smi', query, { signal })).split('\n').filter((line) => line.trim() !== '')
    return busiest(lines)
  })
  const amd = await factOf('amdgpu', signal, async () => {
    const cards = (await host.list('/sys/class/drm')).filter((name) => /^card\d+$/.test(name))
    const read = await Promise.all(
      cards.map((card) =>
        factOf(card, signal, () => host.readFile(`/sys/class/drm/${card}/device/gpu_busy_percent`, { signal })),
      ),
    )
    return busiest(read.flatMap((fact) => (fact.state === 'present' ? [fact.value] : [])))
  })
  const found = [nvidia, amd].filter((fact) => fact.state === 'present').sort((a, b) => b.value - a.value)
  return found[0] ?? firstState([nvidia, amd])
}

function busiest(percents: readonly string[]): number {
  const known = percents.flatMap((percent) => readCount(percent, 100) ?? [])
  if (known.length === 0) throw new Error('no card tells its use')
  return Math.max(...known) / 100
}

async function idleOf(host: ProbeHost, now: number, signal: AbortSignal): Promise<Fact<number>> {
  if (host.platform === 'darwin') {
    return factOf('ioreg', signal, async () => {
      const text = await host.execute('ioreg', ['-c', 'IOHIDSystem', '-d', '4'], { signal })
      return idleMsOf(/"HIDIdleTime" = (\d+)/.exec(text)?.[1], 1_000_000)
    })
  }
  const desktop = await factOf('xprintidle', signal, async () =>
    idleMsOf(await host.execute('xprintidle', [], { signal }), 1),
  )
  const terminals = await factOf('/dev/pts', signal, async () => {
    const names = (await host.list('/dev/pts')).filter((name) => /^\d+$/.test(name))
    const times = await Promise.all(names.map((name) => host.lastReadAt(`/dev/pts/${name}`)))
    if (times.length === 0) throw new Error('nobody has a terminal')
    return Math.max(0, now - Math.max(...times))
  })
  const found = [desktop, terminals].filter((fact) => fact.state === 'present').sort((a, b) => a.value - b.value)
  return found[0] ?? firstState([desktop, terminals])
}

function idleMsOf(text: string | undefined, perMs: number): number {
  const count = readCount(text, idleMsMax * perMs)
  if (count === undefined) throw new Error('it tells no time')
  return Math.floor(count / perMs)
}

function unknownOf(fact: Fact<unknown>): Fact<number> {
  return unknown(fact.state === 'unknown' ? fact.reason : 'nothing was said')
}
