/**
 * What this machine offers, found out rather than asked. Every fact is present, absent or unknown with the reason; a
 * measured benchmark comes with the workloads issue.
 */
import { readdir, readFile, statfs } from 'node:fs/promises'
import { availableParallelism, cpus, totalmem } from 'node:os'

export type Fact<T> =
  | { readonly state: 'present'; readonly value: T }
  | { readonly state: 'absent' }
  | { readonly state: 'unknown'; readonly reason: string }

export type Hardware = {
  readonly cpuModel: Fact<string>
  readonly cores: number
  readonly simd: Fact<readonly string[]>
  readonly memoryBytes: number
  readonly diskFreeBytes: Fact<number>
  readonly gpus: Fact<readonly string[]>
}

const simdFlags = ['sse4_2', 'avx', 'avx2', 'avx512f', 'avx512_vnni', 'amx_int8']
const pciDisplayClass = '0x03'
const gpuVendors: Readonly<Record<string, string>> = { '0x10de': 'NVIDIA', '0x1002': 'AMD', '0x8086': 'Intel' }

/** Detects this machine's hardware without running anything as root and without writing. */
export async function detectHardware(dataDir: string, { signal }: { signal: AbortSignal }): Promise<Hardware> {
  signal.throwIfAborted()
  const [simd, diskFreeBytes, gpus] = await Promise.all([readSimd(), readDiskFree(dataDir), readGpus()])
  const model = cpus()[0]?.model.trim()
  return {
    cpuModel: model
      ? { state: 'present', value: model }
      : { state: 'unknown', reason: 'the system names no processor' },
    cores: availableParallelism(),
    simd,
    memoryBytes: totalmem(),
    diskFreeBytes,
    gpus,
  }
}

async function readSimd(): Promise<Fact<readonly string[]>> {
  return factOf(async () => {
    const flags = /^flags\s*:(.*)$/m.exec(await readFile('/proc/cpuinfo', 'utf8'))?.[1]?.split(/\s+/) ?? []
    return simdFlags.filter((flag) => flags.includes(flag))
  })
}

async function readDiskFree(dataDir: string): Promise<Fact<number>> {
  return factOf(async () => {
    const { bavail, bsize } = await statfs(dataDir)
    return bavail * bsize
  })
}

async function readGpus(): Promise<Fact<readonly string[]>> {
  const devices = '/sys/bus/pci/devices'
  return factOf(async () => {
    const found: string[] = []
    for (const device of await readdir(devices)) {
      const deviceClass = await readFile(`${devices}/${device}/class`, 'utf8')
      if (!deviceClass.startsWith(pciDisplayClass)) continue
      const vendor = (await readFile(`${devices}/${device}/vendor`, 'utf8')).trim()
      found.push(`${gpuVendors[vendor] ?? `vendor ${vendor}`} at ${device}`)
    }
    return found
  })
}

/** Returns what was read as a fact: nothing in a list is absent, a failure is unknown. */
export async function factOf<T>(read: () => Promise<T>): Promise<Fact<T>> {
  try {
    const value = await read()
    return Array.isArray(value) && value.length === 0 ? { state: 'absent' } : { state: 'present', value }
  } catch (error) {
    return { state: 'unknown', reason: error instanceof Error ? error.message : String(error) }
  }
}
