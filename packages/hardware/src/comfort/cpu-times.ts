/** The processor's time as Linux counts it, in ticks, for the machine and for our own processes. */
import { factOf } from '../probe/fact.ts'
import type { ProbeHost } from '../probe/probe-host.ts'
import { readCount } from '../probe/read-number.ts'

export type CpuTimes = {
  readonly busyTicks: number
  /** Busy and idle, of all cores. */
  readonly allTicks: number
  /** Of this process and all it started; what ended is counted by whoever waited for it. */
  readonly ownTicks: number
  readonly cores: number
}

/** Returns the machine's times. @throws {Error} where the kernel's file has another form. */
export async function readCpuTimes(host: ProbeHost, signal: AbortSignal): Promise<Omit<CpuTimes, 'ownTicks'>> {
  const text = await host.readFile('/proc/stat', { signal })
  const fields =
    /^cpu +(.*)$/m
      .exec(text)?.[1]
      ?.trim()
      .split(/\s+/)
      .map((field) => readCount(field)) ?? []
  const [user, nice, system, idle, waiting, interrupts, softInterrupts, stolen] = fields
  const busy = [user, nice, system, interrupts, softInterrupts]
  const all = [...busy, idle, waiting, stolen]
  if (!all.every((ticks) => ticks !== undefined)) throw new Error('/proc/stat has no line of the processor')
  return { busyTicks: sum(busy), allTicks: sum(all), cores: text.match(/^cpu\d+ /gm)?.length ?? 0 }
}

/** Returns the ticks of a process and all that it started. Cost: a small file for each process of the machine. */
export async function ownTicks(host: ProbeHost, ownPid: number, signal: AbortSignal): Promise<number> {
  const pids = (await host.list('/proc')).filter((name) => /^\d+$/.test(name))
  const read = await Promise.all(
    pids.map((pid) => factOf(pid, signal, () => host.readFile(`/proc/${pid}/stat`, { signal }))),
  )
  // One that ended meanwhile is gone.
  const processes = read.flatMap((fact) => (fact.state === 'present' ? (processOf(fact.value) ?? []) : []))
  const children = Map.groupBy(processes, ({ parent }) => parent)
  const own = processes.filter(({ pid }) => pid === ownPid)
  for (const { pid } of own) own.push(...(children.get(pid) ?? []).filter((child) => !own.includes(child)))
  return sum(own.map(({ ticks }) => ticks))
}

/** The second field is the program's name in parentheses, which may hold anything. */
function processOf(
  line: string,
): { readonly pid: number; readonly parent: number; readonly ticks: number } | undefined {
  const pid = readCount(/^(\d+) \(/.exec(line)?.[1])
  const fields = line
    .slice(line.lastIndexOf(')') + 1)
    .trim()
    .split(/\s+/)
  const parent = readCount(fields[1])
  const ticks = fields.slice(11, 15).map((field) => readCount(field))
  if (pid === undefined || parent === undefined || ticks.length !== 4) return undefined
  return { pid, parent, ticks: sum(ticks) }
}

function sum(values: readonly (number | undefined)[]): number {
  return values.reduce<number>((total, value) => total + (value ?? 0), 0)
}
