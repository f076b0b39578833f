/**
 * What this machine offers, found out rather than asked. Every fact is present, absent or unknown with the reason; a
 * measured benchmark comes with the workloads issue.
 */
import { execFile } from 'node:child_process'
import { readdir, readFile, statfs } from 'node:fs/promises'
import { availableParallelism, cpus, totalmem } from 'node:os'
import { promisify } from 'node:util'

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
  /** Memory of the largest card, in MiB. */
  readonly gpuMemoryMib: Fact<number>
}

const simdFlags = ['sse4_2', 'avx', 'avx2', 'avx512f', 'avx512_vnni', 'amx_int8']
/** Longest wait for a vendor's own tool, in milliseconds: a card that wakes up takes seconds. */
const vendorToolMsMax = 10_000
const pciDisplayClass = '0x03'
const gpuVendors: Readonly<Record<string, string>> = { '0x10de': 'NVIDIA', '0x1002': 'AMD', '0x8086': 'Intel' }

/** Detects this machine's hardware without running anything as root and without writing. */
export async function detectHardware(dataDir: string, { signal }: { signal: AbortSignal }): Promise<Hardware> {
  signal.throwIfAborted()
  const [simd, diskFreeBytes, gpus] = await Promise.all([readSimd(), readDiskFree(dataDir), readGpus()])
  const gpuMemoryMib = gpus.state === 'present' ? await readGpuMemory(signal) : gpus
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
    gpuMemoryMib,
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

/** NVIDIA's driver tells it through its tool alone, AMD's in a file of each card. */
async function readGpuMemory(signal: AbortSignal): Promise<Fact<number>> {
  const read = await Promise.all([factOf(() => nvidiaMemoryMib(signal)), factOf(amdMemoryMib)])
  signal.throwIfAborted()
  const sizes = read.flatMap((fact) => (fact.state === 'present' ? fact.value : []))
  if (sizes.length > 0) return { state: 'present', value: Math.max(...sizes) }
  return { state: 'unknown', reason: 'neither nvidia-smi nor the driver of amdgpu tells it' }
}

async function nvidiaMemoryMib(signal: AbortSignal): Promise<readonly number[]> {
  const query = ['--query-gpu=memory.total', '--format=csv,noheader,nounits']
  const { stdout } = await promisify(execFile)('nvidia-smi', query, { signal, timeout: vendorToolMsMax })
  return stdout.split('\n').map(Number).filter(isSize)
}

async function amdMemoryMib(): Promise<readonly number[]> {
  const cards = '/sys/class/drm'
  const names = (await readdir(cards)).filter((name) => /^card\d+$/.test(name))
  const sizes = names.map((name) => readFile(`${cards}/${name}/device/mem_info_vram_total`, 'utf8').catch(() => ''))
  return (await Promise.all(sizes)).map((bytes) => Math.floor(Number(bytes) / 2 ** 20)).filter(isSize)
}

function isSize(mebibytes: number): boolean {
  return Number.isSafeInteger(mebibytes) && mebibytes > 0
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
