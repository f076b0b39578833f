import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { convertMiniLm } from './convert-minilm.ts'
import { ModelConversionError } from './model-file-error.ts'

const vocab = { '[PAD]': 0, '[UNK]': 1, '[CLS]': 2, '[SEP]': 3, '[MASK]': 4, constructor: 5, '##ing': 6 }

/** A model of one layer, width 4, its float16 weights counting up. */
function makeInput(change: { readonly drop?: string; readonly vocab?: object; readonly dtype?: string } = {}) {
  const layer = (name: string, rows: number, columns: number): [string, number[]][] => [
    [`encoder.layer.0.${name}.weight`, [rows, columns]],
    [`encoder.layer.0.${name}.bias`, [rows]],
  ]
  const norm = (name: string): [string, number[]][] => [
    [`${name}.weight`, [4]],
    [`${name}.bias`, [4]],
  ]
  const shapes: [string, number[]][] = [
    ['embeddings.word_embeddings.weight', [7, 4]],
    ['embeddings.position_embeddings.weight', [16, 4]],
    ['embeddings.token_type_embeddings.weight', [2, 4]],
    ...norm('embeddings.LayerNorm'),
    ...['query', 'key', 'value'].flatMap((name) => layer(`attention.self.${name}`, 4, 4)),
    ...layer('attention.output.dense', 4, 4),
    ...norm('encoder.layer.0.attention.output.LayerNorm'),
    ...layer('intermediate.dense', 8, 4),
    ...layer('output.dense', 4, 8),
    ...norm('encoder.layer.0.output.LayerNorm'),
  ]
  const header: Record<string, object> = { __metadata__: { format: 'pt' } }
  let at = 0
  for (const [name, shape] of shapes) {
    const bytes = shape.reduce((product, size) => product * size, 2)
    if (name !== change.drop) header[name] = { dtype: change.dtype ?? 'F16', shape, data_offsets: [at, at + bytes] }
    at += bytes
  }
  const json = Buffer.from(JSON.stringify(header))
  const length = Buffer.alloc(8)
  length.writeBigUInt64LE(BigInt(json.length))
  const data = Buffer.from(Uint16Array.from({ length: at / 2 }, (_, index) => index).buffer)
  return {
    name: 'tiny',
    weights: Buffer.concat([length, json, data]),
    tokenizer: Buffer.from(JSON.stringify({ model: { type: 'WordPiece', vocab: change.vocab ?? vocab } })),
  }
}

test('gives the same bytes every time, with every word of the vocabulary', () => {
  const file = Buffer.concat(convertMiniLm(makeInput()))
  expect(createHash('sha256').update(file).digest('hex')).toBe(
    '750616cbac2c68aaf6d7049edce00cd5d61344d9162b36e2fa08ae305cf47778',
  )
  for (const text of ['\u2581constructor', 'ing', '[CLS]']) expect(file.includes(text)).toBe(true)
  expect(file.includes('##ing')).toBe(false)
})

test.for<[string, () => ReturnType<typeof makeInput>]>([
  ['a missing tensor', () => makeInput({ drop: 'encoder.layer.0.output.dense.bias' })],
  ['weights of another type', () => makeInput({ dtype: 'F32' })],
  ['ids with gaps', () => makeInput({ vocab: { a: 0, b: 2 } })],
  ['ids that are no numbers', () => makeInput({ vocab: { a: 'x' } })],
  ['a header longer than the file', () => ({ ...makeInput(), weights: Buffer.alloc(16, 0xff) })],
  ['no bytes at all', () => ({ ...makeInput(), weights: Buffer.alloc(0) })],
  ['a tokenizer that is not JSON', () => ({ ...makeInput(), tokenizer: Buffer.from('{') })],
  ['weights cut short', () => ({ ...makeInput(), weights: makeInput().weights.subarray(0, -1) })],
])('refuses %s', ([, input]) => {
  expect(() => convertMiniLm(input())).toThrow(ModelConversionError)
})
