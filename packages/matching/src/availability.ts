/**
 * When a machine is open in an ordinary week: nights, weekends, each window in its own time zone.
 *
 * A window is about the clock on the wall. The machine is open at an instant when the wall clock of the window's zone then
 * shows a time inside it, so on the night the clocks change 22:00 to 06:00 lasts an hour less or more, a time that the
 * clock skips is never open, and one that it shows twice is open twice. Zones are those of the runtime's time zone data
 * (IANA), through Intl.
 *
 * Units: Unix milliseconds. Exact to the millisecond; assumes that a zone's clock changes at most once in a day.
 */
import { MalformedError, type WeeklyWindow, weeklyWindowsMax } from '@millrace/protocol'
import type { Millis } from './time.ts'

/** How far ahead a change is looked for: two weeks, because a clock change can swallow one week's only window, and a day. */
export const availabilityHorizonMsMax = 15 * 24 * 3_600_000

const dayMs = 24 * 3_600_000
const weekMs = 7 * dayMs
/** 1970-01-01 was a Thursday; weeks start on Monday. */
const firstMondayMs = -3 * dayMs

/** Times at which the machine is open: from `from` up to, not with, `until`. */
export type OpenSpan = {
  readonly from: Millis
  /** Undefined: open beyond {@link availabilityHorizonMsMax}. */
  readonly until: Millis | undefined
}

/** Windows ready to be asked about. */
export type Schedule = {
  isOpen(at: Millis): boolean
  /**
   * Returns the first instant after `at` at which it opens or closes; undefined when none comes within
   * {@link availabilityHorizonMsMax}. Windows that touch or overlap are one: between them nothing changes.
   *
   * Cost: up to milliseconds for many zones; ask when the last answer has passed, not per request.
   */
  nextChange(at: Millis): Millis | undefined
  /** Returns the span that it is open in at `at`, from `at` on, or else the next one; undefined when none comes. */
  openSpanAt(at: Millis): OpenSpan | undefined
}

/**
 * Returns a schedule of windows. No window at all is never open; who has no schedule is always open, and needs none.
 *
 * @throws {MalformedError} naming the field, for an unknown time zone among others.
 *
 * @example
 * const nights = createSchedule([{ days: [1, 2, 3, 4, 5], from: '22:00', to: '06:00', timeZone: 'Europe/Berlin' }])
 * nights.openSpanAt(Date.UTC(2026, 0, 5, 12)) // { from: 2026-01-05T21:00Z, until: 2026-01-06T05:00Z } in milliseconds
 */
export function createSchedule(windows: readonly WeeklyWindow[]): Schedule {
  if (windows.length > weeklyWindowsMax)
    throw new MalformedError('availability', `at most ${weeklyWindowsMax} windows`, windows)
  const zones = zonesOf(windows)
  const isOpen = (at: Millis) => zones.some((zone) => isOpenIn(zone, at))

  const nextChange = (start: Millis): Millis | undefined => {
    const at = Math.floor(start)
    const wasOpen = isOpen(at)
    let edge = at
    while (zones.length > 0) {
      edge = Math.min(...zones.map((zone) => nextEdge(zone, edge)))
      if (edge > at + availabilityHorizonMsMax) return undefined
      if (isOpen(edge) !== wasOpen) return edge
    }
    return undefined
  }

  return {
    isOpen,
    nextChange,
    openSpanAt(at) {
      const from = isOpen(at) ? at : nextChange(at)
      return from === undefined ? undefined : { from, until: nextChange(from) }
    },
  }
}

/** The windows of one zone, in milliseconds of its week. */
type Zone = {
  readonly clock: Intl.DateTimeFormat
  readonly spans: readonly { readonly start: number; readonly end: number }[]
}

function zonesOf(windows: readonly WeeklyWindow[]): Zone[] {
  const zones = new Map<string, { clock: Intl.DateTimeFormat; spans: { start: number; end: number }[] }>()
  for (const [index, window] of windows.entries()) {
    const field = `availability[${index}]`
    const clock = clockOf(window.timeZone, `${field}.timeZone`)
    const name = clock.resolvedOptions().timeZone
    const zone = zones.get(name) ?? { clock, spans: [] }
    zones.set(name, zone)
    zone.spans.push(...spansOf(window, field))
  }
  return [...zones.values()]
}

/** Returns one span a day; one that runs past Sunday comes in two pieces. */
function spansOf(window: WeeklyWindow, field: string): { start: number; end: number }[] {
  const [from, to] = [timeOfDayMs(window.from, `${field}.from`), timeOfDayMs(window.to, `${field}.to`)]
  return window.days.flatMap((day) => {
    if (!Number.isInteger(day) || day < 1 || day > 7) throw new MalformedError(`${field}.days`, 'days from 1 to 7', day)
    const start = (day - 1) * dayMs + from
    const end = (day - 1) * dayMs + to + (to <= from ? dayMs : 0)
    if (end <= weekMs) return [{ start, end }]
    return [
      { start, end: weekMs },
      { start: 0, end: end - weekMs },
    ]
  })
}

function isOpenIn(zone: Zone, at: Millis): boolean {
  const time = timeOfWeek(at, offsetOf(zone, at))
  return zone.spans.some(({ start, end }) => start <= time && time < end)
}

/** Returns the first instant after `at` at which the zone's windows may open or close: at one of their ends, when the
 * clock changes, or after a day without either. */
function nextEdge(zone: Zone, at: Millis): Millis {
  const offset = offsetOf(zone, at)
  const time = timeOfWeek(at, offset)
  const ends = zone.spans.flatMap(({ start, end }) => [start, end])
  const step = Math.min(dayMs, ...ends.map((end) => modulo(end - time - 1, weekMs) + 1))
  return offsetOf(zone, at + step) === offset ? at + step : clockChange(zone, at, at + step)
}

/** Returns the first instant after `low`, and not after `high`, that has another offset than `low`. */
function clockChange(zone: Zone, low: Millis, high: Millis): Millis {
  const before = offsetOf(zone, low)
  let [same, other] = [low, high]
  while (other - same > 1) {
    const middle = Math.floor((same + other) / 2)
    if (offsetOf(zone, middle) === before) same = middle
    else other = middle
  }
  return other
}

/** Returns what the zone's wall clock is ahead of UTC, in milliseconds. */
function offsetOf(zone: Zone, at: Millis): number {
  const part: Record<string, number> = {}
  for (const { type, value } of zone.clock.formatToParts(at)) part[type] = Number(value)
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(at / 1000) * 1000
}

function timeOfWeek(at: Millis, offset: number): number {
  return modulo(at + offset - firstMondayMs, weekMs)
}

function timeOfDayMs(text: string, field: string): number {
  const [, hours, minutes] = /^([01][0-9]|2[0-3]):([0-5][0-9])$/.exec(text) ?? []
  if (hours === undefined || minutes === undefined) throw new MalformedError(field, 'a time from 00:00 to 23:59', text)
  return (Number(hours) * 60 + Number(minutes)) * 60_000
}

function clockOf(timeZone: string, field: string): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    })
  } catch (cause) {
    if (cause instanceof RangeError)
      throw new MalformedError(field, 'an IANA time zone such as Europe/Berlin', timeZone)
    throw cause
  }
}

function modulo(value: number, divisor: number): number {
  return ((value % divisor) + divisor) % divisor
}
