import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { encodeWeights } from './encode-weights.ts'

const block = (values: readonly number[]): Float32Array =>
  Float32Array.from({ length: 32 }, (_, index) => values[index] ?? 0)
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')

describe('f16', () => {
  test.for<[number, string]>([
    [0, '0000'],
    [-0, '0080'],
    [1, '003c'],
    [-2.5, '00c1'],
    [65_504, 'ff7b'],
    [65_519.99, 'ff7b'],
    [65_520, '007c'],
    [-1e30, '00fc'],
    [2 ** -14, '0004'],
    [2 ** -24, '0100'],
    // half of the smallest number is a tie, which goes to the even one: 0
    [2 ** -25, '0000'],
    [2 ** -25 * 1.001, '0100'],
    [1.5 * 2 ** -24, '0200'],
    [1 + 2 ** -11, '003c'],
    [1 + 3 * 2 ** -11, '023c'],
    [2 - 2 ** -12, '0040'],
  ])('%d is %s', ([value, bits]) => {
    expect(hex(encodeWeights(Float32Array.of(value), 'f16'))).toBe(bits)
  })

  test('no other half is nearer', () => {
    const halves = Array.from({ length: 0x7c00 }, (_, bits) => numberOf(bits))
    fc.assert(
      fc.property(fc.float({ noNaN: true, min: 0, max: 65_000 }), (value) => {
        const [low = 0, high = 0] = encodeWeights(Float32Array.of(value), 'f16')
        const at = low | (high << 8)
        const error = Math.abs((halves[at] ?? 0) - value)
        for (const other of [at - 1, at + 1]) {
          expect(Math.abs((halves[other] ?? Number.POSITIVE_INFINITY) - value)).toBeGreaterThanOrEqual(error)
        }
      }),
    )
  })
})

describe('q8_0', () => {
  test('scales the greatest to 127 and rounds halves away from zero', () => {
    const encoded = encodeWeights(block([127, -127, 0.5, -0.5, 0.49, 2.5]), 'q8_0')
    expect(hex(encoded)).toBe(`003c7f8101ff0003${'00'.repeat(26)}`)
  })

  test('a block of zeros is zeros', () => {
    expect(hex(encodeWeights(block([]), 'q8_0'))).toBe('00'.repeat(34))
  })

  test('no weight is off by more than half a step and the rounding of the scale', () => {
    fc.assert(
      fc.property(fc.array(fc.float({ noNaN: true, min: -8, max: 8 }), { minLength: 32, maxLength: 32 }), (values) => {
        const weights = Float32Array.from(values)
        const greatest = Math.max(...weights.map(Math.abs))
        fc.pre(greatest > 1e-2)
        const view = new DataView(encodeWeights(weights, 'q8_0').buffer)
        const scale = numberOf(view.getUint16(0, true))
        for (const [index, weight] of weights.entries()) {
          expect(Math.abs(view.getInt8(2 + index) * scale - weight)).toBeLessThan(greatest * (0.5 / 127 + 2 ** -10))
        }
      }),
    )
  })
})

describe('q4_0', () => {
  test('gives the greatest magnitude the nibble 0, and packs the second half into the high nibbles', () => {
    const encoded = encodeWeights(
      Float32Array.from({ length: 32 }, (_, index) => (index === 17 ? 8 : index < 2 ? -7 : 0)),
      'q4_0',
    )
    // the scale is 8 ÷ −8 = −1; −7 is 15, 0 is 8, 8 is 0
    expect(hex(encoded)).toBe(`00bc8f0f${'88'.repeat(14)}`)
  })
})

test('what does not fill its last block is refused', () => {
  expect(() => encodeWeights(new Float32Array(33), 'q8_0')).toThrow(RangeError)
})

function numberOf(bits: number): number {
  const exponent = (bits >> 10) & 0x1f
  const fraction = bits & 0x3ff
  const magnitude = exponent === 0 ? fraction * 2 ** -24 : (1 + fraction / 1024) * 2 ** (exponent - 15)
  return bits & 0x8000 ? -magnitude : magnitude
}
