import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { seededRandom } from '../test/support/seeded-random.ts'
import {
  type Coordinate,
  coordinateErrorMax,
  coordinateErrorMin,
  coordinateFromDetails,
  coordinateHeightMsMin,
  coordinateMoveMsMax,
  coordinateMsMax,
  coordinateToDetails,
  createCoordinate,
  roundTripEstimateMs,
  updateCoordinate,
} from './coordinates.ts'

const hostile = fc.oneof(fc.double(), fc.constantFrom(0, -0, Number.NaN, Number.POSITIVE_INFINITY, -1, 1e300))
const axis = fc.double({ min: -coordinateMsMax, max: coordinateMsMax, noNaN: true })
const coordinate: fc.Arbitrary<Coordinate> = fc.record({
  x: axis,
  y: axis,
  z: axis,
  heightMs: fc.double({ min: coordinateHeightMsMin, max: coordinateMsMax, noNaN: true }),
  error: fc.double({ min: coordinateErrorMin, max: coordinateErrorMax, noNaN: true }),
})
const hostileCoordinate: fc.Arbitrary<Coordinate> = fc.record({
  x: hostile,
  y: hostile,
  z: hostile,
  heightMs: hostile,
  error: hostile,
})
const roundTrip = fc.double({ min: 0.01, max: 10_000, noNaN: true })
const random = seededRandom(1)

describe('a network of coordinates', () => {
  test('learns round trips it never measured', () => {
    const places = networkOf(60)
    const coordinates = places.map(() => createCoordinate())
    for (let round = 0; round < 400; round++) {
      for (let i = 0; i < places.length; i++) {
        const j = Math.floor(random() * places.length)
        if (i !== j) coordinates[i] = updateCoordinate(at(coordinates, i), at(coordinates, j), truth(i, j), { random })
      }
    }
    const errors: number[] = []
    for (let i = 0; i < places.length; i++) {
      for (let j = 0; j < i; j++) {
        const estimate = roundTripEstimateMs(at(coordinates, i), at(coordinates, j))
        errors.push(Math.abs(estimate - truth(i, j)) / truth(i, j))
      }
    }
    errors.sort((a, b) => a - b)
    expect(at(errors, Math.floor(errors.length / 2))).toBeLessThan(0.1)
    expect(at(errors, Math.floor(errors.length * 0.9))).toBeLessThan(0.3)

    function truth(i: number, j: number): number {
      return roundTripEstimateMs(at(places, i), at(places, j))
    }
  })

  test('two machines at one place with a round trip between them part', () => {
    let [a, b] = [createCoordinate(), createCoordinate()]
    for (let i = 0; i < 200; i++) {
      a = updateCoordinate(a, b, 50, { random })
      b = updateCoordinate(b, a, 50, { random })
    }
    expect(roundTripEstimateMs(a, b)).toBeCloseTo(50, 0)
    expect(a.error).toBeLessThan(0.1)
  })
})

describe('an update', () => {
  test('moves towards the sample, and by no more than the bound', () => {
    fc.assert(
      fc.property(coordinate, coordinate, roundTrip, (own, remote, sample) => {
        const next = updateCoordinate(own, remote, sample, { random })
        const [before, after] = [roundTripEstimateMs(own, remote), roundTripEstimateMs(next, remote)]
        expect(Math.abs(after - sample)).toBeLessThanOrEqual(Math.abs(before - sample) * (1 + 1e-9) + 0.02)
        const move = Math.hypot(next.x - own.x, next.y - own.y, next.z - own.z) + Math.abs(next.heightMs - own.heightMs)
        expect(move).toBeLessThanOrEqual(coordinateMoveMsMax * (1 + 1e-9))
      }),
    )
  })

  test('keeps a coordinate in bounds whatever strangers say', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.oneof(hostileCoordinate, coordinate), hostile), { maxLength: 30 }),
        (samples) => {
          const own = samples.reduce(
            (mine, [remote, sample]) => updateCoordinate(mine, remote, sample, { random }),
            createCoordinate(),
          )
          expect(coordinateFromDetails(coordinateToDetails(own))).toBeDefined()
          expect(own.heightMs).toBeGreaterThanOrEqual(coordinateHeightMsMin)
          expect(own.error).toBeGreaterThanOrEqual(coordinateErrorMin)
        },
      ),
    )
  })

  test.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY, 10_001])('ignores a round trip of %d', (sample) => {
    const own = createCoordinate()
    expect(updateCoordinate(own, { ...own, x: 5 }, sample, { random })).toBe(own)
  })

  test.each([
    { x: Number.NaN },
    { y: coordinateMsMax * 1.01 },
    { z: Number.NEGATIVE_INFINITY },
    { heightMs: -1 },
    { heightMs: coordinateMsMax * 1.01 },
    { error: -0.1 },
    { error: Number.NaN },
  ])('ignores a coordinate with %o', (wrong) => {
    const own = createCoordinate()
    expect(updateCoordinate(own, { ...own, ...wrong }, 10, { random })).toBe(own)
  })

  test('trusts a peer that claims no error no more than the best', () => {
    const [own, remote] = [
      { ...createCoordinate(), error: 0.1 },
      { ...createCoordinate(), x: 10 },
    ]
    const claimed = updateCoordinate(own, { ...remote, error: 0 }, 40, { random })
    expect(claimed).toEqual(updateCoordinate(own, { ...remote, error: coordinateErrorMin }, 40, { random }))
  })
})

describe('the form that offers carry', () => {
  test('comes back within half a microsecond and half a millionth', () => {
    fc.assert(
      fc.property(coordinate, (own) => {
        const back = coordinateFromDetails(coordinateToDetails(own))
        if (back === undefined) throw new Error('lost')
        for (const name of ['x', 'y', 'z', 'heightMs', 'error'] as const) {
          expect(Math.abs(back[name] - own[name])).toBeLessThanOrEqual(name === 'error' ? 0.51e-6 : 0.51e-3)
        }
      }),
    )
  })

  test('is whole numbers without -0', () => {
    fc.assert(
      fc.property(coordinate, (own) => {
        for (const value of Object.values(coordinateToDetails({ ...own, x: -1e-9 }))) {
          expect(Number.isSafeInteger(value) && !Object.is(value, -0)).toBe(true)
        }
      }),
    )
  })

  test('is unknown when out of bounds', () => {
    const details = coordinateToDetails(createCoordinate())
    expect(coordinateFromDetails({ ...details, xUs: 10_000_001 })).toBeUndefined()
    expect(coordinateFromDetails({ ...details, heightUs: -1 })).toBeUndefined()
    expect(coordinateFromDetails({ ...details, errorPpm: 10_000_001 })).toBeUndefined()
  })
})

test('estimates are symmetric, and never below both heights', () => {
  fc.assert(
    fc.property(coordinate, coordinate, (a, b) => {
      expect(roundTripEstimateMs(a, b)).toBe(roundTripEstimateMs(b, a))
      expect(roundTripEstimateMs(a, b)).toBeGreaterThanOrEqual(a.heightMs + b.heightMs)
    }),
  )
})

/** Machines in four clusters, each behind an access line of its own. */
function networkOf(machines: number): readonly Coordinate[] {
  return Array.from({ length: machines }, (_, i) => ({
    x: (i % 2) * 90 + random() * 15,
    y: (Math.floor(i / 2) % 2) * 60 + random() * 15,
    z: random() * 10,
    heightMs: 1 + random() * 8,
    error: 0,
  }))
}

function at<T>(items: readonly T[], index: number): T {
  const item = items[index]
  if (item === undefined) throw new RangeError(`no item ${index}`)
  return item
}
