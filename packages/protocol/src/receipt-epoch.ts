/** Receipt epochs: which Merkle root a receipt belongs under. The contract counts the same way (`Receipts.sol`). */
import type { Receipt } from './messages.ts'

/** Returns the epoch of a receipt. @param epochSeconds - the deployment's, at least 1. */
export function receiptEpochOf({ finishedAt }: Pick<Receipt, 'finishedAt'>, epochSeconds: bigint): bigint {
  return finishedAt / epochSeconds
}
