/** What a provider's file holds when its process is gone, however it went: read as it stands, without the node's own code. */
import { DatabaseSync } from 'node:sqlite'
import type { Hash } from '@millrace/protocol'

export type NodeFile = {
  readonly receipts: readonly { readonly leaseId: Hash; readonly sequence: bigint }[]
  /** Base units, over all channels. */
  readonly owed: bigint
  readonly vouchers: bigint
}

/** Returns what is in the file. */
export function readNodeFile(path: string): NodeFile {
  const database = new DatabaseSync(path)
  try {
    const receipts = database.prepare('SELECT lease_id, sequence FROM receipts').all()
    const channels = database.prepare('SELECT owed, voucher_amount FROM channels').all()
    return {
      receipts: receipts.map(({ lease_id, sequence }) => ({
        leaseId: lease_id as Hash,
        sequence: BigInt(String(sequence)),
      })),
      owed: channels.reduce((sum, { owed }) => sum + BigInt(String(owed)), 0n),
      vouchers: channels.reduce((sum, { voucher_amount: amount }) => sum + BigInt(String(amount)), 0n),
    }
  } finally {
    database.close()
  }
}
