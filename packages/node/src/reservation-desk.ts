/**
 * Slots promised for a time to come. A quote holds them softly; the order makes them a reservation whose fee the channel owes
 * at once. It counts as held when a voucher on disk covers the fee, which must come within `feeWaitMs`: until then nothing runs
 * under it, and when it does not come the fee is taken back and the slots are free again. A held reservation is on disk and
 * outlives a restart. Cancelling before the start frees the slots; the fee stays paid.
 *
 * Calendars count slots per model. Units: Unix seconds, base units; `now` in milliseconds.
 */
import {
  cancelReservation,
  confirmReservation,
  createReservations,
  type Reservation,
  type ReservationAnswer,
  type Reservations,
  reservationFee,
  reserveSlots,
} from '@millrace/matching'
import type { Amount, Hash } from '@millrace/protocol'
import type { ChannelEntry } from './channel-book.ts'
import { chargeFee, refundWork } from './channel-ledger.ts'
import type { Deadlines } from './deadlines.ts'
import { leaseRowOf } from './lease-row.ts'
import { isOver, type Lease, moveLease } from './lease-table.ts'
import type { Log } from './log.ts'
import type { NodeStore } from './node-store.ts'
import { RefusalError } from './refusal-error.ts'
import type { ReservationRow } from './store-rows.ts'

export type ReservationAsk = { readonly slots: number; readonly startsAt: number; readonly endsAt: number }

export type ReservationDesk = {
  /**
   * Returns what the slots would cost to hold.
   *
   * @param basePrice - base units for one slot for one hour. @throws {RefusalError} RESERVATION_REFUSED
   */
  price(modelRoot: Hash, ask: ReservationAsk, basePrice: Amount): Amount
  /** Holds the slots for a quote until it expires. @param until - Unix seconds. @throws {RefusalError} RESERVATION_REFUSED */
  hold(modelRoot: Hash, quoteHash: Hash, ask: ReservationAsk, until: number): void
  /**
   * Makes the hold of a lease's quote a reservation that owes its fee. Resolves when it is on disk.
   *
   * @throws {RefusalError} QUOTE_EXPIRED, CHANNEL_EXHAUSTED, at once; then nothing has changed.
   */
  accept(lease: Lease, entry: ChannelEntry): Promise<void>
  /** Puts back one that was stored, before the node serves. */
  restore(row: ReservationRow, lease: Lease): void
  /** @throws {RefusalError} RESERVATION_UNPAID, RESERVATION_NOT_DUE when the lease may not run now. */
  requireDue(lease: Lease): void
  /** Frees the slots. @throws {RefusalError} RESERVATION_STARTED, RESERVATION_UNKNOWN */
  cancel(lease: Lease): Promise<void>
  /** Most slots of a model held at any instant from now until so much later. */
  held(modelRoot: Hash, aheadMs: number): number
  /** Lets go of what is over, unpaid, or of a lease that was closed. */
  tick(): void
  readonly size: number
}

type ReservationDeskInit = {
  readonly store: NodeStore
  readonly deadlines: Deadlines
  readonly findChannel: (channelId: Hash) => ChannelEntry | undefined
  readonly capacity: (modelRoot: Hash) => number
  readonly feeWaitMs: number
  readonly now: () => number
  readonly log: Log
}

type Held = { readonly lease: Lease; row: ReservationRow }

