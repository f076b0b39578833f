import fc from 'fast-check'
import { expect, test } from 'vitest'
import { splitChunk, unitsPerPiece } from './split-chunk.ts'

const chunks = fc.record({
  text: fc.string({ unit: 'grapheme', maxLength: 40 }),
  tokens: fc.integer({ min: 0, max: 300 }),
})

test('pieces are the chunk, and none holds more than the credit can', () => {
  fc.assert(
    fc.property(chunks, fc.integer({ min: 1, max: 64 }), ({ text, tokens }, unitsMax) => {
      const tokenIds = Array.from({ length: tokens }, (_, i) => i)
      const pieces = splitChunk({ text, tokens, tokenIds, finish: 'stop' }, unitsMax)
      expect(pieces.map((piece) => piece.text).join('')).toBe(text)
      expect(pieces.flatMap((piece) => piece.tokenIds ?? [])).toEqual(tokenIds)
      expect(pieces.reduce((sum, piece) => sum + piece.tokens, 0)).toBe(tokens)
      expect(pieces.every((piece) => piece.tokens <= unitsMax && piece.text.isWellFormed())).toBe(true)
      expect(pieces.map((piece) => piece.finish).filter(Boolean)).toEqual(['stop'])
      expect(pieces.at(-1)?.finish).toBe('stop')
    }),
  )
})

test('a chunk within the credit stays as it is', () => {
  const chunk = { text: 'a', tokens: 1 }
  expect(splitChunk(chunk, 1)).toEqual([chunk])
})

test.each([
  [1, 1],
  [2, 1],
  [3, 1],
  [64, 32],
])('a credit of %i tokens holds pieces of %i', (credit, units) => {
  expect(unitsPerPiece(credit)).toBe(units)
})
