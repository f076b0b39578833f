/** Request headers that say how an answer is to be bought: where, on what terms, how quickly, how surely. All optional, all small. */
import type { IncomingHttpHeaders } from 'node:http'
import {
  type ExactnessClass,
  exactnessClasses,
  isMillraceError,
  offerTerms,
  parsePolicy,
  parseRegion,
  type RegionName,
  regionNames,
} from '@millrace/protocol'
import type { Ask } from '@millrace/sdk'
import { RequestError } from './gateway-error.ts'

/** Characters of one such header: every region by name fits. */
export const wishHeaderCharsMax = 512
/** Largest number of milliseconds that one may ask for. */
export const wishMsMax = 600_000

export type Wish = Pick<
  Ask,
  'regions' | 'terms' | 'roundTripMsMax' | 'firstTokenMsMax' | 'deadlineMs' | 'hedge' | 'exactness' | 'policy'
>

/**
 * Returns what the headers wish for.
 *
 * @param init.sampledRatePpm - what `sampled` means, parts per million.
 * @throws {RequestError} `HEADER_INVALID`, naming the header.
 */
export function wishOf(headers: IncomingHttpHeaders, init: { readonly sampledRatePpm: number }): Wish {
  const regions = read(headers, 'millrace-regions', regionsOf)
  const terms = read(headers, 'millrace-terms', termsOf)
  const roundTripMsMax = read(headers, 'millrace-round-trip-ms-max', millisecondsOf)
  const firstTokenMsMax = read(headers, 'millrace-first-token-ms-max', millisecondsOf)
  const deadlineMs = read(headers, 'millrace-deadline-ms', millisecondsOf)
  const hedge = read(headers, 'millrace-hedge', hedgeOf)
  const exactness = read(headers, 'millrace-exactness', exactnessOf)
  const policy = read(headers, 'millrace-policy', (text) => policyOf(text, init))
  return {
    ...(regions === undefined ? {} : { regions }),
    ...(terms === undefined ? {} : { terms }),
    ...(roundTripMsMax === undefined ? {} : { roundTripMsMax }),
    ...(firstTokenMsMax === undefined ? {} : { firstTokenMsMax }),
    ...(deadlineMs === undefined ? {} : { deadlineMs }),
    ...(hedge === undefined ? {} : { hedge }),
    ...(exactness === undefined ? {} : { exactness }),
    ...(policy === undefined ? {} : { policy }),
  }
}

/** @param parse - returns undefined for a value that is none. */
function read<T>(headers: IncomingHttpHeaders, name: string, parse: (text: string) => T | undefined): T | undefined {
  const value = headers[name]
  if (value === undefined) return undefined
  const text = typeof value === 'string' && value.length <= wishHeaderCharsMax ? value.trim() : ''
  const parsed = text === '' ? undefined : parse(text)
  if (parsed === undefined) throw invalidHeader(name)
  return parsed
}

function regionsOf(text: string): readonly RegionName[] | undefined {
  try {
    return [...new Set(text.split(',').map((name) => parseRegion(name.trim())))]
  } catch (error) {
    if (isMillraceError(error)) return undefined
    throw error
  }
}

function termsOf(text: string): Ask['terms'] {
  return text in offerTerms && Object.hasOwn(offerTerms, text) ? (text as Ask['terms']) : undefined
}

function millisecondsOf(text: string): number | undefined {
  const ms = /^\d{1,6}$/.test(text) ? Number(text) : 0
  return ms >= 1 && ms <= wishMsMax ? ms : undefined
}

function hedgeOf(text: string): Ask['hedge'] {
  if (text === 'off') return 'off'
  if (text === 'on') return {}
  const afterMs = millisecondsOf(text)
  return afterMs === undefined ? undefined : { afterMs }
}

function exactnessOf(text: string): ExactnessClass | undefined {
  return Object.hasOwn(exactnessClasses, text) ? (text as ExactnessClass) : undefined
}

/** Several providers computing one answer can be compared only where their bits are equal, which no answer served here is. */
function policyOf(text: string, init: { readonly sampledRatePpm: number }): Ask['policy'] {
  try {
    const policy = parsePolicy(text, init)
    return policy.name === 'trust' || policy.name === 'sampled' ? policy : undefined
  } catch (error) {
    if (isMillraceError(error)) return undefined
    throw error
  }
}

const expected: { readonly [name: string]: string } = {
  'millrace-regions': `names out of ${regionNames.join(', ')}`,
  'millrace-terms': Object.keys(offerTerms).join(' or '),
  'millrace-exactness': Object.keys(exactnessClasses).join(', '),
  'millrace-policy': 'trust, sampled or sampled:RATE, such as sampled:2%',
  'millrace-hedge': `off, on, or milliseconds from 1 to ${wishMsMax}`,
}

/** Returns the refusal of a header, with what is expected there. */
export function invalidHeader(name: string): RequestError {
  return new RequestError({
    code: 'HEADER_INVALID',
    param: name,
    openAiCode: 'invalid_header',
    message: `Invalid '${name}': expected ${expected[name] ?? `milliseconds from 1 to ${wishMsMax}`}.`,
    hint: 'Correct the header, or leave it out.',
  })
}
