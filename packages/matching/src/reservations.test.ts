import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  cancelReservation,
  confirmReservation,
  createReservations,
  earliestFit,
  forgetPastReservations,
  type ReservationAsk,
  type Reservations,
  reservationFee,
  reservationHorizonSecondsMax,
  reservationsMax,
  reservedSlotsAt,
  reserveSlots,
} from './reservations.ts'

describe('a calendar', () => {
  test('is never oversold, and says when there is room', () => {
    const one = reserved(createReservations(3), { id: 'a', startsAt: 10, endsAt: 20, slots: 2 })
    const two = reserved(one, { id: 'b', startsAt: 15, endsAt: 30, slots: 1 })
    expect(reserveSlots(two, { id: 'c', startsAt: 12, endsAt: 17, slots: 1 }, 0)).toEqual({
      outcome: 'refused',
      reason: 'busy',
      earliest: 20,
    })
    expect(reserveSlots(two, { id: 'c', startsAt: 5, endsAt: 15, slots: 1 }, 0)).toMatchObject({ outcome: 'reserved' })
    // Spans that only touch do not overlap.
    expect(reserveSlots(two, { id: 'c', startsAt: 0, endsAt: 10, slots: 3 }, 0)).toMatchObject({ outcome: 'reserved' })
  })

  test('lets a hold lapse that is not ordered, and keeps one that is', () => {
    const held = reserved(createReservations(1), { id: 'a', startsAt: 10, endsAt: 20, slots: 1, heldUntil: 5 })
    expect(reservedSlotsAt(held, 15, 4)).toBe(1)
    expect(reservedSlotsAt(held, 15, 5)).toBe(0)
    expect(confirmReservation(held, 'a', 5)).toBeUndefined()
    expect(confirmReservation(held, 'b', 4)).toBeUndefined()
    const confirmed = confirmReservation(held, 'a', 4)
    if (confirmed === undefined) throw new Error('lapsed')
    expect(reservedSlotsAt(confirmed, 15, 9)).toBe(1)
    expect(cancelReservation(confirmed, 'a').entries).toEqual([])
    expect(forgetPastReservations(confirmed, 20).entries).toEqual([])
  })

  test('refuses for a reason', () => {
    const calendar = reserved(createReservations(2), { id: 'a', startsAt: 10, endsAt: 20, slots: 1 })
    const ask = { id: 'b', startsAt: 10, endsAt: 20, slots: 1 }
    const reason = (over: Partial<ReservationAsk>, of = calendar) => {
      const answer = reserveSlots(of, { ...ask, ...over }, 5)
      return answer.outcome === 'refused' ? answer.reason : undefined
    }
    expect(reason({ id: 'a' })).toBe('known')
    expect(reason({ startsAt: 4 })).toBe('span')
    expect(reason({ endsAt: 10 })).toBe('span')
    expect(reason({ startsAt: Number.NaN })).toBe('span')
    expect(reason({ startsAt: 10.5 })).toBe('span')
    expect(reason({ endsAt: 6 + reservationHorizonSecondsMax })).toBe('span')
    for (const slots of [0, 3, 1.5, -1, Number.NaN]) expect(reason({ slots })).toBe('slots')
    const entries = Array.from({ length: reservationsMax }, (_, i) => ({
      id: `r${i}`,
      startsAt: 100 + i,
      endsAt: 101 + i,
      slots: 1,
      heldUntil: undefined,
    }))
    expect(reason({}, { slots: 2, entries })).toBe('full')
    expect(() => createReservations(-1)).toThrow(RangeError)
  })
})

describe('the fee', () => {
  test('is the base price for an empty calendar, and grows with what is reserved', () => {
    const empty = createReservations(4)
    const ask = { startsAt: 0, endsAt: 7_200, slots: 1 }
    // Two slot-hours at 1,000, and a quarter of the calendar with this one: 2,500.
    expect(reservationFee(empty, ask, 1_000n, 0)).toBe(2_500n)
    const busy = reserved(empty, { id: 'a', startsAt: 0, endsAt: 3_600, slots: 2 })
    expect(reservationFee(busy, ask, 1_000n, 0)).toBe(3_000n)
    expect(() => reservationFee(empty, { ...ask, slots: 5 }, 1n, 0)).toThrow(RangeError)
    expect(() => reservationFee(empty, { ...ask, endsAt: 0 }, 1n, 0)).toThrow(RangeError)
  })

  test('lies from once to twice the base price, and never falls with more reserved', () => {
    fc.assert(
      fc.property(asks, wanted, fc.bigInt({ min: 0n, max: 10n ** 20n }), (list, ask, base) => {
        const calendars = filled(list)
        const fees = calendars.map((calendar) => reservationFee(calendar, ask, base, 0))
        const exact = base * BigInt(ask.slots) * BigInt(ask.endsAt - ask.startsAt)
        for (const [i, fee] of fees.entries()) {
          expect(fee >= (fees[i - 1] ?? 0n)).toBe(true)
          const isFree = earliestFit(at(calendars, i), fitOf(ask), 0) === ask.startsAt
          if (isFree) expect(fee * 3_600n >= exact && (fee - 1n) * 3_600n < 2n * exact + 3_600n).toBe(true)
        }
      }),
    )
  })
})

