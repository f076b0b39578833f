/** Token buckets: so many a minute, in bursts of at most a minute's worth. */

export type Bucket = {
  /** Units a minute. */
  perMinute: number
  /** Units left at `at`; below 0 after an overdraft. */
  left: number
  /** Unix milliseconds. */
  at: number
}

/** Returns a full bucket. */
export function openBucket(perMinute: number, nowMs: number): Bucket {
  return { perMinute, left: perMinute, at: nowMs }
}

/**
 * Takes units and returns 0, or takes none and returns the milliseconds until it could. More units than the bucket holds are
 * given when it is full, and leave it in debt.
 */
export function take(bucket: Bucket, units: number, nowMs: number): number {
  refill(bucket, nowMs)
  const needed = Math.min(units, bucket.perMinute)
  if (bucket.left < needed) return Math.ceil(((needed - bucket.left) * 60_000) / bucket.perMinute)
  bucket.left -= units
  return 0
}

/** Gives units back, or takes them where negative, without asking. */
export function giveBack(bucket: Bucket, units: number): void {
  bucket.left = Math.min(bucket.perMinute, bucket.left + units)
}

/** Returns the milliseconds until the bucket is full. */
export function fullInMs(bucket: Bucket): number {
  return Math.ceil(((bucket.perMinute - bucket.left) * 60_000) / bucket.perMinute)
}

function refill(bucket: Bucket, nowMs: number): void {
  const elapsed = Math.max(0, nowMs - bucket.at)
  bucket.left = Math.min(bucket.perMinute, bucket.left + (elapsed * bucket.perMinute) / 60_000)
  bucket.at = Math.max(bucket.at, nowMs)
}
