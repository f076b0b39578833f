/**
 * Hashes of content: SHA-256 over a purpose line and the RFC 8785 canonical JSON, so that one meaning has one hash and a
 * hash for one purpose never serves another.
 *
 * Source: https://www.rfc-editor.org/rfc/rfc8785
 */
import { sha256 } from '@noble/hashes/sha2.js'
import { utf8ToBytes } from '@noble/hashes/utils.js'
import canonicalize from 'canonicalize'
import { bytesToHex, type Hash } from './hex.ts'
import { MalformedError } from './malformed-error.ts'

export type ContentPurpose = 'request' | 'response' | 'model' | 'offer-details'

/**
 * Returns the content's hash for a purpose.
 *
 * @throws {MalformedError} for what JSON cannot carry, and for lone surrogates, which have no UTF-8 form.
 */
export function contentHash(purpose: ContentPurpose, content: unknown): Hash {
  return bytesToHex(sha256(utf8ToBytes(`millrace:${purpose}:v1\n${canonicalJson(content)}`)))
}

/** Returns the RFC 8785 canonical JSON of a value. */
export function canonicalJson(content: unknown): string {
  let json: string | undefined
  try {
    json = canonicalize(content)
  } catch (cause) {
    throw new MalformedError('content', 'a JSON value', cause instanceof Error ? cause.message : cause)
  }
  if (json === undefined || !json.isWellFormed())
    throw new MalformedError('content', 'well-formed JSON', typeof content)
  return json
}
