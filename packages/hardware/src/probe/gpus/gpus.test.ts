import { describe, expect, test } from 'vitest'
import { type PlayedHost, playHost } from '../../../test/support/played-host.ts'
import { pciAddress } from './gpu.ts'
import { probeGpus } from './gpus.ts'

const { signal } = new AbortController()
const probe = (host: PlayedHost) => probeGpus(playHost(host), signal)
const mib = 2 ** 20

/** A device on the bus: 0x10de NVIDIA, 0x1002 AMD, 0x8086 Intel. */
const onBus = (address: string, vendor: string, kind = '0x030000') => ({
  [`/sys/bus/pci/devices/${address}/class`]: `${kind}\n`,
  [`/sys/bus/pci/devices/${address}/vendor`]: `${vendor}\n`,
})
const bridge = onBus('0000:00:00.0', '0x8086', '0x060000')
const smi = (bus: string, name: string, memory: string) => `${bus}, ${name}, ${memory}, 555.42.02\n`

describe('NVIDIA', () => {
  const two = { ...onBus('0000:17:00.0', '0x10de', '0x030200'), ...onBus('0000:65:00.0', '0x10de') }
  const tool = smi('00000000:17:00.0', 'NVIDIA L4', '23034') + smi('00000000:65:00.0', 'NVIDIA L40S', '46068')

  test('by its tool, its driver and the bus', async () => {
    const information = { '/proc/driver/nvidia/gpus/0000:17:00.0/information': 'Model: \t\t NVIDIA L4\nIRQ: 12\n' }
    const files = { ...bridge, ...onBus('0000:17:00.0', '0x10de', '0x030200'), ...information }
    expect(await probe({ files, tools: { 'nvidia-smi': smi('00000000:17:00.0', 'NVIDIA L4', '23034') } })).toEqual({
      ...{ state: 'present', source: 'nvidia-smi' },
      value: [
        {
          ...{ vendor: 'nvidia', name: 'NVIDIA L4', address: '0000:17:00.0', driver: '555.42.02' },
          memoryBytes: { state: 'present', value: 23_034 * mib, source: 'nvidia-smi' },
        },
      ],
    })
  })

  test('sources that disagree: the fewest count, those that both see first, with a note', async () => {
    const found = await probe({ files: onBus('0000:65:00.0', '0x10de'), tools: { 'nvidia-smi': tool } })
    expect(found).toMatchObject({
      value: [{ name: 'NVIDIA L40S', address: '0000:65:00.0' }],
      note: 'sources disagree, the fewest count: nvidia-smi sees 2, the bus sees 1',
    })
    const fallen = await probe({ files: two, tools: { 'nvidia-smi': smi('00000000:17:00.0', 'NVIDIA L4', '23034') } })
    expect(fallen).toMatchObject({ value: [{ name: 'NVIDIA L4' }], note: expect.stringContaining('the bus sees 2') })
  })

  test('without its tool: a card on the bus whose memory is unknown, and why', async () => {
    const found = await probe({ files: onBus('0000:65:00.0', '0x10de') })
    expect(found).toMatchObject({
      state: 'present',
      value: [{ memoryBytes: { state: 'unknown', reason: expect.stringContaining('nvidia-smi is not installed') } }],
    })
  })

  test('where the bus is hidden its tool is believed; where the tool fails the bus is', async () => {
    expect(await probe({ files: bridge, tools: { 'nvidia-smi': tool } })).toMatchObject({ value: [{}, {}] })
    const failing = new Error('nvidia-smi failed: NVML: Driver/library version mismatch')
    expect(await probe({ files: two, tools: { 'nvidia-smi': failing } })).toMatchObject({
      value: [{ memoryBytes: { reason: expect.stringContaining('version mismatch') } }, {}],
    })
  })

  test('hostile and broken output brings neither cards nor memory', async () => {
    const memories = ['-1', '[N/A]', 'ERR!', '18446744073709551615', '4294967295', 'NaN', '1e9', '23.034', '0', '']
    for (const memory of memories) {
      const line = smi('00000000:65:00.0', 'NVIDIA L4', memory)
      const found = await probe({ files: onBus('0000:65:00.0', '0x10de'), tools: { 'nvidia-smi': line } })
      expect(found).toMatchObject({ value: [{ memoryBytes: { state: 'unknown' } }] })
    }
    const lines = ['garbage', ',,,', '\u0000'.repeat(9), smi('nowhere', 'x', '1'), 'a,b,c,d,e\n'.repeat(10_000)]
    for (const line of lines) {
      const found = await probe({ files: onBus('0000:65:00.0', '0x10de'), tools: { 'nvidia-smi': line } })
      expect(found).toMatchObject({ source: 'the bus', value: [{ name: 'nvidia card' }] })
    }
    const many = Array.from({ length: 500 }, (_, i) =>
      smi(`0000${i.toString(16).padStart(4, '0')}:00:00.0`, 'X', '1'),
    ).join('')
    const crowd = await probe({ files: bridge, tools: { 'nvidia-smi': many } })
    expect(crowd.state === 'present' && crowd.value.length).toBe(64)
  })

  test('a tool that sees none, and a bus that does', async () => {
    const found = await probe({
      files: onBus('0000:65:00.0', '0x10de'),
      tools: { 'nvidia-smi': 'No devices were found\n' },
    })
    expect(found).toMatchObject({ state: 'present', source: 'the bus' })
  })
})

