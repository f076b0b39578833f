/** What the bulk client spends at most on peers that it does not trust. Every value is listed in docs/limits.md. */

const mebibyte = 1024 * 1024

export type BulkClientLimits = {
  /** Objects fetched at once. */
  readonly transfersMax: number
  /** Fetches that may wait for their turn. */
  readonly waitingMax: number
  /** From the first byte to TLS standing, in ms. */
  readonly connectMsMax: number
  /** Bytes asked for at once. */
  readonly requestBytesMax: number
  /** Bytes the peer may send ahead of the reader: 80 MB/s at 100 ms. */
  readonly windowBytesMax: number
  /** Bytes of an answer's headers. */
  readonly headerBytesMax: number
  /** SETTINGS and PING frames and early answers of one connection. */
  readonly controlFramesMax: number
  /** Waiting for the peer, in ms, in which it must bring `progressBytesMin`. */
  readonly stallMsMax: number
  /** Bytes that must pass in `stallMsMax` of waiting; after as many, attempts are counted anew. */
  readonly progressBytesMin: number
  /** Attempts in a row that may bring fewer than `progressBytesMin`. */
  readonly attemptsMax: number
  /** Pause before the second attempt, in ms; doubles with each further one. */
  readonly retryDelayMs: number
}

export const bulkClientLimits: BulkClientLimits = {
  transfersMax: 4,
  waitingMax: 256,
  connectMsMax: 10_000,
  requestBytesMax: 64 * mebibyte,
  windowBytesMax: 8 * mebibyte,
  headerBytesMax: 8_192,
  controlFramesMax: 1_000,
  stallMsMax: 30_000,
  progressBytesMin: mebibyte,
  attemptsMax: 5,
  retryDelayMs: 250,
}
