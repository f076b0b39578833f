/** What a buyer's audits of its own receipts may hold, take and cost, and the reasons. Money is base units of the settlement token. */
export const sampledAuditLimits = {
  /** Receipts kept with their texts until they are drawn: two hours' at nearly three a second. Of more, some go by chance. */
  receiptsKeptMax: 20_000,
  /** Characters of them: what a disk does not notice. */
  charsKeptMax: 268_435_456,
  /** Milliseconds for which receipts are gathered into one commit: a crash forgets that much. */
  gatheredMs: 250,
  /** Milliseconds between two looks at what is committed, drawn and due. */
  lookMs: 15_000,
  /**
   * Seconds from a node's commitment to the block that draws: longer than randomness is known ahead, so that nobody, the proposer of the
   * block that takes the commitment included, can pick the draw by when it is posted.
   */
  drawDelaySeconds: 3_600,
  /** Blocks on the one that draws, itself not counted: one that is replaced would draw again. */
  confirmations: 2,
  /** Epochs of nodes asked of the chain in one look: a few calls each. */
  epochsPerLookMax: 64,
  /** Audits out at once. */
  outMax: 4,
  /** Milliseconds from a receipt until no court takes it any more: the shortest that one may set. */
  evidenceMs: 86_400_000,
  /** Milliseconds of that which opening a case takes: an audit is of use until then, and its text is deleted. */
  caseMs: 3_600_000,
  /** Spent on audits beyond what the runs so far have set aside: the first are due before there is an average. */
  burst: 100_000n,
  /** What one audit may cost however little its run did: prices are rounded up. */
  amountLeast: 1_000n,
  /** Milliseconds that the roll of auditors is believed. */
  rollFreshMs: 600_000,
  /** Auditors looked up for one audit, in the order drawn. */
  auditorsReadMax: 32,
  /** Milliseconds for which a node that an auditor found to cheat is asked for nothing: until its case is over. */
  struckMs: 604_800_000,
  /** Milliseconds after a start for which an auditor that was asked before is waited for. */
  resumeMs: 600_000,
  /** Milliseconds for one look at the chain. */
  chainMsMax: 30_000,
} as const

export type SampledAuditLimits = {
  readonly [Name in keyof typeof sampledAuditLimits]: (typeof sampledAuditLimits)[Name] extends bigint ? bigint : number
}
