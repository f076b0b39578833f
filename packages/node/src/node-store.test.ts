import fs, { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import {
  type Address,
  type Hash,
  type Order,
  orderType,
  parseAddress,
  parseSignature,
  type Quote,
  quoteType,
  receiptType,
  zeroHash,
} from '@millrace/protocol'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openNodeStore } from './node-store.ts'
import { hashTree } from './receipt-tree.ts'
import { answerAgeMsMax, idleLeaseAgeMs, prunedRowsMax, receiptAgeMsMax, receiptEvidenceMsMin } from './store-limits.ts'
import type { ChannelRow, LeaseRow, ReceiptRow, ReservationRow, StoreIdentity } from './store-rows.ts'
import { migrations } from './store-schema.ts'

const account = parseAddress(`0x${'11'.repeat(20)}`)
const signature = parseSignature(`0x${'22'.repeat(64)}`)
const identity: StoreIdentity = { chainId: 1, escrow: account, node: account, operator: account, token: account }
let folder: string
let path: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'millrace-store-'))
  path = join(folder, 'node.db')
})
afterEach(() => rmSync(folder, { recursive: true }))

test('what a save confirmed is there when the file is opened again, to the largest amount', async () => {
  const store = openNodeStore(path)
  store.claim(identity)
  await Promise.all([store.saveChannel(channel(2n ** 128n - 1n)), store.saveReceipt(receipt(2n ** 64n - 1n, 5))])
  store.close()
  const again = openNodeStore(path)
  again.claim(identity)
  expect(again.liveChannels()).toEqual([channel(2n ** 128n - 1n)])
  expect(again.findChannel(zeroHash, 1n)).toEqual(channel(2n ** 128n - 1n))
  expect(again.findReceipt(zeroHash, 2n ** 64n - 1n)).toEqual(receipt(2n ** 64n - 1n, 5))
  expect(again.findReceipt(zeroHash, 1n)).toBeUndefined()
  expect(again.receiptHashes(5)).toEqual([receipt(0n, 5).hash])
  again.close()
})

test('writes of one turn are one transaction, all or none, and writes of one row collapse', async () => {
  const store = openNodeStore(path)
  const count = () => store.receiptHashes(0).length
  const saves = [store.saveChannel(channel(1n)), store.saveReceipt(receipt(1n, 0)), store.saveReceipt(receipt(2n, 0))]
  const last = store.saveChannel(channel(7n))
  expect(count()).toBe(0)
  expect(new Set([...saves, last]).size).toBe(1)
  await last
  expect(count()).toBe(2)
  expect(store.liveChannels()[0]?.voucherAmount).toBe(7n)
  store.close()
})

test('a lazy write waits for company: it goes with the next, at the next call to hurry, or by itself', async () => {
  const store = openNodeStore(path)
  const lazy = store.saveChannel(channel(1n), { lazy: true })
  await new Promise((resolve) => setImmediate(resolve))
  expect(store.liveChannels()).toEqual([])
  expect(store.saveReceipt(receipt(1n, 0))).toBe(lazy)
  await lazy
  expect(store.liveChannels()).toEqual([channel(1n)])
  const hurried = store.saveChannel(channel(2n), { lazy: true })
  store.hurry()
  await Promise.race([hurried, new Promise((resolve) => setImmediate(resolve)).then(() => undefined)])
  expect(store.liveChannels()).toEqual([channel(2n)])
  await store.saveChannel(channel(3n), { lazy: true })
  expect(store.liveChannels()).toEqual([channel(3n)])
  store.hurry()
  store.close()
})

test('a failed write is told to everybody in its turn and to all later ones, and leaves nothing half done', async () => {
  const store = openNodeStore(path)
  const bad = { ...receipt(1n, 0), holder: null as unknown as Address }
  const failed = expect.objectContaining({ code: 'STORE_WRITE_FAILED' })
  const good = store.saveChannel(channel(1n))
  await expect(store.saveReceipt(bad)).rejects.toEqual(failed)
  await expect(good).rejects.toEqual(failed)
  await expect(store.saveChannel(channel(2n))).rejects.toEqual(failed)
  // A write that nobody waits for must not end the process.
  void store.saveChannel(channel(3n))
  await new Promise((resolve) => setImmediate(resolve))
  expect(store.liveChannels()).toEqual([])
  store.close()
})

