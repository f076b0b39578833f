import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createTokenText } from './token-text.ts'

/** A vocabulary of bytes: token n is byte n. */
const bytesModel = {
  detokenize: (tokens: readonly number[]) => Buffer.from([...tokens]).toString('utf8'),
} as unknown as Parameters<typeof createTokenText>[0]

const detokenizeAfter = {
  detokenize(tokens: readonly number[], _special?: boolean, before: readonly number[] = []) {
    return bytesModel
      .detokenize([...before, ...tokens] as never)
      .slice(bytesModel.detokenize([...before] as never).length)
  },
} as unknown as Parameters<typeof createTokenText>[0]

test('any text, byte by byte, comes out whole and never as half a character', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 30 }), (text) => {
      fc.pre(!text.includes('\uFFFD') && text.isWellFormed())
      const stream = createTokenText(bytesModel, [])
      const pieces = [...Buffer.from(text)].map((byte) => stream.push(byte as never))
      expect(pieces.join('') + stream.flush()).toBe(text)
      for (const piece of pieces) expect(piece).not.toContain('\uFFFD')
    }),
  )
})

test('bytes that are no text are shown as replacement characters, and do not hold the stream', () => {
  const stream = createTokenText(detokenizeAfter, [])
  expect(stream.push(0xf0 as never)).toBe('')
  expect(stream.push(0x9f as never)).toBe('')
  expect(stream.push(0x41 as never)).toBe('\uFFFDA')
  expect(stream.push(0xe4 as never)).toBe('')
  expect(stream.flush()).toBe('\uFFFD')
})
