import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { documentsOf } from '../../test/support/buyers.ts'
import { hashOf } from '../../test/support/replica-rounds.ts'
import { CanariesSpentError } from './canaries-spent-error.ts'
import { type CorpusReader, createCorpusReader, sentencesIn } from './corpus-reader.ts'

const documents = documentsOf('addresses').slice(0, 6)
const want = fc.record({ chars: fc.integer({ min: 1, max: 3_000 }), isOpen: fc.boolean(), isPhrase: fc.boolean() })

describe('reading a corpus', () => {
  test('no two texts overlap, each begins a sentence, and the corpus ends', () => {
    fc.assert(
      fc.property(fc.array(want, { maxLength: 60 }), fc.nat(), (wants, seed) => {
        const reader = createCorpusReader(documents, hashOf(seed))
        const taken = new Set<string>()
        for (const { chars, isOpen, isPhrase } of wants) {
          let text: string
          try {
            text = isPhrase
              ? reader.phrase(1 + (chars % 40))
              : isOpen
                ? reader.open(chars)
                : reader.sentences(1 + (chars % 7))
          } catch (error) {
            expect(error).toBeInstanceOf(CanariesSpentError)
            return
          }
          expect(text).toBe(text.trim())
          for (const part of text.split('\n\n')) {
            const places = documents.flatMap((document, i) => {
              const at = document.indexOf(part)
              return at === -1 ? [] : [{ i, at }]
            })
            expect(places.length, part).toBeGreaterThan(0)
            if (part.length > 60) {
              expect(taken.has(part)).toBe(false)
              taken.add(part)
              const { i, at } = places[0] as { i: number; at: number }
              const before = documents[i]?.slice(0, at) ?? ''
              expect(before === '' || /[.!?]["'”’)\]]*\s+$/.test(before), `${before.slice(-20)}|${part}`).toBe(true)
            }
          }
        }
      }),
      { numRuns: 60 },
    )
  })

  test('goes on where it stopped, in an order that only the seed tells', () => {
    const reader = createCorpusReader(documents, hashOf(1))
    const whole = Array.from({ length: 30 }, (_, i) => read(reader, i))
    const first = createCorpusReader(documents, hashOf(1))
    const start = Array.from({ length: 12 }, (_, i) => read(first, i))
    const second = createCorpusReader(documents, hashOf(1), first.place())
    const rest = Array.from({ length: 18 }, (_, i) => read(second, 12 + i))
    expect([...start, ...rest]).toEqual(whole)
    expect(createCorpusReader(documents, hashOf(2)).open(50)).not.toBe(whole[0])
  })

  test('as many sentences as asked; a text that ends open ends at a word, within a sentence, about where asked', () => {
    const reader = createCorpusReader(documentsOf('addresses'), hashOf(3))
    for (let i = 0; i < 150; i++) {
      expect(sentencesIn(reader.sentences(1 + (i % 5)))).toBe(1 + (i % 5))
      const chars = 20 + ((i * 37) % 300)
      const text = reader.open(chars)
      expect(text.length).toBeGreaterThanOrEqual(chars)
      expect(text.length).toBeLessThan(chars + 60)
      expect(text).not.toMatch(/[.!?]["'”’)\]]*$/)
    }
  })

  test('no text, short texts, texts without an end', () => {
    const read = (passages: string[]) => createCorpusReader(passages, hashOf(1))
    expect(() => read([]).sentences(1)).toThrow(CanariesSpentError)
    expect(() => read(['Too short.', '']).sentences(1)).toThrow(CanariesSpentError)
    const endless = 'words without any end '.repeat(10)
    const reader = read([endless])
    expect(reader.sentences(1)).toBe(endless.trim())
    expect(() => reader.sentences(1)).toThrow(CanariesSpentError)
    expect(read([endless]).open(50)).toBe('words without any end words without any end words without')
    expect(read(['The first passage is this.', 'The second one is another.']).sentences(2)).toContain('\n\n')
  })
})

function read(reader: CorpusReader, i: number): string {
  return i % 3 === 0 ? reader.open(50 + 10 * i) : reader.sentences(1 + (i % 4))
}
