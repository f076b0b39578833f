import type { OpeningFrame, ProviderFrame } from '@millrace/protocol'
import type { NodeContext, Peer } from './node-context.ts'
import { RefusalError } from './refusal-error.ts'

type ReceiptFrame = Extract<OpeningFrame, { type: 'receipt' }>

/**
 * Returns the answer to `receipt`: the receipt of a run, for the key that asked for the run.
 *
 * @throws {RefusalError} RECEIPT_UNKNOWN, also for a receipt of somebody else's.
 */
export function serveReceipt(context: NodeContext, peer: Peer, frame: ReceiptFrame): ProviderFrame {
  const row = context.store.findReceipt(frame.leaseId, frame.sequence)
  if (row === undefined || row.holder !== peer.remote) {
    throw new RefusalError('RECEIPT_UNKNOWN', 'This node keeps no such receipt of yours.')
  }
  return { type: 'receipt', receipt: row.receipt, signature: row.signature }
}
