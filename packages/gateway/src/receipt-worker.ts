/**
 * The thread that writes receipts, so that no request waits for the disk: it owns their file, and also carries the log of the
 * store's own file over into it (a checkpoint syncs, which takes tens of milliseconds).
 */
import { DatabaseSync } from 'node:sqlite'
import { parentPort, workerData } from 'node:worker_threads'
import { createReceiptTable, type StoredReceipt } from './receipt-table.ts'

/** Milliseconds between two checkpoints of the store's file. */
const checkpointEveryMs = 1_000

export type ReceiptWorkerData = {
  readonly storePath: string
  readonly receiptsPath: string
  readonly receiptsKeptMax: number | undefined
  readonly receiptCharsKeptMax: number | undefined
}
export type ToReceiptWorker =
  | { readonly type: 'keep'; readonly receipts: readonly StoredReceipt[] }
  | { readonly type: 'close' }
export type FromReceiptWorker = { readonly type: 'kept'; readonly count: number }

const { storePath, receiptsPath, receiptsKeptMax, receiptCharsKeptMax } = workerData as ReceiptWorkerData
const store = new DatabaseSync(storePath)
const database = new DatabaseSync(receiptsPath)
database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA busy_timeout = 5000')
const table = createReceiptTable(database, { receiptsKeptMax, receiptCharsKeptMax })
const checkpoint = store.prepare('PRAGMA wal_checkpoint(PASSIVE)')
const checkpoints = setInterval(() => checkpoint.all(), checkpointEveryMs)

parentPort?.on('message', (message: ToReceiptWorker) => {
  if (message.type === 'close') return close()
  const { receipts } = message
  database.exec('BEGIN IMMEDIATE')
  table.insert(receipts)
  database.exec('COMMIT')
  const answer: FromReceiptWorker = { type: 'kept', count: receipts.length }
  parentPort?.postMessage(answer)
})

function close(): void {
  clearInterval(checkpoints)
  checkpoint.all()
  store.close()
  database.close()
  parentPort?.close()
}
