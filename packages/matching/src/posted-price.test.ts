import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { nextPostedPrice, type PostedPriceStep } from './posted-price.ts'

const fraction = fc.double({ min: 0, max: 1, noNaN: true })
const positive = fc.integer({ min: 1, max: 1_000_000 }).map((millionths) => millionths / 1_000_000)
const price = fc.oneof(fc.bigInt({ min: 0n, max: 20n }), fc.bigInt({ min: 0n, max: 2n ** 64n }))
const rule = fc
  .record({ target: positive, changeMax: positive, low: price, more: price })
  .map(({ target, changeMax, low, more }) => ({ target, changeMax, floor: low, ceiling: low + more }))

describe('the next posted price', () => {
  test('is the rule of EIP-1559 at its own constants', () => {
    const step = { target: 0.5, changeMax: 0.125, floor: 0n, ceiling: 10n ** 12n }
    // The first three rows change by price·(u − 1/2)/(1/2)/8, the last two by the least step.
    expect(nextPostedPrice(800n, { ...step, utilisation: 1 })).toBe(900n)
    expect(nextPostedPrice(800n, { ...step, utilisation: 0 })).toBe(700n)
    expect(nextPostedPrice(1_000n, { ...step, utilisation: 0.75 })).toBe(1_062n)
    expect(nextPostedPrice(3n, { ...step, utilisation: 1 })).toBe(4n)
    expect(nextPostedPrice(3n, { ...step, utilisation: 0 })).toBe(2n)
  })

  test('never falls with more utilisation', () => {
    fc.assert(
      fc.property(price, rule, fraction, fraction, (current, step, a, b) => {
        const [less, more] = a < b ? [a, b] : [b, a]
        const low = nextPostedPrice(current, { ...step, utilisation: less })
        expect(low <= nextPostedPrice(current, { ...step, utilisation: more })).toBe(true)
      }),
    )
  })

  test('changes by at most its share, or one base unit, inside floor and ceiling', () => {
    fc.assert(
      fc.property(price, rule, fraction, (current, step, utilisation) => {
        const start = held(current, step)
        const next = nextPostedPrice(start, { ...step, utilisation })
        const change = next > start ? next - start : start - next
        const most = (start * BigInt(Math.round(step.changeMax * 1e6))) / 1_000_000n
        expect(change <= (most > 1n ? most : 1n)).toBe(true)
        expect(next >= step.floor && next <= step.ceiling).toBe(true)
      }),
    )
  })

  test('stays where it is at the target', () => {
    fc.assert(
      fc.property(price, rule, (current, step) => {
        expect(nextPostedPrice(current, { ...step, utilisation: step.target })).toBe(held(current, step))
      }),
    )
  })

  test('always leaves a price between floor and ceiling, in the direction of the demand', () => {
    fc.assert(
      fc.property(price, rule, fraction, (current, step, utilisation) => {
        fc.pre(Math.round(utilisation * 1e6) !== Math.round(step.target * 1e6))
        const next = nextPostedPrice(current, { ...step, utilisation })
        const start = held(current, step)
        if (utilisation > step.target) expect(next > start || next === step.ceiling).toBe(true)
        else expect(next < start || next === step.floor).toBe(true)
      }),
    )
  })

  test('recovers: full demand takes any price to the ceiling, none to the floor', () => {
    const step = { target: 0.7, changeMax: 0.125, floor: 1n, ceiling: 1_000_000n }
    const after = (start: bigint, utilisation: number) => {
      let current = start
      for (let i = 0; i < 400; i++) current = nextPostedPrice(current, { ...step, utilisation })
      return current
    }
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10_000_000n }), (start) => {
        expect(after(start, 1)).toBe(step.ceiling)
        expect(after(start, 0)).toBe(step.floor)
      }),
      { numRuns: 30 },
    )
  })

  test('refuses what makes no sense', () => {
    const step = { utilisation: 0.5, target: 0.5, changeMax: 0.1, floor: 1n, ceiling: 2n }
    for (const wrong of [{ utilisation: Number.NaN }, { target: 0 }, { target: 2 }, { changeMax: 0 }, { floor: 3n }]) {
      expect(() => nextPostedPrice(1n, { ...step, ...wrong })).toThrow(RangeError)
    }
    expect(nextPostedPrice(1n, { ...step, utilisation: 7 })).toBe(2n)
  })
})

function held(current: bigint, { floor, ceiling }: Pick<PostedPriceStep, 'floor' | 'ceiling'>): bigint {
  return current < floor ? floor : current > ceiling ? ceiling : current
}
