import { MalformedError, type WeeklyWindow, weeklyWindowsMax } from '@millrace/protocol'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { availabilityHorizonMsMax, createSchedule } from './availability.ts'

const minute = 60_000
/** Window ends and clock changes of all zones here fall on quarters of an hour, in UTC too. */
const quarter = 15 * minute
const everyDay = [1, 2, 3, 4, 5, 6, 7]

describe('a schedule', () => {
  test('opens at night, over midnight and over the end of the week', () => {
    const nights = createSchedule([{ days: [7], from: '22:00', to: '06:00', timeZone: 'UTC' }])
    const sunday = Date.UTC(2026, 0, 4)
    expect(nights.openSpanAt(sunday)).toEqual({ from: sunday + 22 * 60 * minute, until: sunday + 30 * 60 * minute })
    expect(nights.isOpen(sunday + 22 * 60 * minute - 1)).toBe(false)
    expect(nights.isOpen(sunday + 30 * 60 * minute - 1)).toBe(true)
    expect(nights.isOpen(sunday + 30 * 60 * minute)).toBe(false)
  })

  test('counts a window from now on when it is open', () => {
    const schedule = createSchedule([{ days: everyDay, from: '08:00', to: '10:00', timeZone: 'UTC' }])
    const at = Date.UTC(2026, 0, 4, 9)
    expect(schedule.openSpanAt(at)).toEqual({ from: at, until: Date.UTC(2026, 0, 4, 10) })
  })

  test('joins windows that touch or overlap, also across zones', () => {
    const schedule = createSchedule([
      { days: [1], from: '08:00', to: '10:00', timeZone: 'UTC' },
      { days: [1], from: '15:45', to: '18:00', timeZone: 'Asia/Kathmandu' },
      { days: [1], from: '12:00', to: '13:00', timeZone: 'UTC' },
    ])
    const monday = Date.UTC(2026, 0, 5)
    // 15:45 to 18:00 in Kathmandu is 10:00 to 12:15 in UTC.
    expect(schedule.openSpanAt(monday)).toEqual({ from: monday + 8 * 60 * minute, until: monday + 13 * 60 * minute })
  })

  test('of a whole week never changes, and one of nothing never opens', () => {
    const always = createSchedule([{ days: everyDay, from: '00:00', to: '00:00', timeZone: 'America/New_York' }])
    const at = Date.UTC(2026, 2, 7)
    expect(always.openSpanAt(at)).toEqual({ from: at, until: undefined })
    expect(createSchedule([]).openSpanAt(at)).toBeUndefined()
    expect(createSchedule([{ days: [], from: '00:00', to: '00:00', timeZone: 'UTC' }]).nextChange(at)).toBeUndefined()
  })

  test.each<[string, Partial<WeeklyWindow>, string]>([
    ['an unknown zone', { timeZone: 'Europe/Atlantis' }, 'availability[0].timeZone'],
    ['no day', { days: [0] }, 'availability[0].days'],
    ['half a day', { days: [1.5] }, 'availability[0].days'],
    ['no time', { from: '24:00' }, 'availability[0].from'],
    ['no time either', { to: '6:00' }, 'availability[0].to'],
  ])('refuses %s', (_name, wrong, field) => {
    const window = { days: [1], from: '08:00', to: '10:00', timeZone: 'UTC', ...wrong }
    expect(() => createSchedule([window])).toThrow(expect.objectContaining({ field }))
    expect(() => createSchedule([window])).toThrow(MalformedError)
  })

  test('refuses more windows than an offer can carry', () => {
    const window: WeeklyWindow = { days: [1], from: '08:00', to: '10:00', timeZone: 'UTC' }
    expect(() => createSchedule(Array.from({ length: weeklyWindowsMax + 1 }, () => window))).toThrow(MalformedError)
  })
})

