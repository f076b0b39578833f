import * as v from 'valibot'
import { describe, expect, test } from 'vitest'
import { MalformedError } from './malformed-error.ts'
import { parseWith } from './parse-with.ts'
import { parsedBy } from './parsed-by.ts'

describe('parsedBy and parseWith', () => {
  test('a parser’s error keeps its own words under the path where it happened', () => {
    const schema = v.strictObject({
      at: v.strictObject({ hash: parsedBy(refuse(new MalformedError('hash', 'hex', 1))) }),
    })
    expect(() => parseWith(schema, { at: { hash: 1 } }, 'frame')).toThrow('frame.at.hash (hash): expected hex, got 1.')
  })

  test('another error of a parser is a bug and passes through', () => {
    const schema = v.strictObject({ hash: parsedBy(refuse(new RangeError('bug'))) })
    expect(() => parseWith(schema, { hash: 1 }, 'frame')).toThrow(RangeError)
  })

  test('the first fault is named, whatever kind of schema found it', () => {
    const schema = v.strictObject({
      n: v.pipe(
        v.number(),
        v.check((n) => n % 2 === 0, 'an even number'),
      ),
    })
    const texts = [{ n: 1 }, { n: '1' }, {}, { n: 2, m: 3 }, null].map((json) => {
      try {
        return parseWith(schema, json, 'frame')
      } catch (error) {
        return (error as MalformedError).message
      }
    })
    expect(texts).toMatchInlineSnapshot(`
      [
        "frame.n: expected an even number, got 1.",
        "frame.n: expected number, got "1".",
        "frame.n: expected "n", got undefined.",
        "frame.m: expected no such field, got 3.",
        "frame: expected Object, got null.",
      ]
    `)
  })
})

function refuse(error: Error): () => never {
  return () => {
    throw error
  }
}
