import type { Hash } from '@millrace/protocol'
import { createMemoryAuditStore } from './audits/memory-audit-store.ts'
import type { BuyerStore, IdempotencyRecord, LeaseRecord, NodeRecord, VoucherRecord } from './buyer-store.ts'
import { createMemoryReceiptStore } from './receipts/memory-receipt-store.ts'

/** Creates a store that forgets everything with the process: for tests, and for buyers that recover from their providers. */
export function createMemoryBuyerStore(): BuyerStore {
  let secret: Uint8Array | undefined
  const vouchers = new Map<string, VoucherRecord>()
  const leases = new Map<Hash, LeaseRecord>()
  const idempotency = new Map<string, IdempotencyRecord>()
  const nodes = new Map<string, NodeRecord>()
  return {
    secret(create) {
      secret ??= create()
      return secret
    },
    voucher: (channelId, epoch) => vouchers.get(`${channelId}:${epoch}`),
    vouchers: () => [...vouchers.values()],
    saveVouchers(records) {
      for (const record of records) {
        const key = `${record.channelId}:${record.epoch}`
        const known = vouchers.get(key)
        if (known === undefined || known.amount <= record.amount) vouchers.set(key, record)
      }
    },
    lease: (leaseId) => leases.get(leaseId),
    leases: () => [...leases.values()],
    saveLease(record) {
      leases.set(record.leaseId, record)
    },
    idempotency: (key) => idempotency.get(key),
    saveIdempotency(record) {
      idempotency.set(record.key, record)
    },
    nodeRecords: () => [...nodes.values()],
    saveNodeRecords(records) {
      for (const record of records) nodes.set(record.node, record)
    },
    audits: createMemoryAuditStore(),
    receipts: createMemoryReceiptStore(),
    /** Nothing to close: what it holds stays for the next buyer of this process. */
    close: () => undefined,
  }
}
