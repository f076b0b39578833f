/** What bulk transfers spend at most on peers that are not trusted. Every value is listed in docs/limits.md. */

const mebibyte = 1024 * 1024

export type BulkServerLimits = {
  /** Connections held at once; more are closed unheard. */
  readonly connectionsMax: number
  /** Connections from one network address. */
  readonly connectionsPerHostMax: number
  /** From the first byte to TLS standing, in ms. */
  readonly handshakeMsMax: number
  /** A connection on which no object is under way is closed after this, in ms. */
  readonly idleMsMax: number
  /** Objects sent at once, over all connections. */
  readonly transfersMax: number
  /** Objects sent at once under one token; also the streams one connection may hold open. */
  readonly transfersPerGrantMax: number
  /** Requests that were reset or refused before the connection is ended: rapid reset costs the server more than the client. */
  readonly faultsPerConnectionMax: number
  /** SETTINGS and PING frames of one connection, which cost an answer each. */
  readonly controlFramesMax: number
  /** Bytes of one request's headers. */
  readonly headerBytesMax: number
  /** Bytes of one answer; the client asks for the rest. Bounds how long a token outlives its end. */
  readonly answerBytesMax: number
  /** Waiting for a reader, in ms, in which it must take `progressBytesMin`. */
  readonly stallMsMax: number
  /** Bytes that must pass in `stallMsMax` of waiting: 35 kB/s, at which a gigabyte takes eight hours. */
  readonly progressBytesMin: number
  /** Tokens that are valid at once. */
  readonly grantsMax: number
  /** Tokens of one peer that are valid at once; a further one replaces the oldest. */
  readonly grantsPerPeerMax: number
  /** How long a token is valid, in ms. */
  readonly grantMsMax: number
  /** Bytes one token is good for. */
  readonly grantBytesMax: number
}

export const bulkServerLimits: BulkServerLimits = {
  connectionsMax: 256,
  connectionsPerHostMax: 32,
  handshakeMsMax: 10_000,
  idleMsMax: 15_000,
  transfersMax: 64,
  transfersPerGrantMax: 4,
  faultsPerConnectionMax: 32,
  controlFramesMax: 1_000,
  headerBytesMax: 4_096,
  answerBytesMax: 64 * mebibyte,
  stallMsMax: 30_000,
  progressBytesMin: mebibyte,
  grantsMax: 4_096,
  grantsPerPeerMax: 4,
  grantMsMax: 900_000,
  grantBytesMax: 64 * 1024 * mebibyte,
}

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
  /** Bytes that must pass in `stallMsMax` of waiting, and between attempts that count as the same. */
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
  /** Bytes that must pass in `stallMsMax` of waiting, and between attempts that count as the same. */
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
