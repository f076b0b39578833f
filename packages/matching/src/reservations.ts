/**
 * A calendar of slots that are promised for a time to come: reserve a span, never more than there are slots, find the
 * earliest span that is free, cancel, forget. A reservation is held softly until its quote expires and stands once it is
 * ordered. What is reserved costs a fee by the slot-hour, which grows with how full the calendar is in that span.
 *
 * Pure: every step gives the next calendar. Invariants, held by property tests: at no instant more slots are reserved than
 * there are; the earliest fit is the earliest; the fee is from once to twice the base price.
 *
 * Units: Unix seconds, spans from `startsAt` up to, not with, `endsAt`; fees in base units.
 */
import type { Amount } from '@millrace/protocol'

/** Reservations one calendar holds: every search looks at all of them. */
export const reservationsMax = 1_024
/** How far ahead may be reserved, in seconds: a quarter of a year. */
export const reservationHorizonSecondsMax = 92 * 86_400
const secondsPerHour = 3_600n

export type Reservation = {
  readonly id: string
  readonly startsAt: number
  readonly endsAt: number
  readonly slots: number
  /** When a soft hold lapses; undefined once it is ordered. */
  readonly heldUntil: number | undefined
}
export type Reservations = {
  /** Slots that may be reserved. */
  readonly slots: number
  readonly entries: readonly Reservation[]
}
export type ReservationAsk = {
  readonly id: string
  readonly startsAt: number
  readonly endsAt: number
  readonly slots: number
  readonly heldUntil?: number
}
export type ReservationAnswer =
  | { readonly outcome: 'reserved'; readonly reservations: Reservations }
  | {
      readonly outcome: 'refused'
      /** `span`: in the past, too far ahead or of no length; `busy`: not enough slots are free all the time. */
      readonly reason: 'span' | 'slots' | 'known' | 'full' | 'busy'
      /** For `busy`: the earliest start at or after the one asked for at which as many slots are free as long. */
      readonly earliest: number | undefined
    }

/** Returns an empty calendar. */
export function createReservations(slots: number): Reservations {
  if (!Number.isSafeInteger(slots) || slots < 0) throw new RangeError(`slots: ${slots} is not a count`)
  return { slots, entries: [] }
}

/**
 * Reserves slots for a span, or says why not and when it could be.
 *
 * @param now - Unix seconds.
 *
 * @example
 * reserveSlots(createReservations(4), { id, startsAt: now + 3_600, endsAt: now + 7_200, slots: 2 }, now)
 */
export function reserveSlots(reservations: Reservations, ask: ReservationAsk, now: number): ReservationAnswer {
  const refuse = (reason: 'span' | 'slots' | 'known' | 'full'): ReservationAnswer => {
    return { outcome: 'refused', reason, earliest: undefined }
  }
  const { id, startsAt, endsAt, slots, heldUntil } = ask
  const isWhole = Number.isSafeInteger(startsAt) && Number.isSafeInteger(endsAt)
  const isSpan = isWhole && startsAt >= now && startsAt < endsAt && endsAt <= now + reservationHorizonSecondsMax
  if (!isSpan) return refuse('span')
  if (!Number.isSafeInteger(slots) || slots < 1 || slots > reservations.slots) return refuse('slots')
  const current = forgetPastReservations(reservations, now)
  if (current.entries.some((entry) => entry.id === id)) return refuse('known')
  if (current.entries.length >= reservationsMax) return refuse('full')
  const earliest = earliestFit(current, { notBefore: startsAt, seconds: endsAt - startsAt, slots }, now)
  if (earliest !== startsAt) return { outcome: 'refused', reason: 'busy', earliest }
  const entry: Reservation = { id, startsAt, endsAt, slots, heldUntil }
  return { outcome: 'reserved', reservations: { ...current, entries: [...current.entries, entry] } }
}

/**
 * Returns the earliest start, from `notBefore` on, at which so many slots are free for so long; undefined when there is none
 * that ends within {@link reservationHorizonSecondsMax}. Cost: reservations, sorted.
 */
