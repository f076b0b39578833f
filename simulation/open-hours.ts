/** When a provider is open in the simulated time: always, or at nights and weekends of its own place. */
import { createSchedule, type Schedule } from '@millrace/matching'
import { dayStartMs, type Provider } from './world.ts'

/** Virtual milliseconds; `to` is infinite where it never closes. */
export type OpenSpan = { readonly from: number; readonly to: number }

const schedules = new Map<string, Schedule>()

/** Returns the spans that meet the simulated hours, and one day more for jobs that end late. */
export function openSpansOf({ nightsOnly, place }: Provider, hours: number): readonly OpenSpan[] {
  if (!nightsOnly) return [{ from: 0, to: Number.POSITIVE_INFINITY }]
  const schedule = schedules.get(place.timeZone) ?? createSchedule(nightsAndWeekends(place.timeZone))
  schedules.set(place.timeZone, schedule)
  const spans: OpenSpan[] = []
  const endMs = dayStartMs + (hours + 24) * 3_600_000
  for (let at = dayStartMs; at < endMs; ) {
    const change = schedule.nextChange(at)
    if (schedule.isOpen(at)) spans.push({ from: at - dayStartMs, to: (change ?? endMs) - dayStartMs })
    at = change ?? endMs
  }
  return spans
}

function nightsAndWeekends(timeZone: string) {
  return [
    { days: [1, 2, 3, 4, 5], from: '19:00', to: '08:00', timeZone },
    { days: [6, 7], from: '00:00', to: '00:00', timeZone },
  ]
}
