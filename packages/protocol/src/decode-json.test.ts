import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decodeJson, frameDepthMax } from './decode-json.ts'
import { MalformedError } from './malformed-error.ts'

describe('decodeJson', () => {
  test('returns what JSON.parse returns, when the nesting is bounded', () => {
    fc.assert(
      fc.property(fc.json({ stringUnit: 'binary', maxDepth: 5 }), (json) => {
        expect(decodeJson(bytesOf(json))).toEqual(JSON.parse(json))
      }),
    )
  })

  test.each([
    ['arrays', '[', ']'],
    ['objects', '{"a":', '}'],
    ['both', '[{"a":', '}]'],
  ])('counts %s, to the last bracket', (name, open, close) => {
    const step = name === 'both' ? 2 : 1
    const nested = (depth: number) => bytesOf(`${open.repeat(depth / step)}1${close.repeat(depth / step)}`)
    expect(() => decodeJson(nested(frameDepthMax))).not.toThrow()
    expect(() => decodeJson(nested(frameDepthMax + step))).toThrow(MalformedError)
  })

  test('brackets beside each other do not add up, brackets in strings do not count', () => {
    expect(decodeJson(bytesOf(`[${'[],'.repeat(100)}[]]`))).toHaveLength(101)
    const tricky = `${'['.repeat(100)}"\\${'{'.repeat(100)}\\"`
    expect(decodeJson(bytesOf(JSON.stringify({ [tricky]: tricky })))).toEqual({ [tricky]: tricky })
  })

  test.each(['', ' ', '{', '[1,]', '{"a":1,}', "{'a':1}", 'NaN', '01', '\u00a01', '"\t"', '1 2', ']', '}{'])(
    'refuses %j',
    (json) => {
      expect(() => decodeJson(bytesOf(json))).toThrow(MalformedError)
    },
  )
})

function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}
