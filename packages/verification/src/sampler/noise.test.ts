import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { exactExp, exactGumbel, exactLog, fixedOf, fractionBits, slowThreefry } from '../../scripts/exact-functions.ts'
import { assembleNoiseModule } from '../../scripts/noise-module.ts'
import {
  exp,
  functionErrorMax,
  gumbel,
  idsAbove,
  log,
  noiseMax,
  noisiestId,
  threefry,
  vocabularySizeMax,
} from './noise.ts'
import { noiseModuleBase64 } from './noise-module.ts'

const word = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 })
const keys = fc.record({ key0: word, key1: word })
/** Half a unit in the last place of a number just above a power of two. */
const roundoff = 2 ** -53

test('the module is what its source assembles to', () => {
  expect(Buffer.from(assembleNoiseModule()).toString('base64')).toBe(noiseModuleBase64)
})

describe('threefry', () => {
  // The known answers of Random123 (`kat_vectors`, threefry2x32 20).
  test.each([
    [
      [0, 0],
      [0, 0],
      [0x6b200159, 0x99ba4efe],
    ],
    [
      [-1, -1],
      [-1, -1],
      [0x1cb996fc, 0xbb002be7],
    ],
    [
      [0x243f6a88, 0x85a308d3],
      [0x13198a2e, 0x03707344],
      [0xc4923a9c, 0x483df7a0],
    ],
  ] as const)('of counter %j under key %j is known', (counter, [key0, key1], words) => {
    expect(threefry({ key0, key1 }, counter[0], counter[1])).toEqual(words)
    expect(slowThreefry([key0, key1], counter)).toEqual(words)
  })

  test('is what the paper writes, one at a time and by four', () => {
    fc.assert(
      fc.property(
        keys,
        word,
        fc.integer({ min: 0, max: 70 }),
        fc.nat({ max: 2 ** 32 - 1 }),
        (key, position, count, least) => {
          const words = Array.from({ length: count }, (_, id) => slowThreefry([key.key0, key.key1], [position, id]))
          expect(words.map((_, id) => threefry(key, position, id))).toEqual(words)
          const above = words.flatMap(([x0], id) => (x0 >= least ? [id] : []))
          expect([...idsAbove(key, position, count, least)]).toEqual(above)
        },
      ),
    )
  })
})

describe('log and exp', () => {
  test('are within one unit in the last place of the true value', () => {
    let [logError, expError] = [0, 0]
    for (let index = 0; index < 20_000; index += 1) {
      const [x, y] = samplePoint(index)
      logError = Math.max(logError, relativeError(log(x), exactLog(fixedOf(x))))
      expError = Math.max(expError, relativeError(exp(y), exactExp(fixedOf(y))))
    }
    expect(logError).toBeLessThan(2 * roundoff)
    expect(expError).toBeLessThan(2 * roundoff)
    expect(2 * roundoff).toBeLessThan(functionErrorMax)
  })

  test('are exact where they can be, and 0 under the floor', () => {
    expect([log(1), exp(0), exp(-0)]).toEqual([0, 1, 1])
    expect([exp(-708.0000001), exp(-1e300), exp(Number.NEGATIVE_INFINITY)]).toEqual([0, 0, 0])
    expect(exp(-708)).toBeGreaterThan(2.2250738585072014e-308)
  })
})

describe('noise', () => {
  test('is the exact one but for rounding', () => {
    fc.assert(
      fc.property(keys, word, word, (key, position, id) => {
        const words = slowThreefry([key.key0, key.key1], [position, id])
        const error = fixedOf(gumbel(key, position, id)) - exactGumbel(words)
        expect(Math.abs(Number(error >> (fractionBits - 60n)) / 2 ** 60)).toBeLessThan(1e-14)
      }),
    )
  })

  test('has the bound that proofs use', () => {
    expect(-log(-log(1 - 2 ** -53))).toBeLessThan(noiseMax)
    expect(-log(-log(2 ** -53))).toBeGreaterThan(-3.61)
  })

  test('is distributed as Gumbel: mean 0.5772, variance π²/6', () => {
    const noise = Array.from({ length: 200_000 }, (_, id) => gumbel({ key0: 3, key1: 5 }, 7, id))
    const mean = noise.reduce((sum, g) => sum + g, 0) / noise.length
    const variance = noise.reduce((sum, g) => sum + (g - mean) ** 2, 0) / noise.length
    expect(mean).toBeCloseTo(0.5772, 2)
    expect(variance).toBeCloseTo(Math.PI ** 2 / 6, 1)
  })

  test('reaches over the largest vocabulary', () => {
    const logits = new Float32Array(vocabularySizeMax).fill(Number.NEGATIVE_INFINITY)
    logits[vocabularySizeMax - 1] = -3
    expect(noisiestId({ key0: 1, key1: 2 }, 0, logits, { maximum: -3, temperature: 1 })).toBe(vocabularySizeMax - 1)
    expect(idsAbove({ key0: 1, key1: 2 }, 0, vocabularySizeMax, 0)).toHaveLength(vocabularySizeMax)
  })
})

/** A point of each function’s domain: near where it is hard, and over all of it. Seeded by its number. */
function samplePoint(index: number): readonly [number, number] {
  const [a, b] = threefry({ key0: 11, key1: 13 }, 0, index)
  const [u, v] = [(a + 0.5) / 2 ** 32, (b + 0.5) / 2 ** 32]
  const hard = [1 - 2 ** -53, 1 + 2 ** -52, Math.SQRT2, Math.SQRT1_2, 1 - u * 1e-9, 1 + u * 1e-9, 2 ** -53, 36.7]
  const x = index % 3 === 0 ? u : index % 3 === 1 ? (hard[index % 8] as number) : 2 ** (u * 120 - 60) * (1 + v)
  const y = index % 3 === 0 ? -v : index % 3 === 1 ? -v * 708 : -v * 1e-9
  return [x, y]
}

function relativeError(got: number, exact: bigint): number {
  const difference = fixedOf(got) - exact
  const magnitude = difference < 0n ? -difference : difference
  const size = exact < 0n ? -exact : exact
  return Number((magnitude << 90n) / size) / 2 ** 90
}
