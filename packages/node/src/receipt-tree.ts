/** Merkle trees over the receipts of an epoch, without holding up the runs. */
import { Worker } from 'node:worker_threads'
import { type Hash, merkleProof, merkleRoot, merkleTree } from '@millrace/protocol'

/** Receipts that are hashed in place: starting a thread takes as long. */
export const hashedInPlaceMax = 512

export type TreeWork = { readonly hashes: readonly Hash[]; readonly prove: readonly Hash[] }

export type ReceiptTree = {
  readonly root: Hash
  /** Of each hash to prove, in order; undefined for one that the tree does not hold. */
  readonly proofs: readonly (readonly Hash[] | undefined)[]
}

/**
 * Returns the root over the hashes and the proofs asked for. Aborting ends the thread and rejects with the reason.
 *
 * @throws {MalformedError} for no hashes, too many, or one twice. Cost: about 60 µs of another thread for a hash.
 */
export async function receiptTree(
  hashes: readonly Hash[],
  { prove = [], signal }: { readonly prove?: readonly Hash[]; readonly signal: AbortSignal },
): Promise<ReceiptTree> {
  signal.throwIfAborted()
  const work: TreeWork = { hashes, prove }
  return hashes.length <= hashedInPlaceMax ? hashTree(work) : hashInThread(work, signal)
}

/** Returns the same, at once. */
export function hashTree({ hashes, prove }: TreeWork): ReceiptTree {
  const tree = merkleTree(hashes)
  return { root: merkleRoot(tree), proofs: prove.map((hash) => merkleProof(tree, hash)) }
}

function hashInThread(work: TreeWork, signal: AbortSignal): Promise<ReceiptTree> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./merkle-worker.ts', import.meta.url), { workerData: work })
    const onAbort = () => {
      reject(signal.reason)
      void worker.terminate()
    }
    signal.addEventListener('abort', onAbort)
    worker.once('message', resolve)
    worker.once('error', reject)
    worker.once('exit', () => {
      signal.removeEventListener('abort', onAbort)
      reject(new Error('The thread ended without a tree.'))
    })
  })
}
