import fc from 'fast-check'
import { expect, it } from 'vitest'
import { parseJsonBody } from './json-body.ts'

const limits = { jsonDepthMax: 5, jsonMembersMax: 10 }
const parse = (text: string) => parseJsonBody(Buffer.from(text), limits)

it('reads what JSON.parse reads, within its bounds', () => {
  const json = fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 2 }), { maxKeys: 10 })
  fc.assert(
    fc.property(json, (value) => {
      const text = JSON.stringify(value)
      fc.pre(!/__proto__|constructor|prototype/.test(text))
      expect(parseJsonBody(Buffer.from(text), { jsonDepthMax: 16, jsonMembersMax: 1_000 })).toEqual(JSON.parse(text))
    }),
  )
})

it('never throws anything but its own errors', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
      try {
        parseJsonBody(bytes, limits)
      } catch (error) {
        expect(error).toMatchObject({
          name: 'RequestError',
          code: expect.stringMatching(/^(BODY_UNREADABLE|PARAMETER_INVALID)$/),
        })
      }
    }),
  )
})

it.each([
  ['five levels', '{"a":{"b":{"c":{"d":1}}}}', true],
  ['six levels', '{"a":{"b":{"c":{"d":{"e":{}}}}}}', false],
  ['ten members', '{"a":[1,2,3,4,5,6,7,8,9,10]}', true],
  ['eleven members', '{"a":[1,2,3,4,5,6,7,8,9,10,11]}', false],
  ['a million brackets', '['.repeat(1_000_000), false],
])('bounds %s', (_name, text, isFine) => {
  if (isFine) expect(() => parse(text)).not.toThrow()
  else expect(() => parse(text)).toThrow()
})
