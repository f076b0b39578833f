import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { type Address, type Hash, modelRoot, type Signature, zeroHash } from '@millrace/protocol'
import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { testModel, unreserved } from '../test/support/scripted-provider.ts'
import { type AuditFinding, auditFindingsKeptMax } from './audits/audit-store.ts'
import type { BuyerStore, LeaseRecord, VoucherRecord } from './buyer-store.ts'
import { createMemoryBuyerStore } from './memory-buyer-store.ts'
import { openBuyerStore } from './sqlite-buyer-store.ts'

const directory = mkdtempSync(join(tmpdir(), 'millrace-store-'))
afterAll(() => rmSync(directory, { recursive: true }))

const operator = `0x${'a0'.repeat(20)}` as Address
const channelId = `0x${'c1'.repeat(32)}` as Hash
const signature = `0x${'51'.repeat(64)}` as Signature
const voucher = (amount: bigint, epoch = 1n): VoucherRecord => ({
  ...{ channelId, epoch, operator, token: operator, amount, signature, credit: 7n },
})
const lease: LeaseRecord = {
  leaseId: zeroHash as Hash,
  model: testModel,
  quote: {
    ...{ offerHash: zeroHash as Hash, payer: operator, operator, node: operator, modelRoot: modelRoot(testModel) },
    ...{ workload: 1, token: operator, inputPrice: 1n, outputPrice: 2n ** 100n, contextTokensMax: 1, creditTokens: 1 },
    ...{ terms: 0, noticeSeconds: 0, amountMax: 1n, sequence: 1n, expiresAt: 1n },
    ...{ exactness: 1, policy: 0, policyParameter: 0, beacon: zeroHash as Hash },
    ...unreserved,
  },
  quoteSignature: signature,
  order: {
    ...{ quoteHash: zeroHash as Hash, channelId, epoch: 1n, payer: operator, operator, node: operator },
    ...{ signer: operator, policy: 0, policyParameter: 0, amountMax: 1n, sequence: 1n, expiresAt: 1n },
  },
  orderSignature: signature,
}

const hashOf = (n: number) => `0x${n.toString(16).padStart(64, '0')}` as Hash

const stores: readonly [name: string, open: () => BuyerStore][] = [
  ['in memory', createMemoryBuyerStore],
  ['in SQLite', () => openBuyerStore(':memory:')],
]

describe.each(stores)('a buyer store %s', (_name, open) => {
  test('keeps the cheats and their evidence before findings without, the latest first', () => {
    const { audits } = open()
    const finding = (kind: AuditFinding['kind'], n: number): AuditFinding => ({
      ...{ kind, receiptHash: hashOf(n), receiptId: hashOf(n), node: operator, operator, reason: '', foundAt: n },
    })
    audits.commit({ found: [{ finding: finding('cheated', 1), bundle: 'evidence' }] })
    const others = Array.from({ length: auditFindingsKeptMax + 9 }, (_, n) => finding('uncommitted', n + 1))
    for (const one of others) audits.commit({ found: [{ finding: one, bundle: '' }] })
    const findings = audits.findings()
    expect(findings).toHaveLength(auditFindingsKeptMax)
    expect(findings.map(({ foundAt }) => foundAt)).toEqual([
      ...others
        .map(({ foundAt }) => foundAt)
        .reverse()
        .slice(0, auditFindingsKeptMax - 1),
      1,
    ])
    expect(audits.bundle(hashOf(1))).toBe('evidence')
    expect(audits.bundle(hashOf(others.length))).toBeUndefined()
  })

  test('keeps one secret', () => {
    const store = open()
    const secret = store.secret(() => new Uint8Array(32).fill(5))
    expect([...store.secret(() => new Uint8Array(32).fill(6))]).toEqual([...secret])
  })

  test('keeps the highest voucher of each channel and epoch, whatever the order', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.bigInt(0n, 2n ** 128n - 1n), fc.bigInt(1n, 3n))), (saves) => {
        const store = open()
        const best = new Map<bigint, bigint>()
        for (const [amount, epoch] of saves) {
          store.saveVouchers([voucher(amount, epoch), voucher(0n, 9n)])
          if (amount >= (best.get(epoch) ?? 0n)) best.set(epoch, amount)
        }
        for (const [epoch, amount] of best) expect(store.voucher(channelId, epoch)).toEqual(voucher(amount, epoch))
        expect(store.vouchers()).toHaveLength(best.size + (saves.length > 0 ? 1 : 0))
        store.close()
      }),
      { numRuns: 30 },
    )
  })

  test('keeps leases and idempotency keys whole', () => {
    const store = open()
    store.saveLease(lease)
    expect(store.lease(lease.leaseId)).toEqual(lease)
    expect(store.leases()).toEqual([lease])
    expect(store.lease(channelId)).toBeUndefined()
    const record = {
      key: 'k',
      askHash: channelId,
      node: operator,
      requestHash: channelId,
      maxTokens: 9,
      savedAt: 1_000,
      isAnswered: true,
      parts: [
        {
          ...{ node: operator, operator, receiptId: channelId, inputUnits: 3, outputUnits: 2, amount: 2n ** 70n },
          replayed: false,
          text: 'Once',
          tokenIds: [1, 2],
          failure: { code: 'PROVIDER_LOST', message: 'It was lost.' },
        },
      ],
    }
    store.saveIdempotency({ ...record, maxTokens: 5 })
    store.saveIdempotency(record)
    expect(store.idempotency('k')).toEqual(record)
    expect(store.idempotency('other')).toBeUndefined()
  })

  test('keeps the records of nodes', () => {
    const store = open()
    const record = { node: operator, good: 2.5, bad: 0.25, at: 1_000 }
    store.saveNodeRecords([{ ...record, bad: 9 }])
    store.saveNodeRecords([record])
    expect(store.nodeRecords()).toEqual([record])
  })

  test('closes twice', () => {
    const store = open()
    store.close()
    store.close()
  })
})

