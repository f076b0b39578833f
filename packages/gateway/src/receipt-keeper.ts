/**
 * Keeps receipts without making requests wait: those not yet written are held in memory, where they can be read at once, and
 * a thread writes them. A store in memory keeps them in its own table.
 */
import { DatabaseSync } from 'node:sqlite'
import { Worker } from 'node:worker_threads'
import type { Hash } from '@millrace/protocol'
import { createReceiptReader, createReceiptTable, type StoredReceipt } from './receipt-table.ts'
import type { FromReceiptWorker, ReceiptWorkerData, ToReceiptWorker } from './receipt-worker.ts'

/** Characters of receipts that may wait to be written; with more, no new work is taken. */
export const receiptCharsWaitingMax = 64 * 1024 * 1024

/** Mebibytes of short-lived objects in the writing thread: it only passes texts on. */
const writerYoungMebibytesMax = 8

export type ReceiptKeeperInit = {
  /** Receipts kept; the oldest go first. */
  readonly receiptsKeptMax?: number
  /** Characters of receipts kept, in all. */
  readonly receiptCharsKeptMax?: number
}

export type ReceiptKeeper = {
  /** Gets ready to keep; the first `keep` does it too. */
  start(): void
  keep(receipts: readonly StoredReceipt[]): void
  read(id: Hash): StoredReceipt | undefined
  /** Why receipts cannot be kept at the moment. */
  failure(): unknown
  close(): Promise<void>
}

type Writer = { readonly send: (message: ToReceiptWorker) => void; readonly close: () => Promise<void> }

/** Returns a keeper whose receipts end with the process. */
export function createMemoryReceiptKeeper(database: DatabaseSync, init: ReceiptKeeperInit): ReceiptKeeper {
  const table = createReceiptTable(database, init)
  return {
    start: () => undefined,
    keep: table.insert,
    read: createReceiptReader(database),
    failure: () => undefined,
    close: async () => undefined,
  }
}

/** Returns a keeper with a file of its own beside the store's. Its thread starts when there is something to write. */
export function createReceiptKeeper(storePath: string, init: ReceiptKeeperInit): ReceiptKeeper {
  const receiptsPath = `${storePath}.receipts`
  const database = new DatabaseSync(receiptsPath)
  database.exec('PRAGMA journal_mode = WAL; PRAGMA busy_timeout = 5000')
  const read = createReceiptReader(database)
  const waiting = new Map<Hash, StoredReceipt>()
  let waitingChars = 0
  let failure: unknown
  let writer: Writer | undefined

  function startWriter(): Writer {
    const workerData: ReceiptWorkerData = {
      storePath,
      receiptsPath,
      receiptsKeptMax: init.receiptsKeptMax,
      receiptCharsKeptMax: init.receiptCharsKeptMax,
    }
    const worker = new Worker(new URL('./receipt-worker.ts', import.meta.url), {
      workerData,
      execArgv: [],
      resourceLimits: { maxYoungGenerationSizeMb: writerYoungMebibytesMax },
    })
    const exited = new Promise<void>((resolve) => worker.once('exit', () => resolve()))
    worker.unref()
    worker.on('message', onKept)
    worker.on('error', (error) => {
      failure = error
    })
    return {
      send: (message: ToReceiptWorker) => worker.postMessage(message),
      async close() {
        worker.ref()
        worker.postMessage({ type: 'close' } satisfies ToReceiptWorker)
        await exited
      },
    }
  }

  function onKept({ count }: FromReceiptWorker): void {
    let left = count
    // A map hands out its entries in the order they were added, which is the order they were sent in.
    for (const [id, { bundle }] of waiting) {
      if (left-- === 0) break
      waiting.delete(id)
      waitingChars -= bundle.length
    }
  }

  return {
    start() {
      writer ??= startWriter()
    },
    keep(receipts) {
      writer ??= startWriter()
      const fresh = receipts.filter(({ id }) => !waiting.has(id))
      for (const receipt of fresh) {
        waiting.set(receipt.id, receipt)
        waitingChars += receipt.bundle.length
      }
      if (fresh.length > 0) writer.send({ type: 'keep', receipts: fresh })
    },
    read: (id) => waiting.get(id) ?? read(id),
    failure: () =>
      failure ??
      (waitingChars > receiptCharsWaitingMax ? new Error('Too many receipts wait to be written.') : undefined),
    async close() {
      await writer?.close()
      database.close()
    },
  }
}