const slotsMax = 4
const span = fc.tuple(fc.nat(30), fc.integer({ min: 1, max: 12 }))
const wanted = fc
  .tuple(span, fc.integer({ min: 1, max: slotsMax }))
  .map(([[startsAt, seconds], slots]) => ({ startsAt, endsAt: startsAt + seconds, slots }))
const asks = fc.array(fc.tuple(wanted, fc.option(fc.integer({ min: 1, max: 40 }), { nil: undefined })), {
  maxLength: 20,
})

describe('whatever is asked', () => {
  test('at no second more is reserved than there is', () => {
    fc.assert(
      fc.property(asks, fc.nat(40), (list, now) => {
        for (const calendar of filled(list)) {
          for (let second = 0; second < 45; second++) {
            expect(reservedSlotsAt(calendar, second, 0)).toBeLessThanOrEqual(slotsMax)
            expect(reservedSlotsAt(calendar, second, now)).toBeLessThanOrEqual(slotsMax)
          }
        }
      }),
    )
  })

  test('the earliest fit is the earliest', () => {
    fc.assert(
      fc.property(asks, wanted, (list, ask) => {
        const calendar = at(filled(list), -1)
        const isFree = (start: number) => {
          for (let second = start; second < start + (ask.endsAt - ask.startsAt); second++) {
            if (reservedSlotsAt(calendar, second, 0) + ask.slots > slotsMax) return false
          }
          return true
        }
        let expected = ask.startsAt
        while (!isFree(expected)) expected++
        expect(earliestFit(calendar, fitOf(ask), 0)).toBe(expected)
      }),
    )
  })

  test('cancelling gives the slots back', () => {
    fc.assert(
      fc.property(asks, wanted, (list, ask) => {
        const calendar = at(filled(list), -1)
        const answer = reserveSlots(calendar, { id: 'mine', ...ask }, 0)
        if (answer.outcome === 'reserved') {
          expect(cancelReservation(answer.reservations, 'mine').entries).toEqual(calendar.entries)
        }
      }),
    )
  })

  test('nothing fits that has more slots than there are, or beyond the horizon', () => {
    const calendar = createReservations(slotsMax)
    expect(earliestFit(calendar, { notBefore: 0, seconds: 1, slots: slotsMax + 1 }, 0)).toBeUndefined()
    const late = { notBefore: reservationHorizonSecondsMax, seconds: 1, slots: 1 }
    expect(earliestFit(calendar, late, 0)).toBeUndefined()
    expect(earliestFit(calendar, late, 1)).toBe(reservationHorizonSecondsMax)
  })
})

/** The calendar before and after each ask that was granted. */
function filled(list: readonly (readonly [Omit<ReservationAsk, 'id'>, number | undefined])[]): Reservations[] {
  const calendars = [createReservations(slotsMax)]
  for (const [i, [ask, heldUntil]] of list.entries()) {
    const hold = heldUntil === undefined ? {} : { heldUntil }
    const answer = reserveSlots(at(calendars, -1), { id: String(i), ...ask, ...hold }, 0)
    if (answer.outcome === 'reserved') calendars.push(answer.reservations)
  }
  return calendars
}

function fitOf({ startsAt, endsAt, slots }: Omit<ReservationAsk, 'id'>) {
  return { notBefore: startsAt, seconds: endsAt - startsAt, slots }
}

function reserved(calendar: Reservations, ask: ReservationAsk): Reservations {
  const answer = reserveSlots(calendar, ask, 0)
  if (answer.outcome === 'refused') throw new Error(answer.reason)
  return answer.reservations
}

function at<T>(items: readonly T[], index: number): T {
  const item = items.at(index)
  if (item === undefined) throw new RangeError(`no item ${index}`)
  return item
}