test('numbers are given once, also across restarts', () => {
  const first = openNodeStore(path)
  expect([first.reserveNumbers(10), first.reserveNumbers(5)]).toEqual([1n, 11n])
  first.close()
  const second = openNodeStore(path)
  expect(second.reserveNumbers(1)).toBe(16n)
  second.close()
})

test('a file of another node, a later version or another kind is refused', () => {
  const store = openNodeStore(path)
  store.claim(identity)
  store.claim(identity)
  expect(() => store.claim({ ...identity, chainId: 2 })).toThrow(expect.objectContaining({ code: 'STORE_FOREIGN' }))
  store.close()
  const database = new DatabaseSync(path)
  database.exec('PRAGMA user_version = 999')
  database.close()
  expect(() => openNodeStore(path)).toThrow(expect.objectContaining({ code: 'STORE_NEWER' }))
  const text = join(folder, 'text.db')
  writeFileSync(text, 'this is no database, but it is long enough to be read as one'.repeat(100))
  expect(() => openNodeStore(text)).toThrow(expect.objectContaining({ code: 'STORE_CORRUPT' }))
  expect(() => openNodeStore(join(folder, 'no', 'such', 'folder.db'))).toThrow(
    expect.objectContaining({ code: 'STORE_CORRUPT' }),
  )
})

test('nothing is confirmed before the write-ahead log is synced after it was written', async () => {
  const events: string[] = []
  const { exec } = DatabaseSync.prototype
  const { fdatasync } = fs
  DatabaseSync.prototype.exec = function (this: DatabaseSync, sql: string) {
    if (sql === 'COMMIT') events.push('commit')
    return exec.call(this, sql)
  }
  fs.fdatasync = ((file: number, done: fs.NoParamCallback) => {
    const name = fs.readlinkSync(`/proc/self/fd/${file}`)
    fdatasync(file, (error) => {
      events.push(name === `${path}-wal` ? 'synced' : name)
      done(error)
    })
  }) as typeof fs.fdatasync
  syncBuiltinESMExports()
  try {
    const store = openNodeStore(path)
    events.length = 0
    await store.saveReceipt(receipt(1n, 0)).then(() => events.push('confirmed'))
    await store.saveReceipt(receipt(2n, 0)).then(() => events.push('confirmed'))
    expect(events).toEqual(['commit', 'synced', 'confirmed', 'commit', 'synced', 'confirmed'])
    store.close()
  } finally {
    DatabaseSync.prototype.exec = exec
    fs.fdatasync = fdatasync
    syncBuiltinESMExports()
  }
})

test('a file that is open already is refused, and only its owner may read it', () => {
  const store = openNodeStore(path)
  store.claim(identity)
  expect(() => openNodeStore(path)).toThrow(expect.objectContaining({ code: 'STORE_IN_USE' }))
  expect(statSync(path).mode & 0o777).toBe(0o600)
  store.close()
  openNodeStore(path).close()
})

test('reservations are kept until they are over or released', async () => {
  const row: ReservationRow = {
    ...{ leaseId: zeroHash, quoteHash: zeroHash, modelRoot: zeroHash, slots: 2, startsAt: 1_000, endsAt: 2_000 },
    ...{ fee: 2n ** 127n, owedUntil: 2n ** 128n - 1n, state: 'unpaid' },
  }
  const store = openNodeStore(path)
  await store.saveReservation(row)
  expect(store.openReservations(1_999_999)).toEqual([row])
  expect(store.openReservations(2_000_000)).toEqual([])
  await store.saveReservation({ ...row, state: 'held' })
  expect(store.openReservations(0)).toEqual([{ ...row, state: 'held' }])
  await store.saveReservation({ ...row, state: 'released' })
  expect(store.openReservations(0)).toEqual([])
  store.close()
})

