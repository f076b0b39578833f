/** Every bound of the gateway, by name. Each can be overridden per gateway; `docs/limits.md` lists the defaults. */

export type GatewayLimits = {
  /** Bytes of one request body. */
  readonly bodyBytesMax: number
  /** Bytes of one request's headers. */
  readonly headerBytesMax: number
  /** Headers one request may carry. */
  readonly headersMax: number
  /** Levels of nested arrays and objects in a body. */
  readonly jsonDepthMax: number
  /** Members of one array or object in a body. */
  readonly jsonMembersMax: number
  /** Open TCP connections. */
  readonly connectionsMax: number
  /** Requests to the network in progress at once, settlement included. */
  readonly requestsInFlightMax: number
  /** The same, of one API key. */
  readonly requestsInFlightPerKeyMax: number
  /** Milliseconds in which all headers of a request must have come. */
  readonly headersMsMax: number
  /** Milliseconds in which a whole request must have come. */
  readonly bodyMsMax: number
  /** Milliseconds an idle connection is kept. */
  readonly keepAliveMsMax: number
  /** Milliseconds a run may take from request to last token. */
  readonly runMsMax: number
  /** Milliseconds from request to first output. */
  readonly firstTokenMsMax: number
  /** Milliseconds between two outputs, and from the last output to the receipt. */
  readonly chunkGapMsMax: number
  /** Milliseconds a reader may leave a full connection unread. */
  readonly readerStallMsMax: number
  /** Milliseconds to wait for the receipt of a run that was cancelled, before it is settled by estimate. */
  readonly receiptWaitMsMax: number
  /** Milliseconds that streams get to finish when the gateway closes. */
  readonly drainMsMax: number
  /** Milliseconds between two looks at all deadlines: how late a time-out may come. */
  readonly deadlineCheckMs: number
  /** Characters of an answer gathered before they are written, at most. */
  readonly gatheredCharsMax: number
  /** Characters of one answer, at most: a provider may not fill the gateway's memory. */
  readonly answerCharsMax: number
  /** Milliseconds after which the list of models is refreshed in the background. */
  readonly catalogFreshMs: number
  /** Milliseconds one refresh of the list of models may take. */
  readonly catalogMsMax: number
  /** Milliseconds after which changes to keys by another process are looked for. */
  readonly keysFreshMs: number
  /** Output tokens of a request that names no maximum. */
  readonly outputTokensDefault: number
  /** Times its cheapest possible cost that a request may reserve, so that dearer providers can take over and read again. */
  readonly reserveFactorMax: number
}

export const defaultGatewayLimits: GatewayLimits = {
  bodyBytesMax: 4 * 1024 * 1024,
  headerBytesMax: 16 * 1024,
  headersMax: 64,
  jsonDepthMax: 16,
  jsonMembersMax: 4096,
  connectionsMax: 4096,
  requestsInFlightMax: 1024,
  requestsInFlightPerKeyMax: 256,
  headersMsMax: 10_000,
  bodyMsMax: 30_000,
  keepAliveMsMax: 65_000,
  runMsMax: 600_000,
  firstTokenMsMax: 120_000,
  chunkGapMsMax: 60_000,
  readerStallMsMax: 30_000,
  receiptWaitMsMax: 10_000,
  drainMsMax: 30_000,
  deadlineCheckMs: 100,
  gatheredCharsMax: 16 * 1024,
  answerCharsMax: 8 * 1024 * 1024,
  catalogFreshMs: 5_000,
  catalogMsMax: 10_000,
  keysFreshMs: 250,
  outputTokensDefault: 512,
  reserveFactorMax: 4,
}
