/** What the bulk server spends at most on peers that it does not trust. Every value is listed in docs/limits.md. */

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
