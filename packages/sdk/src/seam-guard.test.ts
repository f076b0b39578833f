import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createSeamGuard } from './seam-guard.ts'

function pass(delivered: string, stops: readonly string[], pieces: readonly string[]) {
  const guard = createSeamGuard(delivered, stops)
  let text = ''
  for (const piece of pieces) {
    const passed = guard.push(piece)
    text += passed.text
    if (passed.stopped) return { text, stopped: true }
  }
  return { text: text + guard.flush(), stopped: false }
}

describe('a stop sequence across a seam', () => {
  test.each([
    ['at once', 'Once E', ['ND of it']],
    ['a character at a time', 'Once E', ['N', 'D', ' of it']],
  ])('ends the answer: %s', (_name, delivered, pieces) => {
    expect(pass(delivered, ['END'], pieces)).toEqual({ text: '', stopped: true })
  })

  test('that is not completed is passed on', () => {
    expect(pass('Once E', ['END'], ['N', 'ough'])).toEqual({ text: 'Nough', stopped: false })
    expect(pass('Once E', ['END'], ['N'])).toEqual({ text: 'N', stopped: false })
  })

  test('is found for the shorter of two beginnings', () => {
    expect(pass('aa', ['aab'], ['b'])).toEqual({ text: '', stopped: true })
    expect(pass('a', ['aab'], ['ab'])).toEqual({ text: '', stopped: true })
  })

  test('passes on everything, in order, where no stop sequence straddles it', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 6 })
    fc.assert(
      fc.property(
        letters,
        fc.array(letters, { maxLength: 5 }),
        fc.array(letters, { maxLength: 6 }),
        (before, stops, pieces) => {
          const { text, stopped } = pass(
            before,
            stops.filter((stop) => stop !== ''),
            pieces,
          )
          const after = pieces.join('')
          const straddles = stops.some((stop) => {
            const at = stop === '' ? -1 : straddlingIndex(before, after, stop)
            return at >= 0
          })
          expect(stopped).toBe(straddles)
          if (stopped) expect(text).toBe('')
          else expect(text).toBe(after)
        },
      ),
    )
  })
})

function straddlingIndex(before: string, after: string, stop: string): number {
  const whole = before + after
  for (let at = Math.max(0, before.length - stop.length + 1); at < before.length; at++) {
    if (whole.startsWith(stop, at) && at + stop.length > before.length) return at
  }
  return -1
}