describe('on the night the clocks change', () => {
  const hours = (timeZone: string, at: number, from = '22:00', to = '06:00') => {
    const span = createSchedule([{ days: everyDay, from, to, timeZone }]).openSpanAt(at)
    return span?.until === undefined ? undefined : (span.until - span.from) / (60 * minute)
  }

  test.each([
    ['Europe/Berlin', Date.UTC(2026, 2, 28, 12), 7],
    ['Europe/Berlin', Date.UTC(2026, 9, 24, 12), 9],
    ['America/New_York', Date.UTC(2026, 2, 7, 17), 7],
    ['America/New_York', Date.UTC(2026, 9, 31, 17), 9],
    ['Australia/Lord_Howe', Date.UTC(2026, 3, 4, 2), 8.5],
    ['Australia/Lord_Howe', Date.UTC(2026, 9, 3, 2), 7.5],
    ['Asia/Kathmandu', Date.UTC(2026, 2, 28, 12), 8],
  ])('22:00 to 06:00 in %s from %d lasts %d hours', (timeZone, at, expected) => {
    expect(hours(timeZone, at)).toBe(expected)
  })

  test('a time that the clock skips is never open', () => {
    const before = Date.UTC(2026, 2, 29, 0)
    const schedule = createSchedule([{ days: [7], from: '02:15', to: '02:45', timeZone: 'Europe/Berlin' }])
    expect(schedule.openSpanAt(before)).toEqual({
      from: Date.UTC(2026, 3, 5, 0, 15),
      until: Date.UTC(2026, 3, 5, 0, 45),
    })
  })

  test('a time that it shows twice is open twice', () => {
    const schedule = createSchedule([{ days: [7], from: '02:15', to: '02:45', timeZone: 'Europe/Berlin' }])
    const first = schedule.openSpanAt(Date.UTC(2026, 9, 24, 22))
    expect(first).toEqual({ from: Date.UTC(2026, 9, 25, 0, 15), until: Date.UTC(2026, 9, 25, 0, 45) })
    expect(schedule.openSpanAt(Date.UTC(2026, 9, 25, 0, 45))).toEqual({
      from: Date.UTC(2026, 9, 25, 1, 15),
      until: Date.UTC(2026, 9, 25, 1, 45),
    })
  })

  test('a whole day that a zone skipped is never open', () => {
    // Apia had no Friday, 30 December 2011.
    const fridays = createSchedule([{ days: [5], from: '09:00', to: '17:00', timeZone: 'Pacific/Apia' }])
    expect(fridays.openSpanAt(Date.UTC(2011, 11, 28))).toEqual({
      from: Date.UTC(2012, 0, 5, 19),
      until: Date.UTC(2012, 0, 6, 3),
    })
  })
})

describe('against looking at the wall clock every quarter of an hour', () => {
  const zone = fc.constantFrom(
    'America/New_York',
    'Europe/Berlin',
    'Australia/Lord_Howe',
    'Asia/Kathmandu',
    'Pacific/Apia',
  )
  const time = fc
    .integer({ min: 0, max: 95 })
    .map((quarters) => `${two(Math.floor(quarters / 4))}:${two((quarters % 4) * 15)}`)
  const window = fc.record({
    days: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 7 }),
    from: time,
    to: time,
    timeZone: zone,
  })
  // Days before the clock changes of these zones, and any others.
  const day = fc.oneof(
    fc.constantFrom('2026-03-08', '2026-11-01', '2026-03-29', '2026-10-25', '2026-04-05', '2026-10-04', '2011-12-30'),
    fc.date({ min: new Date('2005-01-01'), max: new Date('2040-01-01'), noInvalidDate: true }).map(dayOf),
  )
  const instant = fc
    .tuple(day, fc.integer({ min: -2 * 96, max: 96 }))
    .map(([date, quarters]) => Date.parse(`${date}T00:00Z`) + quarters * quarter)

  test('is open at the same times', () => {
    fc.assert(
      fc.property(fc.array(window, { maxLength: 4 }), instant, (windows, at) => {
        const schedule = createSchedule(windows)
        for (let i = 0; i < 96; i++) {
          expect(schedule.isOpen(at + i * quarter)).toBe(isOpenByTheClock(windows, at + i * quarter))
        }
      }),
      { numRuns: 60 },
    )
  })

  test('changes at the same time next', () => {
    fc.assert(
      fc.property(fc.array(window, { maxLength: 3 }), instant, (windows, at) => {
        const wasOpen = isOpenByTheClock(windows, at)
        let expected: number | undefined
        for (let next = at + quarter; next <= at + availabilityHorizonMsMax; next += quarter) {
          if (isOpenByTheClock(windows, next) === wasOpen) continue
          expected = next
          break
        }
        expect(createSchedule(windows).nextChange(at)).toBe(expected)
        // Between two quarters nothing happens.
        expect(createSchedule(windows).isOpen(at + 7 * minute + 0.5)).toBe(wasOpen)
      }),
      { numRuns: 100 },
    )
  })
})

const dayNames = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']
const clocks = new Map<string, Intl.DateTimeFormat>()

function isOpenByTheClock(windows: readonly WeeklyWindow[], at: number): boolean {
  return windows.some(({ days, from, to, timeZone }) => {
    const { day, time } = wallClock(timeZone, at)
    const yesterday = day === 1 ? 7 : day - 1
    if (from < to) return days.includes(day) && from <= time && time < to
    return (days.includes(day) && from <= time) || (days.includes(yesterday) && time < to)
  })
}

function wallClock(timeZone: string, at: number): { day: number; time: string } {
  const clock =
    clocks.get(timeZone) ??
    new Intl.DateTimeFormat('en-GB', { timeZone, weekday: 'short', hour: '2-digit', minute: '2-digit' })
  clocks.set(timeZone, clock)
  const [dayName = '', time = ''] = clock.format(at).split(' ')
  return { day: dayNames.indexOf(dayName.replace(',', '')) + 1, time }
}

function dayOf(date: Date): string {
  return date.toISOString().slice(0, 10)
}

function two(value: number): string {
  return String(value).padStart(2, '0')
}
