import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type PlayedHost, playHost } from '../../test/support/played-host.ts'
import type { ProbeHost } from '../probe/probe-host.ts'
import { createEnergyMeter } from './energy.ts'
import { earningsPerKwh, energyCost } from './energy-price.ts'

const { signal } = new AbortController()
const rapl = (microjoules: string, range = '262143328850') => ({
  '/sys/class/powercap/intel-rapl:0/energy_uj': `${microjoules}\n`,
  '/sys/class/powercap/intel-rapl:0/max_energy_range_uj': `${range}\n`,
  '/sys/class/powercap/intel-rapl:0:0/energy_uj': '5\n',
})
const sensors = (name: string, ...inputs: readonly string[]) =>
  Object.fromEntries([
    ['/sys/class/hwmon/hwmon0/name', `${name}\n`],
    ...inputs.map((input, i) => [`/sys/class/hwmon/hwmon0/temp${i + 1}_input`, `${input}\n`]),
  ])

/** Looks once at each moment, two seconds apart. */
async function readings(...moments: readonly PlayedHost[]) {
  let at = 0
  const now = () => playHost(moments[at] ?? {})
  const host: ProbeHost = {
    ...now(),
    readFile: (path, options) => now().readFile(path, options),
    list: (path) => now().list(path),
    execute: (command, args, options) => now().execute(command, args, options),
  }
  const meter = createEnergyMeter(host, { now: () => at * 2_000 })
  const found = []
  for (; at < moments.length; at++) found.push(await meter.look({ signal }))
  return found
}

describe('energy', () => {
  test('of the processor, of cards, and of both', async () => {
    const card = { 'nvidia-smi': '100.50, 61\n49.50, 70\n' }
    const [first, second] = await readings({ files: rapl('1000000') }, { files: rapl('41000000') })
    expect(first?.joules).toMatchObject({ state: 'unknown' })
    expect(second).toMatchObject({ joules: { value: 40 }, watts: { value: 20 } })
    const both = await readings({ files: rapl('0'), tools: card }, { files: rapl('40000000'), tools: card })
    expect(both[1]).toMatchObject({ joules: { value: 340 }, watts: { value: 170 }, gpuCelsius: { value: 70 } })
    const alone = await readings({ tools: card }, { tools: card })
    expect(alone[0]?.joules).toMatchObject({ state: 'unknown' })
    expect(alone[1]?.joules).toMatchObject({ value: 300, note: expect.stringContaining('cards alone') })
  })

  test('a counter that wraps counts on', async () => {
    const [, second] = await readings({ files: rapl('262143000000') }, { files: rapl('671150') })
    expect(second?.joules).toMatchObject({ value: 1 })
  })

  test('nonsense is unknown, never negative', async () => {
    const odd = ['-5', '18446744073709551615', 'NaN', '', '1e9']
    for (const energy of odd) {
      const [, second] = await readings({ files: rapl('1000') }, { files: rapl(energy) })
      expect(second?.joules).toMatchObject({ state: 'unknown' })
    }
    const [, beyond] = await readings({ files: rapl('9000000000', '1000') }, { files: rapl('5', '1000') })
    expect(beyond?.joules).toMatchObject({ state: 'unknown' })
    for (const card of ['-5, 60', '[N/A], [N/A]', '1e3, 5', 'broken', '5, 5, 5']) {
      const [, second] = await readings({ tools: { 'nvidia-smi': card } }, { tools: { 'nvidia-smi': card } })
      expect(second).toMatchObject({ joules: { state: 'unknown' }, gpuCelsius: { state: 'unknown' } })
    }
  })
})

test('the hottest sensor of the processor counts; others and broken ones do not', async () => {
  const celsius = async (files: Record<string, string>) => (await readings({ files }))[0]?.processorCelsius
  expect(await celsius(sensors('k10temp', '51000', '63500'))).toMatchObject({ value: 63.5 })
  expect(await celsius(sensors('coretemp', '-5000', '900000', 'x', '45000'))).toMatchObject({ value: 45 })
  for (const files of [sensors('nvme', '70000'), sensors('coretemp', '-1'), {}]) {
    expect(await celsius(files)).toMatchObject({ state: 'unknown' })
  }
})

describe('money', () => {
  test('costs round up, earnings down', () => {
    expect(energyCost(3_600_000, 300_000n)).toBe(300_000n)
    expect(energyCost(1, 1n)).toBe(1n)
    expect(energyCost(0, 1n)).toBe(0n)
    expect(earningsPerKwh(150_000n, 1_800_000)).toBe(300_000n)
    expect(earningsPerKwh(1n, 0)).toBeUndefined()
    for (const joules of [-1, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(() => energyCost(joules, 1n)).toThrow(RangeError)
      expect(() => earningsPerKwh(1n, joules)).toThrow(RangeError)
    }
  })

  test('who earns what energy costs is never told a lower price than it pays', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10 ** 10 }), fc.bigInt({ min: 0n, max: 10n ** 12n }), (joules, price) => {
        const perKwh = earningsPerKwh(energyCost(joules, price), joules)
        expect(perKwh !== undefined && perKwh >= price).toBe(true)
      }),
    )
  })
})
