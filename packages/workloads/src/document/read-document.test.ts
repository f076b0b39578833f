import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { problemsMax } from './document-problem.ts'
import { documentCharsMax, documentDepthMax, readDocument } from './read-document.ts'

const values = { scalars: 'values' } as const

describe('hostile texts are refused, whatever they would become', () => {
  const laughs = [
    'a: &a [x, x]',
    ...'bcdefghi'.split('').map((name, index) => `${name}: &${name} [${`*${'abcdefgh'[index]}, `.repeat(9)}]`),
  ]
  test.each([
    ['an alias', 'a: &x 1\nb: *x', /an alias/, 2],
    ['a billion laughs', laughs.join('\n'), /an alias/, 2],
    ['a merge key', 'a: &x { b: 1 }\nc:\n  <<: *x', /an alias/, 3],
    ['a tag', 'a: !!binary aGk=', /without a tag/, 1],
    ['a tag of a list', 'a: !x [1]', /without a tag|Unresolved tag/, 1],
    ['a tag of a key', '!!str a: 1', /keys that are texts|without a tag/, 1],
    ['equal keys', 'a: 1\nb: 2\na: 3', /each key once/, 3],
    ['equal keys in JSON', '{"a": 1,\n"\\u0061": 2}', /each key once/, 2],
    ['a prototype', '__proto__: { admin: true }', /an ordinary key/, 1],
    ['a prototype in quotes', '{"\\u005f_proto__": 1}', /an ordinary key/, 1],
    ['a constructor', 'constructor: 1', /an ordinary key/, 1],
    ['a key that is a list', '? [a]\n: 1', /keys that are texts/, 1],
    ['an empty key', ': 1', /keys that are texts/, 1],
    ['two documents', 'a: 1\n---\nb: 2', /one document/, undefined],
    ['no end', 'a: [1, 2', /expected YAML or JSON/, 1],
    ['a tab for a space', 'a:\n\t- b', /expected YAML or JSON/, 2],
    ['a NUL', 'a: 1\nb: \0', /control characters/, 2],
    ['an escape', 'a: \u001b[31m', /control characters/, 1],
    ['half a character', 'a: \ud800', /control characters/, undefined],
    ['a number too large', 'a: 9007199254740993', /exact/, 1],
    ['no number', 'a: .nan', /exact/, 1],
    ['endless', 'a: -.inf', /exact/, 1],
  ])('%s', (_, text, message, line) => {
    const [problem] = problemsOf(text)
    expect(problem?.message).toMatch(message)
    expect(problem?.line).toBe(line)
    expect(problem?.hint).not.toBe('')
  })

  test.each([
    ['brackets', '['.repeat(documentCharsMax)],
    ['braces', '{'.repeat(documentCharsMax)],
    ['dashes', '- '.repeat(documentCharsMax / 2)],
    ['questions', '? '.repeat(documentCharsMax / 2)],
    ['colons', ': '.repeat(documentCharsMax / 2)],
    ['anchors', '&a '.repeat(documentCharsMax / 3)],
    ['documents', '---\n'.repeat(documentCharsMax / 4)],
    ['comments', '#\n'.repeat(documentCharsMax / 2)],
    ['quotes', '"'.repeat(documentCharsMax)],
    ['open maps', 'a: {b: ['.repeat(2_000)],
    ['steps', Array.from({ length: 600 }, (_, index) => `${' '.repeat(index)}a:`).join('\n')],
    ['equal keys', 'a:\n'.repeat(10_000)],
    ['length', `a: ${'x'.repeat(documentCharsMax)}`],
    ['one bracket too deep', '['.repeat(documentDepthMax + 1) + ']'.repeat(documentDepthMax + 1)],
  ])('too many or too deep %s', (_, text) => {
    const problems = problemsOf(text)
    expect(problems.length).toBeGreaterThan(0)
    expect(problems.length).toBeLessThanOrEqual(problemsMax)
  })

  test('many different keys are read in one pass', () => {
    const text = Array.from({ length: 8_000 }, (_, index) => `k${index}: 1`).join('\n')
    expect(Object.keys(Object(valueIn(text)))).toHaveLength(8_000)
  })
})

