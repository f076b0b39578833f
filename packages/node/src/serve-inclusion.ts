/**
 * Tells where a receipt is in the root of its epoch. A tree of a large epoch takes a thread tens of seconds, so one is hashed at a
 * time, once for all that ask for the epoch meanwhile, and what was found is kept for those that ask again.
 */
import type { Hash, OpeningFrame, ProviderFrame, ReceiptInclusion } from '@millrace/protocol'
import type { NodeContext } from './node-context.ts'
import type { NodeStore } from './node-store.ts'
import { receiptTree } from './receipt-tree.ts'
import { RefusalError } from './refusal-error.ts'
import type { ReceiptRow } from './store-rows.ts'

/** Peers that wait for a proof at a time. */
export const inclusionsWaitingMax = 64
/** Proofs kept: at most 1.5 KB each. */
export const inclusionsKeptMax = 1_024

export type InclusionDesk = {
  /** Returns where the receipt is in its epoch's root. @throws {RefusalError} NODE_BUSY, RECEIPT_UNKNOWN */
  inclusionOf(row: Pick<ReceiptRow, 'epoch' | 'hash'>): Promise<ReceiptInclusion>
}

/**
 * Returns the answer to `inclusion`, for whoever can name the run: it holds nothing but hashes.
 *
 * @throws {RefusalError} RECEIPT_UNKNOWN, also before the epoch's root is posted, NODE_BUSY
 */
export async function serveInclusion(
  { store, inclusions }: Pick<NodeContext, 'store' | 'inclusions'>,
  { leaseId, sequence }: Extract<OpeningFrame, { type: 'inclusion' }>,
): Promise<ProviderFrame> {
  const row = store.findReceipt(leaseId, sequence)
  if (row === undefined) throw new RefusalError('RECEIPT_UNKNOWN', 'This node keeps no such receipt.')
  if (!store.isEpochPosted(row.epoch)) {
    throw new RefusalError('RECEIPT_UNKNOWN', `The root of epoch ${row.epoch} is not posted yet.`)
  }
  const { epoch, root, proof } = await inclusions.inclusionOf(row)
  return { type: 'inclusion', epoch, root, proof: [...proof] }
}

type Batch = { readonly hashes: Set<Hash>; readonly found: Promise<ReadonlyMap<Hash, ReceiptInclusion>> }

export function createInclusionDesk(
  store: Pick<NodeStore, 'receiptHashes'>,
  { signal }: { readonly signal: AbortSignal },
): InclusionDesk {
  const batches = new Map<number, Batch>()
  const kept = new Map<Hash, ReceiptInclusion>()
  let last: Promise<unknown> = Promise.resolve()
  let waiting = 0

  const hashTree = async (epoch: number, asked: ReadonlySet<Hash>) => {
    // From now on others begin the next batch: the tree is hashed for those that asked before.
    batches.delete(epoch)
    const prove = [...asked]
    const { root, proofs } = await receiptTree(store.receiptHashes(epoch), { prove, signal })
    const found = new Map<Hash, ReceiptInclusion>()
    for (const [index, hash] of prove.entries()) {
      const proof = proofs[index]
      if (proof !== undefined) found.set(hash, { epoch: BigInt(epoch), root, proof })
    }
    return found
  }
  const begin = (epoch: number): Batch => {
    const hashes = new Set<Hash>()
    const found = last.then(() => hashTree(epoch, hashes))
    last = found.catch(() => undefined)
    const batch = { hashes, found }
    batches.set(epoch, batch)
    return batch
  }
  const keep = (hash: Hash, inclusion: ReceiptInclusion) => {
    kept.set(hash, inclusion)
    const [oldest] = kept.keys()
    if (kept.size > inclusionsKeptMax && oldest !== undefined) kept.delete(oldest)
  }

  return {
    async inclusionOf({ epoch, hash }) {
      const known = kept.get(hash)
      if (known !== undefined) return known
      if (waiting >= inclusionsWaitingMax) {
        throw new RefusalError('NODE_BUSY', `${waiting} others wait to be told where their receipts are.`)
      }
      waiting++
      try {
        const batch = batches.get(epoch) ?? begin(epoch)
        batch.hashes.add(hash)
        const inclusion = (await batch.found).get(hash)
        if (inclusion === undefined) throw new RefusalError('RECEIPT_UNKNOWN', 'This node keeps no such receipt.')
        keep(hash, inclusion)
        return inclusion
      } finally {
        waiting--
      }
    },
  }
}
