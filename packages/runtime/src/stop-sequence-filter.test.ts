import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createStopSequenceFilter, holdsStopSequence } from './stop-sequence-filter.ts'

const letters = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 12 })
const stops = fc.array(fc.string({ unit: fc.constantFrom('a', 'b', 'c'), minLength: 1, maxLength: 4 }), {
  maxLength: 4,
})

test('however the text is cut, what is shown is the text up to the first stop sequence', () => {
  fc.assert(
    fc.property(fc.array(letters, { maxLength: 8 }), stops, (pieces, stop) => {
      const filter = createStopSequenceFilter(stop)
      let shown = ''
      let stopped = false
      for (const piece of pieces) {
        const result = filter.push(piece)
        shown += result.text
        stopped = result.stopped
        if (stopped) break
      }
      if (!stopped) shown += filter.flush()
      const text = pieces.join('')
      const ends = stop.map((sequence) => text.indexOf(sequence)).filter((at) => at !== -1)
      expect(stopped).toBe(ends.length > 0)
      // two sequences may begin at different places before either is whole: the first to be whole ends it
      expect(text.startsWith(shown)).toBe(true)
      for (const sequence of stop) expect(shown).not.toContain(sequence)
      if (ends.length === 0) expect(shown).toBe(text)
    }),
  )
})

test('holds back only what may become a stop sequence', () => {
  const filter = createStopSequenceFilter(['###', '\n\n'])
  expect(filter.push('one #')).toEqual({ text: 'one ', stopped: false })
  expect(filter.push('# two\n')).toEqual({ text: '## two', stopped: false })
  expect(filter.push('three')).toEqual({ text: '\nthree', stopped: false })
  expect(filter.push('##')).toEqual({ text: '', stopped: false })
  expect(filter.push('# four')).toEqual({ text: '', stopped: true })
})

test('an answer cut anywhere and continued is cut as the whole would be, and nothing is shown twice', () => {
  fc.assert(
    fc.property(letters, fc.array(letters, { maxLength: 8 }), stops, (delivered, pieces, stop) => {
      fc.pre(!holdsStopSequence(delivered, stop))
      const filter = createStopSequenceFilter(stop, delivered)
      let shown = delivered
      let stopped = false
      for (const piece of pieces) {
        const result = filter.push(piece)
        shown += result.text
        stopped = result.stopped
        if (stopped) break
      }
      if (!stopped) shown += filter.flush()
      const text = delivered + pieces.join('')
      expect(stopped).toBe(holdsStopSequence(text, stop))
      expect(text.startsWith(shown)).toBe(true)
      if (!stopped) expect(shown).toBe(text)
      // what was delivered elsewhere may end inside a sequence; past that nothing of one is shown
      if (shown.length > delivered.length) expect(holdsStopSequence(shown, stop)).toBe(false)
    }),
  )
})

test('a sequence over the seam is found, and what was delivered of it is not taken back', () => {
  const filter = createStopSequenceFilter(['</end>'], 'one two</e')
  expect(filter.push('n')).toEqual({ text: '', stopped: false })
  expect(filter.push('d>')).toEqual({ text: '', stopped: true })
  const other = createStopSequenceFilter(['</end>'], 'one two</e')
  expect(other.push('ar>')).toEqual({ text: 'ar>', stopped: false })
  expect(createStopSequenceFilter(['abc'], 'ab').flush()).toBe('')
})
