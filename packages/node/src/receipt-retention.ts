/**
 * How long receipts are kept: as long as the court may ask for them, by the terms that its contracts were made with. A receipt that is
 * asked for and gone convicts its signer.
 */
import { receiptAgeMsMax, receiptEvidenceMsMin } from './store-limits.ts'

export type ReceiptRetention = {
  /** Age up to which no receipt goes, in milliseconds. */
  readonly evidenceMs: number
  /** Age at which a receipt goes, in milliseconds. */
  readonly ageMs: number
}

/** What of the court's terms it takes, in seconds. */
export type EvidenceTimes = {
  readonly evidenceSeconds: number
  readonly answerSeconds: number
  readonly claimSeconds: number
}

/** Where the court's terms are no longer than usual. */
export const usualRetention: ReceiptRetention = { evidenceMs: receiptEvidenceMsMin, ageMs: receiptAgeMsMax }

/** Until the terms are known: nothing goes. */
export const keepAll: ReceiptRetention = { evidenceMs: Number.POSITIVE_INFINITY, ageMs: Number.POSITIVE_INFINITY }

/** A node that was away may have to answer late; milliseconds. */
const marginMs = 7 * 86_400_000

/** Returns the retention: never less than the usual, more where the court's terms are longer. */
export function receiptRetention({ evidenceSeconds, answerSeconds, claimSeconds }: EvidenceTimes): ReceiptRetention {
  // It can be asked for on the last day that it is evidence; buyers ask for proofs while they can claim.
  const evidenceMs = Math.max(usualRetention.evidenceMs, (evidenceSeconds + answerSeconds) * 1000 + marginMs)
  return { evidenceMs, ageMs: Math.max(usualRetention.ageMs, evidenceMs + claimSeconds * 1000 + marginMs) }
}