test('a file of the first version is taken over with its money; leases in a language nobody speaks any more are not', async () => {
  const old = new DatabaseSync(path)
  old.exec('CREATE TABLE migrations (version INTEGER PRIMARY KEY, applied_at TEXT NOT NULL) STRICT')
  old.exec(migrations[0] ?? '')
  old.exec("INSERT INTO leases VALUES ('0x', 'open', '0', '0', '{}', '0x', '{}', '0x', 9999999999999)")
  old.exec("INSERT INTO channels VALUES ('0x01', '1', '0x02', '0x03', 1, '5', '0', '5', NULL, NULL, 0)")
  old.exec('PRAGMA user_version = 1')
  old.close()
  const store = openNodeStore(path)
  expect(store.openLeases(0)).toEqual([])
  expect(store.openReservations(0)).toEqual([])
  expect(store.liveChannels()).toMatchObject([{ channelId: '0x01', owed: 5n }])
  store.close()
})

test('a damaged file is refused', async () => {
  const store = openNodeStore(path)
  for (let i = 0n; i < 200n; i++) void store.saveReceipt(receipt(i, 0))
  await store.saveReceipt(receipt(1_000n, 0))
  store.close()
  const bytes = readFileSync(path)
  bytes.fill(0xa5, 4096 * 3, bytes.length - 4096)
  writeFileSync(path, bytes)
  expect(() => openNodeStore(path)).toThrow(expect.objectContaining({ code: 'STORE_CORRUPT' }))
})

test('the best voucher of a present channel is never pruned; old receipts and answers are', async () => {
  const store = openNodeStore(path)
  const old = { ...receipt(1n, 0), createdAt: 0 }
  const response = { kind: 'text' as const, text: 'x' }
  const answer = { scope: 's', requestHash: zeroHash, receipt: old.receipt, signature, response }
  await Promise.all([
    store.saveChannel(channel(5n)),
    store.saveReceipt(old),
    store.saveReceipt({ ...receipt(2n, 1), createdAt: receiptAgeMsMax }),
    store.saveAnswer({ ...answer, key: 'old', createdAt: 0 }),
    store.saveAnswer({ ...answer, key: 'new', createdAt: receiptAgeMsMax }),
  ])
  expect(store.findAnswer('s', 'old')).toEqual({ ...answer, key: 'old', createdAt: 0 })
  store.prune(answerAgeMsMax + 1)
  expect(store.findAnswer('s', 'old')).toBeUndefined()
  expect(store.findAnswer('s', 'new')).toBeDefined()
  expect(store.findReceipt(zeroHash, 1n)).toBeDefined()
  store.prune(receiptAgeMsMax + 1)
  expect(store.findReceipt(zeroHash, 1n)).toBeUndefined()
  expect(store.findReceipt(zeroHash, 2n)).toBeDefined()
  store.prune(Number.MAX_SAFE_INTEGER)
  expect(store.liveChannels()).toEqual([channel(5n)])
  store.close()
})

test('a lease is kept as long as its receipts or its fee may be asked for, and no longer; others go when they are over', async () => {
  const store = openNodeStore(path)
  const [used, idle, paid] = [`0x${'a1'.repeat(32)}`, `0x${'a2'.repeat(32)}`, `0x${'a3'.repeat(32)}`] as const
  const given = receipt(1n, 0)
  const createdAt = 2_000
  await Promise.all([
    ...[used, idle].map((leaseId) => store.saveLease(lease(leaseId, 0n))),
    store.saveLease(lease(paid, 5n)),
    store.saveReceipt({ ...given, createdAt, receipt: { ...given.receipt, leaseId: used } }),
  ])
  expect(store.leasesOfChannel(zeroHash, 2n)).toHaveLength(3)
  expect(store.leasesOfChannel(zeroHash, 3n)).toEqual([])
  store.prune(2_000 + idleLeaseAgeMs)
  expect(store.leasesOfChannel(zeroHash, 2n).map(({ leaseId }) => leaseId)).toEqual(
    expect.arrayContaining([used, paid]),
  )
  expect(store.findLease(idle)).toBeUndefined()
  expect(store.openLeases(3_000)).toEqual([])
  expect(store.findLease(used)).toEqual(lease(used, 0n))
  expect(store.receiptsOfLease(used)).toHaveLength(1)
  store.prune(2_001 + receiptAgeMsMax)
  expect(store.leasesOfChannel(zeroHash, 2n)).toEqual([])
  store.close()
})

