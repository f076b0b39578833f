/**
 * Turns a BERT sentence encoder (float16 safetensors and its WordPiece tokenizer.json) into a GGUF of the bert architecture with mean
 * pooling. Matrices keep their float16 bits; norms, biases, position and type embeddings are widened to float32, which is exact and
 * what llama.cpp wants. WordPiece marks what continues a word (`##ing`); llama.cpp marks what begins one (U+2581).
 *
 * @see https://huggingface.co/docs/safetensors (format)
 */
import * as v from 'valibot'
import { type GgufTensor, type GgufValue, writeGguf } from './gguf-writer.ts'
import { ModelConversionError } from './model-file-error.ts'

export type MiniLmInput = { readonly name: string; readonly weights: Uint8Array; readonly tokenizer: Uint8Array }

const heads = 12
const layerNormEpsilon = 1e-12
const poolingMean = 1
const fileTypeMostlyF16 = 1
const tokenType = { normal: 1, control: 3 } as const

const headerSchema = v.record(
  v.string(),
  v.looseObject({
    dtype: v.optional(v.string()),
    shape: v.optional(v.array(v.pipe(v.number(), v.safeInteger(), v.minValue(1)))),
    data_offsets: v.optional(v.tuple([v.number(), v.number()])),
  }),
)
const tokenizerSchema = v.object({
  // Not v.record, which drops the words 'constructor' and 'prototype'.
  model: v.object({ type: v.literal('WordPiece'), vocab: v.custom<object>((value) => typeof value === 'object') }),
})

const globalTensors = [
  ['embeddings.word_embeddings.weight', 'token_embd.weight'],
  ['embeddings.position_embeddings.weight', 'position_embd.weight'],
  ['embeddings.token_type_embeddings.weight', 'token_types.weight'],
  ['embeddings.LayerNorm.weight', 'token_embd_norm.weight'],
  ['embeddings.LayerNorm.bias', 'token_embd_norm.bias'],
] as const
const layerTensors = [
  ['attention.self.query', 'attn_q'],
  ['attention.self.key', 'attn_k'],
  ['attention.self.value', 'attn_v'],
  ['attention.output.dense', 'attn_output'],
  ['attention.output.LayerNorm', 'attn_output_norm'],
  ['intermediate.dense', 'ffn_up'],
  ['output.dense', 'ffn_down'],
  ['output.LayerNorm', 'layer_output_norm'],
] as const

type Weights = ReadonlyMap<string, { readonly shape: readonly number[]; readonly data: Uint8Array }>

/** Returns the GGUF as pieces to be written in order. Throws {@link ModelConversionError} when the input is not such a model. */
export function convertMiniLm({ name, weights: file, tokenizer }: MiniLmInput): Uint8Array[] {
  try {
    const weights = readSafetensors(file)
    const tokens = readVocabulary(tokenizer)
    const layers = countLayers(weights)
    return writeGguf({ metadata: metadataOf(name, weights, layers, tokens), tensors: tensorsOf(weights, layers) })
  } catch (cause) {
    if (cause instanceof ModelConversionError) throw cause
    throw new ModelConversionError('minilm', 'it is not safetensors with a WordPiece tokenizer', cause)
  }
}

function tensorsOf(weights: Weights, layers: number): GgufTensor[] {
  const tensors = globalTensors.map(([from, to]) => toTensor(weights, from, to))
  for (let layer = 0; layer < layers; layer += 1) {
    for (const [from, to] of layerTensors) {
      for (const part of ['weight', 'bias']) {
        tensors.push(toTensor(weights, `encoder.layer.${layer}.${from}.${part}`, `blk.${layer}.${to}.${part}`))
      }
    }
  }
  return tensors
}

function readSafetensors(file: Uint8Array): Weights {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength)
  const headerBytes = Number(view.getBigUint64(0, true))
  if (headerBytes > file.byteLength - 8) throw new ModelConversionError('minilm', 'the header is longer than the file')
  const header = v.parse(headerSchema, JSON.parse(Buffer.from(file.subarray(8, 8 + headerBytes)).toString('utf8')))
  const weights = new Map<string, { shape: readonly number[]; data: Uint8Array }>()
  for (const [name, { dtype, shape, data_offsets: offsets }] of Object.entries(header)) {
    if (dtype !== 'F16' || shape === undefined || offsets === undefined) continue
    weights.set(name, { shape, data: file.subarray(8 + headerBytes + offsets[0], 8 + headerBytes + offsets[1]) })
  }
  return weights
}

