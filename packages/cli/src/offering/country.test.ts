import { isCountry } from '@millrace/protocol'
import { expect, test } from 'vitest'
import { countryLetters, countryOf } from './country.ts'

test('letters and digits name the same country', () => {
  for (const [letters, numeric] of [
    ['PT', 620],
    ['DE', 276],
    ['US', 840],
    ['JP', 392],
    ['ZA', 710],
    ['BR', 76],
    ['AF', 4],
    ['TW', 158],
    ['SS', 728],
    ['RS', 688],
  ] as const) {
    expect([letters, countryOf(letters, '--country')]).toEqual([letters, numeric])
    expect(countryOf(letters.toLowerCase(), '--country')).toBe(numeric)
    expect(countryOf(String(numeric), '--country')).toBe(numeric)
    expect(countryLetters(numeric)).toBe(letters)
  }
})

test('every country that offers can name has two letters of its own', () => {
  const countries = Array.from({ length: 1_000 }, (_, code) => code).filter((code) => code > 0 && isCountry(code))
  const letters = countries.map(countryLetters)
  expect(letters.filter((code) => !/^[A-Z]{2}$/.test(code) || code === 'ZZ')).toEqual([])
  expect(new Set(letters).size).toBe(countries.length)
  expect(letters.map((code) => countryOf(code, '--country'))).toEqual(countries)
})

test('ZZ and 0 say nothing; what is no country is refused', () => {
  expect([countryOf('ZZ', '--country'), countryOf('0', '--country'), countryLetters(0)]).toEqual([0, 0, 'ZZ'])
  for (const text of ['', 'XX', 'PRT', '999', '1', '-1', 'Portugal', '6 2 0']) {
    expect(() => countryOf(text, '--country')).toThrow(/--country: expected a country/)
  }
})
