import { describe, expect, test } from 'vitest'
import { convertGguf } from './convert-gguf.ts'
import { readGguf } from './gguf-reader.ts'
import { type GgufContent, writeGguf } from './gguf-writer.ts'
import { ModelConversionError } from './model-file-error.ts'

const floats = (length: number): Uint8Array =>
  new Uint8Array(Float32Array.from({ length }, (_, index) => index - length / 2).buffer)
const content: GgufContent = {
  metadata: [
    ['general.file_type', { type: 'u32', value: 0 }],
    ['a.string', { type: 'string', value: 'Grüße' }],
    ['some.strings', { type: 'strings', value: ['', 'b'] }],
    ['some.floats', { type: 'f32s', value: [0.5, -1] }],
    ['a.bool', { type: 'bool', value: true }],
  ],
  tensors: [
    { name: 'norm', shape: [32], type: 'f32', data: floats(32) },
    { name: 'matrix', shape: [32, 3], type: 'f32', data: floats(96) },
  ],
}
const file = Buffer.concat(writeGguf(content))

describe('readGguf', () => {
  test('reads what was written, and writing it again gives the same bytes', () => {
    const read = readGguf(file)
    expect(read.tensors.map(({ name, shape, type }) => ({ name, shape, type }))).toEqual(
      content.tensors.map(({ name, shape, type }) => ({ name, shape, type })),
    )
    expect(Buffer.concat(writeGguf(read)).equals(file)).toBe(true)
  })

  test('a file cut anywhere in head or data throws a RangeError', () => {
    for (let end = 0; end < file.length - 32; end += 1) {
      expect(() => readGguf(file.subarray(0, end)), `cut at ${end}`).toThrow(RangeError)
    }
  })
})

describe('convertGguf', () => {
  test.for([
    ['f16', 1, 192],
    ['q8_0', 7, 102],
    ['q4_0', 2, 54],
  ] as const)('to %s turns matrices, keeps vectors, and says so', ([encoding, fileType, bytes]) => {
    const { metadata, tensors } = readGguf(Buffer.concat(convertGguf(file, encoding)))
    expect(metadata.map(([key]) => key)).toEqual(content.metadata.map(([key]) => key))
    expect(Buffer.from(metadata[0]?.[1].value as Uint8Array).readUInt32LE(4)).toBe(fileType)
    expect(tensors.map(({ type, data }) => [type, data.byteLength])).toEqual([
      ['f32', 128],
      [encoding, bytes],
    ])
  })

  test.for<[string, Uint8Array]>([
    ['no GGUF', Buffer.from('what is this')],
    ['nothing', new Uint8Array()],
    ['weights that are encoded already', Buffer.concat(convertGguf(file, 'q8_0'))],
  ])('refuses %s', ([, input]) => {
    expect(() => convertGguf(input, 'f16')).toThrow(ModelConversionError)
  })
})
