import { describe, expect, test } from 'vitest'
import { builtInManifests } from './built-in-manifests.ts'
import { BadModelManifestError } from './model-file-error.ts'
import { manifestRoot, parseModelManifest, runtimeModelOf, upstreamManifest } from './model-manifest.ts'

const file = { path: 'a.gguf', bytes: 10, sha256: 'ab'.repeat(32) }
const content = { version: 1, name: 'm', format: 'gguf', workloads: ['chat'], contextTokensMax: 8, files: [file] }
const withFile = (change: object) => ({ content: { ...content, files: [{ ...file, ...change }] }, sources: {} })
const withContent = (change: object) => ({ content: { ...content, ...change }, sources: {} })
const withSource = (source: object) => ({ content, sources: { 'a.gguf': [source] } })
const part = { package: 'p', version: '1.0.0', path: 'package/x', tarballBytes: 1 }

describe('manifestRoot', () => {
  test('of the built-in models is what receipts name', () => {
    expect(Object.fromEntries([...builtInManifests].map(([name, manifest]) => [name, manifestRoot(manifest)]))).toEqual(
      {
        'stories15m-f16': '0xf16a3d759f99e3039c982d29fe45f4cb7b526889e3dc9d74896f8cf992db6cb5',
        'stories15m-q4_0': '0x4383b9e5d35f6bab1f962dcdaebb3bfda44d326a00fd9733f38a74eb70e1509a',
        'stories15m-q8_0': '0x4627a83d741d43270a9a44681d02398651513c38e6b343abf89f644ba6c8800f',
        'tinyllama-1.1b-chat': '0x08c9535b79c86583c2c7cc3ad547e692eaea0db21d4902063c9cecb56294f6d7',
        stories15m: '0xa2e45fdd3970fa2a7dbf6159256dcfe7dafcfbbf8e95c086eacdb1a9d2e4de63',
        'minilm-l6-v2': '0x6805c6c17293a7d6925df654a218afa59278a55181f056b796ff461402c93205',
      },
    )
  })

  test('does not depend on sources or the order of fields', () => {
    const plain = parseModelManifest({ content, sources: {} })
    const mirrored = parseModelManifest(withSource({ kind: 'url', url: 'https://example.org/a' }))
    const shuffled = parseModelManifest({ content: Object.fromEntries(Object.entries(content).reverse()), sources: {} })
    expect(manifestRoot(mirrored)).toBe(manifestRoot(plain))
    expect(manifestRoot(shuffled)).toBe(manifestRoot(plain))
  })

  test.for<[string, object]>([
    ['name', { name: 'n' }],
    ['workloads', { workloads: ['chat', 'embed'] }],
    ['context', { contextTokensMax: 9 }],
    ['file path', { files: [{ ...file, path: 'b.gguf' }] }],
    ['file bytes', { files: [{ ...file, bytes: 11 }] }],
    ['file digest', { files: [{ ...file, sha256: 'ac'.repeat(32) }] }],
  ])('changes with the %s', ([, change]) => {
    const root = manifestRoot(parseModelManifest({ content, sources: {} }))
    expect(manifestRoot(parseModelManifest(withContent(change)))).not.toBe(root)
  })

  test('of an upstream model binds its name', () => {
    const model = { name: 'gpt', workloads: ['chat' as const], contextTokensMax: 8 }
    const manifest = upstreamManifest(model)
    expect(runtimeModelOf(manifest)).toEqual({ ...model, root: manifestRoot(manifest) })
    expect(manifestRoot(upstreamManifest({ ...model, name: 'other' }))).not.toBe(manifestRoot(manifest))
  })
})

describe('parseModelManifest', () => {
  test.for<[string, unknown]>([
    ['nothing', undefined],
    ['a string', 'manifest'],
    ['no content', { sources: {} }],
    ['another version', withContent({ version: 2 })],
    ['an unknown field', withContent({ extra: 1 })],
    ['an unknown format', withContent({ format: 'onnx' })],
    ['no workload', withContent({ workloads: [] })],
    ['a workload twice', withContent({ workloads: ['chat', 'chat'] })],
    ['a name with a space', withContent({ name: 'a b' })],
    ['an empty context', withContent({ contextTokensMax: 0 })],
    ['a gguf without files', withContent({ files: [] })],
    ['a path twice', withContent({ files: [file, file] })],
    ['a path that climbs', withFile({ path: '../a' })],
    ['a path that climbs inside', withFile({ path: 'a/../../b' })],
    ['an absolute path', withFile({ path: '/etc/passwd' })],
    ['a hidden path', withFile({ path: '.ssh/config' })],
    ['a backslash', withFile({ path: '..\\a' })],
    ['an empty segment', withFile({ path: 'a//b' })],
    ['a NUL in a path', withFile({ path: 'a\0b' })],
    ['a negative size', withFile({ bytes: -1 })],
    ['a fractional size', withFile({ bytes: 1.5 })],
    ['an endless size', withFile({ bytes: 2 ** 50 })],
    ['an upper-case digest', withFile({ sha256: 'AB'.repeat(32) })],
    ['a short digest', withFile({ sha256: 'ab' })],
    ['an unknown source', withSource({ kind: 'ftp', url: 'ftp://example.org' })],
    ['plain http', withSource({ kind: 'url', url: 'http://example.org/a' })],
    ['a file URL', withSource({ kind: 'url', url: 'file:///etc/passwd' })],
    ['credentials in a URL', withSource({ kind: 'url', url: 'https://u:p@example.org/a' })],
    ['no parts', withSource({ kind: 'npm', parts: [] })],
    ['a version range', withSource({ kind: 'npm', parts: [{ ...part, version: '^1.0.0' }] })],
    ['a tag for a version', withSource({ kind: 'npm', parts: [{ ...part, version: 'latest' }] })],
    ['a package that climbs', withSource({ kind: 'npm', parts: [{ ...part, package: '@a/../b' }] })],
    ['a package of dots', withSource({ kind: 'npm', parts: [{ ...part, package: '..' }] })],
    ['an archive path that climbs', withSource({ kind: 'npm', parts: [{ ...part, path: 'package/../../x' }] })],
    ['an unknown converter', withSource({ kind: 'convert', converter: 'sh', inputs: {} })],
  ])('refuses %s', ([, value]) => {
    expect(() => parseModelManifest(value)).toThrow(BadModelManifestError)
  })

  test('names the field that is wrong', () => {
    expect(() => parseModelManifest(withFile({ path: '../a' }))).toThrow(
      'The model manifest is not valid: content.files.0.path: Invalid format',
    )
  })
})
