/**
 * The channels this node works on: the books of each, the view of it last read from the chain, and who waits for a
 * voucher. The chain is the truth for deposit, signer, epoch, state and what was redeemed; a read started after a call is
 * what the call returns, and reads of one channel keep a distance.
 */

import type { ChainReader } from '@millrace/chain'
import { type Address, type Amount, type Channel, channelIdOf, type Hash, type Signature } from '@millrace/protocol'
import {
  type ChannelLedger,
  confirmVoucher,
  newLedger,
  observeChain,
  receiveVoucher,
  redeemable,
} from './channel-ledger.ts'
import type { Deadlines } from './deadlines.ts'
import { errorFields, type Log } from './log.ts'
import type { NodeStore } from './node-store.ts'
import { RefusalError } from './refusal-error.ts'
import type { ChannelRow } from './store-rows.ts'

export type ChannelEntry = {
  readonly channelId: Hash
  readonly payer: Address
  /** As last read from the chain. */
  view: Channel
  /** Milliseconds; minus infinity when the view must not be relied on. */
  viewedAt: number
  ledger: ChannelLedger
  /** The best voucher received; `ledger.paid` says up to where it is on disk. */
  voucher: { readonly amount: Amount; readonly signature: Signature } | undefined
  /** Milliseconds; since when there is something to redeem. */
  unredeemedSince: number | undefined
  /** Milliseconds; since when the channel is gone with something to redeem in it. An endpoint may be behind, a fork may undo. */
  goneAt: number | undefined
  runs: number
  /** Runs since the last voucher whose work was done and not paid for, so not handed over. */
  wasted: number
  /** Worth of the whole work that was done for nothing, in base units: nothing more is begun before as much was paid besides. */
  wastedWork: Amount
  /** Called when a voucher is on disk or the epoch is over. */
  readonly waiters: Set<() => void>
}

export type ChannelBook = {
  find(channelId: Hash): ChannelEntry | undefined
  entries(): Iterable<ChannelEntry>
  readonly size: number
  /**
   * Returns the payer's channel, read from the chain unless it is known to be open and was read within `ageMsMax`.
   *
   * @throws {RefusalError} CHANNEL_UNREADABLE, NODE_BUSY
   */
  open(payer: Address, ageMsMax: number): Promise<ChannelEntry>
  /** Reads the channel from the chain; resolves once a read that began after this call is in. @throws as `open`. */
  refresh(entry: ChannelEntry): Promise<void>
  /** Takes a checked voucher in. Resolves when it is on disk and counts as paid. @throws {StoreError} */
  pay(entry: ChannelEntry, amount: Amount, signature: Signature): Promise<void>
  /** Saves what the channel owes. Resolves when it is on disk. */
  save(entry: ChannelEntry): Promise<void>
}

type ChannelBookInit = {
  readonly reader: ChainReader
  readonly store: NodeStore
  readonly now: () => number
  readonly log: Log
  readonly deadlines: Deadlines
  /** Ends reads when the node closes. */
  readonly signal: AbortSignal
  readonly operator: Address
  readonly token: Address
  readonly channelsMax: number
  readonly readsMax: number
  readonly readSpacingMs: number
  /** Called when the chain shows a channel in a new epoch: leases of the old one are void. */
  readonly onEpochOver: (entry: ChannelEntry) => void
  /** Called when a voucher is on disk. */
  readonly onPaid: (entry: ChannelEntry) => void
}

const never = Number.NEGATIVE_INFINITY
const unknownView: Channel = { state: 'none', signer: '0x', epoch: 0n, deposit: 0n, redeemed: 0n, closesAt: 0n }