export function earliestFit(
  reservations: Reservations,
  wanted: { readonly notBefore: number; readonly seconds: number; readonly slots: number },
  now: number,
): number | undefined {
  if (wanted.slots > reservations.slots) return undefined
  let start = wanted.notBefore
  let used = 0
  for (const { at, change } of changesOf(standingAt(reservations, now))) {
    // Up to `at`, `used` slots are taken: from `start` on there was room so far.
    if (at >= start + wanted.seconds && used + wanted.slots <= reservations.slots) break
    if (used + wanted.slots > reservations.slots) start = Math.max(start, at)
    used += change
  }
  return start + wanted.seconds <= now + reservationHorizonSecondsMax ? start : undefined
}

/** Makes a soft hold stand: it was ordered. Returns undefined when it has lapsed or is not known. */
export function confirmReservation(reservations: Reservations, id: string, now: number): Reservations | undefined {
  const current = forgetPastReservations(reservations, now)
  if (!current.entries.some((entry) => entry.id === id)) return undefined
  const entries = current.entries.map((entry) => (entry.id === id ? { ...entry, heldUntil: undefined } : entry))
  return { ...current, entries }
}

/** Returns the calendar without a reservation. */
export function cancelReservation(reservations: Reservations, id: string): Reservations {
  return { ...reservations, entries: reservations.entries.filter((entry) => entry.id !== id) }
}

/** Returns the calendar without what has ended and without lapsed holds. */
export function forgetPastReservations(reservations: Reservations, now: number): Reservations {
  const entries = standingAt(reservations, now)
  return entries.length === reservations.entries.length ? reservations : { ...reservations, entries }
}

/** Returns how many slots are reserved at an instant, as known `now`. */
export function reservedSlotsAt(reservations: Reservations, at: number, now: number): number {
  return standingAt(reservations, now).reduce(
    (sum, { startsAt, endsAt, slots }) => (startsAt <= at && at < endsAt ? sum + slots : sum),
    0,
  )
}

/**
 * Returns the fee for a span, in base units, rounded up: the slot-hours at the base price, times one plus the share of the
 * calendar's slot-hours in that span that are reserved, this reservation's included. Ask before reserving.
 *
 * @param basePrice - base units for one slot for one hour, of an empty calendar.
 */
export function reservationFee(
  reservations: Reservations,
  { startsAt, endsAt, slots }: { readonly startsAt: number; readonly endsAt: number; readonly slots: number },
  basePrice: Amount,
  now: number,
): Amount {
  const overlap = (entry: Reservation) => Math.min(entry.endsAt, endsAt) - Math.max(entry.startsAt, startsAt)
  const reserved = standingAt(reservations, now).reduce(
    (sum, entry) => sum + BigInt(Math.max(0, overlap(entry))) * BigInt(entry.slots),
    0n,
  )
  const own = BigInt(endsAt - startsAt) * BigInt(slots)
  const all = BigInt(endsAt - startsAt) * BigInt(reservations.slots)
  const divisor = all * secondsPerHour
  if (own <= 0n || own > all) throw new RangeError(`${slots} slots from ${startsAt} to ${endsAt} are no reservation`)
  return (basePrice * own * (all + reserved + own) + divisor - 1n) / divisor
}

/** The reservations that count as of `now`. */
function standingAt({ entries }: Reservations, now: number): readonly Reservation[] {
  return entries.filter(({ endsAt, heldUntil }) => endsAt > now && (heldUntil === undefined || heldUntil > now))
}

/** Returns when how many slots are taken (positive) or given back, in time order, all changes of one instant in one. */
function changesOf(entries: readonly Reservation[]): { at: number; change: number }[] {
  const changes = new Map<number, number>()
  for (const { startsAt, endsAt, slots } of entries) {
    changes.set(startsAt, (changes.get(startsAt) ?? 0) + slots)
    changes.set(endsAt, (changes.get(endsAt) ?? 0) - slots)
  }
  return [...changes].map(([at, change]) => ({ at, change })).sort((a, b) => a.at - b.at)
}
