import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { facts, uniformOf } from '../../test/support/drawn-margins.ts'
import { buildCalibration } from '../tolerant/build-calibration.ts'
import { outsideMargin } from '../tolerant/margin.ts'
import { createSequentialTest } from '../tolerant/sequential-test.ts'
import { cosineDistance, vectorLayout, vectorMargin } from './vector-margin.ts'

const components = fc.integer({ min: -1_000, max: 1_000 }).map((part) => part / 100)
const vectors = fc
  .array(components, { minLength: 3, maxLength: 3 })
  .filter((vector) => vector.some((part) => part !== 0))

describe('the cosine distance', () => {
  test('is 0 for one direction, 1 for right angles, 2 for opposites, and exact when small', () => {
    expect(cosineDistance([1, 2, 3], [2, 4, 6])).toBeLessThan(1e-30)
    expect(cosineDistance([1, 0], [0, 5])).toBeCloseTo(1, 15)
    expect(cosineDistance([1, 1], [-3, -3])).toBeCloseTo(2, 15)
    expect(cosineDistance([1, 0], [1, 1e-9])).toBeCloseTo(5e-19, 25)
  })

  test('is symmetric, within 0 and 2, and what the definition gives', () => {
    fc.assert(
      fc.property(vectors, vectors, (a, b) => {
        const distance = cosineDistance(a, b)
        expect(distance).toBe(cosineDistance(b, a))
        expect(distance).toBeGreaterThanOrEqual(0)
        expect(distance).toBeLessThanOrEqual(2 + 1e-12)
        const dot = a.reduce((sum, part, index) => sum + part * (b[index] as number), 0)
        expect(distance).toBeCloseTo(1 - dot / Math.hypot(...a) / Math.hypot(...b), 10)
      }),
    )
  })
})

test('a vector of another length, of zeros or with no number is outside', () => {
  expect(vectorMargin([1, 2], [1, 2])).toEqual({ margin: 0, topProbability: 1 })
  for (const wrong of [[], [1], [0, 0], [Number.NaN, 1], [Number.POSITIVE_INFINITY, 1]]) {
    expect(vectorMargin(wrong, [1, 2]).margin).toBe(outsideMargin)
  }
  expect(vectorMargin([], []).margin).toBe(outsideMargin)
})

test('the sequential test convicts another embedding model and not another build', () => {
  const uniform = uniformOf(1)
  const noisy = (noise: number, count: number) =>
    Array.from({ length: count }, () =>
      Array.from({ length: 4 }, () => {
        const replayed = Array.from({ length: 16 }, () => uniform() - 0.5)
        return vectorMargin(
          replayed.map((part) => part + noise * (uniform() - 0.5)),
          replayed,
        )
      }),
    )
  const calibration = buildCalibration({
    ...facts,
    kind: 'vectors',
    tolerance: 0,
    temperatureMax: 0,
    layout: vectorLayout,
    honest: [{ name: 'other build', requests: noisy(1e-5, 1_000) }],
    cheats: [{ name: 'other quantisation', requests: noisy(1e-2, 300) }],
  })
  const sequential = createSequentialTest(calibration)
  const end = (noise: number) =>
    sequential.report(
      noisy(noise, 60).reduce(
        (state, margins) => sequential.advance(state, { temperature: 0, margins }),
        sequential.initial(),
      ),
    )
  expect(end(1e-5).convicted).toBe(false)
  expect(end(1e-2)).toMatchObject({ convicted: true, likeliest: 'other quantisation', indistinguishable: [] })
})