test('receipts of a channel that can still be charged stay with their leases, however old, and go when it is closed', async () => {
  const store = openNodeStore(path)
  const [open, gone] = [`0x${'a1'.repeat(32)}`, `0x${'a2'.repeat(32)}`] as const
  const of = (leaseId: Hash, epoch: bigint) => {
    const row = lease(leaseId, 0n)
    return { ...row, order: { ...row.order, epoch } }
  }
  const given = (leaseId: Hash) => {
    const row = receipt(1n, leaseId === open ? 0 : 1)
    return { ...row, receipt: { ...row.receipt, leaseId } }
  }
  await Promise.all([
    store.saveChannel(channel(5n)),
    ...[of(open, 1n), of(gone, 7n)].map((row) => store.saveLease(row)),
    ...[open, gone].map((leaseId) => store.saveReceipt(given(leaseId))),
  ])
  store.prune(receiptAgeMsMax * 2)
  expect([open, gone].map((leaseId) => store.receiptsOfLease(leaseId).length)).toEqual([1, 0])
  expect([store.findLease(open)?.leaseId, store.findLease(gone)]).toEqual([open, undefined])
  await store.saveChannel({ ...channel(5n), live: false, updatedAt: receiptAgeMsMax * 2 })
  store.prune(receiptAgeMsMax * 2 + receiptEvidenceMsMin)
  expect(store.receiptsOfLease(open)).toHaveLength(1)
  store.prune(receiptAgeMsMax * 2 + receiptEvidenceMsMin + 1)
  expect([store.receiptsOfLease(open), store.findLease(open)]).toEqual([[], undefined])
  store.close()
})

test('a receipt that can still be charged can be proven after the sweep: its siblings stay with it', async () => {
  const store = openNodeStore(path)
  const hashOf = (byte: number) => `0x${byte.toString(16).padStart(2, '0').repeat(32)}` as Hash
  const [open, gone] = [hashOf(0xa1), hashOf(0xa2)]
  const given = (n: number, leaseId: Hash, epoch: number) => {
    const row = receipt(BigInt(n), epoch)
    return { ...row, hash: hashOf(n), receipt: { ...row.receipt, leaseId } }
  }
  const leaseOf = (leaseId: Hash, epoch: bigint) => ({
    ...lease(leaseId, 0n),
    order: { ...lease(leaseId, 0n).order, epoch },
  })
  await Promise.all([
    store.saveChannel(channel(5n)),
    ...[leaseOf(open, 1n), leaseOf(gone, 7n)].map((row) => store.saveLease(row)),
    ...[given(1, gone, 4), given(2, gone, 4), given(3, open, 4), given(4, gone, 5)].map((row) =>
      store.saveReceipt(row),
    ),
  ])
  const { root } = hashTree({ hashes: store.receiptHashes(4), prove: [] })
  for (let times = 0; times < 3; times++) store.prune(receiptAgeMsMax * 2)
  const after = hashTree({ hashes: store.receiptHashes(4), prove: [hashOf(3)] })
  expect(after.root).toBe(root)
  expect(after.proofs[0]).toHaveLength(2)
  expect([store.countReceipts(4), store.countReceipts(5)]).toEqual([3, 0])
  await store.saveChannel({ ...channel(5n), live: false, updatedAt: 0 })
  store.prune(receiptAgeMsMax * 2)
  expect(store.countReceipts(4)).toBe(0)
  store.close()
})

