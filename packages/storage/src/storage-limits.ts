/** Bounds of storage that a caller may change. */

export const storageLimits = {
  /** Files of a tree fetched or written at once: enough to hide round trips, few enough for a disk. */
  filesAtOnceMax: 4,
  /** Transfers from sources at once over all work; each holds one chunk of 1 MiB and what its connection buffers. */
  transfersAtOnceMax: 8,
  /** Transfers that may wait for a turn; more are refused, since each holds its caller's memory. */
  transfersWaitingMax: 100_000,
  /** Bytes a second over all transfers together; whoever shares a line sets it lower. */
  bytesPerSecondMax: 1_073_741_824,
  /** Attempts at one source in a row that bring no whole chunk. */
  attemptsMax: 3,
  /** Milliseconds before the second attempt; each further one waits twice as long. */
  retryDelayMs: 500,
  /** Milliseconds of waiting for a source in which `progressBytesMin` must come; twice what HTTP allows itself. */
  stallMsMax: 60_000,
  /** Bytes that must come in that time: one that drips costs a place, not for ever. */
  progressBytesMin: 65_536,
  /** Sources tried for one object: each may cost all its attempts. */
  sourcesMax: 16,
  /** Milliseconds between two looks at whether another has fetched the object. */
  writerPollMs: 100,
} as const

export type StorageLimits = { readonly [K in keyof typeof storageLimits]: number }
