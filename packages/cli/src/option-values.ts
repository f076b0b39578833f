/** Values of command-line options, checked. */
import { once } from 'node:events'
import { type Address, parseAddress, type RegionName, regionNames } from '@millrace/protocol'
import { UsageError } from './usage-error.ts'

/** Gathers a repeatable option. */
export function collect(value: string, previous: string[]): string[] {
  return [...previous, value]
}

/** Returns the address an option spells. @throws {UsageError} */
export function addressOf(text: string, option: string): Address {
  if (/^0x[0-9a-fA-F]{40}$/.test(text)) return parseAddress(text)
  throw new UsageError(
    `${option}: expected an address, got "${text.slice(0, 80)}".`,
    'Write 0x and 40 hexadecimal digits.',
  )
}

/** Returns the whole number an option spells. @throws {UsageError} outside `min` to `max`. */
export function wholeNumber(text: string, option: string, min: number, max: number): number {
  const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN
  if (!(value >= min && value <= max)) {
    throw new UsageError(
      `${option}: expected a whole number from ${min} to ${max}, got "${text.slice(0, 40)}".`,
      'Give a number in that range.',
    )
  }
  return value
}

/** Returns the region an option spells. @throws {UsageError} */
export function regionOf(text: string): RegionName {
  const found = regionNames.find((region) => region === text)
  if (found !== undefined) return found
  throw new UsageError(
    `--region: expected a region, got "${text.slice(0, 40)}".`,
    `There are ${regionNames.join(', ')}.`,
  )
}

/** Names of networks, providers and keys: they are names of files, too. */
export const namePattern = /^[a-z0-9][a-z0-9-]{0,63}$/

/** Returns a name that also names a file. @throws {UsageError} for anything but lower-case letters, digits and hyphens. */
export function plainName(text: string, option: string): string {
  if (namePattern.test(text)) return text
  throw new UsageError(
    `${option}: expected a name, got "${text.slice(0, 80)}".`,
    'Use up to 64 lower-case letters, digits and hyphens.',
  )
}

/** Resolves when the signal aborts. */
export async function untilAborted(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) await once(signal, 'abort')
}