describe('what is read', () => {
  test.each([
    ['a: 010', { a: 10 }, { a: '010' }],
    ['a: 1.10', { a: 1.1 }, { a: '1.10' }],
    ['a: yes', { a: 'yes' }, { a: 'yes' }],
    ['a: true', { a: true }, { a: 'true' }],
    ['a: -0', { a: 0 }, { a: '-0' }],
    ['a:', { a: null }, { a: null }],
    ['a: ""', { a: '' }, { a: '' }],
    ['a: &x 1', { a: 1 }, { a: '1' }],
    ['8080: a', { '8080': 'a' }, { '8080': 'a' }],
    ['<<: a', { '<<': 'a' }, { '<<': 'a' }],
    ['', null, null],
    ['# nothing', null, null],
    ['\ufeffa: b', { a: 'b' }, { a: 'b' }],
    ['a: |\n  b\n  c\n', { a: 'b\nc\n' }, { a: 'b\nc\n' }],
    ['["\\ud83d\\ude00", "\\/"]', ['😀', '/'], ['😀', '/']],
    ['['.repeat(documentDepthMax) + ']'.repeat(documentDepthMax), expect.anything(), expect.anything()],
  ])('%j', (text, asValues, asText) => {
    expect(valueIn(text)).toEqual(asValues)
    const document = readDocument(text, { scalars: 'text' })
    expect('problems' in document ? document.problems : document.value).toEqual(asText)
  })

  test('lines of fields, and of the nearest one there is', () => {
    const document = readDocument('a: 1\nb:\n  - c: 2\n  - d: 3\n', values)
    if ('problems' in document) throw new Error('The text is YAML.')
    const lines = [['a'], ['b'], ['b', 1], ['b', 1, 'd'], ['b', 1, 'missing'], ['missing'], []].map(document.lineOf)
    expect(lines).toEqual([1, 2, 4, 4, 4, 1, 1])
  })

  test('whatever JSON says is read as JSON.parse reads it', () => {
    const key = fc
      .string({ unit: 'grapheme', minLength: 1 })
      .filter((text) => !['__proto__', 'constructor', 'prototype'].includes(text))
    const scalar = fc.oneof(fc.string({ unit: 'grapheme' }), fc.maxSafeInteger(), fc.boolean(), fc.constant(null))
    const json = fc.letrec<{ value: unknown }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 5 },
        scalar,
        fc.array(tie('value'), { maxLength: 4 }),
        fc.dictionary(key, tie('value'), { maxKeys: 4, noNullPrototype: true }),
      ),
    })).value
    fc.assert(
      fc.property(json, fc.constantFrom(undefined, 2, '\t'), (value, indent) => {
        const text = JSON.stringify(value, null, indent)
        expect(valueIn(text)).toEqual(JSON.parse(text))
      }),
    )
  })

  test('any text is read or refused, never thrown over', () => {
    const piece = fc.constantFrom(
      'a',
      ': ',
      '\n',
      '  ',
      '- ',
      '[',
      ']',
      '{',
      '}',
      '"',
      "'",
      '&a',
      '*a',
      '!',
      '|',
      '>',
      '#',
      '? ',
      '---',
      '%',
      ',',
      '0x',
      '<<',
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        const document = readDocument(pieces.join(''), values)
        expect('value' in document || document.problems.length > 0).toBe(true)
      }),
    )
  })
})

function problemsOf(text: string) {
  const document = readDocument(text, values)
  return 'problems' in document ? document.problems : []
}

function valueIn(text: string): unknown {
  const document = readDocument(text, values)
  return 'problems' in document ? document.problems : document.value
}
