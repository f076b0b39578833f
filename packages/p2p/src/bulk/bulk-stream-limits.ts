/** What bulk transfers over framed streams spend at most, on either side. Every value is listed in docs/limits.md. */

const mebibyte = 1024 * 1024

export type BulkStreamLimits = {
  /** Objects sent at once over streams. */
  readonly transfersMax: number
  /** Objects sent at once to one peer. */
  readonly transfersPerPeerMax: number
  /** Bytes of one chunk: other streams of the connection wait for no more than this. */
  readonly chunkBytesMax: number
  /** Bytes sent ahead of what the reader has taken: a sixteenth of what a stream queues before it is reset. */
  readonly unacknowledgedBytesMax: number
  /** Bytes one stream carries; the client opens another for the rest. Relays limit what a connection may carry. */
  readonly streamBytesMax: number
  /** Bytes a second over all streams together, since a relay pays for them. */
  readonly bytesPerSecondMax: number
  /** Waiting for the other side, in ms, in which `progressBytesMin` must pass. */
  readonly stallMsMax: number
  /** Bytes that must pass in `stallMsMax` of waiting; after as many, attempts are counted anew. */
  readonly progressBytesMin: number
  /** Attempts in a row that may bring fewer than `progressBytesMin`. */
  readonly attemptsMax: number
  /** Pause before the second attempt, in ms; doubles with each further one. */
  readonly retryDelayMs: number
}

export const bulkStreamLimits: BulkStreamLimits = {
  transfersMax: 16,
  transfersPerPeerMax: 2,
  chunkBytesMax: 64 * 1024,
  unacknowledgedBytesMax: mebibyte,
  streamBytesMax: 32 * mebibyte,
  bytesPerSecondMax: 2 * mebibyte,
  stallMsMax: 30_000,
  progressBytesMin: 64 * 1024,
  attemptsMax: 5,
  retryDelayMs: 250,
}
