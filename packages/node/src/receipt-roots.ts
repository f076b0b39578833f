/**
 * One Merkle root per receipt epoch, which commits the node to every receipt it signed in it, with what it charged in each token.
 * Roots are posted from the end of their epoch until the contract takes them no more; a receipt in no root convicts its signer, so
 * an epoch is closed for good before its root is made, and what cannot be posted is said loudly.
 */
import type { ChainWriter } from '@millrace/chain'
import { type Address, type Amount, type Hash, isMillraceError, zeroHash } from '@millrace/protocol'
import { errorFields, type Log } from './log.ts'
import type { NodeStore } from './node-store.ts'
import type { ReceiptEpochs } from './receipt-epochs.ts'
import { receiptTree } from './receipt-tree.ts'

export type ReceiptRoot = {
  readonly epoch: number
  readonly root: Hash
  readonly count: number
  /** What the receipts charged, tokens rising. */
  readonly totals: readonly TokenTotal[]
}

export type TokenTotal = { readonly token: Address; readonly amount: Amount }

/**
 * Returns the root over all receipts of an epoch that are on disk, or undefined when it has none.
 *
 * @param epoch - Unix time over the epoch's length, rounded down.
 */
export async function receiptRootOf(
  store: NodeStore,
  epoch: number,
  { signal }: { readonly signal: AbortSignal },
): Promise<ReceiptRoot | undefined> {
  const hashes = store.receiptHashes(epoch)
  if (hashes.length === 0) return undefined
  const { root } = await receiptTree(hashes, { signal })
  return { epoch, root, count: hashes.length, totals: store.receiptTotals(epoch) }
}

type PosterInit = {
  readonly writer: ChainWriter
  readonly node: Address
  readonly store: NodeStore
  readonly epochs: ReceiptEpochs
  /** Milliseconds. */
  readonly now: () => number
  readonly log: Log
  readonly signal: AbortSignal
}

/** Returns the function that posts the roots of all epochs that are over. Never rejects: what failed is posted the next time. */
export function createRootPoster(init: PosterInit): () => Promise<void> {
  const { epochs, store, log, now } = init
  let posting = false
  let saidMissedBefore = 0
  let postingMs: number | undefined

  const post = async () => {
    const current = epochs.of(now())
    await epochs.closeBefore(current)
    postingMs ??= await postingMsOf(init)
    // Taken until (epoch + 1) · seconds + postingSeconds.
    const first = Math.max(0, epochs.of(now() - postingMs - 1))
    if (first > saidMissedBefore) {
      for (const epoch of store.unpostedEpochs(saidMissedBefore, first)) log('error', 'receipt-root-missed', { epoch })
      saidMissedBefore = first
    }
    for (const epoch of store.unpostedEpochs(first, current)) {
      if (!(await postOne(init, epoch))) return
    }
  }

  return async () => {
    if (posting) return
    posting = true
    try {
      await post()
    } catch (error) {
      log('error', 'receipt-roots-failed', errorFields(error))
    } finally {
      posting = false
    }
  }
}

/** How long after its end an epoch is taken. */
async function postingMsOf({ writer, epochs, signal }: PosterInit): Promise<number> {
  const firstDeadline = await writer.court.postingDeadline(0n, { signal })
  return (Number(firstDeadline) - epochs.seconds) * 1000
}

/** Returns whether the next may be tried: not while the chain does not answer. */
async function postOne({ writer, store, log, signal, ...init }: PosterInit, epoch: number): Promise<boolean> {
  try {
    const root = await receiptRootOf(store, epoch, { signal })
    if (root === undefined) return true
    const known = await writer.receiptRoot(init.node, BigInt(epoch), { signal })
    if (known !== undefined && known.root !== root.root)
      log('error', 'receipt-root-differs', { epoch, root: root.root })
    const { count } = root
    const transactionHash =
      known === undefined
        ? (await writer.postReceiptRoot({ ...root, node: init.node, epoch: BigInt(epoch) }, { signal })).hash
        : zeroHash
    await store.saveReceiptRoot({ epoch, root: known?.root ?? root.root, count, transactionHash })
    log('info', 'receipt-root-posted', { epoch, count, transactionHash })
    return true
  } catch (error) {
    log('warn', 'receipt-root-failed', { epoch, ...errorFields(error) })
    return isMillraceError(error) && !error.retryable
  }
}
