/**
 * One offer as the book keeps it, and the check that it is one.
 *
 * Entries come from strangers, signed but not sane: whatever the book could not hold exactly is refused here, before
 * anything changes. Times beyond {@link uint32Max} (the year 2106), slots and rates beyond it are kept as that.
 */
import { type Address, type Hash, MillraceError, regionNames, regionOfCountry } from '@millrace/protocol'
import { type Coordinate, coordinateMsMax } from '../coordinates.ts'

/** Most a 32-bit column holds; for times it means "no end". */
export const uint32Max = 0xffff_ffff
const uint64Max = 2n ** 64n - 1n
const countryMax = 999
const coordinateErrorMost = 10

export type BookEntry = {
  /** The offer's hash. */
  readonly id: Hash
  readonly node: Address
  readonly operator: Address
  readonly modelRoot: Hash
  /** A code of `workloads`. */
  readonly workload: number
  /** A code of `offerTerms`. */
  readonly terms: number
  /** A code of `resourceClasses`. */
  readonly resourceClass: number
  readonly gpuMemoryMib: number
  /** ISO 3166-1 numeric; 0 undisclosed. */
  readonly country: number
  /** Bits of `attestationKinds`. */
  readonly attestations: number
  /** Base units per million units, below 2^64. */
  readonly inputPrice: bigint
  readonly outputPrice: bigint
  readonly contextTokensMax: number
  /** Jobs at once; 0 withdraws the offer. */
  readonly slots: number
  /** A code of `exactnessClasses`. */
  readonly exactness: number
  /** The /24 of an IPv4 address as an integer, or a hash of a /48; 0 unknown. */
  readonly subnet: number
  /** Where the node says it is; kept to the microsecond. */
  readonly coordinate?: Coordinate
  /** What the node measured of itself, in whole tokens a second and milliseconds; 0 is unknown, for the queue none. */
  readonly rates: {
    readonly prefillTokensPerSecond: number
    readonly decodeTokensPerSecond: number
    readonly queueMs: number
  }
  readonly sequence: bigint
  /** Unix seconds, like all times of an entry. */
  readonly availableFrom: number
  readonly availableUntil: number
  readonly expiresAt: number
}

const uint8Fields = ['workload', 'terms', 'resourceClass', 'exactness'] as const
const uint32Fields = ['gpuMemoryMib', 'attestations', 'contextTokensMax', 'subnet'] as const
const saturatingFields = ['slots', 'availableFrom', 'availableUntil', 'expiresAt'] as const
const bigintFields = ['inputPrice', 'outputPrice', 'sequence'] as const
const rateFields = ['prefillTokensPerSecond', 'decodeTokensPerSecond', 'queueMs'] as const

/** Checks every number of an entry. @throws {BookEntryError} naming the first field that is out of its range. */
export function checkBookEntry(entry: BookEntry): void {
  for (const field of uint8Fields) checkInteger(entry[field], field, 255)
  for (const field of uint32Fields) checkInteger(entry[field], field, uint32Max)
  checkInteger(entry.country, 'country', countryMax)
  for (const field of saturatingFields) checkInteger(entry[field], field, Number.MAX_SAFE_INTEGER)
  for (const field of rateFields) checkMagnitude(entry.rates[field], `rates.${field}`, 0, Number.MAX_SAFE_INTEGER)
  for (const field of bigintFields) {
    const value = entry[field]
    if (typeof value !== 'bigint' || value < 0n || value > uint64Max) {
      throw new BookEntryError(field, 'an integer below 2^64', value)
    }
  }
  if (entry.coordinate !== undefined) checkCoordinate(entry.coordinate, 'coordinate')
}

/** Checks a coordinate of an entry or an order. @throws {BookEntryError} for one that is out of bounds or not finite. */
export function checkCoordinate({ x, y, z, heightMs, error }: Coordinate, field: string): void {
  checkMagnitude(x, `${field}.x`, -coordinateMsMax, coordinateMsMax)
  checkMagnitude(y, `${field}.y`, -coordinateMsMax, coordinateMsMax)
  checkMagnitude(z, `${field}.z`, -coordinateMsMax, coordinateMsMax)
  checkMagnitude(heightMs, `${field}.heightMs`, 0, coordinateMsMax)
  checkMagnitude(error, `${field}.error`, 0, coordinateErrorMost)
}

const regionIndexOfCountry = Uint8Array.from({ length: countryMax + 1 }, (_, country) =>
  regionNames.indexOf(regionOfCountry(country)),
)

/** Returns the index into `regionNames` of a country that {@link checkBookEntry} let pass. */
export function regionIndexOf(country: number): number {
  return regionIndexOfCountry[country] as number
}

function checkInteger(value: number, field: string, most: number): void {
  if (!Number.isInteger(value) || value < 0 || value > most) {
    throw new BookEntryError(field, `an integer from 0 to ${most}`, value)
  }
}

function checkMagnitude(value: number, field: string, least: number, most: number): void {
  // Written so that NaN, which compares with nothing, is refused.
  if (!(value >= least && value <= most)) throw new BookEntryError(field, `a number from ${least} to ${most}`, value)
}

/** An offer or order with a value that no book can hold. */
export class BookEntryError extends MillraceError {
  override readonly name = 'BookEntryError'

  constructor(field: string, expected: string, got: number | bigint) {
    super({
      code: 'MATCHING_ENTRY_OUT_OF_RANGE',
      message: `${field}: expected ${expected}, got ${String(got).slice(0, 80)}.`,
      hint: 'Leave this offer out of the book; ask its node to correct it.',
      retryable: false,
    })
  }
}
