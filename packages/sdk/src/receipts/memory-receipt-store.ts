import type { Hash } from '@millrace/protocol'
import { emptyTally, type KeptReceipt, type ReceiptStore, type ReceiptTally } from './receipt-store.ts'

/** Which go first where there is no room. */
const droppedFirst = ['proven', 'waiting', 'unproven'] as const

/** Creates a store that forgets everything with the process. */
export function createMemoryReceiptStore(): ReceiptStore {
  const kept = new Map<Hash, KeptReceipt>()
  const tallies = new Map<string, ReceiptTally>()
  const of = (state: KeptReceipt['state']) => [...kept.values()].filter((one) => one.state === state)

  return {
    add(receipts, { receiptsMax, finishedFrom }) {
      for (const one of receipts) {
        if (kept.has(one.receiptHash)) continue
        kept.set(one.receiptHash, one)
        const opening = `${one.channelId}:${one.channelEpoch}`
        const { items, amount } = tallies.get(opening) ?? emptyTally
        tallies.set(opening, { items: items + 1, amount: amount + one.receipt.amount })
      }
      for (const { receiptHash, receipt } of kept.values())
        if (receipt.finishedAt < finishedFrom) kept.delete(receiptHash)
      const over = droppedFirst.flatMap(of).slice(0, Math.max(0, kept.size - receiptsMax))
      for (const { receiptHash } of over) kept.delete(receiptHash)
    },
    change(receipts) {
      for (const one of receipts) if (kept.has(one.receiptHash)) kept.set(one.receiptHash, one)
    },
    due(nowMs, limit) {
      const due = of('waiting').filter(({ notBeforeMs }) => notBeforeMs <= nowMs)
      return due.sort((a, b) => a.notBeforeMs - b.notBeforeMs).slice(0, limit)
    },
    unproven: (limit) => of('unproven').reverse().slice(0, limit),
    find: (receiptHash) => kept.get(receiptHash),
    counts: () => ({
      ...{ waiting: of('waiting').length, proven: of('proven').length },
      unproven: of('unproven').length,
    }),
    tally: (channelId, channelEpoch) => tallies.get(`${channelId}:${channelEpoch}`) ?? emptyTally,
  }
}
