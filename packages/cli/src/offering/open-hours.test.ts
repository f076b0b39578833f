import { parseOfferDetails } from '@millrace/protocol'
import { expect, test } from 'vitest'
import { openHoursOf } from './open-hours.ts'

test('days, hours and zone as people write them', () => {
  const windows = openHoursOf(
    [
      'Mon-Fri 19:00-08:00 Europe/Berlin',
      'Sat,Sun 00:00-00:00',
      'daily 22:30-06:00 America/Sao_Paulo',
      'Fri-Mon 01:00-02:00 UTC',
      'monday,Wednesday,thu-fri 09:00-10:00 UTC',
    ],
    'Asia/Tokyo',
  )
  expect(windows).toEqual([
    { days: [1, 2, 3, 4, 5], from: '19:00', to: '08:00', timeZone: 'Europe/Berlin' },
    { days: [6, 7], from: '00:00', to: '00:00', timeZone: 'Asia/Tokyo' },
    { days: [1, 2, 3, 4, 5, 6, 7], from: '22:30', to: '06:00', timeZone: 'America/Sao_Paulo' },
    { days: [1, 5, 6, 7], from: '01:00', to: '02:00', timeZone: 'UTC' },
    { days: [1, 3, 4, 5], from: '09:00', to: '10:00', timeZone: 'UTC' },
  ])
  const rates = { prefillTokensPerSecond: 0, decodeTokensPerSecond: 0, queueMs: 0 }
  expect(parseOfferDetails({ version: 1, addresses: [], rates, availability: windows }).availability).toEqual(windows)
})

test('none given means always; too many and malformed ones are refused', () => {
  expect(openHoursOf([], 'UTC')).toBeUndefined()
  for (const text of [
    '',
    'Mon',
    'Mon 19:00',
    'Mon 7:00-8:00',
    'Mon 24:00-08:00',
    'Mo 19:00-20:00',
    'Mon-Fri-Sat 19:00-20:00',
    'Mon, 19:00-20:00',
    'Mon 19:00-20:00 Europe/Nowhere',
    'Mon 19:00-20:00 UTC often',
  ]) {
    expect(() => openHoursOf([text], 'UTC')).toThrow(/--open: expected days, hours and a time zone/)
  }
  expect(() => openHoursOf(Array(22).fill('daily 00:00-01:00'), 'UTC')).toThrow('--open: at most 21 windows.')
})
