/** The SQL of a node's file: each statement prepared once, rows in and out in our nouns. */
import type { DatabaseSync, SQLOutputValue } from 'node:sqlite'
import {
  type Address,
  type Amount,
  exactnessClasses,
  type Hash,
  type LeaseState,
  type MessageOf,
  type MessageType,
  messageToJson,
  orderType,
  parseMessage,
  policies,
  quoteType,
  receiptType,
  type Signature,
  type WorkResponse,
} from '@millrace/protocol'
import { type ReceiptRetention, usualRetention } from './receipt-retention.ts'
import {
  answerAgeMsMax,
  answersBytesMax,
  answersKeptMax,
  channelLeasesMax,
  endedChannelAgeMsMax,
  idleLeaseAgeMs,
  idleLeaseLookMs,
  prunedRowsMax,
  receiptsKeptMax,
  settlementsKeptMax,
} from './store-limits.ts'
import type {
  AnswerRow,
  ChannelRow,
  LeaseRow,
  ReceiptRootRow,
  ReceiptRow,
  ReservationRow,
  SettlementRow,
} from './store-rows.ts'
import { createSweep } from './sweep-receipts.ts'

type Row = Record<string, SQLOutputValue>

export function createStatements(database: DatabaseSync) {
  const facts = createFacts(database)
  return { ...facts, ...createPuts(database, facts), reads: createReads(database, facts), prune: createPrune(database) }
}

function createFacts(database: DatabaseSync) {
  const get = database.prepare('SELECT value FROM facts WHERE name = ?')
  const set = database.prepare('INSERT OR REPLACE INTO facts VALUES (?, ?)')
  return {
    fact: (name: string): string | undefined => get.get(name)?.value as string | undefined,
    setFact(name: string, value: string): void {
      set.run(name, value)
    },
  }
}

