import { expect, test } from 'vitest'
import { MalformedError } from './malformed-error.ts'
import { isCountry, parseRegion, regionNames, regionOfCountry } from './regions.ts'

test.each([
  [276, 'western-europe'],
  [840, 'northern-america'],
  [392, 'eastern-asia'],
  [554, 'australia-and-new-zealand'],
  [566, 'western-africa'],
  [76, 'south-america'],
  [0, 'undisclosed'],
  [999, 'undisclosed'],
])('country %i lies in %s', (country, region) => {
  expect(regionOfCountry(country)).toBe(region)
})

test('there are 22 sub-regions and the one that is not told; every country is in one', () => {
  expect(regionNames.length).toBe(23)
  const countries = Array.from({ length: 1000 }, (_, code) => code).filter((code) => code > 0 && isCountry(code))
  expect(countries.length).toBe(248)
})

test('a region is known by its name only', () => {
  expect(parseRegion('southern-asia')).toBe('southern-asia')
  expect(() => parseRegion('mars')).toThrow(MalformedError)
})
