import type { Address, Signature } from './hex.ts'

/** Signs digests with one key. Synchronous: it stands on the request path. */
export type Signer = {
  readonly address: Address
  /** Returns the compact signature over a 32-byte digest. */
  sign(digest: Uint8Array): Signature
}

/**
 * Returns the address whose key made the signature, or undefined for a signature that no key made (out of range,
 * or with the higher of the two possible s values).
 */
export type RecoverSigner = (digest: Uint8Array, signature: Signature) => Address | undefined
