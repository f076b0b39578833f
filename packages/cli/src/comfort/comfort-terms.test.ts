import { ordinaryPauseRules } from '@millrace/hardware'
import { expect, test } from 'vitest'
import { type ComfortOptions, comfortOf } from './comfort-terms.ts'

const token = { symbol: 'tUSD', decimals: 6 }

test('nothing makes it pause unless it is asked for', () => {
  expect(comfortOf({}, token, 8)).toEqual({ rules: undefined, kwhPrice: undefined })
  expect(comfortOf({ kwhPrice: '0.30' }, token, 8)).toEqual({ rules: undefined, kwhPrice: 300_000n })
})

test('limits of power and heat stand alone, or take the place of the usual ones', () => {
  const heat = { above: 80, below: 70 }
  expect(comfortOf({ maxWatts: '200', maxCelsius: '80' }, token, 8).rules).toEqual({
    ...{ watts: { above: 200, below: 180 }, processorCelsius: heat, gpuCelsius: heat },
    calmMs: 60_000,
  })
  expect(comfortOf({ pauseWhenBusy: true }, token, 8).rules).toEqual(ordinaryPauseRules(8))
  expect(comfortOf({ pauseWhenBusy: true, maxCelsius: '80' }, token, 8).rules).toEqual({
    ...ordinaryPauseRules(8),
    ...{ processorCelsius: heat, gpuCelsius: heat },
  })
})

test.each<ComfortOptions>([{ maxWatts: '0' }, { maxCelsius: '29' }, { maxCelsius: '80.5' }, { kwhPrice: '-1' }])(
  '%j is refused',
  (options) => {
    expect(() => comfortOf(options, token, 2)).toThrow(expect.objectContaining({ code: 'USAGE_INVALID' }))
  },
)
