/** One Merkle root per receipt epoch, which commits the operator to every receipt it signed in it. */
import type { ChainWriter } from '@millrace/chain'
import { type Hash, MillraceError, merkleRoot, merkleTree } from '@millrace/protocol'
import { errorFields, type Log } from './log.ts'
import type { NodeLimits } from './node-limits.ts'
import type { NodeStore } from './node-store.ts'

export type ReceiptRoot = { readonly epoch: number; readonly root: Hash; readonly count: number }

/**
 * Returns the root over all receipts of an epoch, or undefined when it has none.
 *
 * @param epoch - Unix time over `receiptEpochSeconds`, rounded down.
 * @throws {ReceiptEpochTooLargeError}
 */
export function receiptRootOf(store: NodeStore, limits: NodeLimits, epoch: number): ReceiptRoot | undefined {
  const hashes = store.receiptHashes(epoch)
  if (hashes.length === 0) return undefined
  if (hashes.length > limits.receiptsPerRootMax) {
    throw new ReceiptEpochTooLargeError(epoch, hashes.length, limits.receiptsPerRootMax)
  }
  return { epoch, root: merkleRoot(merkleTree(hashes)), count: hashes.length }
}

type Poster = {
  readonly writer: ChainWriter
  readonly store: NodeStore
  readonly limits: NodeLimits
  readonly log: Log
  readonly signal: AbortSignal
}

/** Posts the roots of all epochs that are over. Never rejects: what failed is logged and posted the next time. */
export async function postReceiptRoots(
  { writer, store, limits, log, signal }: Poster,
  epochNow: number,
): Promise<void> {
  for (const epoch of store.unpostedEpochs(epochNow)) {
    try {
      const posting = receiptRootOf(store, limits, epoch)
      if (posting === undefined) continue
      const { root, count } = posting
      const tx = await writer.postReceiptRoot({ epoch: BigInt(epoch), root, count }, { signal })
      await store.saveReceiptRoot({ ...posting, transactionHash: tx.hash })
      log('info', 'receipt-root-posted', { epoch, count, transactionHash: tx.hash })
    } catch (error) {
      log('warn', 'receipt-root-failed', { epoch, ...errorFields(error) })
      // The contract takes epochs in order only: a later one must wait for this one, unless it can never be posted.
      if (!(error instanceof ReceiptEpochTooLargeError)) return
    }
  }
}

export class ReceiptEpochTooLargeError extends MillraceError {
  override readonly name = 'ReceiptEpochTooLargeError'

  constructor(epoch: number, count: number, countMax: number) {
    super({
      code: 'RECEIPT_EPOCH_TOO_LARGE',
      message: `Epoch ${epoch} has ${count} receipts; one root covers at most ${countMax}.`,
      hint: 'Shorten receiptEpochSeconds.',
      retryable: false,
    })
  }
}
