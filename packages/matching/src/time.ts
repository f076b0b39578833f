/** Times in this package: Unix seconds for what is signed, milliseconds for durations. */
export type Millis = number

/** Returns whole Unix seconds, rounded down. @param ms - Unix milliseconds. */
export function unixSecondsOf(ms: Millis): number {
  return Math.floor(ms / 1000)
}
