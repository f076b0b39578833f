/** What a buyer's receipts and their proofs may hold and take, and the reasons. */
export const receiptProofLimits = {
  /** Receipts kept with their proofs, about 2 kB each: four days at one in seven seconds. */
  receiptsMax: 50_000,
  /** Seconds from a receipt's end for which it is kept: longer than courts take evidence and claims. */
  keptSeconds: 1_814_400,
  /** Milliseconds for which receipts are gathered into one commit: a crash forgets that much. */
  gatheredMs: 250,
  /** Milliseconds between two looks at what is due. */
  lookMs: 30_000,
  /** Receipts asked after in one look: each is one short question to its node. */
  asksPerLookMax: 64,
  /** Questions out at once: nodes hash an epoch for the first of each. */
  asksAtOnceMax: 4,
  /** Milliseconds after the end of an epoch before its root is looked for: nodes post at once, and blocks take a while. */
  afterEpochMs: 60_000,
  /** First wait after a question without an answer, in milliseconds; it doubles. */
  retryMsMin: 60_000,
  /** Longest such wait: a node that was down for the night is asked in the morning. */
  retryMsMax: 3_600_000,
  /** Questions after which a receipt counts as unproven: about ten hours. */
  triesMax: 16,
  /** Milliseconds for one look at the chain. */
  chainMsMax: 30_000,
  /** Receipts without a proof that are shown, the latest: those that a case could still be about. */
  unprovenShownMax: 256,
} as const

export type ReceiptProofLimits = { readonly [Name in keyof typeof receiptProofLimits]: number }
