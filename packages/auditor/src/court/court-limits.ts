/** What a court may use, and the reasons. Times are milliseconds unless the name says seconds. */
export type CourtLimits = {
  /** Between two looks at the cases under way; events wake it sooner. */
  readonly tickMs: number
  /** Between two looks at the chain's head. */
  readonly pollMs: number
  /** Blocks on top of an event before it counts: a duty that a fork takes back costs an audit. */
  readonly confirmations: number
  /** One look at the chain, or one transaction. */
  readonly chainMsMax: number
  /** One try to fetch evidence; a bundle has up to 5.6 MB. */
  readonly evidenceMsMax: number
  /** Between two tries. */
  readonly evidenceRetryMs: number
  /** Seconds before the end of the time to commit at which the verdict is made without evidence: room for a full block or two. */
  readonly commitMarginSeconds: number
  /**
   * Seconds among which auditors are spread that finish a round of the beacon, so that one pays and the others see it done; far less
   * than the time there is.
   */
  readonly beaconStaggerSeconds: number
  /** Peers that are served evidence at once: each holds a bundle in memory. A panel has 15 seats at most. */
  readonly evidenceServedMax: number
  /** Panels sat on at once; others are missed, and logged. */
  readonly dutiesMax: number
  /** Own cases under way at once. */
  readonly casesOpenMax: number
  /** Own cases begun in a day: a broken judge must not ruin its owner by accusing everybody. */
  readonly casesPerDayMax: number
  /** Gas for own cases in a day; duties are done whatever they cost, for a missed one costs more. */
  readonly gasPerDayMax: bigint
}

export const courtLimits: CourtLimits = {
  tickMs: 15_000,
  pollMs: 4_000,
  confirmations: 2,
  chainMsMax: 60_000,
  evidenceMsMax: 60_000,
  evidenceRetryMs: 30_000,
  commitMarginSeconds: 600,
  beaconStaggerSeconds: 120,
  evidenceServedMax: 16,
  dutiesMax: 64,
  casesOpenMax: 16,
  casesPerDayMax: 16,
  gasPerDayMax: 60_000_000n,
}

/** Rows of ended cases and duties that are kept for people to look up; the oldest go first. */
export const endedRowsKeptMax = 10_000
