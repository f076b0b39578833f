/**
 * Tokens that let a peer fetch objects for a while. A peer gets one over its authenticated stream; whoever shows it first
 * binds it to the network address it comes from, so that one read off a log elsewhere is worth nothing.
 *
 * Only digests of tokens are kept and looked up, so that the time a look-up takes says nothing about any token.
 */
import { createHash, timingSafeEqual } from 'node:crypto'
import type { Address } from '@millrace/protocol'
import { BulkBusyError } from './bulk-error.ts'
import type { BulkServerLimits } from './bulk-server-limits.ts'

/** 256 bits: not to be guessed. */
const tokenBytes = 32

export type BulkGrant = {
  /** 64 hex digits. */
  readonly token: string
  /** Unix time, in seconds, rounded down. */
  readonly expiresAt: number
}

/** What is left of a grant. */
export type OpenGrant = {
  readonly peer: Address
  readonly digest: Buffer
  /** Unix time, in ms. */
  readonly expiresMs: number
  bytesLeft: number
  transfers: number
  host: string | undefined
}

export type GrantLimits = Pick<BulkServerLimits, 'grantsMax' | 'grantsPerPeerMax' | 'grantMsMax' | 'grantBytesMax'>

export class BulkGrants {
  /** By digest of the token, oldest first, since all live equally long. */
  readonly #grants = new Map<string, OpenGrant>()
  readonly #limits: GrantLimits
  readonly #now: () => number
  readonly #random: (bytes: number) => Uint8Array

  constructor(
    { now, random }: { readonly now: () => number; readonly random: (bytes: number) => Uint8Array },
    limits: GrantLimits,
  ) {
    this.#now = now
    this.#random = random
    this.#limits = limits
  }

  /** Cost: O(tokens that are valid). @throws {BulkBusyError} when as many as allowed are valid. */
  issue(peer: Address): BulkGrant {
    const { grantsMax, grantsPerPeerMax, grantMsMax, grantBytesMax } = this.#limits
    this.#dropExpired()
    const earlier = [...this.#grants].filter(([, grant]) => grant.peer === peer)
    for (const [key] of earlier.slice(0, Math.max(0, earlier.length - grantsPerPeerMax + 1))) this.#grants.delete(key)
    if (this.#grants.size >= grantsMax) throw new BulkBusyError(`${grantsMax} tokens are valid already`)
    const token = Buffer.from(this.#random(tokenBytes)).toString('hex')
    const expiresMs = this.#now() + grantMsMax
    const digest = digestOf(token)
    this.#grants.set(digest.toString('hex'), {
      peer,
      digest,
      expiresMs,
      bytesLeft: grantBytesMax,
      transfers: 0,
      host: undefined,
    })
    return { token, expiresAt: Math.floor(expiresMs / 1000) }
  }

  /** Returns the grant that an `authorization` header proves, shown from a network address; or undefined. */
  find(authorization: string | undefined, host: string): OpenGrant | undefined {
    const token = /^Bearer ([0-9a-f]{64})$/.exec(authorization ?? '')?.[1]
    if (token === undefined) return undefined
    const digest = digestOf(token)
    const grant = this.#grants.get(digest.toString('hex'))
    if (grant === undefined || !timingSafeEqual(grant.digest, digest)) return undefined
    if (grant.expiresMs <= this.#now() || grant.bytesLeft <= 0) return undefined
    grant.host ??= host
    return grant.host === host ? grant : undefined
  }

  #dropExpired(): void {
    for (const [key, { expiresMs }] of this.#grants) {
      if (expiresMs > this.#now()) return
      this.#grants.delete(key)
    }
  }
}

function digestOf(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}
