/** How much and how long a node's file keeps. */

/** Leases of one opening of a channel that are looked through to account for its money: one more than a payer may grant items. */
export const channelLeasesMax = 8_193
/**
 * Receipts kept, beside those that somebody may still ask for; the oldest go first. An operator that gives more in the life of a channel
 * closes it before: what it redeemed there is accounted for with all of them.
 */
export const receiptsKeptMax = 1_000_000
/** Least age up to which no receipt goes, however many there are; longer where the court takes older evidence (receipt-retention.ts). */
export const receiptEvidenceMsMin = 21 * 86_400_000
/** Least age at which a receipt goes, if the channel was closed. */
export const receiptAgeMsMax = 30 * 86_400_000
/** Age over its expiry at which a lease goes that no receipt was given under; a run may end after it. */
export const idleLeaseAgeMs = 3_600_000
/** How long after its expiry such a lease is looked for. */
export const idleLeaseLookMs = 86_400_000
/** Whole answers kept for retries with an idempotency key. */
export const answersKeptMax = 10_000
/** Bytes that kept answers may take together: 1 GiB. */
export const answersBytesMax = 1024 ** 3
/** Age at which a kept answer goes. */
export const answerAgeMsMax = 86_400_000
/** Settlements kept. */
export const settlementsKeptMax = 10_000
/** Age at which an ended channel epoch goes. */
export const endedChannelAgeMsMax = 90 * 86_400_000
/** Rows one pruning removes from a table: it runs between requests. */
export const prunedRowsMax = 1_000
/** Milliseconds to wait for a node that is just ending to let go of the file. */
export const storeLockWaitMsMax = 2_000