function readVocabulary(tokenizer: Uint8Array): string[] {
  const { vocab } = v.parse(tokenizerSchema, JSON.parse(Buffer.from(tokenizer).toString('utf8'))).model
  const tokens: string[] = []
  for (const [token, id] of Object.entries(vocab)) {
    if (!Number.isSafeInteger(id)) throw new ModelConversionError('minilm', 'a token id is not an integer')
    tokens[id] = token
  }
  if (tokens.length !== Object.keys(vocab).length) throw new ModelConversionError('minilm', 'token ids have gaps')
  return tokens
}

function countLayers(weights: Weights): number {
  let layers = 0
  while (weights.has(`encoder.layer.${layers}.output.dense.weight`)) layers += 1
  return layers
}

function toTensor(weights: Weights, from: string, to: string): GgufTensor {
  const weight = weights.get(from)
  if (weight === undefined) throw new ModelConversionError('minilm', `it has no float16 tensor ${from}`)
  const shape = weight.shape.toReversed()
  const isMatrix = shape.length > 1 && !to.startsWith('position_embd') && !to.startsWith('token_types')
  if (isMatrix) return { name: to, shape, type: 'f16', data: weight.data }
  return { name: to, shape, type: 'f32', data: widen(weight.data) }
}

function widen(halves: Uint8Array): Uint8Array {
  const from = new DataView(halves.buffer, halves.byteOffset, halves.byteLength)
  const to = new DataView(new ArrayBuffer(halves.byteLength * 2))
  for (let at = 0; at < halves.byteLength; at += 2) to.setFloat32(at * 2, halfToFloat(from.getUint16(at, true)), true)
  return new Uint8Array(to.buffer)
}

function halfToFloat(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1
  const exponent = (bits >> 10) & 0x1f
  const fraction = bits & 0x3ff
  if (exponent === 0) return sign * fraction * 2 ** -24
  if (exponent === 0x1f) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15)
}

function metadataOf(
  name: string,
  weights: Weights,
  layers: number,
  tokens: readonly string[],
): (readonly [string, GgufValue])[] {
  const u32 = (value: number): GgufValue => ({ type: 'u32', value })
  const rows = (tensor: string): number => weights.get(tensor)?.shape[0] ?? 0
  const width = weights.get('embeddings.word_embeddings.weight')?.shape[1] ?? 0
  const idOf = (token: string): GgufValue => u32(tokens.indexOf(token))
  return [
    ['general.architecture', { type: 'string', value: 'bert' }],
    ['general.name', { type: 'string', value: name }],
    ['general.file_type', u32(fileTypeMostlyF16)],
    ['bert.context_length', u32(rows('embeddings.position_embeddings.weight'))],
    ['bert.embedding_length', u32(width)],
    ['bert.feed_forward_length', u32(rows('encoder.layer.0.intermediate.dense.weight'))],
    ['bert.block_count', u32(layers)],
    ['bert.attention.head_count', u32(heads)],
    ['bert.attention.layer_norm_epsilon', { type: 'f32', value: layerNormEpsilon }],
    ['bert.attention.causal', { type: 'bool', value: false }],
    ['bert.pooling_type', u32(poolingMean)],
    ['tokenizer.ggml.model', { type: 'string', value: 'bert' }],
    ['tokenizer.ggml.token_type_count', u32(rows('embeddings.token_type_embeddings.weight'))],
    ['tokenizer.ggml.tokens', { type: 'strings', value: tokens.map(tokenText) }],
    ['tokenizer.ggml.token_type', { type: 'i32s', value: tokens.map(tokenTypeOf) }],
    ['tokenizer.ggml.unknown_token_id', idOf('[UNK]')],
    ['tokenizer.ggml.bos_token_id', idOf('[CLS]')],
    ['tokenizer.ggml.cls_token_id', idOf('[CLS]')],
    ['tokenizer.ggml.seperator_token_id', idOf('[SEP]')],
    ['tokenizer.ggml.padding_token_id', idOf('[PAD]')],
    ['tokenizer.ggml.mask_token_id', idOf('[MASK]')],
  ]
}

function isControl(token: string): boolean {
  return token.startsWith('[') && token.endsWith(']') && token.length > 2
}

function tokenTypeOf(token: string): number {
  return isControl(token) ? tokenType.control : tokenType.normal
}

function tokenText(token: string): string {
  if (isControl(token)) return token
  return token.startsWith('##') ? token.slice(2) : `\u2581${token}`
}
