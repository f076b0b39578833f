/**
 * The address of an object: SHA-256 of its root block (object-outline.ts), 64 lower-case hex digits. One spelling, so equality
 * is `===`. In manifests and on the command line it is written `millrace:sha256:<digits>`.
 */
import { ObjectMalformedError } from '../storage-error.ts'

export type ObjectAddress = string & { readonly __brand?: 'ObjectAddress' }
/** SHA-256 of plain bytes, 64 lower-case hex digits: how peers name a block. */
export type BlockHash = string & { readonly __brand?: 'BlockHash' }

const scheme = 'millrace:sha256:'

/** Returns the address that a text names, with or without the scheme. @throws {ObjectMalformedError} */
export function parseObjectAddress(text: string): ObjectAddress {
  const digits = text.startsWith(scheme) ? text.slice(scheme.length) : text
  if (!isSha256(digits)) throw new ObjectMalformedError('an object address has 64 lower-case hex digits')
  return digits
}

/** Returns the address as manifests spell it. */
export function formatObjectAddress(address: ObjectAddress): string {
  return `${scheme}${address}`
}

export function isSha256(text: string): boolean {
  return /^[0-9a-f]{64}$/.test(text)
}
