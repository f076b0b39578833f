/**
 * Slots promised for a time to come. A quote holds them softly; the order makes them a reservation whose fee the channel owes
 * at once. It counts as held when a voucher on disk covers the fee, which must come within `feeWaitMs`: until then nothing runs
 * under it and nobody's work makes room for it, and when it does not come the fee is taken back and the slots are free again. A held reservation is on disk and
 * outlives a restart. Cancelling before the start frees the slots; the fee stays paid.
 *
 * Units: Unix seconds, base units; `now` in milliseconds.
 */
import type { Hash } from '@millrace/protocol'
import type { ChannelEntry } from './channel-book.ts'
import { chargeFee, refundWork } from './channel-ledger.ts'
import type { Deadlines } from './deadlines.ts'
import { leaseRowOf } from './lease-row.ts'
import { isOver, type Lease, moveLease } from './lease-table.ts'
import type { Log } from './log.ts'
import type { NodeStore } from './node-store.ts'
import { RefusalError } from './refusal-error.ts'
import type { SlotCalendars } from './slot-calendars.ts'
import type { ReservationRow } from './store-rows.ts'

export type ReservationDesk = {
  /**
   * Makes the hold of a lease's quote a reservation that owes its fee. Resolves when it is on disk.
   *
   * @throws {RefusalError} QUOTE_EXPIRED, CHANNEL_EXHAUSTED, at once; then nothing has changed.
   */
  accept(lease: Lease, entry: ChannelEntry): Promise<void>
  /** Puts back one that was stored, before the node serves. */
  restore(row: ReservationRow, lease: Lease): void
  /** @throws {RefusalError} RESERVATION_UNPAID, RESERVATION_NOT_DUE, LEASE_CLOSED when the lease may not run now. */
  requireDue(lease: Lease): void
  /** Frees the slots. @throws {RefusalError} RESERVATION_STARTED, RESERVATION_UNKNOWN */
  cancel(lease: Lease): Promise<void>
  /** Lets go of what is over, or of a lease that was closed. */
  tick(): void
  readonly size: number
}

type ReservationDeskInit = {
  readonly store: NodeStore
  readonly deadlines: Deadlines
  readonly calendars: SlotCalendars
  readonly findChannel: (channelId: Hash) => ChannelEntry | undefined
  readonly saveChannel: (entry: ChannelEntry) => Promise<void>
  readonly feeWaitMs: number
  readonly now: () => number
  readonly log: Log
}

type Reservation = { readonly lease: Lease; row: ReservationRow }

export function createReservationDesk(init: ReservationDeskInit): ReservationDesk {
  const { store, now, calendars } = init
  const byLease = new Map<Hash, Reservation>()

  const channelOf = ({ order }: Lease): ChannelEntry | undefined => {
    const entry = init.findChannel(order.channelId)
    return entry?.view.epoch === order.epoch ? entry : undefined
  }
  const save = (reservation: Reservation, state: ReservationRow['state']) => {
    reservation.row = { ...reservation.row, state }
    if (state === 'held') calendars.settle(reservation.row.quoteHash)
    return store.saveReservation(reservation.row)
  }
  const drop = (reservation: Reservation) => {
    const { row, lease } = reservation
    byLease.delete(lease.leaseId)
    calendars.cancel(row.modelRoot, row.quoteHash)
    if (moveLease(lease, 'close')) void store.saveLease(leaseRowOf(lease))
    return save(reservation, 'released')
  }
  const notePayment = (reservation: Reservation) => {
    const { row, lease } = reservation
    if (row.state === 'unpaid' && (channelOf(lease)?.ledger.paid ?? 0n) >= row.owedUntil) void save(reservation, 'held')
  }
  const giveUpUnpaid = (reservation: Reservation) => {
    const { lease } = reservation
    notePayment(reservation)
    if (reservation.row.state !== 'unpaid' || !byLease.has(lease.leaseId)) return
    const entry = channelOf(lease)
    if (entry !== undefined) {
      entry.ledger = refundWork(entry.ledger, reservation.row.fee)
      // The same turn, so the same transaction: the fee is owed on disk as long as the reservation is there.
      void init.saveChannel(entry)
    }
    void drop(reservation)
    init.log('info', 'reservation-unpaid', { leaseId: lease.leaseId, fee: reservation.row.fee })
  }
  const keep = (reservation: Reservation) => {
    byLease.set(reservation.lease.leaseId, reservation)
    if (reservation.row.state === 'held') calendars.settle(reservation.row.quoteHash)
    else init.deadlines.after(init.feeWaitMs, () => giveUpUnpaid(reservation))
  }

  return {
    accept(lease, entry) {
      const { fee } = lease.quote
      if (entry.ledger.owed + fee > entry.view.deposit) {
        throw new RefusalError('CHANNEL_EXHAUSTED', 'The deposit of the channel does not cover the fee.')
      }
      calendars.confirm(lease.quote.modelRoot, lease.order.quoteHash, Number(lease.order.expiresAt))
      entry.ledger = chargeFee(entry.ledger, fee)
      const reservation = { lease, row: rowOf(lease, entry) }
      keep(reservation)
      notePayment(reservation)
      return store.saveReservation(reservation.row)
    },
    restore(row, lease) {
      calendars.restore(row.modelRoot, row.quoteHash, { slots: row.slots, startsAt: row.startsAt, endsAt: row.endsAt })
      keep({ lease, row })
    },
    requireDue(lease) {
      const reservation = byLease.get(lease.leaseId)
      if (reservation === undefined) throw new RefusalError('LEASE_CLOSED', 'The reservation is over or was given up.')
      notePayment(reservation)
      const { state, fee, startsAt } = reservation.row
      if (state === 'unpaid') throw new RefusalError('RESERVATION_UNPAID', `No voucher covers the fee of ${fee} yet.`)
      if (now() < startsAt * 1000) {
        throw new RefusalError('RESERVATION_NOT_DUE', `The reservation begins at ${startsAt}.`)
      }
    },
    async cancel(lease) {
      const reservation = byLease.get(lease.leaseId)
      if (reservation === undefined) throw new RefusalError('RESERVATION_UNKNOWN', 'The lease has no slots reserved.')
      const { startsAt } = reservation.row
      if (now() >= startsAt * 1000) {
        throw new RefusalError('RESERVATION_STARTED', `The reservation began at ${startsAt}.`)
      }
      await drop(reservation)
    },
    tick() {
      for (const reservation of byLease.values()) {
        notePayment(reservation)
        const { lease } = reservation
        if (lease.state === 'closed' || isOver(lease, now())) void drop(reservation)
      }
    },
    get size() {
      return byLease.size
    },
  }
}

function rowOf({ leaseId, quote, order }: Lease, { ledger }: ChannelEntry): ReservationRow {
  return {
    ...{ leaseId, quoteHash: order.quoteHash, modelRoot: quote.modelRoot, slots: quote.slots, fee: quote.fee },
    ...{ startsAt: Number(quote.startsAt), endsAt: Number(order.expiresAt) },
    ...{ owedUntil: ledger.owed, state: quote.fee === 0n ? 'held' : 'unpaid' },
  }
}
