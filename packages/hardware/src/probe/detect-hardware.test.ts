import { tmpdir } from 'node:os'
import { describe, expect, test } from 'vitest'
import { playHost } from '../../test/support/played-host.ts'
import { detectHardware } from './detect-hardware.ts'
import { createProbeHost, probeLimits } from './probe-host.ts'

const { signal } = new AbortController()
const here = createProbeHost({ searchPath: '/usr/local/bin:/usr/bin:/bin' })

describe('on this machine', () => {
  test('every part is in one of the three states', async () => {
    const { processor, ...parts } = await detectHardware(here, tmpdir(), { signal })
    for (const fact of [...Object.values(processor), ...Object.values(parts)]) {
      if (fact.state === 'present') expect([fact.value, fact.source]).not.toContain(undefined)
      else expect(fact.state === 'unknown' ? fact.reason : fact.source).not.toBe('')
    }
    expect(processor.cores).toMatchObject({ state: 'present' })
    expect(parts.memoryBytes).toMatchObject({ state: 'present' })
  })

  test('a folder that is not there has unknown room, not none', async () => {
    const { diskFreeBytes } = await detectHardware(here, '/no/such/folder', { signal })
    expect(diskFreeBytes).toEqual({ state: 'unknown', reason: expect.stringContaining('ENOENT') })
  })

  test('tools are bounded in what they print, and missing ones say so', async () => {
    await expect(
      here.execute('head', ['-c', String(probeLimits.toolBytesMax + 1), '/dev/zero'], { signal }),
    ).rejects.toThrow('head')
    await expect(here.execute('no-such-tool', [], { signal })).rejects.toThrow('no-such-tool is not installed')
    await expect(here.execute('ls', ['/no/such/folder'], { signal })).rejects.toThrow('ls failed: ')
    expect((await here.execute('env', [], { signal })).trim().split('\n').sort()).toEqual([
      ...['LC_ALL=C', 'PATH=/usr/local/bin:/usr/bin:/bin'],
    ])
  })

  test('files are bounded', async () => {
    await expect(here.readFile('/dev/zero', { signal })).rejects.toThrow('has more than')
  })

  test('an abort ends it, before and in the middle', async () => {
    const gone = { signal: AbortSignal.abort() }
    await expect(detectHardware(here, tmpdir(), gone)).rejects.toMatchObject({ name: 'AbortError' })
    const stopping = new AbortController()
    const slow = here.execute('sleep', ['60'], { signal: stopping.signal })
    stopping.abort()
    await expect(slow).rejects.toMatchObject({ name: 'AbortError' })
  })
})

test('disks and links, with what no kernel should say', async () => {
  const files = {
    ...{ '/sys/block/nvme0n1/size': '2000409264\n', '/sys/block/nvme0n1/queue/rotational': '0\n' },
    ...{ '/sys/block/sda/size': '-1\n', '/sys/block/sdb/size': '0\n', '/sys/block/loop0/size': '100\n' },
    ...{ '/sys/class/net/eth0/speed': '10000\n', '/sys/class/net/wlan0/speed': '-1\n' },
  }
  const interfaces = ['lo', 'eth0', 'wlan0', '../x'].map((name) => ({
    name,
    address: '192.0.2.1',
    isInternal: name === 'lo',
  }))
  const found = await detectHardware(playHost({ files, node: { interfaces } }), '/data', { signal })
  expect(found.disks).toMatchObject({
    value: [{ name: 'nvme0n1', bytes: 2_000_409_264 * 512, kind: 'solid-state' }],
  })
  expect(found.network).toEqual({
    ...{ state: 'present', source: 'node' },
    value: [
      { name: 'eth0', addresses: ['192.0.2.1'], megabitsPerSecond: 10_000 },
      { name: 'wlan0', addresses: ['192.0.2.1'] },
      { name: '../x', addresses: ['192.0.2.1'] },
    ],
  })
  for (const freeBytes of [-1, Number.NaN, 2 ** 60]) {
    const odd = await detectHardware(playHost({ disk: { freeBytes, totalBytes: 1 } }), '/data', { signal })
    expect(odd.diskFreeBytes).toMatchObject({ state: 'unknown' })
  }
})