export function createReservationDesk(init: ReservationDeskInit): ReservationDesk {
  const { store, now } = init
  const calendars = new Map<Hash, Reservations>()
  const byLease = new Map<Hash, Held>()

  const seconds = () => Math.floor(now() / 1000)
  const calendarOf = (modelRoot: Hash): Reservations => {
    const slots = init.capacity(modelRoot)
    const known = calendars.get(modelRoot) ?? createReservations(slots)
    return known.slots === slots ? known : { ...known, slots }
  }
  const drop = (held: Held, state: ReservationRow['state']) => {
    const { row, lease } = held
    byLease.delete(lease.leaseId)
    calendars.set(row.modelRoot, cancelReservation(calendarOf(row.modelRoot), row.quoteHash))
    held.row = { ...row, state }
    return store.saveReservation(held.row)
  }
  const isPaid = ({ row, lease }: Held) => {
    const entry = init.findChannel(lease.order.channelId)
    return entry !== undefined && entry.view.epoch === lease.order.epoch && entry.ledger.paid >= row.owedUntil
  }
  const markPaid = (held: Held) => {
    if (held.row.state !== 'unpaid' || !isPaid(held)) return
    held.row = { ...held.row, state: 'held' }
    void store.saveReservation(held.row)
  }
  const giveUp = (held: Held) => {
    markPaid(held)
    if (held.row.state !== 'unpaid' || !byLease.has(held.lease.leaseId)) return
    const { lease } = held
    const entry = init.findChannel(lease.order.channelId)
    if (entry !== undefined && entry.view.epoch === lease.order.epoch) {
      entry.ledger = refundWork(entry.ledger, held.row.fee)
    }
    void drop(held, 'released')
    if (moveLease(lease, 'close')) void store.saveLease(leaseRowOf(lease))
    init.log('info', 'reservation-unpaid', { leaseId: lease.leaseId, fee: held.row.fee })
  }
  const keep = (held: Held) => {
    byLease.set(held.lease.leaseId, held)
    if (held.row.state === 'unpaid') init.deadlines.after(init.feeWaitMs, () => giveUp(held))
  }

  return {
    price(modelRoot, ask, basePrice) {
      const calendar = calendarOf(modelRoot)
      requireReserved(reserveSlots(calendar, { ...ask, id: '' }, seconds()))
      return reservationFee(calendar, ask, basePrice, seconds())
    },
    hold(modelRoot, quoteHash, ask, until) {
      const answer = reserveSlots(calendarOf(modelRoot), { ...ask, id: quoteHash, heldUntil: until }, seconds())
      calendars.set(modelRoot, requireReserved(answer))
    },
    accept(lease, entry) {
      const { quote, order, leaseId } = lease
      const { modelRoot, fee } = quote
      if (entry.ledger.owed + fee > entry.view.deposit) {
        throw new RefusalError('CHANNEL_EXHAUSTED', 'The deposit of the channel does not cover the fee.')
      }
      const confirmed = confirmReservation(calendarOf(modelRoot), order.quoteHash, seconds())
      if (confirmed === undefined)
        throw new RefusalError('QUOTE_EXPIRED', 'The slots are no longer held for the quote.')
      const endsAt = Number(order.expiresAt)
      calendars.set(modelRoot, {
        ...confirmed,
        entries: confirmed.entries.map((held) => (held.id === order.quoteHash ? { ...held, endsAt } : held)),
      })
      entry.ledger = chargeFee(entry.ledger, fee)
      const row: ReservationRow = {
        ...{ leaseId, quoteHash: order.quoteHash, modelRoot, slots: quote.slots, fee, endsAt },
        ...{ startsAt: Number(quote.startsAt), owedUntil: entry.ledger.owed, state: fee === 0n ? 'held' : 'unpaid' },
      }
      const held = { lease, row }
      keep(held)
      markPaid(held)
      return store.saveReservation(held.row)
    },
    restore(row, lease) {
      const { quoteHash: id, startsAt, endsAt, slots } = row
      const calendar = calendarOf(row.modelRoot)
      const entry: Reservation = { id, startsAt, endsAt, slots, heldUntil: undefined }
      calendars.set(row.modelRoot, { ...calendar, entries: [...calendar.entries, entry] })
      keep({ lease, row })
    },
    requireDue(lease) {
      const held = byLease.get(lease.leaseId)
      if (held === undefined) throw new RefusalError('LEASE_CLOSED', 'The reservation is over or was given up.')
      markPaid(held)
      if (held.row.state === 'unpaid') {
        throw new RefusalError('RESERVATION_UNPAID', `No voucher covers the fee of ${held.row.fee} yet.`)
      }
      if (now() < held.row.startsAt * 1000) {
        throw new RefusalError('RESERVATION_NOT_DUE', `The reservation begins at ${held.row.startsAt}.`)
      }
    },
    async cancel(lease) {
      const held = byLease.get(lease.leaseId)
      if (held === undefined) throw new RefusalError('RESERVATION_UNKNOWN', 'The lease has no slots reserved.')
      if (now() >= held.row.startsAt * 1000) {
        throw new RefusalError('RESERVATION_STARTED', `The reservation began at ${held.row.startsAt}.`)
      }
      const dropped = drop(held, 'released')
      if (moveLease(lease, 'close')) void store.saveLease(leaseRowOf(lease))
      await dropped
    },
    held: (modelRoot, aheadMs) => mostHeld(calendars.get(modelRoot), now() / 1000, (now() + aheadMs) / 1000),
    tick() {
      for (const held of byLease.values()) {
        markPaid(held)
        if (held.lease.state === 'closed' || isOver(held.lease, now())) void drop(held, 'released')
      }
    },
    get size() {
      return byLease.size
    },
  }
}

/** Returns the most slots that stand at any instant of the span, ordered ones only: a soft hold keeps nobody from working. */
function mostHeld(calendar: Reservations | undefined, from: number, until: number): number {
  if (calendar === undefined) return 0
  const near = calendar.entries.filter(
    ({ startsAt, endsAt, heldUntil }) => heldUntil === undefined && startsAt <= until && endsAt > from,
  )
  const at = (instant: number) =>
    near.reduce((sum, { startsAt, endsAt, slots }) => sum + (startsAt <= instant && instant < endsAt ? slots : 0), 0)
  return Math.max(0, at(from), ...near.filter(({ startsAt }) => startsAt > from).map(({ startsAt }) => at(startsAt)))
}

function requireReserved(answer: ReservationAnswer): Reservations {
  if (answer.outcome === 'reserved') return answer.reservations
  const { reason, earliest } = answer
  const problems = {
    span: 'The span lies in the past, too far ahead, or has no length.',
    slots: 'So many slots cannot be reserved here.',
    known: 'The quote holds slots already.',
    full: 'The calendar is full.',
    busy: 'Not as many slots are free all the time.',
  }
  const hint = earliest === undefined ? '' : ` They are from ${earliest}.`
  throw new RefusalError('RESERVATION_REFUSED', problems[reason] + hint)
}