function createPuts(database: DatabaseSync, facts: ReturnType<typeof createFacts>) {
  const channel = database.prepare('INSERT OR REPLACE INTO channels VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)')
  const lease = database.prepare(
    `INSERT INTO leases VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE
     SET state = excluded.state, last_sequence = excluded.last_sequence, spent = excluded.spent`,
  )
  const receipt = database.prepare(
    `INSERT INTO receipts (lease_id, sequence, holder, receipt, signature, hash, epoch, created_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const answer = database.prepare('INSERT OR REPLACE INTO answers VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)')
  const settlement = database.prepare(
    `INSERT INTO settlements (transaction_hash, block_number, paid, gas_used, channels, created_at)
     VALUES (?, ?, ?, ?, ?, ?)`,
  )
  const root = database.prepare('INSERT OR REPLACE INTO receipt_roots VALUES (?, ?, ?, ?)')
  const reservation = database.prepare('INSERT OR REPLACE INTO reservations VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)')
  return {
    putReservation(row: ReservationRow): void {
      reservation.run(
        row.leaseId,
        row.quoteHash,
        row.modelRoot,
        row.slots,
        row.startsAt,
        row.endsAt,
        String(row.fee),
        String(row.owedUntil),
        row.state,
      )
    },
    putChannel(row: ChannelRow): void {
      channel.run(
        row.channelId,
        String(row.epoch),
        row.payer,
        row.signer,
        row.live ? 1 : 0,
        String(row.owed),
        String(row.redeemed),
        String(row.voucherAmount),
        row.voucherSignature ?? null,
        row.unredeemedSince ?? null,
        row.updatedAt,
      )
    },
    putLease(row: LeaseRow): void {
      lease.run(
        row.leaseId,
        row.state,
        String(row.lastSequence),
        String(row.spent),
        toJson(quoteType, row.quote),
        row.quoteSignature,
        toJson(orderType, row.order),
        row.orderSignature,
        Number(row.order.expiresAt) * 1000,
      )
    },
    putReceipt(row: ReceiptRow): void {
      receipt.run(
        row.receipt.leaseId,
        String(row.receipt.sequence),
        row.holder,
        toJson(receiptType, row.receipt),
        row.signature,
        row.hash,
        row.epoch,
        row.createdAt,
      )
    },
    putAnswer(row: AnswerRow): void {
      const response = JSON.stringify(row.response)
      answer.run(
        row.scope,
        row.key,
        row.requestHash,
        toJson(receiptType, row.receipt),
        row.signature,
        response,
        response.length,
        row.createdAt,
        row.salt ?? null,
      )
    },
    putSettlement(row: SettlementRow): void {
      facts.setFact('settled', String(BigInt(facts.fact('settled') ?? '0') + row.paid))
      settlement.run(
        row.transactionHash,
        String(row.blockNumber),
        String(row.paid),
        String(row.gasUsed),
        row.channels,
        row.createdAt,
      )
    },
    putReceiptRoot(row: ReceiptRootRow): void {
      root.run(row.epoch, row.root, row.count, row.transactionHash)
    },
  }
}

function createReads(database: DatabaseSync, facts: ReturnType<typeof createFacts>) {
  const live = database.prepare('SELECT * FROM channels WHERE live = 1')
  const channel = database.prepare('SELECT * FROM channels WHERE channel_id = ? AND epoch = ?')
  const leases = database.prepare("SELECT * FROM leases WHERE state <> 'closed' AND expires_at > ?")
  const lease = database.prepare('SELECT * FROM leases WHERE lease_id = ?')
  const channelLeases = database.prepare(
    `SELECT * FROM leases WHERE json_extract(lease_order, '$.channelId') = ? AND json_extract(lease_order, '$.epoch') = ?
     ORDER BY expires_at DESC LIMIT ${channelLeasesMax}`,
  )
  const leaseReceipts = database.prepare('SELECT * FROM receipts WHERE lease_id = ?')
  const root = database.prepare('SELECT epoch FROM receipt_roots WHERE epoch = ?')
  const receipt = database.prepare('SELECT * FROM receipts WHERE lease_id = ? AND sequence = ?')
  const answer = database.prepare('SELECT * FROM answers WHERE scope = ? AND key = ?')
  const hashes = database.prepare('SELECT hash FROM receipts WHERE epoch = ?')
  const countOfEpoch = database.prepare('SELECT count(*) AS count FROM receipts WHERE epoch = ?')
  const amounts = database.prepare(
    "SELECT json_extract(receipt, '$.token') AS token, json_extract(receipt, '$.amount') AS amount FROM receipts WHERE epoch = ?",
  )
  const underStake = database.prepare(
    `SELECT json_extract(receipts.receipt, '$.amount') AS amount FROM receipts JOIN leases USING (lease_id)
     WHERE epoch = ?1 AND CAST(json_extract(quote, '$.policy') AS INTEGER) = ?2
     AND CAST(json_extract(receipts.receipt, '$.exactness') AS INTEGER) >= ?3`,
  )
  // Steps from epoch to epoch by the index, however many receipts each has.
  const unposted = database.prepare(
    `WITH RECURSIVE epochs (epoch) AS (
       SELECT min(epoch) FROM receipts WHERE epoch >= ?1 UNION ALL
       SELECT (SELECT min(epoch) FROM receipts WHERE epoch > epochs.epoch) FROM epochs WHERE epochs.epoch IS NOT NULL
     )
     SELECT epoch FROM epochs WHERE epoch < ?2 AND epoch NOT IN (SELECT epoch FROM receipt_roots) ORDER BY epoch LIMIT 100`,
  )
  const settlements = database.prepare('SELECT * FROM settlements ORDER BY number DESC LIMIT ?')
  const reservations = database.prepare("SELECT * FROM reservations WHERE state <> 'released' AND ends_at * 1000 > ?")
  const counts = database.prepare(
    `SELECT (SELECT coalesce(max(number), 0) FROM receipts) AS receipts,
            (SELECT coalesce(max(number), 0) FROM settlements) AS settlements,
            coalesce((SELECT value FROM facts WHERE name = 'settled'), '0') AS settled`,
  )
  return {
    liveChannels: () => live.all().map(toChannel),
    openLeases: (now: number) => leases.all(now).map(toLease),
    openReservations: (now: number) => reservations.all(now).map(toReservation),
    findChannel: (channelId: Hash, epoch: bigint) => mapped(channel.get(channelId, String(epoch)), toChannel),
    findReceipt: (leaseId: Hash, sequence: bigint) => mapped(receipt.get(leaseId, String(sequence)), toReceipt),
    findAnswer: (scope: string, key: string) => mapped(answer.get(scope, key), toAnswer),
    findLease: (leaseId: Hash) => mapped(lease.get(leaseId), toLease),
    leasesOfChannel: (channelId: Hash, channelEpoch: bigint) =>
      channelLeases.all(channelId, String(channelEpoch)).map(toLease),
    receiptsOfLease: (leaseId: Hash) => leaseReceipts.all(leaseId).map(toReceipt),
    isEpochPosted: (epoch: number) => root.get(epoch) !== undefined,
    courtBlock: () => mappedFact(facts.fact('court-block')),
    receiptHashes: (epoch: number) => hashes.all(epoch).map((row) => row.hash as Hash),
    countReceipts: (epoch: number) => Number(countOfEpoch.get(epoch)?.count),
    receiptTotals: (epoch: number) => totalsOf(amounts.iterate(epoch)),
    stakeCharges(epoch: number): Amount {
      let sum = 0n
      for (const { amount } of underStake.iterate(epoch, policies.sampled, exactnessClasses.replayable)) {
        sum += bigintOf(amount)
      }
      return sum
    },
    unpostedEpochs: (from: number, before: number) => unposted.all(from, before).map((row) => Number(row.epoch)),
    receiptEpochsClosed: () => Number(facts.fact('receipt-epochs-closed') ?? '0'),
    settlements: (limit: number) => settlements.all(limit).map(toSettlement),
    counts() {
      const row = counts.get()
      const settled = bigintOf(row?.settled)
      return { receipts: Number(row?.receipts), settlements: Number(row?.settlements), settled }
    },
  }
}

function createPrune(database: DatabaseSync) {
  const sweep = createSweep(database)
  // Not the siblings of the oldest that stays: its proof is hashed of them.
  const receipts = database.prepare(
    `DELETE FROM receipts WHERE number IN (SELECT number FROM receipts
     WHERE created_at < ?1 AND number <= (SELECT max(number) FROM receipts) - ?2
     AND epoch < (SELECT epoch FROM receipts WHERE number > (SELECT max(number) FROM receipts) - ?2 ORDER BY number LIMIT 1)
     ORDER BY number LIMIT ?3)`,
  )
  const answers = database.prepare(
    `DELETE FROM answers WHERE rowid IN (SELECT rowid FROM answers WHERE created_at < ?1 OR created_at <=
     (SELECT created_at FROM answers ORDER BY created_at DESC LIMIT 1 OFFSET ?2) ORDER BY created_at LIMIT ?3)`,
  )
  const answersBytes = database.prepare('SELECT coalesce(sum(response_bytes), 0) AS bytes FROM answers')
  const oldestAnswers = database.prepare(
    'DELETE FROM answers WHERE rowid IN (SELECT rowid FROM answers ORDER BY created_at LIMIT ?)',
  )
  const settlements = database.prepare(
    'DELETE FROM settlements WHERE number <= (SELECT max(number) FROM settlements) - ?',
  )
  const idleLeases = database.prepare(
    `DELETE FROM leases WHERE lease_id IN (SELECT lease_id FROM leases WHERE expires_at BETWEEN ?1 AND ?2
     AND json_extract(quote, '$.fee') = '0' AND NOT EXISTS (SELECT 1 FROM receipts WHERE lease_id = leases.lease_id)
     LIMIT ?3)`,
  )
  const reservations = database.prepare("DELETE FROM reservations WHERE ends_at * 1000 < ? OR state = 'released'")
  const channels = database.prepare('DELETE FROM channels WHERE live = 0 AND updated_at < ?')
  return (now: number, { evidenceMs, ageMs }: ReceiptRetention = usualRetention): void => {
    receipts.run(now - evidenceMs, receiptsKeptMax, prunedRowsMax)
    sweep({ olderThan: now - ageMs, endedBefore: now - evidenceMs })
    answers.run(now - answerAgeMsMax, answersKeptMax, prunedRowsMax)
    if (Number(answersBytes.get()?.bytes) > answersBytesMax) oldestAnswers.run(prunedRowsMax)
    settlements.run(settlementsKeptMax)
    idleLeases.run(now - idleLeaseLookMs, now - idleLeaseAgeMs, prunedRowsMax)
    reservations.run(now)
    channels.run(now - endedChannelAgeMsMax)
  }
}

function toChannel(row: Row): ChannelRow {
  return {
    channelId: row.channel_id as Hash,
    epoch: bigintOf(row.epoch),
    payer: row.payer as Address,
    signer: row.signer as Address,
    live: row.live === 1,
    owed: bigintOf(row.owed),
    redeemed: bigintOf(row.redeemed),
    voucherAmount: bigintOf(row.voucher_amount),
    voucherSignature: (row.voucher_signature ?? undefined) as Signature | undefined,
    unredeemedSince: row.unredeemed_since === null ? undefined : Number(row.unredeemed_since),
    updatedAt: Number(row.updated_at),
  }
}

function toLease(row: Row): LeaseRow {
  return {
    leaseId: row.lease_id as Hash,
    state: row.state as LeaseState,
    lastSequence: bigintOf(row.last_sequence),
    spent: bigintOf(row.spent),
    quote: fromJson(quoteType, row.quote),
    quoteSignature: row.quote_signature as Signature,
    order: fromJson(orderType, row.lease_order),
    orderSignature: row.order_signature as Signature,
  }
}

function toReservation(row: Row): ReservationRow {
  return {
    leaseId: row.lease_id as Hash,
    quoteHash: row.quote_hash as Hash,
    modelRoot: row.model_root as Hash,
    slots: Number(row.slots),
    startsAt: Number(row.starts_at),
    endsAt: Number(row.ends_at),
    fee: bigintOf(row.fee),
    owedUntil: bigintOf(row.owed_until),
    state: row.state as ReservationRow['state'],
  }
}

function toReceipt(row: Row): ReceiptRow {
  return {
    holder: row.holder as Address,
    receipt: fromJson(receiptType, row.receipt),
    signature: row.signature as Signature,
    hash: row.hash as Hash,
    epoch: Number(row.epoch),
    createdAt: Number(row.created_at),
  }
}

function toAnswer(row: Row): AnswerRow {
  const answer = {
    scope: String(row.scope),
    key: String(row.key),
    requestHash: row.request_hash as Hash,
    receipt: fromJson(receiptType, row.receipt),
    signature: row.signature as Signature,
    response: JSON.parse(String(row.response)) as WorkResponse,
    createdAt: Number(row.created_at),
  }
  return row.salt === null ? answer : { ...answer, salt: row.salt as Hash }
}

function toSettlement(row: Row): SettlementRow {
  return {
    transactionHash: row.transaction_hash as Hash,
    blockNumber: bigintOf(row.block_number),
    paid: bigintOf(row.paid),
    gasUsed: bigintOf(row.gas_used),
    channels: Number(row.channels),
    createdAt: Number(row.created_at),
  }
}

function mappedFact(text: string | undefined): bigint | undefined {
  return text === undefined ? undefined : BigInt(text)
}

function totalsOf(rows: Iterable<Row>): readonly { readonly token: Address; readonly amount: bigint }[] {
  const totals = new Map<Address, bigint>()
  for (const row of rows) {
    const token = row.token as Address
    totals.set(token, (totals.get(token) ?? 0n) + bigintOf(row.amount))
  }
  return [...totals].map(([token, amount]) => ({ token, amount })).sort((a, b) => (a.token < b.token ? -1 : 1))
}

function mapped<T>(row: Row | undefined, map: (row: Row) => T): T | undefined {
  return row === undefined ? undefined : map(row)
}

function bigintOf(value: SQLOutputValue | undefined): bigint {
  return BigInt(String(value))
}

function toJson<T extends MessageType>(type: T, message: MessageOf<T>): string {
  return JSON.stringify(messageToJson(type, message))
}

function fromJson<T extends MessageType>(type: T, text: SQLOutputValue | undefined): MessageOf<T> {
  return parseMessage(type, JSON.parse(String(text)))
}
