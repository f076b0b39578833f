/** The processor and the memory, from several sources each. */
import { absent, type Fact, factOf, firstState, lowest, present, unknown } from './fact.ts'
import type { ProbeHost } from './probe-host.ts'
import { readCount, readName } from './read-number.ts'

/** Instruction sets that work may ask for, by Linux's names; `sysctl` and ARM say some in other words. */
const knownSets = [
  ...['sse4_2', 'avx', 'avx2', 'avx_vnni', 'avx512f', 'avx512_vnni', 'amx_int8'],
  ...['asimd', 'asimddp', 'i8mm', 'sve', 'sve2', 'sme'],
] as const
const namesElsewhere: Readonly<Record<string, string>> = {
  ...{ 'sse4.2': 'sse4_2', 'avx1.0': 'avx', avx512vnni: 'avx512_vnni' },
  ...{ neon: 'asimd', feat_dotprod: 'asimddp', feat_i8mm: 'i8mm', feat_sme: 'sme' },
}
const coresMax = 65_536
const memoryBytesMax = 2 ** 50
/** What kernels keep for themselves of the memory, as a share: sources that differ by less agree. */
const memoryShareKept = 0.05

export type Processor = {
  readonly model: Fact<string>
  /** Cores that this process may use. */
  readonly cores: Fact<number>
  readonly instructionSets: Fact<readonly string[]>
}

/** Returns what is known of the processor. */
export async function probeProcessor(host: ProbeHost, signal: AbortSignal): Promise<Processor> {
  const { cpuModel, cores } = host.node()
  if (host.platform === 'darwin') return probeApple(host, signal)
  const info = await factOf('/proc/cpuinfo', signal, () => host.readFile('/proc/cpuinfo', { signal }))
  const text = info.state === 'present' ? info.value : ''
  const fromNode = nameFact(cpuModel, 'node')
  return {
    model: firstState([nameFact(/^model name\s*:(.*)$/m.exec(text)?.[1], '/proc/cpuinfo'), fromNode]),
    cores: lowest([
      countFact(String(cores), 'node', coresMax),
      countFact(String(text.match(/^processor\s*:/gm)?.length ?? ''), '/proc/cpuinfo', coresMax),
      await quotaOf(host, signal),
    ]),
    instructionSets: setsOf(/^(?:flags|Features)\s*:(.*)$/m.exec(text)?.[1], info, '/proc/cpuinfo'),
  }
}

/** Returns how much memory there is, in bytes: what the machine and a container's limit both allow. */
export async function probeMemory(host: ProbeHost, signal: AbortSignal): Promise<Fact<number>> {
  const fromNode = countFact(String(host.node().memoryBytes), 'node', memoryBytesMax)
  if (host.platform === 'darwin')
    return lowest([fromNode, await sysctlCount(host, 'hw.memsize', signal)], memoryShareKept)
  const fromKernel = await countIn('/proc/meminfo', host, signal, (text) => {
    const kib = readCount(/^MemTotal:\s*(\S+) kB$/m.exec(text)?.[1], memoryBytesMax / 1_024)
    return kib === undefined ? undefined : String(kib * 1_024)
  })
  const limits = await Promise.all(
    ['/sys/fs/cgroup/memory.max', '/sys/fs/cgroup/memory/memory.limit_in_bytes'].map((path) =>
      countIn(path, host, signal, (text) => text),
    ),
  )
  // A limit that is missing, "max" or far above the machine is none.
  const machine = lowest([fromNode, fromKernel], memoryShareKept)
  const most = machine.state === 'present' ? machine.value : memoryBytesMax
  const held = limits.filter((fact) => fact.state === 'present' && fact.value < most)
  return held.length === 0 ? machine : lowest(held)
}

async function probeApple(host: ProbeHost, signal: AbortSignal): Promise<Processor> {
  const brand = await factOf('sysctl', signal, () =>
    host.execute('sysctl', ['-n', 'machdep.cpu.brand_string'], { signal }),
  )
  const features = await factOf('sysctl', signal, () =>
    host.execute('sysctl', ['-n', 'machdep.cpu.features', 'machdep.cpu.leaf7_features'], { signal }),
  )
  const arm = await factOf('sysctl', signal, () => host.execute('sysctl', ['hw.optional'], { signal }))
  const armSets = arm.state === 'present' ? [...arm.value.matchAll(/^hw\.optional\.(?:arm\.)?(\w+): 1$/gm)] : []
  const words = [features.state === 'present' ? features.value : '', ...armSets.map(([, name = '']) => name)].join(' ')
  const { cpuModel, cores } = host.node()
  return {
    model: firstState([
      nameFact(brand.state === 'present' ? brand.value : undefined, 'sysctl'),
      nameFact(cpuModel, 'node'),
    ]),
    cores: lowest([countFact(String(cores), 'node', coresMax), await sysctlCount(host, 'hw.logicalcpu', signal)]),
    instructionSets: setsOf(words, features.state === 'present' ? features : arm, 'sysctl'),
  }
}

/** A container's share of the processor, rounded down, at least one core; absent where there is no limit. */
async function quotaOf(host: ProbeHost, signal: AbortSignal): Promise<Fact<number>> {
  return factOf('cgroup', signal, async () => {
    const [quota, period] = (await host.readFile('/sys/fs/cgroup/cpu.max', { signal })).trim().split(/\s+/)
    const [allowed, of] = [readCount(quota), readCount(period)]
    if (allowed === undefined || of === undefined || of === 0) return undefined
    return Math.min(coresMax, Math.max(1, Math.floor(allowed / of)))
  })
}

async function sysctlCount(host: ProbeHost, name: string, signal: AbortSignal): Promise<Fact<number>> {
  const said = await factOf('sysctl', signal, () => host.execute('sysctl', ['-n', name], { signal }))
  return said.state === 'present' ? countFact(said.value, 'sysctl', memoryBytesMax) : unknownOf(said)
}

async function countIn(
  path: string,
  host: ProbeHost,
  signal: AbortSignal,
  find: (text: string) => string | undefined,
): Promise<Fact<number>> {
  const read = await factOf(path, signal, () => host.readFile(path, { signal }))
  return read.state === 'present' ? countFact(find(read.value), path, memoryBytesMax) : unknownOf(read)
}

function unknownOf<T>(fact: Fact<unknown>): Fact<T> {
  return unknown(fact.state === 'unknown' ? fact.reason : 'nothing was said')
}

function countFact(text: string | undefined, source: string, max: number): Fact<number> {
  const count = readCount(text, max)
  return count === undefined || count === 0 ? unknown(`${source} gives no count`) : present(count, source)
}

function nameFact(text: string | undefined, source: string): Fact<string> {
  const name = readName(text)
  return name === undefined ? unknown(`${source} names no processor`) : present(name, source)
}

function setsOf(words: string | undefined, read: Fact<unknown>, source: string): Fact<readonly string[]> {
  if (read.state !== 'present') return unknownOf(read)
  if (words === undefined) return unknown(`${source} lists no instruction sets`)
  const said = new Set(
    words
      .toLowerCase()
      .split(/\s+/)
      .map((word) => namesElsewhere[word] ?? word),
  )
  const found = knownSets.filter((set) => said.has(set))
  return found.length === 0 ? absent(source) : present(found, source)
}
