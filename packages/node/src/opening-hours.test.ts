import { zeroHash } from '@millrace/protocol'
import { expect, test } from 'vitest'
import type { CheckedListing } from './listing.ts'
import { createOpeningHours } from './opening-hours.ts'

const always = { modelRoot: zeroHash } as CheckedListing
const nights: CheckedListing = {
  ...always,
  availability: [{ days: [1, 2, 3, 4, 5], from: '22:00', to: '06:00', timeZone: 'Europe/Berlin' }],
}
/** Monday; Berlin is an hour ahead of UTC. */
const monday = (hours: number) => Date.UTC(2026, 0, 5, hours)

test('a listing without windows is always sold', () => {
  const hours = createOpeningHours([always])
  expect(hours.of(always, monday(12))).toMatchObject({ isOpen: true, until: undefined })
  expect(hours.covers(always, monday(12), monday(900))).toBe(true)
})

test('a listing is sold in its windows, and says when they begin and end', () => {
  const hours = createOpeningHours([always, nights])
  expect(hours.of(nights, monday(12))).toEqual({ isOpen: false, from: monday(21), until: monday(29) })
  expect(hours.of(nights, monday(20))).toMatchObject({ isOpen: false })
  expect(hours.of(nights, monday(21))).toEqual({ isOpen: true, from: monday(21), until: monday(29) })
  expect(hours.of(nights, monday(28))).toMatchObject({ isOpen: true, until: monday(29) })
  expect(hours.of(nights, monday(29))).toMatchObject({ isOpen: false, from: monday(45) })
  expect(hours.covers(nights, monday(22), monday(29))).toBe(true)
  expect(hours.covers(nights, monday(22), monday(29) + 1)).toBe(false)
  expect(hours.covers(nights, monday(12), monday(22))).toBe(false)
})

test('who has withdrawn sells nothing, whatever the hour', () => {
  const hours = createOpeningHours([always, nights])
  hours.withdraw()
  for (const listing of [always, nights]) {
    expect(hours.of(listing, monday(22))).toEqual({ isOpen: false, from: undefined, until: undefined })
    expect(hours.covers(listing, monday(22), monday(23))).toBe(false)
  }
})

test('who pauses sells nothing until it resumes; its windows stay what they are', () => {
  const hours = createOpeningHours([always, nights])
  hours.pause()
  expect(hours.isPaused).toBe(true)
  expect(hours.of(nights, monday(22))).toEqual({ isOpen: false, from: undefined, until: undefined })
  expect(hours.windowOf(nights, monday(22))).toMatchObject({ isOpen: true, until: monday(29) })
  expect(hours.covers(nights, monday(22), monday(29))).toBe(true)
  hours.resume()
  expect(hours.of(always, monday(22))).toMatchObject({ isOpen: true })
  expect(hours.of(nights, monday(22))).toMatchObject({ isOpen: true, until: monday(29) })
})