test('an epoch of more receipts than one pruning looks at goes in parts, and stays whole where the last of it is needed', async () => {
  const store = openNodeStore(path)
  const open = `0x${'a1'.repeat(32)}` as const
  const row = lease(open, 0n)
  const last = receipt(BigInt(prunedRowsMax + 1), 1)
  await Promise.all([
    store.saveChannel(channel(5n)),
    store.saveLease({ ...row, order: { ...row.order, epoch: 1n } }),
    ...Array.from({ length: prunedRowsMax }, (_, n) => store.saveReceipt(receipt(BigInt(n), 1))),
    store.saveReceipt({ ...last, receipt: { ...last.receipt, leaseId: open } }),
  ])
  for (let times = 0; times < 4; times++) store.prune(receiptAgeMsMax * 2)
  expect(store.countReceipts(1)).toBe(prunedRowsMax + 1)
  await store.saveChannel({ ...channel(5n), live: false, updatedAt: 0 })
  for (let times = 0; times < 6; times++) store.prune(receiptAgeMsMax * 2)
  expect(store.countReceipts(1)).toBe(0)
  store.close()
})

test('no receipt that can still be asked for is pruned, and epochs are stepped through', async () => {
  const store = openNodeStore(path)
  await Promise.all([1n, 2n, 3n].map((n) => store.saveReceipt({ ...receipt(n, Number(n) * 2), createdAt: 0 })))
  store.prune(receiptEvidenceMsMin)
  expect(store.countReceipts(2)).toBe(1)
  expect(store.unpostedEpochs(0, 100)).toEqual([2, 4, 6])
  expect(store.unpostedEpochs(3, 6)).toEqual([4])
  await store.saveReceiptRoot({ epoch: 4, root: zeroHash, count: 1, transactionHash: zeroHash })
  expect(store.unpostedEpochs(0, 100)).toEqual([2, 6])
  expect([store.isEpochPosted(4), store.isEpochPosted(6)]).toEqual([true, false])
  expect(store.courtBlock()).toBeUndefined()
  await store.saveCourtBlock(7n)
  expect(store.courtBlock()).toBe(7n)
  store.close()
})

/** Expires at second 2. */
function lease(leaseId: Hash, fee: bigint): LeaseRow {
  const fill = (fields: readonly (readonly [string, string])[]) =>
    Object.fromEntries(
      fields.map(([name, type]) => {
        if (type === 'address') return [name, account]
        if (type === 'bytes32') return [name, zeroHash]
        return [name, type === 'uint8' || type === 'uint32' ? 1 : 2n]
      }),
    )
  return {
    ...{ leaseId, state: 'open', lastSequence: 1n, spent: 0n, quoteSignature: signature, orderSignature: signature },
    quote: { ...fill(quoteType.fields), fee } as unknown as Quote,
    order: fill(orderType.fields) as unknown as Order,
  }
}

function channel(amount: bigint): ChannelRow {
  return {
    channelId: zeroHash,
    epoch: 1n,
    payer: account,
    signer: account,
    live: true,
    owed: amount,
    redeemed: 0n,
    voucherAmount: amount,
    voucherSignature: signature,
    unredeemedSince: 5,
    updatedAt: 6,
  }
}

function receipt(sequence: bigint, epoch: number): ReceiptRow {
  const fields = receiptType.fields.map(([name, type]) => {
    if (type === 'address') return [name, account]
    if (type === 'bytes32') return [name, zeroHash]
    return [name, type === 'uint8' ? 1 : 2n]
  })
  return {
    holder: account,
    receipt: { ...(Object.fromEntries(fields) as ReceiptRow['receipt']), sequence },
    signature,
    hash: `0x${'33'.repeat(32)}` as Hash,
    epoch,
    createdAt: 7,
  }
}
