/** Exposure stays under its share of the stake, a smaller one on probation. */
import { expect, test } from 'vitest'
import { exposureCap, exposureLeft } from './exposure.ts'
import { defaultParameters } from './parameters.ts'

test('a quarter of the stake, and a twentieth of it for who is new', () => {
  expect(exposureCap(1_003n, defaultParameters)).toBe(250n)
  expect(exposureCap(1_000n, defaultParameters, 0)).toBe(50n)
  expect(exposureCap(1_000n, defaultParameters, 50)).toBe(250n)
})

test('what is left is never below nothing', () => {
  expect(exposureLeft(1_000n, 120n, defaultParameters)).toBe(130n)
  expect(exposureLeft(1_000n, 251n, defaultParameters)).toBe(0n)
  expect(exposureLeft(1_000n, 60n, defaultParameters, 3)).toBe(0n)
})
