/** When work must be done: a time on the calendar, or a span after it was submitted, so that a manifest can be used again. */
import type * as v from 'valibot'
import { deadlineBounds } from './field-limits.ts'
import { parseMilliseconds } from './quantities.ts'
import { Refusal, spelled } from './spelled.ts'

export type Deadline =
  /** Milliseconds since 1970 in UTC. */
  { readonly kind: 'at'; readonly unixMs: number } | { readonly kind: 'after-submission'; readonly ms: number }

const timePattern = /^([0-9]{4})-([0-9]{2})-([0-9]{2})T([0-9]{2}):([0-9]{2}):([0-9]{2})Z$/
const expected = 'a time such as 2027-01-31T18:00:00Z, or a span after submission such as 2h'

/** A schema for a deadline. */
export const deadline: v.GenericSchema<string, Deadline> = spelled({ type: 'string', maxLength: 64 }, (value) => {
  if (typeof value !== 'string') return new Refusal(expected)
  const ms = parseMilliseconds(value)
  if (ms !== undefined && ms >= deadlineBounds.min && ms <= deadlineBounds.max) return { kind: 'after-submission', ms }
  const unixMs = timePattern.test(value) ? Date.parse(value) : Number.NaN
  // Date.parse takes the 30th of February for a day in March in some forms; what it means must be what was written.
  const isReal = Number.isFinite(unixMs) && new Date(unixMs).toISOString() === value.replace('Z', '.000Z')
  return isReal ? { kind: 'at', unixMs } : new Refusal(expected, 'Times are in UTC and end in Z.')
})
