/**
 * Amounts of memory, time, processors and bandwidth as people write them, and as whole numbers.
 *
 * Invariant: all results are safe integers within the bounds asked for; what is finer than the unit is rounded up, so nobody
 * gets less than was written.
 */
import type * as v from 'valibot'
import { Refusal, spelled } from './spelled.ts'

export type Bounds = { readonly min: number; readonly max: number }

/** Powers of two as in Kubernetes and everywhere else, powers of ten as disk makers count. */
const bytesOfUnit: ReadonlyMap<string, number> = new Map([
  ['B', 1],
  ['kB', 1e3],
  ['MB', 1e6],
  ['GB', 1e9],
  ['TB', 1e12],
  ['KiB', 2 ** 10],
  ['MiB', 2 ** 20],
  ['GiB', 2 ** 30],
  ['TiB', 2 ** 40],
  ['Ki', 2 ** 10],
  ['Mi', 2 ** 20],
  ['Gi', 2 ** 30],
  ['Ti', 2 ** 40],
])
const msOfUnit = { d: 86_400_000, h: 3_600_000, m: 60_000, s: 1_000, ms: 1 } as const
const bitsOfUnit: ReadonlyMap<string, number> = new Map([
  ['bit', 1],
  ['kbit', 1e3],
  ['Mbit', 1e6],
  ['Gbit', 1e9],
])

const number = '(0|[1-9][0-9]{0,14})(\\.[0-9]{1,3})?'
const sizePattern = `^${number} ?(B|kB|MB|GB|TB|KiB|MiB|GiB|TiB|Ki|Mi|Gi|Ti)$`
const durationPattern = '^(?=[0-9])([0-9]{1,9}d)?([0-9]{1,9}h)?([0-9]{1,9}m(?!s))?([0-9]{1,9}s)?([0-9]{1,9}ms)?$'
const bandwidthPattern = `^${number} ?(bit|kbit|Mbit|Gbit)$`
const thousandths = 1_000

/** Returns a schema for bytes: `512MiB`, `2Gi`, `1.5GB`, or a whole number of bytes. */
export function bytes(bounds: Bounds): v.GenericSchema<string | number, number> {
  const part = {
    anyOf: [
      { type: 'string', pattern: sizePattern },
      { type: 'integer', minimum: bounds.min, maximum: bounds.max },
    ],
  }
  const expected = `a size from ${sizeText(bounds.min)} to ${sizeText(bounds.max)}, such as 512MiB or 2GiB`
  return spelled(part, (value) => {
    const found = typeof value === 'string' ? parseBytes(value) : wholeNumber(value)
    const hint = typeof value === 'number' ? 'A bare number counts bytes; write the unit: 512MiB.' : ''
    return within(found, bounds) ?? new Refusal(expected, hint)
  })
}

/** Returns a schema for milliseconds: `90s`, `1h30m`, `250ms`. A bare number is refused: it could be any unit. */
export function milliseconds(bounds: Bounds): v.GenericSchema<string, number> {
  const part = { type: 'string', pattern: durationPattern }
  const expected = `a time from ${durationText(bounds.min)} to ${durationText(bounds.max)}, such as 90s or 1h30m`
  return spelled(part, (value) => {
    const found = typeof value === 'string' ? parseMilliseconds(value) : undefined
    const hint = typeof value === 'number' ? 'Write the unit: 10s, 5m, 2h.' : ''
    return within(found, bounds) ?? new Refusal(expected, hint)
  })
}

/** Returns a schema for thousandths of a processor, written as processors: 2 or 0.5. */
export function cpusMilli(bounds: Bounds): v.GenericSchema<number, number> {
  const [minimum, maximum] = [bounds.min / thousandths, bounds.max / thousandths]
  const expected = `a number of processors from ${minimum} to ${maximum}, such as 2 or 0.5`
  return spelled({ type: 'number', minimum, maximum }, (value) => {
    const inRange = typeof value === 'number' && value >= minimum && value <= maximum
    return inRange ? milliOf(value) : new Refusal(expected)
  })
}

/** Returns a schema for bits per second: `1Gbit`, `100Mbit`. */
export function bitsPerSecond(bounds: Bounds): v.GenericSchema<string, number> {
  const part = { type: 'string', pattern: bandwidthPattern }
  const expected = `a bandwidth per second from ${bounds.min} to ${bounds.max} bit, such as 1Gbit or 100Mbit`
  return spelled(part, (value) => {
    const found = typeof value === 'string' ? scaled(value, bandwidthPattern, bitsOfUnit) : undefined
    return within(found, bounds) ?? new Refusal(expected)
  })
}

/** Returns the bytes that a text such as `512MiB` spells, or undefined. */
export function parseBytes(text: string): number | undefined {
  return scaled(text, sizePattern, bytesOfUnit)
}

/** Returns the milliseconds that a text such as `1h30m` spells, or undefined. */
export function parseMilliseconds(text: string): number | undefined {
  const match = new RegExp(durationPattern).exec(text)
  if (match === null) return undefined
  return Object.values(msOfUnit).reduce((sum, ms, index) => sum + Number.parseInt(match[index + 1] ?? '0', 10) * ms, 0)
}

/** Returns the shortest text for bytes that means exactly as many. */
export function sizeText(count: number): string {
  for (const unit of ['TiB', 'GiB', 'MiB', 'KiB'] as const) {
    const size = bytesOfUnit.get(unit) ?? 1
    if (count >= size && count % size === 0) return `${count / size}${unit}`
  }
  return `${count}B`
}

/** Returns the shortest text for milliseconds that means exactly as many. */
export function durationText(ms: number): string {
  let rest = ms
  let text = ''
  for (const [unit, size] of Object.entries(msOfUnit)) {
    const count = Math.floor(rest / size)
    if (count > 0) text += `${count}${unit}`
    rest -= count * size
  }
  return text === '' ? '0s' : text
}

/** Rounded up to a thousandth, but not for the error of a fraction that has no exact binary form. */
function milliOf(cpus: number): number {
  const nearest = Math.round(cpus * thousandths)
  return Math.abs(cpus * thousandths - nearest) < 1e-6 ? nearest : Math.ceil(cpus * thousandths)
}

function scaled(text: string, pattern: string, units: ReadonlyMap<string, number>): number | undefined {
  const [, whole, fraction = '', unit = ''] = new RegExp(pattern).exec(text) ?? []
  const size = units.get(unit)
  if (whole === undefined || size === undefined) return undefined
  const milli = BigInt(whole) * 1000n + BigInt(fraction.slice(1).padEnd(3, '0'))
  const result = (milli * BigInt(size) + 999n) / 1000n
  return result > BigInt(Number.MAX_SAFE_INTEGER) ? undefined : Number(result)
}

function wholeNumber(value: unknown): number | undefined {
  return Number.isSafeInteger(value) ? (value as number) : undefined
}

function within(value: number | undefined, { min, max }: Bounds): number | undefined {
  return value !== undefined && value >= min && value <= max ? value : undefined
}
