import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { anyModel } from '../test/support/arbitraries.ts'
import { honestModel } from '../test/support/bundle.ts'
import { outcomeOf } from '../test/support/outcome.ts'
import { modelFileBytesMax, modelFilesMax, modelRoot, parseModelContent } from './model-manifest.ts'

const file = { path: 'a.gguf', bytes: 1, sha256: '0'.repeat(64) }

describe('model content', () => {
  test('JSON and back is the identity, and has the same root', () => {
    fc.assert(
      fc.property(anyModel, (model) => {
        const again = parseModelContent(JSON.parse(JSON.stringify(model)))
        expect(again).toEqual(model)
        expect(modelRoot(again)).toBe(modelRoot(model))
      }),
    )
  })

  test.each([
    ['name', { ...honestModel, name: 'other' }],
    ['format', { ...honestModel, format: 'upstream' as const }],
    ['workloads', { ...honestModel, workloads: ['chat' as const] }],
    ['contextTokensMax', { ...honestModel, contextTokensMax: 257 }],
    ['path', { ...honestModel, files: [{ ...file, path: 'b' }] }],
    ['bytes', { ...honestModel, files: [{ ...file, bytes: 2 }] }],
    ['sha256', { ...honestModel, files: [{ ...file, sha256: '1'.repeat(64) }] }],
    ['a file more', { ...honestModel, files: [...honestModel.files, file] }],
  ])('another %s gives another root', (_name, model) => {
    expect(modelRoot(model)).not.toBe(modelRoot(honestModel))
  })

  test.each([
    ['version', { ...honestModel, version: 2 }],
    ['name', { ...honestModel, name: '../x' }],
    ['name', { ...honestModel, name: 'a\nb' }],
    ['name', { ...honestModel, name: 'x'.repeat(97) }],
    ['format', { ...honestModel, format: 'onnx' }],
    ['workloads', { ...honestModel, workloads: [] }],
    ['workloads', { ...honestModel, workloads: ['chat', 'chat'] }],
    ['workloads.0', { ...honestModel, workloads: ['train'] }],
    ['contextTokensMax', { ...honestModel, contextTokensMax: 0 }],
    ['files', { ...honestModel, files: [file, file] }],
    ['files', { ...honestModel, files: new Array(modelFilesMax + 1).fill(file) }],
    ['files.0.path', { ...honestModel, files: [{ ...file, path: '../../etc/passwd' }] }],
    ['files.0.path', { ...honestModel, files: [{ ...file, path: '.hidden' }] }],
    ['files.0.path', { ...honestModel, files: [{ ...file, path: 'a/b' }] }],
    ['files.0.bytes', { ...honestModel, files: [{ ...file, bytes: modelFileBytesMax + 1 }] }],
    ['files.0.bytes', { ...honestModel, files: [{ ...file, bytes: 0 }] }],
    ['files.0.sha256', { ...honestModel, files: [{ ...file, sha256: 'A'.repeat(64) }] }],
    ['source', { ...honestModel, source: 'x' }],
  ])('a wrong %s is refused by name (case %#)', (field, json) => {
    expect(outcomeOf(() => parseModelContent(json))).toMatchObject({ error: { field: `model.${field}` } })
  })

  test('weights without files are refused: they would be a name and nothing else', () => {
    expect(() => parseModelContent({ ...honestModel, files: [] })).toThrowErrorMatchingInlineSnapshot(
      `[MalformedError: model: expected weights to name at least one file, got an object.]`,
    )
    expect(parseModelContent({ ...honestModel, format: 'upstream', files: [] }).files).toEqual([])
  })
})
