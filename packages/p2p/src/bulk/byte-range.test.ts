import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { contentRangeHeader, parseContentRange, parseRange, rangeHeader } from './byte-range.ts'

/** An object's size with a range in it. */
const objectAndRange = fc
  .tuple(fc.integer({ min: 1, max: 2 ** 40 }), fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(2 ** 32))
  .map(([bytes, at, span]) => {
    const start = Math.min(bytes - 1, Math.floor(at * bytes))
    return { bytes, range: { start, end: Math.min(bytes, start + 1 + span) } }
  })

describe('parseRange', () => {
  test.each([
    ['bytes=0-0', 10, 10, { start: 0, end: 1 }],
    ['bytes=3-', 10, 100, { start: 3, end: 10 }],
    ['bytes=3-', 10, 2, { start: 3, end: 5 }],
    ['bytes=9-999999999999999', 10, 100, { start: 9, end: 10 }],
    ['bytes=10-', 10, 100, 'unsatisfiable'],
    ['bytes=0-', 0, 100, 'unsatisfiable'],
    ['bytes=5-4', 10, 100, 'malformed'],
    ['bytes=-5', 10, 100, 'malformed'],
    ['bytes=0-1,3-4', 10, 100, 'malformed'],
    ['bytes=0x0-1', 10, 100, 'malformed'],
    ['bytes=1e3-', 10, 100, 'malformed'],
    ['bytes=0-9999999999999999', 10, 100, 'malformed'],
    ['items=0-1', 10, 100, 'malformed'],
    ['bytes=0-1\n', 10, 100, 'malformed'],
    ['', 10, 100, 'malformed'],
    [undefined, 10, 100, 'malformed'],
  ] as const)('%s of %i bytes, at most %i', (header, bytes, spanMax, expected) => {
    expect(parseRange(header, bytes, spanMax)).toEqual(expected)
  })

  test('what is asked for within the object is what is answered', () => {
    fc.assert(
      fc.property(objectAndRange, ({ bytes, range }) => {
        expect(parseRange(rangeHeader(range), bytes, bytes)).toEqual(range)
      }),
    )
  })

  test('whatever is asked for, an answer lies in the object, starts where asked and is no longer than allowed', () => {
    const asked = fc.oneof(
      fc.string(),
      fc.tuple(fc.nat(), fc.option(fc.nat())).map(([start, last]) => `bytes=${start}-${last ?? ''}`),
    )
    fc.assert(
      fc.property(asked, fc.nat(), fc.integer({ min: 1 }), (header, bytes, spanMax) => {
        const range = parseRange(header, bytes, spanMax)
        if (typeof range === 'string') return
        expect(header).toMatch(new RegExp(`^bytes=0*${range.start}-`))
        expect(range.start).toBeLessThan(range.end)
        expect(range.end).toBeLessThanOrEqual(bytes)
        expect(range.end - range.start).toBeLessThanOrEqual(spanMax)
      }),
    )
  })

  test('asking again from where each answer ended gives every byte once', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5_000 }), fc.integer({ min: 50, max: 700 }), (bytes, spanMax) => {
        let at = 0
        while (at < bytes) {
          const range = parseRange(`bytes=${at}-`, bytes, spanMax)
          if (typeof range === 'string') throw new Error(range)
          expect(range.start).toBe(at)
          at = range.end
        }
        expect(at).toBe(bytes)
      }),
    )
  })
})

describe('parseContentRange', () => {
  test('reads what contentRangeHeader writes', () => {
    fc.assert(
      fc.property(objectAndRange, ({ bytes, range }) => {
        expect(parseContentRange(contentRangeHeader(range, bytes))).toEqual({ ...range, bytes })
      }),
    )
  })

  test.each([undefined, '', 'bytes */10', 'bytes 0-10/10', 'bytes 5-4/10', 'bytes 0-1/*', 'bytes=0-1/10', 'bytes 0-1'])(
    'nothing in %s',
    (header) => {
      expect(parseContentRange(header)).toBeUndefined()
    },
  )
})
