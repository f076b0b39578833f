import fc from 'fast-check'
import { expect, test } from 'vitest'
import { encodeTreeListing, parseTreeListing, type TreeEntry, treeLimits, treePathFault } from './tree-listing.ts'

const address = 'ab'.repeat(32)
const file = (path: string, more: Partial<TreeEntry> = {}): TreeEntry => ({
  path,
  bytes: 3,
  executable: false,
  address,
  ...more,
})
const listingOf = (...lines: string[]): Uint8Array => Buffer.from(['millrace-tree 1', ...lines, ''].join('\n'))

test('a listing is text of one line a file, sorted by bytes', () => {
  const listing = encodeTreeListing([
    file('z'),
    file('a/b', { executable: true }),
    file('a.b', { bytes: 0 }),
    file('\u{1F600}'),
    file('\uFF5E'),
  ])
  expect(Buffer.from(listing).toString().split('\n')).toEqual([
    'millrace-tree 1',
    `f 0 ${address} a.b`,
    `x 3 ${address} a/b`,
    `f 3 ${address} z`,
    `f 3 ${address} \uFF5E`,
    `f 3 ${address} \u{1F600}`,
    '',
  ])
})

test('what is written is read again, whatever the names', () => {
  const name = fc
    .string({ unit: 'grapheme', minLength: 1, maxLength: 12 })
    .filter((text) => !text.includes('/') && treePathFault(text) === undefined)
  // A mark per depth keeps a file from being another's directory.
  const path = fc
    .array(name, { minLength: 1, maxLength: 5 })
    .map((names) => names.map((n, i) => (i < names.length - 1 ? `d${n}` : `f${n}`)).join('/'))
  const entries = fc.uniqueArray(
    fc.record({ path, bytes: fc.nat(), executable: fc.boolean(), address: fc.constant(address) }),
    { selector: ({ path }) => path, maxLength: 20 },
  )
  fc.assert(
    fc.property(entries, (given) => {
      const listing = encodeTreeListing(given)
      const read = parseTreeListing(listing)
      expect(read.toSorted((a, b) => (a.path < b.path ? -1 : 1))).toEqual(
        given.toSorted((a, b) => (a.path < b.path ? -1 : 1)),
      )
      expect(encodeTreeListing(read)).toEqual(listing)
    }),
  )
})

test('an empty directory is a tree too', () => {
  expect(parseTreeListing(encodeTreeListing([]))).toEqual([])
})

test.each([
  ['absolute', '/etc/passwd'],
  ['up', '../x'],
  ['up from within', 'a/../../x'],
  ['here', './x'],
  ['empty name', 'a//b'],
  ['directory', 'a/'],
  ['nothing', ''],
  ['zero byte', 'a\0b'],
  ['newline', 'a\nb'],
  ['escape', 'a\u001b[2Jb'],
  ['backslash', 'a\\..\\b'],
  ['right-to-left override', 'gpj\u202e.exe'],
  ['long', `${'a/'.repeat(600)}b`],
  ['long name', 'a'.repeat(256)],
  ['deep', `${'a/'.repeat(32)}b`],
])('a path that is hostile is refused: %s', (_, path) => {
  expect(treePathFault(path)).toBeTypeOf('string')
  expect(() => encodeTreeListing([file(path)])).toThrow(expect.objectContaining({ code: 'OBJECT_MALFORMED' }))
  expect(() => parseTreeListing(listingOf(`f 3 ${address} ${path}`))).toThrow(
    expect.objectContaining({ code: 'OBJECT_MALFORMED' }),
  )
})

test.each(['a', '..a', '...', 'a b', ' a ', '-rf', 'ä/ö', `${'a/'.repeat(31)}b`, 'a'.repeat(255), '.hidden', 'CON'])(
  'a path that is odd but harmless is kept: %s',
  (path) => {
    expect(parseTreeListing(encodeTreeListing([file(path)]))).toEqual([file(path)])
  },
)

test.each([
  ['twice', [`f 3 ${address} a`, `f 3 ${address} a`]],
  ['unsorted', [`f 3 ${address} b`, `f 3 ${address} a`]],
  ['file and directory', [`f 3 ${address} a`, `f 3 ${address} a.b`, `f 3 ${address} a/b`]],
  ['unknown mark', [`l 3 ${address} a`]],
  ['negative size', [`f -3 ${address} a`]],
  ['size with zeros', [`f 03 ${address} a`]],
  ['huge size', [`f 9999999999999999 ${address} a`]],
  ['more than a tree holds', [`f 1099511627776 ${address} a`, `f 1 ${address} b`]],
  ['short address', [`f 3 ${address.slice(2)} a`]],
  ['upper-case address', [`f 3 ${address.toUpperCase()} a`]],
  ['two spaces', [`f  3 ${address} a`]],
  ['empty line', ['']],
] as const)('a listing that is not canonical is refused: %s', (_, lines) => {
  expect(() => parseTreeListing(listingOf(...lines))).toThrow(expect.objectContaining({ code: 'OBJECT_MALFORMED' }))
})

test.each([
  ['empty', ''],
  ['other version', 'millrace-tree 2\n'],
  ['cut off', `millrace-tree 1\nf 3 ${address} a`],
  ['carriage returns', 'millrace-tree 1\r\n'],
  ['byte order mark', '\ufeffmillrace-tree 1\n'],
])('what is no listing is refused: %s', (_, text) => {
  expect(() => parseTreeListing(Buffer.from(text))).toThrow(expect.objectContaining({ code: 'OBJECT_MALFORMED' }))
})

test('names and bytes that are not UTF-8 are refused', () => {
  expect(treePathFault('a\ud800')).toBeTypeOf('string')
  const listing = Buffer.concat([listingOf(), Buffer.from(`f 3 ${address} `), Buffer.from([0xff, 0x0a])])
  expect(() => parseTreeListing(listing)).toThrow(expect.objectContaining({ code: 'OBJECT_MALFORMED' }))
})

test('more files than a tree may have are refused', () => {
  const entries = Array.from({ length: treeLimits.entriesMax + 1 }, (_, i) => file(`f${i}`))
  expect(() => encodeTreeListing(entries)).toThrow(expect.objectContaining({ code: 'OBJECT_MALFORMED' }))
})
