/** Request headers that say how an answer is to be bought: where, on what terms, how quickly. All optional, all small. */
import type { IncomingHttpHeaders } from 'node:http'
import { isMillraceError, offerTerms, parseRegion, type RegionName, regionNames } from '@millrace/protocol'
import type { Ask } from '@millrace/sdk'
import { RequestError } from './gateway-error.ts'

/** Characters of one such header: every region by name fits. */
export const wishHeaderCharsMax = 512
/** Largest number of milliseconds that one may ask for. */
export const wishMsMax = 600_000

export type Wish = Pick<Ask, 'regions' | 'terms' | 'roundTripMsMax' | 'firstTokenMsMax' | 'deadlineMs' | 'hedge'>

/** Returns what the headers wish for. @throws {RequestError} `HEADER_INVALID`, naming the header. */
export function wishOf(headers: IncomingHttpHeaders): Wish {
  const regions = read(headers, 'millrace-regions', regionsOf)
  const terms = read(headers, 'millrace-terms', termsOf)
  const roundTripMsMax = read(headers, 'millrace-round-trip-ms-max', millisecondsOf)
  const firstTokenMsMax = read(headers, 'millrace-first-token-ms-max', millisecondsOf)
  const deadlineMs = read(headers, 'millrace-deadline-ms', millisecondsOf)
  const hedge = read(headers, 'millrace-hedge', hedgeOf)
  return {
    ...(regions === undefined ? {} : { regions }),
    ...(terms === undefined ? {} : { terms }),
    ...(roundTripMsMax === undefined ? {} : { roundTripMsMax }),
    ...(firstTokenMsMax === undefined ? {} : { firstTokenMsMax }),
    ...(deadlineMs === undefined ? {} : { deadlineMs }),
    ...(hedge === undefined ? {} : { hedge }),
  }
}

/** @param parse - returns undefined for a value that is none. */
function read<T>(headers: IncomingHttpHeaders, name: string, parse: (text: string) => T | undefined): T | undefined {
  const value = headers[name]
  if (value === undefined) return undefined
  const text = typeof value === 'string' && value.length <= wishHeaderCharsMax ? value.trim() : ''
  const parsed = text === '' ? undefined : parse(text)
  if (parsed === undefined) throw invalid(name)
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

const expected: { readonly [name: string]: string } = {
  'millrace-regions': `names out of ${regionNames.join(', ')}`,
  'millrace-terms': Object.keys(offerTerms).join(' or '),
  'millrace-hedge': `off, on, or milliseconds from 1 to ${wishMsMax}`,
}

function invalid(name: string): RequestError {
  return new RequestError({
    code: 'HEADER_INVALID',
    param: name,
    openAiCode: 'invalid_header',
    message: `Invalid '${name}': expected ${expected[name] ?? `milliseconds from 1 to ${wishMsMax}`}.`,
    hint: 'Correct the header, or leave it out.',
  })
}
