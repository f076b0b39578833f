/** When each listing is sold: in its weekly windows, not while the node pauses, and until it withdraws. */
import { createSchedule, type Schedule } from '@millrace/matching'
import type { CheckedListing } from './listing.ts'

/** A time at which a listing is sold, in milliseconds. */
export type OpenHours = {
  readonly isOpen: boolean
  /** Of the present or the next time; undefined when none comes. */
  readonly from: number | undefined
  /** Undefined when it has no end in sight. */
  readonly until: number | undefined
}

export type OpeningHours = {
  /** @param now - milliseconds. */
  of(listing: CheckedListing, now: number): OpenHours
  /** Returns its weekly windows alone, whether the node pauses or not: work under way goes on in a pause. */
  windowOf(listing: CheckedListing, now: number): OpenHours
  /** Returns whether the listing is sold all the time between two instants, as far as its windows tell. */
  covers(listing: CheckedListing, from: number, until: number): boolean
  /** Sells nothing until it resumes. */
  pause(): void
  resume(): void
  readonly isPaused: boolean
  /** Sells nothing from now on. */
  withdraw(): void
  readonly isWithdrawn: boolean
}

const always: OpenHours = { isOpen: true, from: Number.NEGATIVE_INFINITY, until: undefined }
const never: OpenHours = { isOpen: false, from: undefined, until: undefined }

type Kept = { readonly schedule: Schedule; hours: OpenHours; goodUntil: number }

export function createOpeningHours(listings: readonly CheckedListing[]): OpeningHours {
  const kept = new Map<CheckedListing, Kept>()
  for (const listing of listings) {
    if (listing.availability === undefined) continue
    const schedule = createSchedule(listing.availability)
    kept.set(listing, { schedule, hours: never, goodUntil: Number.NEGATIVE_INFINITY })
  }
  let isWithdrawn = false
  let isPaused = false

  /** A look at the schedule costs milliseconds: one serves until the listing opens or closes next. */
  const scheduled = (entry: Kept, now: number): OpenHours => {
    if (now < entry.goodUntil) return entry.hours
    const span = entry.schedule.openSpanAt(now)
    const isOpen = span !== undefined && span.from <= now
    entry.hours = { isOpen, from: span?.from, until: span?.until }
    entry.goodUntil = (isOpen ? span.until : span?.from) ?? now + unscheduledMs
    return entry.hours
  }

  const windowOf = (listing: CheckedListing, now: number): OpenHours => {
    const entry = kept.get(listing)
    return entry === undefined ? always : scheduled(entry, now)
  }

  return {
    of: (listing, now) => (isWithdrawn || isPaused ? never : windowOf(listing, now)),
    windowOf,
    covers(listing, from, until) {
      if (isWithdrawn) return false
      const span = kept.get(listing)?.schedule.openSpanAt(from)
      if (span === undefined) return !kept.has(listing)
      return span.from <= from && (span.until === undefined || until <= span.until)
    },
    pause() {
      isPaused = true
    },
    resume() {
      isPaused = false
    },
    get isPaused() {
      return isPaused
    },
    withdraw() {
      isWithdrawn = true
    },
    get isWithdrawn() {
      return isWithdrawn
    },
  }
}

/** How long a schedule that shows no change within its horizon is not looked at again: a day. */
const unscheduledMs = 86_400_000