describe('the SQLite file', () => {
  test('is its owner’s only, and holds what was saved', () => {
    const path = join(directory, 'buyer.sqlite')
    const store = openBuyerStore(path)
    store.saveVouchers([voucher(5n)])
    const secret = store.secret(() => new Uint8Array(32).fill(1))
    store.close()
    expect(statSync(path).mode & 0o777).toBe(0o600)
    const again = openBuyerStore(path)
    expect(again.voucher(channelId, 1n)).toEqual(voucher(5n))
    expect([...again.secret(() => new Uint8Array(32))]).toEqual([...secret])
    again.close()
  })

  test('of version 1 is brought up to date, one of a later version is refused with what to do', () => {
    const path = join(directory, 'old.sqlite')
    const old = new DatabaseSync(path)
    old.exec(`
      CREATE TABLE secret (id INTEGER PRIMARY KEY CHECK (id = 1), value BLOB NOT NULL) STRICT;
      CREATE TABLE voucher (
        channel_id TEXT NOT NULL, epoch TEXT NOT NULL, operator TEXT NOT NULL, token TEXT NOT NULL,
        amount TEXT NOT NULL, signature TEXT NOT NULL, credit TEXT NOT NULL, PRIMARY KEY (channel_id, epoch)
      ) STRICT, WITHOUT ROWID;
      CREATE TABLE lease (id INTEGER PRIMARY KEY, lease_id TEXT NOT NULL UNIQUE, record TEXT NOT NULL) STRICT;
      CREATE TABLE idempotency (
        id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, ask_hash TEXT NOT NULL, node TEXT NOT NULL,
        request_hash TEXT NOT NULL, max_tokens INTEGER NOT NULL, saved_at INTEGER NOT NULL, is_answered INTEGER NOT NULL
      ) STRICT;
      INSERT INTO secret VALUES (1, x'0102');
      INSERT INTO voucher VALUES ('${channelId}', '1', '${operator}', '${operator}', '5', '${signature}', '7');
      INSERT INTO lease (lease_id, record) VALUES ('${zeroHash}', '{}');
      INSERT INTO idempotency VALUES (1, 'k', '${channelId}', '${operator}', '${channelId}', 9, 1000, 1);
      PRAGMA user_version = 1;
    `)
    old.close()
    const store = openBuyerStore(path)
    expect([...store.secret(() => new Uint8Array(32))]).toEqual([1, 2])
    expect(store.voucher(channelId, 1n)).toEqual(voucher(5n))
    // Its quote is of another protocol: nobody can check a receipt under it any more.
    expect(store.lease(zeroHash as Hash)).toBeUndefined()
    expect(store.idempotency('k')).toMatchObject({ node: operator, isAnswered: true, parts: [] })
    store.saveNodeRecords([{ node: operator, good: 1.5, bad: 0, at: 1_000 }])
    store.close()
    const again = openBuyerStore(path)
    expect(again.nodeRecords()).toEqual([{ node: operator, good: 1.5, bad: 0, at: 1_000 }])
    again.close()
    const later = new DatabaseSync(path)
    later.exec('PRAGMA user_version = 99')
    later.close()
    expect(() => openBuyerStore(path)).toThrow(
      expect.objectContaining({ code: 'BUYER_STORE_TOO_NEW', hint: expect.stringMatching(/build/) }),
    )
  })

  test('a foreign file and a missing directory are typed errors', () => {
    const path = join(directory, 'not-a-database')
    writeFileSync(path, 'This is a letter, not a database. It is long enough to be read as a header, though.')
    expect(() => openBuyerStore(path)).toThrow(expect.objectContaining({ code: 'BUYER_STORE_FAILED' }))
    expect(() => openBuyerStore(join(directory, 'nowhere', 'x'))).toThrow(
      expect.objectContaining({ code: 'BUYER_STORE_FAILED' }),
    )
  })
})
