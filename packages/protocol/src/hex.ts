/** Hex strings as they travel: lower case, `0x`-prefixed, of exact length. One spelling, so equality is `===`. */
import { MalformedError } from './malformed-error.ts'

export type Hex = `0x${string}`
/** A 20-byte account, lower case. */
export type Address = Hex & { readonly __brand?: 'Address' }
/** A 32-byte hash or identifier, lower case. */
export type Hash = Hex & { readonly __brand?: 'Hash' }
/** 64-byte compact ECDSA signature, r and yParityAndS, as of EIP-2098. */
export type Signature = Hex & { readonly __brand?: 'Signature' }

export const zeroAddress = `0x${'0'.repeat(40)}` as Address
export const zeroHash = `0x${'0'.repeat(64)}` as Hash

const hexPattern = /^0x[0-9a-fA-F]*$/

/** Returns the address in lower case. @throws {MalformedError} when it is not 20 bytes of hex. */
export function parseAddress(value: unknown, field = 'address'): Address {
  return parseHexOf(value, 20, field)
}

/** Returns the 32-byte value in lower case. @throws {MalformedError} when it is not 32 bytes of hex. */
export function parseHash(value: unknown, field = 'hash'): Hash {
  return parseHexOf(value, 32, field)
}

/** Returns the compact signature in lower case. @throws {MalformedError} when it is not 64 bytes of hex. */
export function parseSignature(value: unknown, field = 'signature'): Signature {
  return parseHexOf(value, 64, field)
}

function parseHexOf(value: unknown, byteLength: number, field: string): Hex {
  const wanted = 2 + byteLength * 2
  if (typeof value !== 'string' || value.length !== wanted || !hexPattern.test(value)) {
    throw new MalformedError(field, `${byteLength} bytes as 0x-prefixed hex`, value)
  }
  return value.toLowerCase() as Hex
}

/** Returns the bytes of a well-formed hex string. */
export function hexToBytes(hex: Hex): Uint8Array {
  const bytes = new Uint8Array((hex.length - 2) / 2)
  for (let i = 0; i < bytes.length; i++) bytes[i] = (nibble(hex, 2 + i * 2) << 4) | nibble(hex, 3 + i * 2)
  return bytes
}

function nibble(hex: string, index: number): number {
  const code = hex.charCodeAt(index)
  return code <= 57 ? code - 48 : (code | 32) - 87
}

const byteToHex = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

/** Returns the bytes as 0x-prefixed lower-case hex. */
export function bytesToHex(bytes: Uint8Array): Hex {
  let hex = '0x'
  for (const byte of bytes) hex += byteToHex[byte]
  return hex as Hex
}
