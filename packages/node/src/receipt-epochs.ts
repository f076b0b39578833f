/**
 * Which receipt epoch each receipt falls in, and that none falls in one whose root was made: a signed receipt that is in no root
 * convicts its signer. So an epoch is closed on disk before its root is made, and a receipt that a clock set back would date into
 * a closed epoch is dated at the start of the first open one.
 */
import type { NodeStore } from './node-store.ts'
import { RefusalError } from './refusal-error.ts'

export type ReceiptEpochs = {
  /** Length of an epoch. */
  readonly seconds: number
  /** Returns the epoch of a time. @param at - milliseconds. */
  of(at: number): number
  /** Returns when a run that ends now is said to have ended, never before it began, and counts its receipt. All in milliseconds. */
  date(startedAt: number, now: number): number
  /** @throws {RefusalError} NODE_BUSY when the epoch has all the receipts that one root covers, with those of `runs` under way. */
  requireRoom(now: number, runs: number): void
  /** Closes all epochs before this one, for ever. Resolves when all their receipts are on disk. @throws {StoreError} */
  closeBefore(epoch: number): Promise<void>
}

type ReceiptEpochsInit = { readonly seconds: number; readonly receiptsMax: number }
type EpochStore = Pick<NodeStore, 'countReceipts' | 'receiptEpochsClosed' | 'closeReceiptEpochs' | 'flushed'>

export function createReceiptEpochs(store: EpochStore, { seconds, receiptsMax }: ReceiptEpochsInit): ReceiptEpochs {
  const msPerEpoch = seconds * 1000
  let open = store.receiptEpochsClosed()
  let counted = { epoch: -1, count: 0 }

  const of = (at: number) => Math.floor(at / msPerEpoch)
  /** A receipt is dated into the epoch of now, or the first open one: others need no count. */
  const countOf = (epoch: number) => {
    if (counted.epoch !== epoch) counted = { epoch, count: store.countReceipts(epoch) }
    return counted
  }
  const dateOf = (at: number) => Math.max(at, open * msPerEpoch)

  return {
    seconds,
    of,
    date(startedAt, now) {
      const at = dateOf(Math.max(startedAt, now))
      countOf(of(at)).count++
      return at
    },
    requireRoom(now, runs) {
      if (countOf(of(dateOf(now))).count + runs < receiptsMax) return
      throw new RefusalError('NODE_BUSY', `The receipts of this epoch are used up: one root covers ${receiptsMax}.`)
    },
    async closeBefore(epoch) {
      if (epoch > open) {
        store.closeReceiptEpochs(epoch)
        open = epoch
      }
      await store.flushed()
    },
  }
}
