import { describe, expect, test } from 'vitest'
import { type PlayedHost, playHost } from '../../test/support/played-host.ts'
import { probeMemory, probeProcessor } from './processor.ts'

const { signal } = new AbortController()
const core = (number: number) =>
  `processor\t: ${number}\nmodel name\t: Example CPU @ 3.00GHz\nflags\t\t: fpu sse4_2 avx avx2 avx512_vnni\n`
const cpuinfo = [0, 1, 2, 3].map(core).join('\n')
const probe = (host: PlayedHost) => probeProcessor(playHost(host), signal)
const memory = (host: PlayedHost) => probeMemory(playHost(host), signal)
const gib = 2 ** 30

describe('the processor', () => {
  test('by /proc/cpuinfo and node', async () => {
    expect(await probe({ files: { '/proc/cpuinfo': cpuinfo } })).toEqual({
      model: { state: 'present', value: 'Example CPU @ 3.00GHz', source: '/proc/cpuinfo' },
      cores: { state: 'present', value: 4, source: 'node' },
      instructionSets: { state: 'present', value: ['sse4_2', 'avx', 'avx2', 'avx512_vnni'], source: '/proc/cpuinfo' },
    })
  })

  test('of ARM, and of a Mac', async () => {
    const arm = 'processor\t: 0\nFeatures\t: fp asimd asimddp i8mm\n'
    const { instructionSets } = await probe({ files: { '/proc/cpuinfo': arm }, node: { cores: 1 } })
    expect(instructionSets).toMatchObject({ value: ['asimd', 'asimddp', 'i8mm'] })
    const intel = await probe({ platform: 'darwin', tools: { sysctl: 'SSE4.2 AVX1.0 AVX2' } })
    expect(intel.instructionSets).toMatchObject({ value: ['sse4_2', 'avx', 'avx2'] })
    const apple = await probe({
      platform: 'darwin',
      tools: { sysctl: 'hw.optional.neon: 1\nhw.optional.arm.FEAT_I8MM: 1\n' },
    })
    expect(apple.instructionSets).toMatchObject({ value: ['asimd', 'i8mm'] })
  })

  test('the fewest cores count, with a note', async () => {
    const { cores } = await probe({ files: { '/proc/cpuinfo': cpuinfo }, node: { cores: 2 } })
    expect(cores).toMatchObject({
      value: 2,
      note: 'sources disagree, the lowest counts: node says 2, /proc/cpuinfo says 4',
    })
    const held = await probe({ files: { '/proc/cpuinfo': cpuinfo, '/sys/fs/cgroup/cpu.max': '150000 100000\n' } })
    expect(held.cores).toMatchObject({ value: 1, source: 'cgroup' })
    const free = await probe({ files: { '/proc/cpuinfo': cpuinfo, '/sys/fs/cgroup/cpu.max': 'max 100000\n' } })
    expect(free.cores).toMatchObject({ value: 4 })
  })

  test('what cannot be read is unknown with the reason; what is listed without any known set is absent', async () => {
    const blind = await probe({ node: { cpuModel: undefined } })
    expect(blind.model).toMatchObject({ state: 'unknown', reason: expect.stringContaining('names no processor') })
    expect(blind.instructionSets).toMatchObject({ state: 'unknown', reason: expect.stringContaining('ENOENT') })
    const old = await probe({ files: { '/proc/cpuinfo': 'processor\t: 0\nflags\t: fpu mmx\n' } })
    expect(old.instructionSets).toEqual({ state: 'absent', source: '/proc/cpuinfo' })
  })

  test('hostile counts are none', async () => {
    for (const cores of [0, -4, Number.NaN, 2 ** 53, 0.5]) {
      const { cores: found } = await probe({ node: { cores } })
      expect(found).toMatchObject({ state: 'unknown' })
    }
    const quotas = ['-1 100000', '100000 0', '100000 -5', 'NaN NaN', '99999999999999999999 1', '']
    for (const quota of quotas) {
      const { cores: found } = await probe({ files: { '/sys/fs/cgroup/cpu.max': quota } })
      expect(found).toMatchObject({ value: 4 })
    }
  })
})

describe('memory', () => {
  const meminfo = `MemTotal:       ${8 * 2 ** 20 - 100_000} kB\nMemFree: 100 kB\n`

  test('node and the kernel agree but for what the kernel keeps', async () => {
    const found = await memory({ files: { '/proc/meminfo': meminfo } })
    expect(found).toEqual({ state: 'present', value: 8 * gib - 102_400_000, source: '/proc/meminfo' })
  })

  test('a container’s limit counts, of either version; one above the machine is none', async () => {
    const limited = (path: string, limit: string) => memory({ files: { '/proc/meminfo': meminfo, [path]: limit } })
    expect(await limited('/sys/fs/cgroup/memory.max', `${2 * gib}\n`)).toMatchObject({ value: 2 * gib })
    expect(await limited('/sys/fs/cgroup/memory/memory.limit_in_bytes', `${gib}\n`)).toMatchObject({ value: gib })
    for (const none of ['max\n', '9223372036854771712\n', '-1\n', '0\n']) {
      expect(await limited('/sys/fs/cgroup/memory.max', none)).toMatchObject({ source: '/proc/meminfo' })
    }
  })

  test('sources that disagree: the lower, with a note', async () => {
    const found = await memory({ files: { '/proc/meminfo': meminfo }, node: { memoryBytes: 64 * gib } })
    expect(found).toMatchObject({ source: '/proc/meminfo', note: expect.stringContaining('disagree') })
  })

  test('broken output is unknown, never 0', async () => {
    for (const broken of ['MemTotal: -5 kB\n', 'MemTotal: 1e9 kB\n', 'MemTotal: 8.388.608 kB\n', '']) {
      const found = await memory({ files: { '/proc/meminfo': broken }, node: { memoryBytes: Number.NaN } })
      expect(found).toMatchObject({ state: 'unknown' })
    }
  })
})
