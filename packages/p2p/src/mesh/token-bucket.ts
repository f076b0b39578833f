/**
 * Rates with bursts: a bucket holds up to `burst` tokens and gains `perSecond` of them; what happens takes some away.
 *
 * Times are milliseconds of a clock that never goes back. Cost: O(1).
 */

export type Rate = { readonly burst: number; readonly perSecond: number }

export class TokenBucket {
  readonly #rate: Rate
  #tokens: number
  #filledAt: number

  constructor(rate: Rate, nowMs: number) {
    this.#rate = rate
    this.#tokens = rate.burst
    this.#filledAt = nowMs
  }

  /** Returns the tokens there are now; below zero after a debt. */
  tokens(nowMs: number): number {
    const gained = (Math.max(0, nowMs - this.#filledAt) * this.#rate.perSecond) / 1_000
    this.#tokens = Math.min(this.#rate.burst, this.#tokens + gained)
    this.#filledAt = Math.max(this.#filledAt, nowMs)
    return this.#tokens
  }

  /** Takes the tokens when they are there. Returns whether they were. */
  take(tokens: number, nowMs: number): boolean {
    if (this.tokens(nowMs) < tokens) return false
    this.#tokens -= tokens
    return true
  }

  /** Takes the tokens even when they are not there yet; later ones pay for them. */
  owe(tokens: number, nowMs: number): void {
    this.tokens(nowMs)
    this.#tokens -= tokens
  }

  /** Returns the milliseconds until there are so many tokens; more than the burst never are, so the burst counts. */
  waitMs(tokens: number, nowMs: number): number {
    const missing = Math.min(tokens, this.#rate.burst) - this.tokens(nowMs)
    return missing <= 0 ? 0 : Math.ceil((missing * 1_000) / this.#rate.perSecond)
  }
}

/** A bucket for each key, for the keys that were last heard of. A forgotten key starts with a full bucket. */
export class TokenBuckets {
  readonly #rate: Rate
  readonly #keysMax: number
  /** In the order of their last use. */
  readonly #buckets = new Map<string, TokenBucket>()

  constructor(rate: Rate, keysMax: number) {
    this.#rate = rate
    this.#keysMax = keysMax
  }

  get size(): number {
    return this.#buckets.size
  }

  of(key: string, nowMs: number): TokenBucket {
    const bucket = this.#buckets.get(key) ?? new TokenBucket(this.#rate, nowMs)
    this.#buckets.delete(key)
    this.#buckets.set(key, bucket)
    if (this.#buckets.size > this.#keysMax) {
      for (const oldest of this.#buckets.keys()) {
        this.#buckets.delete(oldest)
        break
      }
    }
    return bucket
  }

  /** Returns whether so many tokens are there, without taking or remembering anything. */
  has(key: string, tokens: number, nowMs: number): boolean {
    return (this.#buckets.get(key)?.tokens(nowMs) ?? this.#rate.burst) >= tokens
  }
}
