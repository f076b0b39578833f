/**
 * What an offer says besides its indexed fields: where the node is reached, how fast it measured itself to be, where it
 * stands in network coordinates, and when it is open in an ordinary week. The offer names it by hash, so its signature
 * covers all of it. Integers only: every machine writes the same canonical JSON.
 */
import * as v from 'valibot'
import { boundedArray } from './bounded-array.ts'
import { contentHash } from './content-hash.ts'
import { type Hash, parseHash } from './hex.ts'
import { parseWith } from './parse-with.ts'
import { parsedBy } from './parsed-by.ts'

/** Addresses one node may name: a few interfaces and relays of each kind. */
export const offerAddressesMax = 16
/** Characters of one address; a relayed multiaddr with two peer ids has about 160. */
export const offerAddressCharsMax = 256
/** Windows of one week: three a day. */
export const weeklyWindowsMax = 21
/** Largest coordinate, in microseconds either way: ten seconds, farther than any place on Earth. */
export const coordinateUsMax = 10_000_000
/** Largest error of a coordinate, in millionths: ten times the round trip says nothing any more. */
export const coordinateErrorPpmMax = 10_000_000

/** Largest premium on replayable answers: as much again. */
export const replayablePremiumBpsMax = 10_000

const rate = v.pipe(v.number(), v.safeInteger('a safe integer'), v.minValue(0), v.maxValue(2 ** 31))
const signedUs = v.pipe(
  v.number(),
  v.safeInteger('a safe integer'),
  v.minValue(-coordinateUsMax),
  v.maxValue(coordinateUsMax),
)
const timeOfDay = v.pipe(v.string(), v.regex(/^([01][0-9]|2[0-3]):[0-5][0-9]$/))

export const offerCoordinateSchema = v.strictObject({
  xUs: signedUs,
  yUs: signedUs,
  zUs: signedUs,
  heightUs: v.pipe(v.number(), v.safeInteger('a safe integer'), v.minValue(0), v.maxValue(coordinateUsMax)),
  errorPpm: v.pipe(v.number(), v.safeInteger('a safe integer'), v.minValue(0), v.maxValue(coordinateErrorPpmMax)),
})
const weeklyWindowSchema = v.strictObject({
  /** 1 is Monday, 7 Sunday. */
  days: v.pipe(
    boundedArray(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(7)), 7),
    v.minLength(1),
    v.check((days) => new Set(days).size === days.length, 'each day once'),
  ),
  from: timeOfDay,
  /** Not after `from`: on the next day. */
  to: timeOfDay,
  /** An IANA name, such as Europe/Berlin. */
  timeZone: v.pipe(v.string(), v.regex(/^[A-Za-z0-9_+-]+(\/[A-Za-z0-9_+-]+){0,2}$/), v.maxLength(64)),
})
export const offerDetailsSchema = v.strictObject({
  version: v.literal(1),
  addresses: boundedArray(
    v.pipe(v.string(), v.regex(/^\/[\x21-\x7e]+$/), v.maxLength(offerAddressCharsMax)),
    offerAddressesMax,
  ),
  rates: v.strictObject({
    /** Input tokens read in a second, measured; 0: not measured. */
    prefillTokensPerSecond: rate,
    /** Output tokens written in a second by one job, measured; 0: not measured. */
    decodeTokensPerSecond: rate,
    /** Milliseconds that a job waits before it starts, expected when the offer was signed. */
    queueMs: rate,
  }),
  /** Hundredths of a percent on the prices of replayable answers, which cost more to make. */
  replayablePremiumBps: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(replayablePremiumBpsMax))),
  /** What computes answers that can be replayed, as their receipts name it: buyers look up who could judge it. */
  build: v.optional(parsedBy(parseHash)),
  coordinate: v.optional(offerCoordinateSchema),
  availability: v.optional(boundedArray(weeklyWindowSchema, weeklyWindowsMax)),
})

export type OfferDetails = Readonly<v.InferOutput<typeof offerDetailsSchema>>
export type OfferCoordinate = Readonly<v.InferOutput<typeof offerCoordinateSchema>>
export type WeeklyWindow = Readonly<v.InferOutput<typeof weeklyWindowSchema>>

/** Returns the details that a JSON value spells. @throws {MalformedError} naming the field. */
export function parseOfferDetails(json: unknown): OfferDetails {
  return parseWith(offerDetailsSchema, json, 'details')
}

/** Returns the hash that an offer names its details by. */
export function offerDetailsHash(details: OfferDetails): Hash {
  return contentHash('offer-details', details)
}
