/** What `millrace offers --explain` asks about: an order in numbers, as its options spell it. */
import { type OfferTerms, offerTerms, type RegionName, type TokenUnit, workloads } from '@millrace/protocol'
import type { AskOutline } from '@millrace/sdk'
import { regionOf, wholeNumber } from '../option-values.ts'
import { parseTokenAmount } from '../units.ts'
import { UsageError } from '../usage-error.ts'

export type OutlineOptions = {
  readonly kind: string
  readonly input: string
  readonly output?: string
  readonly region: readonly string[]
  readonly maxPrice?: string
  readonly maxCost?: string
  readonly maxRoundTrip?: string
  readonly maxFirstToken?: string
  readonly second?: string
  readonly terms: string
  readonly distinct?: string
  readonly count: string
}

/** Tokens that an order may be about. */
const tokensMax = 10_000_000
/** Milliseconds that a limit may be. */
const limitMsMax = 600_000
/** Offers that one explanation ranks. */
export const explainedMax = 64

/** Returns the order on a model. @throws {UsageError} */
export function outlineOf(model: string, options: OutlineOptions, token: TokenUnit): AskOutline {
  const { maxPrice, maxCost, maxRoundTrip, maxFirstToken, second, distinct, region } = options
  const kind = nameOf(workloads, options.kind, '--kind')
  const output = options.output ?? (kind === 'embed' ? '0' : '256')
  const milliseconds = (text: string, option: string) => wholeNumber(text, option, 1, limitMsMax)
  return {
    model,
    kind,
    inputUnits: wholeNumber(options.input, '--input', 1, tokensMax),
    outputUnits: wholeNumber(output, '--output', 0, tokensMax),
    terms: nameOf(offerTerms, options.terms, '--terms') satisfies OfferTerms,
    count: wholeNumber(options.count, '--count', 1, explainedMax),
    ...(region.length === 0 ? {} : { regions: region.map(regionOf) satisfies readonly RegionName[] }),
    ...(maxPrice === undefined ? {} : { pricesMax: pricesOf(maxPrice, token) }),
    ...(maxCost === undefined ? {} : { costMax: parseTokenAmount(maxCost, token) }),
    ...(maxRoundTrip === undefined ? {} : { roundTripMsMax: milliseconds(maxRoundTrip, '--max-round-trip') }),
    ...(maxFirstToken === undefined ? {} : { firstTokenMsMax: milliseconds(maxFirstToken, '--max-first-token') }),
    ...(second === undefined ? {} : { latencyPricePerSecond: parseTokenAmount(second, token) }),
    ...(distinct === undefined ? {} : { distinct: distinctOf(distinct) }),
  }
}

function pricesOf(text: string, token: TokenUnit) {
  const [, input, output] = /^([0-9.]+)\/([0-9.]+)$/.exec(text) ?? []
  if (input !== undefined && output !== undefined) {
    return { inputPrice: parseTokenAmount(input, token), outputPrice: parseTokenAmount(output, token) }
  }
  throw new UsageError(
    `--max-price: expected INPUT/OUTPUT, got "${text.slice(0, 80)}".`,
    'Write the most per million tokens, for example 0.20/0.80.',
  )
}

const distinctNames = ['operator', 'subnet', 'region'] as const

function distinctOf(text: string): { readonly [name in (typeof distinctNames)[number]]?: boolean } {
  const asked = text.split(',')
  const unknown = asked.find((name) => !distinctNames.some((known) => known === name))
  if (unknown === undefined) return Object.fromEntries(asked.map((name) => [name, true]))
  throw new UsageError(
    `--distinct: expected some of ${distinctNames.join(', ')}, got "${unknown.slice(0, 40)}".`,
    'Separate them by commas, for example operator,region.',
  )
}

function nameOf<T extends string>(names: Readonly<Record<T, number>>, text: string, option: string): T {
  const known = Object.keys(names) as T[]
  const found = known.find((name) => name === text)
  if (found !== undefined) return found
  throw new UsageError(`${option}: expected one of ${known.join(', ')}, got "${text.slice(0, 40)}".`, 'Choose one.')
}