export function createChannelBook(init: ChannelBookInit): ChannelBook {
  const { store, now } = init
  const entries = new Map<Hash, ChannelEntry>()
  const read = createReads(init, (entry, view) => observe(entry, view))

  for (const row of store.liveChannels()) entries.set(row.channelId, restoredEntry(row))

  const observe = (entry: ChannelEntry, view: Channel) => {
    const wasThere = entry.view.state !== 'none'
    const over = entry.view.epoch !== view.epoch || wasThere !== (view.state !== 'none')
    if (over && wasThere) endEpoch(entry)
    if (over) startEpoch(entry, view)
    else entry.ledger = observeChain(entry.ledger, view)
    if (redeemable(entry.ledger) === 0n) entry.unredeemedSince = undefined
    const redeemedMore = entry.view.redeemed !== view.redeemed
    entry.view = view
    entry.viewedAt = now()
    if (redeemedMore && view.state !== 'none') void store.saveChannel(rowOf(entry, now()))
    if (!over) return
    init.onEpochOver(entry)
    wake(entry)
  }

  const endEpoch = (entry: ChannelEntry) => {
    void store.saveChannel({ ...rowOf(entry, now()), live: false })
    const amount = redeemable(entry.ledger)
    if (amount === 0n) return
    entry.goneAt = now()
    init.log('warn', 'channel-gone-unredeemed', { channelId: entry.channelId, amount })
  }

  const startEpoch = (entry: ChannelEntry, view: Channel) => {
    const row = view.state === 'none' ? undefined : store.findChannel(entry.channelId, view.epoch)
    const restored = row === undefined ? undefined : restoredEntry(row)
    entry.ledger = observeChain(restored?.ledger ?? newLedger(0n, 0n), view)
    entry.voucher = restored?.voucher
    entry.unredeemedSince = restored?.unredeemedSince
  }

  const makeRoom = () => {
    if (entries.size < init.channelsMax) return
    for (const [channelId, entry] of entries) {
      if (entry.runs > 0 || redeemable(entry.ledger) > 0n || entry.waiters.size > 0) continue
      entries.delete(channelId)
      return
    }
    throw new RefusalError('NODE_BUSY', `All ${init.channelsMax} channels are in use.`)
  }

  return {
    find: (channelId) => entries.get(channelId),
    entries: () => entries.values(),
    get size() {
      return entries.size
    },
    async open(payer, ageMsMax) {
      const channelId = channelIdOf(payer, init.operator, init.token)
      const known = entries.get(channelId)
      if (known?.view.state === 'open' && now() - known.viewedAt <= ageMsMax) return known
      const entry = known ?? newEntry(channelId, payer)
      await read(entry, known === undefined)
      // Only what stands on the chain takes room: asking about made-up payers leaves nothing behind.
      const present = entries.get(channelId)
      if (present !== undefined) return present
      if (entry.view.state !== 'none') {
        makeRoom()
        entries.set(channelId, entry)
      }
      return entry
    },
    refresh: (entry) => read(entry, false),
    async pay(entry, amount, signature) {
      const { epoch } = entry.view
      if (amount > (entry.voucher?.amount ?? 0n)) entry.voucher = { amount, signature }
      entry.ledger = receiveVoucher(entry.ledger, amount)
      if (amount > entry.ledger.redeemed) entry.unredeemedSince ??= now()
      // Nobody waits for it yet: it may share its transaction with the next voucher or receipt.
      await store.saveChannel(rowOf(entry, now()), { lazy: entry.waiters.size === 0 })
      if (entry.view.epoch !== epoch || entry.view.state === 'none') return
      entry.ledger = confirmVoucher(entry.ledger, amount)
      entry.wasted = 0
      // A look at the chain meanwhile saw nothing to redeem, and took the time back.
      if (redeemable(entry.ledger) > 0n) entry.unredeemedSince ??= now()
      init.onPaid(entry)
      wake(entry)
    },
    save: (entry) => store.saveChannel(rowOf(entry, now())),
  }
}

/**
 * Reads channels with a distance between two reads of one, each waiter getting a read that began after it asked. Channels
 * that strangers name have a share of their own: they must not keep those that hold money from being read.
 */