describe('AMD', () => {
  const card = (memory: string) => ({
    ...onBus('0000:03:00.0', '0x1002'),
    '/sys/class/drm/card0/device/uevent': 'DRIVER=amdgpu\nPCI_CLASS=30000\nPCI_SLOT_NAME=0000:03:00.0\n',
    '/sys/class/drm/card0/device/mem_info_vram_total': memory,
    '/sys/class/drm/card0-HDMI-A-1/status': 'connected\n',
  })

  test('by the kernel and by its tool, whose keys change', async () => {
    expect(await probe({ files: card(`${16 * 2 ** 30}\n`) })).toMatchObject({
      source: 'amdgpu',
      value: [{ vendor: 'amd', address: '0000:03:00.0', memoryBytes: { value: 16 * 2 ** 30, source: 'amdgpu' } }],
    })
    for (const [series, bus, memory] of [
      ['Card series', 'PCI Bus', 'VRAM Total Memory (B)'],
      ['Card Series', 'PCI Bus', 'VRAM Total Memory (B)'],
    ] as const) {
      const json = JSON.stringify({ card0: { [series]: 'Example XT', [bus]: '0000:03:00.0', [memory]: '17163091968' } })
      expect(await probe({ files: card('broken'), tools: { 'rocm-smi': json } })).toMatchObject({
        value: [{ name: 'Example XT', memoryBytes: { value: 17_163_091_968 } }],
      })
    }
  })

  test('broken output', async () => {
    for (const json of [
      '',
      'null',
      '[]',
      '{"card0":null}',
      '{"card0":{"VRAM Total Memory (B)":"-1"}}',
      'ROCk not loaded',
    ]) {
      const found = await probe({ files: card('-1\n'), tools: { 'rocm-smi': json } })
      expect(found).toMatchObject({ value: [{ vendor: 'amd', memoryBytes: { state: 'unknown' } }] })
    }
  })

  test('an accelerator without an output is a card; Intel’s of that class is none', async () => {
    expect(await probe({ files: onBus('0000:03:00.0', '0x1002', '0x120000') })).toMatchObject({
      value: [{ vendor: 'amd' }],
    })
    expect(await probe({ files: onBus('0000:03:00.0', '0x8086', '0x120000') })).toMatchObject({ state: 'absent' })
  })
})

describe('Intel', () => {
  test('with memory of its own, and sharing the machine’s', async () => {
    const uevent = { '/sys/class/drm/card1/device/uevent': 'DRIVER=xe\nPCI_SLOT_NAME=0000:00:02.0\n' }
    const own = {
      ...onBus('0000:00:02.0', '0x8086'),
      ...uevent,
      '/sys/class/drm/card1/device/tile0/physical_vram_size_bytes': '0x400000000\n',
    }
    expect(await probe({ files: own })).toMatchObject({ value: [{ driver: 'xe', memoryBytes: { value: 2 ** 34 } }] })
    expect(await probe({ files: { ...onBus('0000:00:02.0', '0x8086'), ...uevent } })).toMatchObject({
      value: [{ memoryBytes: { state: 'unknown', reason: expect.stringContaining('shares the machine’s') } }],
    })
  })
})

describe('Apple', () => {
  const json = JSON.stringify({ SPDisplaysDataType: [{ _name: 'Apple M2', sppci_model: 'Apple M2' }] })
  const registry = '+-o AGXAcceleratorG14G  <class AGXAcceleratorG14G>\n    {\n      "model" = "Apple M2"\n    }\n'

  test('by both of its tools, and by the one that works', async () => {
    const both = await probe({ platform: 'darwin', tools: { system_profiler: json, ioreg: registry } })
    expect(both).toMatchObject({ source: 'system_profiler', value: [{ vendor: 'apple', name: 'Apple M2' }] })
    const one = await probe({ platform: 'darwin', tools: { system_profiler: 'broken', ioreg: registry } })
    expect(one).toMatchObject({ source: 'ioreg', value: [{ name: 'Apple M2' }] })
    for (const broken of ['{}', 'null', '{"SPDisplaysDataType":5}']) {
      const found = await probe({ platform: 'darwin', tools: { system_profiler: broken } })
      expect(found).toMatchObject({ state: 'unknown', reason: expect.stringContaining('ioreg is not installed') })
    }
    expect(
      await probe({ platform: 'darwin', tools: { system_profiler: '{"SPDisplaysDataType":[null]}' } }),
    ).toMatchObject({
      value: [{ name: 'Apple graphics' }],
    })
  })
})

test('absent only where the bus could be looked at', async () => {
  expect(await probe({ files: bridge })).toEqual({ state: 'absent', source: '/sys/bus/pci/devices' })
  // What virtual machines show a picture with is none.
  expect(await probe({ files: onBus('0000:00:01.0', '0x1234') })).toMatchObject({ state: 'absent' })
  expect(await probe({})).toMatchObject({ state: 'unknown', reason: expect.stringContaining('/sys/bus/pci/devices') })
})

test('cards of several vendors, each by its own source', async () => {
  const files = { ...onBus('0000:65:00.0', '0x10de'), ...onBus('0000:03:00.0', '0x1002') }
  const found = await probe({ files, tools: { 'nvidia-smi': smi('00000000:65:00.0', 'NVIDIA L4', '23034') } })
  expect(found).toMatchObject({ source: 'nvidia-smi, the bus', value: [{ vendor: 'nvidia' }, { vendor: 'amd' }] })
})

test('addresses in all spellings', () => {
  expect(['00000000:65:00.0', '0000:65:00.0', '65:00.0', ' 0000:AF:1F.7 '].map(pciAddress)).toEqual([
    ...['0000:65:00.0', '0000:65:00.0', '0000:65:00.0', '0000:af:1f.7'],
  ])
  for (const none of ['', 'N/A', '65:00.8', '0000:65:00', undefined]) expect(pciAddress(none)).toBeUndefined()
})
