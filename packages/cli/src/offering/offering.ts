/**
 * On what terms a provider sells, from its command line: where it stands, on which hardware, when it is open, how far its
 * prices follow demand, and what idle slots are sold for.
 */
import type { Listing } from '@millrace/node'
import { type Prices, type ResourceClass, resourceClasses, type WeeklyWindow } from '@millrace/protocol'
import type { Hardware } from '../hardware.ts'
import { wholeNumber } from '../option-values.ts'
import { UsageError } from '../usage-error.ts'
import { countryLetters, countryOf } from './country.ts'
import { openHoursOf, timeZoneOfThisMachine } from './open-hours.ts'

export type OfferingOptions = {
  readonly country?: string
  readonly jurisdiction?: string
  readonly resourceClass?: string
  readonly gpuMemory?: string
  readonly open: readonly string[]
  readonly priceRange?: string
  readonly spotDiscount?: string
  readonly notice: string
}

export type Offering = {
  /** ISO 3166-1 alpha-2, for the registry. */
  readonly jurisdiction: string
  /** ISO 3166-1 numeric; 0 undisclosed. */
  readonly country: number
  readonly resourceClass: ResourceClass
  readonly gpuMemoryMib: number
  readonly availability: readonly WeeklyWindow[] | undefined
  /** In thousandths of the listed price. */
  readonly priceRange: { readonly floor: bigint; readonly ceiling: bigint } | undefined
  /** Percent of the listed price that spot work saves. */
  readonly spotDiscount: bigint | undefined
  readonly noticeSeconds: number
}

/** Highest factor of `--price-range`. */
export const priceFactorMax = 100
/** Longest notice, in seconds: what the node allows a listing. */
const noticeSecondsMax = 3_600
const gpuMemoryMibMax = 2 ** 32 - 1
/** Busy share of the slots at which a price stays: the half of EIP-1559. */
const targetUtilisation = 0.5

/** Returns the terms that the options spell. @throws {UsageError} */
export function offeringOf(options: OfferingOptions, hardware: Hardware): Offering {
  const { priceRange, spotDiscount } = options
  return {
    ...placeOf(options),
    ...machineOf(options, hardware),
    availability: openHoursOf(options.open, timeZoneOfThisMachine()),
    priceRange: priceRange === undefined ? undefined : priceRangeOf(priceRange),
    spotDiscount: spotDiscount === undefined ? undefined : BigInt(wholeNumber(spotDiscount, '--spot-discount', 1, 99)),
    noticeSeconds: noticeSecondsOf(options),
  }
}

/** Returns the seconds of notice. @throws {UsageError} */
export function noticeSecondsOf({ notice }: Pick<OfferingOptions, 'notice'>): number {
  return wholeNumber(notice, '--notice', 0, noticeSecondsMax)
}

/** What of the terms a listing with these prices carries. */
export type ListedTerms = Pick<
  Listing,
  'pricing' | 'spot' | 'noticeSeconds' | 'resourceClass' | 'gpuMemoryMib' | 'country' | 'availability'
>

/** Returns the terms of a listing with these prices. Floors round down, ceilings and spot prices up. */
export function listedTerms(offering: Offering, prices: Prices): ListedTerms {
  const { country, resourceClass, gpuMemoryMib, noticeSeconds, availability, priceRange, spotDiscount } = offering
  const pricing = priceRange && {
    floor: scaled(prices, priceRange.floor, 1_000n),
    ceiling: scaled(prices, priceRange.ceiling, 1_000n, 999n),
    targetUtilisation,
  }
  return {
    ...{ country, resourceClass, gpuMemoryMib, noticeSeconds },
    ...(availability === undefined ? {} : { availability }),
    ...(pricing === undefined ? {} : { pricing }),
    ...(spotDiscount === undefined ? {} : { spot: scaled(prices, 100n - spotDiscount, 100n, 99n) }),
  }
}

function scaled({ inputPrice, outputPrice }: Prices, by: bigint, of: bigint, roundUp = 0n): Prices {
  const scale = (price: bigint): bigint => (price * by + roundUp) / of
  return { inputPrice: scale(inputPrice), outputPrice: scale(outputPrice) }
}

/** Either says the other: the registry wants letters, offers a number. */
function placeOf(options: OfferingOptions): Pick<Offering, 'jurisdiction' | 'country'> {
  if (options.country !== undefined) {
    const country = countryOf(options.country, '--country')
    return { country, jurisdiction: jurisdictionOf(options.jurisdiction ?? countryLetters(country)) }
  }
  const jurisdiction = jurisdictionOf(options.jurisdiction ?? 'ZZ')
  return { jurisdiction, country: countryOf(jurisdiction, '--jurisdiction') }
}

function jurisdictionOf(text: string): string {
  if (/^[A-Z]{2}$/.test(text)) return text
  throw new UsageError(
    `--jurisdiction: expected two capital letters, got "${text.slice(0, 40)}".`,
    'Use the ISO 3166-1 code, for example PT.',
  )
}

function machineOf(
  { resourceClass, gpuMemory }: OfferingOptions,
  { gpus, gpuMemoryMib }: Hardware,
): Pick<Offering, 'resourceClass' | 'gpuMemoryMib'> {
  const kind = resourceClass === undefined ? (gpus.state === 'present' ? 'gpu' : 'cpu') : classOf(resourceClass)
  if (gpuMemory !== undefined) {
    return { resourceClass: kind, gpuMemoryMib: wholeNumber(gpuMemory, '--gpu-memory', 0, gpuMemoryMibMax) }
  }
  const found = gpuMemoryMib.state === 'present' ? gpuMemoryMib.value : 0
  return { resourceClass: kind, gpuMemoryMib: kind === 'gpu' ? found : 0 }
}

/** Returns the resource class of that name. @throws {UsageError} */
export function classOf(text: string): ResourceClass {
  const names = Object.keys(resourceClasses) as ResourceClass[]
  const found = names.find((name) => name === text)
  if (found !== undefined) return found
  throw new UsageError(
    `--resource-class: expected one of ${names.join(', ')}, got "${text.slice(0, 40)}".`,
    'Leave it out to use what is found.',
  )
}

function priceRangeOf(text: string): { readonly floor: bigint; readonly ceiling: bigint } {
  const [, low = '', high = ''] = /^(\d{1,3}(?:\.\d{1,3})?)\.\.(\d{1,3}(?:\.\d{1,3})?)$/.exec(text) ?? []
  const [floor, ceiling] = [thousandths(low), thousandths(high)]
  if (low !== '' && floor <= 1_000n && ceiling >= 1_000n && ceiling <= BigInt(priceFactorMax) * 1_000n) {
    return { floor, ceiling }
  }
  throw new UsageError(
    `--price-range: expected FLOOR..CEILING, got "${text.slice(0, 40)}".`,
    `Factors of the price: a floor from 0 to 1 and a ceiling from 1 to ${priceFactorMax}, for example 0.5..3.`,
  )
}

function thousandths(text: string): bigint {
  const [whole = '0', fraction = ''] = text.split('.')
  return BigInt(whole || '0') * 1_000n + BigInt(fraction.padEnd(3, '0'))
}