function createReads(init: ChannelBookInit, observe: (entry: ChannelEntry, view: Channel) => void) {
  const queued = new Map<ChannelEntry, Promise<void>>()
  const lastBegan = new WeakMap<ChannelEntry, number>()
  const lastSeen = new WeakMap<ChannelEntry, number>()
  const running = { strangers: 0, held: 0 }
  let begun = 0

  const readNow = async (entry: ChannelEntry, kind: keyof typeof running) => {
    const number = ++begun
    lastBegan.set(entry, init.now())
    queued.delete(entry)
    running[kind]++
    try {
      const view = await init.reader.channel(entry.payer, init.operator, init.token, { signal: init.signal })
      if (number < (lastSeen.get(entry) ?? 0)) return
      lastSeen.set(entry, number)
      observe(entry, view)
    } catch (error) {
      init.log('warn', 'channel-unreadable', { channelId: entry.channelId, ...errorFields(error) })
      throw new RefusalError('CHANNEL_UNREADABLE', 'The channel could not be read from the chain.')
    } finally {
      running[kind]--
    }
  }

  return (entry: ChannelEntry, isStranger: boolean): Promise<void> => {
    const waiting = queued.get(entry)
    if (waiting !== undefined) return waiting
    const kind = isStranger ? 'strangers' : 'held'
    if (running[kind] + (isStranger ? 0 : queued.size) >= init.readsMax) {
      return Promise.reject(new RefusalError('NODE_BUSY', 'Too many channels are being read.'))
    }
    const waitMs = (lastBegan.get(entry) ?? never) + init.readSpacingMs - init.now()
    if (waitMs <= 0) return readNow(entry, kind)
    const reading = pause(init.deadlines, waitMs).then(() => readNow(entry, kind))
    queued.set(entry, reading)
    return reading
  }
}

/** Returns the channel as the file keeps it. */
export function rowOf(entry: ChannelEntry, now: number): ChannelRow {
  return {
    channelId: entry.channelId,
    epoch: entry.view.epoch,
    payer: entry.payer,
    signer: entry.view.signer,
    live: true,
    owed: entry.ledger.owed,
    redeemed: entry.ledger.redeemed,
    voucherAmount: entry.voucher?.amount ?? 0n,
    voucherSignature: entry.voucher?.signature,
    unredeemedSince: entry.unredeemedSince,
    updatedAt: Math.floor(now),
  }
}

function newEntry(channelId: Hash, payer: Address): ChannelEntry {
  return {
    channelId,
    payer,
    view: unknownView,
    viewedAt: never,
    ledger: newLedger(0n, 0n),
    voucher: undefined,
    unredeemedSince: undefined,
    goneAt: undefined,
    runs: 0,
    wasted: 0,
    wastedWork: 0n,
    waiters: new Set(),
  }
}

/** What the file says of deposit and state is only a lower bound until the chain is read. */
function restoredEntry(row: ChannelRow): ChannelEntry {
  const signature = row.voucherSignature
  const amount = row.voucherAmount
  return {
    ...newEntry(row.channelId, row.payer),
    view: {
      state: 'open',
      signer: row.signer,
      epoch: row.epoch,
      deposit: amount,
      redeemed: row.redeemed,
      closesAt: 0n,
    },
    ledger: {
      deposit: amount,
      redeemed: row.redeemed,
      // A crash may have lost the tail of what was owed, never what was promised for it.
      owed: row.owed,
      signed: amount,
      paid: amount,
      credit: 0n,
      largestIncrement: 0n,
    },
    voucher: signature === undefined ? undefined : { amount, signature },
    unredeemedSince: row.unredeemedSince ?? row.updatedAt,
  }
}

function wake(entry: ChannelEntry): void {
  for (const waiter of [...entry.waiters]) waiter()
}

function pause(deadlines: Deadlines, delayMs: number): Promise<void> {
  return new Promise((resolve) => {
    deadlines.after(delayMs, resolve)
  })
}
