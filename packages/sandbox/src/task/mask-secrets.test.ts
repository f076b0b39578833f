import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createSecretMask, maskText } from './mask-secrets.ts'

test.each<[string, string[], string[], string]>([
  ['a value in one piece', ['hunter2'], ['key=hunter2\n'], 'key=***\n'],
  ['cut in pieces', ['hunter2'], ['key=h', 'unte', 'r2', '!'], 'key=***!'],
  ['over lines', ['two\nlines'], ['a two\n', 'lines b'], 'a *** b'],
  ['values in each other', ['abc', 'abcdef'], ['xabcdefx', 'abcx'], 'x***x***x'],
  ['values over each other', ['aba'], ['xababax'], 'x***x'],
  ['values behind each other', ['ab', 'cd'], ['abcd'], '******'],
  ['only its start', ['hunter2'], ['hunt', 'er'], 'hunter'],
  ['an empty value', [''], ['text'], 'text'],
])('%s', (_name, secrets, pieces, shown) => {
  const mask = createSecretMask(secrets)
  expect(pieces.map((piece) => mask.push(piece)).join('') + mask.end()).toBe(shown)
})

test('what cannot become a value is not held back', () => {
  const mask = createSecretMask(['hunter2'])
  expect([mask.push('hello'), mask.push(' h'), mask.push('i')]).toEqual(['hello', ' ', 'hi'])
})

test('no value is shown, nothing else is lost, and pieces do not matter', () => {
  const letters = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 30 })
  const secret = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), minLength: 1, maxLength: 5 })
  fc.assert(
    fc.property(fc.array(letters, { maxLength: 8 }), fc.array(secret, { maxLength: 4 }), (pieces, secrets) => {
      const whole = createSecretMask(secrets)
      const cut = createSecretMask(secrets)
      const shown = whole.push(pieces.join('')) + whole.end()
      expect(pieces.map((piece) => cut.push(piece)).join('') + cut.end()).toBe(shown)
      for (const value of secrets) expect(shown).not.toContain(value)
      expect(shown.replaceAll('*', '')).toBe(uncovered(pieces.join(''), secrets))
      expect(shown.replaceAll(maskText, '')).not.toContain('*')
    }),
  )
})

function uncovered(text: string, secrets: readonly string[]): string {
  const isCovered = [...text].map(() => false)
  for (const value of secrets) {
    for (let at = 0; at + value.length <= text.length; at++) {
      if (text.startsWith(value, at)) isCovered.fill(true, at, at + value.length)
    }
  }
  return [...text].filter((_, i) => !isCovered[i]).join('')
}
