/**
 * When a machine is open, as people write it: `Mon-Fri 19:00-08:00 Europe/Berlin`. Days are names, ranges or lists of
 * either, or `daily`; an end that is not after the beginning is on the next day; without a time zone it is this machine's.
 */
import { type WeeklyWindow, weeklyWindowsMax } from '@millrace/protocol'
import { UsageError } from '../usage-error.ts'

const dayNames = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']
/** Letters by which a day is known. */
const dayLettersMin = 3

/** Returns the windows that the values of `--open` spell; undefined for none, which means always. @throws {UsageError} */
export function openHoursOf(texts: readonly string[], localTimeZone: string): readonly WeeklyWindow[] | undefined {
  if (texts.length > weeklyWindowsMax) throw new UsageError(`--open: at most ${weeklyWindowsMax} windows.`, example)
  return texts.length === 0 ? undefined : texts.map((text) => windowOf(text, localTimeZone))
}

/** Returns the name of the time zone this machine is set to. */
export function timeZoneOfThisMachine(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone
}

function windowOf(text: string, localTimeZone: string): WeeklyWindow {
  const [days = '', hours = '', timeZone = localTimeZone, ...rest] = text.trim().split(/\s+/)
  const [, from, to] = hoursPattern.exec(hours) ?? []
  const open = daysOf(days)
  if (open === undefined || from === undefined || to === undefined || rest.length > 0 || !isTimeZone(timeZone)) {
    throw new UsageError(`--open: expected days, hours and a time zone, got "${text.slice(0, 80)}".`, example)
  }
  return { days: open, from, to, timeZone }
}

const hoursPattern = /^((?:[01]\d|2[0-3]):[0-5]\d)-((?:[01]\d|2[0-3]):[0-5]\d)$/
const example = 'Write it like "Mon-Fri 19:00-08:00 Europe/Berlin" or "Sat,Sun 00:00-00:00".'

/** Returns the days, 1 for Monday, each once and in order. */
function daysOf(text: string): number[] | undefined {
  if (text.toLowerCase() === 'daily') return [1, 2, 3, 4, 5, 6, 7]
  const days = new Set<number>()
  for (const part of text.toLowerCase().split(',')) {
    const [first, last = first, ...rest] = part.split('-').map(dayOf)
    if (first === undefined || first < 0 || last === undefined || last < 0 || rest.length > 0) return undefined
    const count = ((last - first + 7) % 7) + 1
    for (let i = 0; i < count; i++) days.add(((first + i) % 7) + 1)
  }
  return [...days].sort((a, b) => a - b)
}

/** Returns the day's place in the week, from 0, by its name or the beginning of it; -1 for what is none. */
function dayOf(text: string): number {
  return text.length < dayLettersMin ? -1 : dayNames.findIndex((name) => name.startsWith(text))
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch (error) {
    if (error instanceof RangeError) return false
    throw error
  }
}
