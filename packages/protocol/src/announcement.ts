/**
 * What is gossiped: some signed offers of one node, on the topic of their resource class and region. A topic names chain
 * and contract, so that networks never mix.
 */
import * as v from 'valibot'
import { boundedArray } from './bounded-array.ts'
import type { ResourceClass } from './codes.ts'
import { canonicalJson } from './content-hash.ts'
import { decodeJson } from './decode-json.ts'
import { MalformedError } from './malformed-error.ts'
import { parseWith } from './parse-with.ts'
import { protocolVersion } from './protocol-version.ts'
import { ProtocolVersionError } from './protocol-version-error.ts'
import type { RegionName } from './regions.ts'
import { type SignedOffer, signedOfferSchema } from './signed-offer.ts'
import type { Domain } from './typed-data.ts'

/** Bytes of one announcement. Eight offers with models of a few files fit. */
export const announcementBytesMax = 65_536
/** Offers in one announcement. */
export const offersPerAnnouncementMax = 8

const schema = v.strictObject({
  v: v.literal(protocolVersion),
  type: v.literal('announce'),
  offers: v.pipe(boundedArray(signedOfferSchema, offersPerAnnouncementMax), v.minLength(1)),
})

/** Returns the topic on which offers of that class and region are gossiped. */
export function offerTopic(domain: Domain, resourceClass: ResourceClass, region: RegionName): string {
  return `millrace/${protocolVersion}/${domain.chainId}/${domain.verifyingContract}/offers/${resourceClass}/${region}`
}

/**
 * Returns the announcement's bytes: the same for the same offers in the same order, however they were put together.
 *
 * @throws {MalformedError} when they are more than one announcement may have.
 */
export function encodeAnnouncement(offers: readonly SignedOffer[]): Uint8Array {
  const spelled = offers.map(({ offer, ...rest }) => ({ ...rest, offer: mapValues(offer, bigintAsDecimal) }))
  const json = canonicalJson({ v: protocolVersion, type: 'announce', offers: spelled })
  const bytes = new TextEncoder().encode(json)
  if (bytes.length > announcementBytesMax) {
    throw new MalformedError('announcement', `at most ${announcementBytesMax} bytes`, bytes.length)
  }
  return bytes
}

/**
 * Returns the offers that the bytes announce. Their signatures and hashes are not checked here.
 *
 * @throws {ProtocolVersionError} for another version. @throws {MalformedError} for anything else that is not an announcement
 * of one node.
 */
export function decodeAnnouncement(bytes: Uint8Array): readonly SignedOffer[] {
  if (bytes.length > announcementBytesMax) {
    throw new MalformedError('announcement', `at most ${announcementBytesMax} bytes`, bytes.length)
  }
  const json = decodeJson(bytes)
  const version = (json as { v?: unknown } | null)?.v
  if (version !== protocolVersion) throw new ProtocolVersionError(version)
  const { offers } = parseWith(schema, json, 'announcement')
  const nodes = new Set(offers.map(({ offer }) => offer.node))
  if (nodes.size !== 1) throw new MalformedError('announcement.offers', 'offers of one node', nodes.size)
  return offers
}

function mapValues(fields: object, map: (value: unknown) => unknown): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, map(value)]))
}

function bigintAsDecimal(value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value
}
