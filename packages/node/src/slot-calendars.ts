/**
 * The calendar of each model's slots: what quotes hold softly, what orders reserved, what was paid for. Only what was paid for
 * keeps others from working: else ordering and not paying would end their runs for nothing. Units: Unix seconds, base units.
 *
 * Invariant: at no instant more slots are held or reserved than the model has.
 */
import {
  cancelReservation,
  confirmReservation,
  createReservations,
  type ReservationAnswer,
  type Reservations,
  reservationFee,
  reserveSlots,
} from '@millrace/matching'
import type { Amount, Hash } from '@millrace/protocol'
import { RefusalError } from './refusal-error.ts'

export type ReservationSpan = { readonly slots: number; readonly startsAt: number; readonly endsAt: number }

export type SlotCalendars = {
  /**
   * Returns what the slots would cost to hold.
   *
   * @param basePrice - base units for one slot for one hour. @throws {RefusalError} RESERVATION_REFUSED
   */
  price(modelRoot: Hash, span: ReservationSpan, basePrice: Amount): Amount
  /** Holds the slots softly for a quote. @param until - Unix seconds. @throws {RefusalError} RESERVATION_REFUSED */
  hold(modelRoot: Hash, quoteHash: Hash, span: ReservationSpan, until: number): void
  /** Reserves what the quote held, until the order's end, not paid for yet. @throws {RefusalError} QUOTE_EXPIRED */
  confirm(modelRoot: Hash, quoteHash: Hash, endsAt: number): void
  /** The reservation is paid for: from now on its slots are kept free in its time. */
  settle(quoteHash: Hash): void
  /** Puts back a reservation that was stored, not paid for yet. */
  restore(modelRoot: Hash, quoteHash: Hash, span: ReservationSpan): void
  cancel(modelRoot: Hash, quoteHash: Hash): void
  /** Most slots reserved and paid for at any instant from now until so much later. */
  reserved(modelRoot: Hash, aheadMs: number): number
}

type SlotCalendarsInit = {
  readonly capacity: (modelRoot: Hash) => number
  /** Milliseconds. */
  readonly now: () => number
}

const problems = {
  span: 'The span lies in the past, too far ahead, or has no length.',
  slots: 'So many slots cannot be reserved here.',
  known: 'The quote holds slots already.',
  full: 'The calendar is full.',
  busy: 'Not as many slots are free all the time.',
}

export function createSlotCalendars({ capacity, now }: SlotCalendarsInit): SlotCalendars {
  const calendars = new Map<Hash, Reservations>()
  /** Reserved, not paid for. */
  const unpaid = new Set<string>()

  const seconds = () => Math.floor(now() / 1000)
  const calendarOf = (modelRoot: Hash): Reservations => {
    const slots = capacity(modelRoot)
    const known = calendars.get(modelRoot) ?? createReservations(slots)
    return known.slots === slots ? known : { ...known, slots }
  }

  return {
    price(modelRoot, span, basePrice) {
      const calendar = calendarOf(modelRoot)
      requireReserved(reserveSlots(calendar, { ...span, id: '' }, seconds()))
      return reservationFee(calendar, span, basePrice, seconds())
    },
    hold(modelRoot, id, span, heldUntil) {
      calendars.set(
        modelRoot,
        requireReserved(reserveSlots(calendarOf(modelRoot), { ...span, id, heldUntil }, seconds())),
      )
    },
    confirm(modelRoot, id, endsAt) {
      const confirmed = confirmReservation(calendarOf(modelRoot), id, seconds())
      if (confirmed === undefined) {
        throw new RefusalError('QUOTE_EXPIRED', 'The slots are no longer held for the quote.')
      }
      const entries = confirmed.entries.map((entry) => (entry.id === id ? { ...entry, endsAt } : entry))
      unpaid.add(id)
      calendars.set(modelRoot, { ...confirmed, entries })
    },
    settle(id) {
      unpaid.delete(id)
    },
    restore(modelRoot, id, span) {
      const calendar = calendarOf(modelRoot)
      unpaid.add(id)
      calendars.set(modelRoot, { ...calendar, entries: [...calendar.entries, { ...span, id, heldUntil: undefined }] })
    },
    cancel(modelRoot, id) {
      unpaid.delete(id)
      calendars.set(modelRoot, cancelReservation(calendarOf(modelRoot), id))
    },
    reserved(modelRoot, aheadMs) {
      const calendar = calendars.get(modelRoot)
      if (calendar === undefined) return 0
      const paid = calendar.entries.filter(({ id, heldUntil }) => heldUntil === undefined && !unpaid.has(id))
      return mostReserved(paid, now() / 1000, (now() + aheadMs) / 1000)
    },
  }
}

function mostReserved(entries: Reservations['entries'], from: number, until: number): number {
  const near = entries.filter(({ startsAt, endsAt }) => startsAt <= until && endsAt > from)
  const at = (instant: number) =>
    near.reduce((sum, { startsAt, endsAt, slots }) => sum + (startsAt <= instant && instant < endsAt ? slots : 0), 0)
  return Math.max(0, at(from), ...near.filter(({ startsAt }) => startsAt > from).map(({ startsAt }) => at(startsAt)))
}

function requireReserved(answer: ReservationAnswer): Reservations {
  if (answer.outcome === 'reserved') return answer.reservations
  const { reason, earliest } = answer
  const hint = earliest === undefined ? '' : ` They are from ${earliest}.`
  throw new RefusalError('RESERVATION_REFUSED', problems[reason] + hint)
}
