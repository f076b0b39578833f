import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { convertLlama2c } from './convert-llama2c.ts'
import { ModelConversionError } from './model-file-error.ts'

const vocabulary = 262
const header = { dim: 8, hiddenDim: 12, layers: 2, heads: 2, kvHeads: 1, vocabulary, contextTokens: 16 }

/** A checkpoint of the size the header says, its weights counting up. */
function makeInput(change: Partial<typeof header> = {}) {
  const { dim, hiddenDim, layers, heads, kvHeads } = header
  const kvDim = (dim / heads) * kvHeads
  const floats = vocabulary * dim + layers * (2 * dim + 2 * dim * dim + 2 * dim * kvDim + 3 * dim * hiddenDim) + dim
  const weights = Float32Array.from({ length: floats }, (_, index) => index)
  const checkpoint = Buffer.concat([
    Buffer.from(Int32Array.from(Object.values({ ...header, ...change })).buffer),
    Buffer.from(weights.buffer),
  ])
  const tokens = Array.from({ length: vocabulary }, (_, id) => {
    const text = Buffer.from([' a', 'b c', '世'][id - 259] ?? '?')
    const entry = Buffer.alloc(8)
    entry.writeFloatLE(-id)
    entry.writeInt32LE(text.length, 4)
    return Buffer.concat([entry, text])
  })
  const tokenizer = Buffer.concat([Buffer.alloc(4), ...tokens])
  return { name: 'tiny', data: Buffer.concat([checkpoint, tokenizer]), tokenizerOffsetBytes: checkpoint.length }
}

describe('convertLlama2c', () => {
  test('gives the same bytes every time, on every machine', () => {
    const file = Buffer.concat(convertLlama2c(makeInput()))
    expect(createHash('sha256').update(file).digest('hex')).toBe(
      '15cdb8d284f5cb564d3d3a2479dfab082326fd8bae7b693ec8b929759ba2fb06',
    )
    for (const text of ['\u2581a', 'b\u2581c', '世', '<0x00>', '<0xFF>']) expect(file.includes(text)).toBe(true)
    expect(file.includes('<0x100>')).toBe(false)
  })

  test.for<[string, () => ReturnType<typeof makeInput>]>([
    ['a header of zeros', () => makeInput({ dim: 0 })],
    ['a classifier of its own', () => makeInput({ vocabulary: -vocabulary })],
    ['heads that do not divide the width', () => makeInput({ heads: 3 })],
    ['more layers than weights', () => makeInput({ layers: 40 })],
    [
      'a tokenizer that is not at its offset',
      () => ({ ...makeInput(), tokenizerOffsetBytes: makeInput().tokenizerOffsetBytes - 4 }),
    ],
    ['no bytes at all', () => ({ name: 'x', data: Buffer.alloc(0), tokenizerOffsetBytes: 0 })],
    ['a tokenizer cut short', () => ({ ...makeInput(), data: makeInput().data.subarray(0, -3) })],
  ])('refuses %s', ([, input]) => {
    expect(() => convertLlama2c(input())).toThrow(ModelConversionError)
  })
})
