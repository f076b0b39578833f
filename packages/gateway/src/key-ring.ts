/**
 * The keys in use, in memory: looked up by hash, compared in constant time, with their balance and rate buckets. A change
 * through the same store counts at once; one by another process after `keysFreshMs` at most. Bounded by the keys there are.
 */
import { type ApiKey, hashesEqual, hashOfSecret, isSecretShaped } from './api-key.ts'
import { RefusedForNowError, RequestError } from './gateway-error.ts'
import type { GatewayLimits } from './gateway-limits.ts'
import type { GatewayStore } from './gateway-store.ts'
import { type Account, openAccount } from './ledger.ts'
import { type Bucket, openBucket, take } from './rate-limit.ts'

/** The account of requests without a key, where those are allowed. */
export const anonymousId = 'anonymous'

/** Who is asking. */
export type Caller = {
  readonly id: string
  admin: boolean
  disabled: boolean
  /** Names or roots; undefined for all models. */
  models: ReadonlySet<string> | undefined
  readonly account: Account
  requests: Bucket | undefined
  tokens: Bucket | undefined
  inFlight: number
}

export type KeyRing = {
  /**
   * Returns who asks.
   *
   * @throws {RequestError} `API_KEY_MISSING`, `API_KEY_INVALID`.
   */
  authenticate(authorization: string | undefined): Caller
}

type Entry = { readonly hash: Uint8Array; readonly caller: Caller }

/** Returns the ring of a store's keys. */
export function createKeyRing(
  components: { readonly store: GatewayStore; readonly now: () => number },
  init: { readonly allowAnonymous: boolean; readonly limits: GatewayLimits },
): KeyRing {
  const { store, now } = components
  const entries = new Map<string, Entry>()
  const anonymous = init.allowAnonymous ? anonymousCaller() : undefined
  let changes = store.changes()
  let foreignVersion = store.foreignVersion()
  let lookedAt = now()

  function refresh(nowMs: number): void {
    let stale = store.changes() !== changes
    if (!stale && nowMs - lookedAt >= init.limits.keysFreshMs) {
      lookedAt = nowMs
      stale = store.foreignVersion() !== foreignVersion
    }
    if (!stale) return
    changes = store.changes()
    foreignVersion = store.foreignVersion()
    for (const [name, entry] of entries) {
      const key = store.readKey(entry.caller.id)
      if (key === undefined) entries.delete(name)
      else adopt(entry.caller, key, nowMs)
    }
  }

  function find(secret: string, nowMs: number): Caller | undefined {
    const hash = hashOfSecret(secret)
    const name = hash.toString('latin1')
    const known = entries.get(name)
    if (known !== undefined) return hashesEqual(known.hash, hash) ? known.caller : undefined
    const found = store.findKey(hash)
    if (found === undefined || !hashesEqual(found.hash, hash)) return undefined
    const caller = callerOf(found.key, nowMs)
    entries.set(name, { hash: found.hash, caller })
    return caller
  }

  return {
    authenticate(authorization) {
      const nowMs = now()
      refresh(nowMs)
      const token = authorization === undefined ? undefined : bearerToken(authorization)
      if (anonymous !== undefined && !namesKey(token)) return anonymous
      if (token === undefined) throw keyMissing()
      const caller = isSecretShaped(token) ? find(token, nowMs) : undefined
      if (caller === undefined || caller.disabled) throw keyInvalid()
      return caller
    },
  }
}

const bearerPattern = /^bearer +(\S+) *$/i

/** Whether a request claims a key of ours; others are anonymous where that is allowed. */
export function claimsKey(authorization: string | undefined): boolean {
  return authorization !== undefined && namesKey(bearerToken(authorization))
}

function namesKey(token: string | undefined): boolean {
  return token?.startsWith('mr-') === true
}

function bearerToken(authorization: string): string | undefined {
  return bearerPattern.exec(authorization)?.[1]
}

/** Counts a request against the key's rate. @throws {RefusedForNowError} `RATE_LIMITED`. */
export function countRequest({ requests }: Caller, nowMs: number): void {
  if (requests === undefined) return
  const waitMs = take(requests, 1, nowMs)
  if (waitMs > 0) throw rateLimited('requests', requests.perMinute, waitMs)
}

/** Returns the error for a rate that is used up. */
export function rateLimited(what: 'requests' | 'tokens', perMinute: number, waitMs: number): RefusedForNowError {
  const seconds = Math.max(1, Math.ceil(waitMs / 1000))
  return new RefusedForNowError({
    code: 'RATE_LIMITED',
    message: `Rate limit reached: ${perMinute} ${what} per minute. Please try again in ${seconds}s.`,
    hint: 'Slow down, or have the limit raised.',
    retryAfterSeconds: seconds,
    retryable: true,
  })
}

function callerOf(key: ApiKey, nowMs: number): Caller {
  const caller: Caller = {
    id: key.id,
    admin: key.admin,
    disabled: key.disabled,
    models: undefined,
    account: openAccount(key),
    requests: undefined,
    tokens: undefined,
    inFlight: 0,
  }
  adopt(caller, key, nowMs)
  return caller
}

/** Takes over what may be changed from outside; balances and buckets stay. */
function adopt(caller: Caller, key: ApiKey, nowMs: number): void {
  caller.admin = key.admin
  caller.disabled = key.disabled
  caller.models = key.models === undefined ? undefined : new Set(key.models)
  caller.account.key = key
  caller.requests = bucketOf(caller.requests, key.requestsPerMinute, nowMs)
  caller.tokens = bucketOf(caller.tokens, key.tokensPerMinute, nowMs)
}

function bucketOf(bucket: Bucket | undefined, perMinute: number | undefined, nowMs: number): Bucket | undefined {
  if (perMinute === undefined) return undefined
  return bucket?.perMinute === perMinute ? bucket : openBucket(perMinute, nowMs)
}

function anonymousCaller(): Caller {
  return {
    id: anonymousId,
    admin: false,
    disabled: false,
    models: undefined,
    account: openAccount({ id: anonymousId, name: anonymousId }),
    requests: undefined,
    tokens: undefined,
    inFlight: 0,
  }
}

function keyMissing(): RequestError {
  return new RequestError({
    code: 'API_KEY_MISSING',
    param: null,
    openAiCode: 'invalid_api_key',
    message: "You didn't provide an API key.",
    hint: 'Send it as "Authorization: Bearer mr-…".',
  })
}

/** One answer for unknown, malformed and revoked keys, so that nothing is learnt from it. */
function keyInvalid(): RequestError {
  return new RequestError({
    code: 'API_KEY_INVALID',
    param: null,
    openAiCode: 'invalid_api_key',
    message: 'Incorrect API key provided.',
    hint: 'Check the key, or have a new one made.',
  })
}
