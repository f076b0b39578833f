import { expect, test } from 'vitest'
import { readManifest } from './image-manifest.ts'

const read = (text: string) => readManifest(Buffer.from(text))

test('a usual manifest is read as it is', () => {
  const manifest = {
    schemaVersion: 2,
    config: { mediaType: 'a', digest: 'sha256:1', size: 1 },
    layers: [{ mediaType: 'b', digest: 'sha256:2', size: 2, annotations: { 'a:b': '{"urls": ["\\"x"]}' } }, null],
    annotations: {},
  }
  for (const space of [0, 2]) expect(read(JSON.stringify(manifest, undefined, space))).toEqual(manifest)
})

test('what could be read in another way is refused', () => {
  const texts = {
    '{"layers":[{"urls":[]}]}': 'elsewhere',
    '{"layers":[{"\\u0055rls":[]}]}': 'elsewhere',
    '{"layers":[{"URL\u017f":[]}]}': 'elsewhere',
    '{"layers":[[{"urls":[]}]]}': 'elsewhere',
    '{"Layers":[]}': 'odd keys',
    '{"layers":[],"layers":[]}': 'twice',
    '{"a":{"b":1,"\\u0062":1}}': 'twice',
    '[]': 'no kind',
    null: 'no kind',
    '{': 'no JSON',
    '': 'no JSON',
  }
  for (const [text, problem] of Object.entries(texts)) expect(() => read(text), text).toThrow(problem)
})

test('how long or deep it is is no matter', () => {
  const long = JSON.stringify({ a: '\\":'.repeat(1 << 20) })
  expect(Object.keys(read(long))).toEqual(['a'])
  const deep = 100_000
  expect(() => read(`${'{"a":['.repeat(deep)}{"urls":[]}${']}'.repeat(deep)}`)).toThrow('elsewhere')
})
