/** What a hostile peer sends: valid JSON bent somewhere, and bytes bent anywhere. */
import fc from 'fast-check'

/** Fragments of JSON text that have broken parsers before. */
export const hostileJson = fc.oneof(
  fc.constantFrom(
    'null',
    'true',
    '-0',
    '-1',
    '0.5',
    '1e400',
    '-1e400',
    '1e-400',
    '9007199254740993',
    '340282366920938463463374607431768211456',
    '"340282366920938463463374607431768211456"',
    '"18446744073709551616"',
    '"-1"',
    '"0x"',
    '"01"',
    '"1e3"',
    '" 1"',
    '""',
    '"NaN"',
    '"\\ud800"',
    '"\\udc00\\ud800"',
    '"\\u0000\\u001b[2J\\u202e"',
    '"__proto__"',
    '"constructor"',
    '[]',
    '{}',
    '[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]',
    '{"__proto__":{"type":"cancel"}}',
    '{"toString":null,"valueOf":null,"toJSON":1}',
    '{"length":1e9}',
    'NaN',
    'Infinity',
    'undefined',
    '0x10',
    '"\n"',
    '//',
    '[1,]',
    '{"a":1,"a":2}',
  ),
  fc.json(),
)

/** Extra members, as text to put behind an opening brace. */
export const hostileMember = fc.constantFrom(
  '"__proto__":{"polluted":true},',
  '"constructor":{"prototype":{"polluted":true}},',
  '"toString":1,',
  '"hasOwnProperty":null,',
  '"type":"cancel",',
  '"type":"run",',
  '"v":1,',
  '"v":2,',
  '"then":{},',
  '"":0,',
  `"${'k'.repeat(5_000)}":0,`,
)

/** Returns JSON texts with one value replaced or one member added, and byte strings with a few bytes changed. */
export function bent(json: string): fc.Arbitrary<Uint8Array> {
  const values = [...json.matchAll(/"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*|\b(?:true|false|null)\b/g)]
  const braces = [...json.matchAll(/\{/g)]
  const bytes = Buffer.from(json)
  const withValue = fc
    .tuple(fc.nat({ max: Math.max(0, values.length - 1) }), hostileJson)
    .map(([index, hostile]) => splice(json, values[index]?.index ?? 0, values[index]?.[0].length ?? 0, hostile))
  const withMember = fc
    .tuple(fc.nat({ max: Math.max(0, braces.length - 1) }), hostileMember)
    .map(([index, member]) => splice(json, (braces[index]?.index ?? 0) + 1, 0, member))
  const withBytes = fc
    .array(fc.tuple(fc.nat({ max: bytes.length }), fc.uint8Array({ maxLength: 4 }), fc.nat({ max: 4 })), {
      minLength: 1,
      maxLength: 4,
    })
    .map((edits) =>
      edits.reduce(
        (text, [at, put, drop]) => Buffer.concat([text.subarray(0, at), put, text.subarray(at + drop)]),
        bytes,
      ),
    )
  const truncated = fc.nat({ max: bytes.length }).map((length) => bytes.subarray(0, length))
  return fc.oneof(
    withValue.map((text) => Buffer.from(text)),
    withMember.map((text) => Buffer.from(text)),
    withBytes,
    truncated,
  )
}

function splice(text: string, at: number, drop: number, put: string): string {
  return text.slice(0, at) + put + text.slice(at + drop)
}
