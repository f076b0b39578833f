/**
 * Turns a llama2.c checkpoint with its tokenizer into a GGUF of the llama architecture, all weights in float32, as they came.
 *
 * llama2.c and llama.cpp rotate query and key alike (interleaved pairs), so nothing is permuted. Vocabulary entries 0 to 2 are
 * unknown, begin and end, 3 to 258 the single bytes, the rest text in which llama.cpp wants U+2581 for a space.
 *
 * @see https://github.com/karpathy/llama2.c/blob/master/export.py (version 0 of the checkpoint)
 */
import { type GgufTensor, type GgufValue, writeGguf } from './gguf-writer.ts'
import { ModelConversionError } from './model-file-error.ts'

export type Llama2cInput = {
  readonly name: string
  /** Checkpoint, then tokenizer, in one. */
  readonly data: Uint8Array
  /** Where the tokenizer begins, bytes. */
  readonly tokenizerOffsetBytes: number
}

type Checkpoint = {
  readonly dim: number
  readonly hiddenDim: number
  readonly layers: number
  readonly heads: number
  readonly kvHeads: number
  readonly vocabulary: number
  readonly contextTokens: number
}

const checkpointHeaderBytes = 28
const firstByteToken = 3
const firstTextToken = 259
const tokenType = { normal: 1, unknown: 2, control: 3, byte: 6 } as const
/** The model was trained on stories, not on turns: a chat is its messages, each on a line. */
const chatTemplate = "{% for message in messages %}{{ message['content'] + '\n' }}{% endfor %}"

/** Returns the GGUF as pieces to be written in order. Throws {@link ModelConversionError} when the input is not such a checkpoint. */
export function convertLlama2c({ name, data, tokenizerOffsetBytes }: Llama2cInput): Uint8Array[] {
  try {
    const checkpoint = readCheckpoint(data)
    const vocabulary = readVocabulary(data.subarray(tokenizerOffsetBytes), checkpoint.vocabulary)
    const tensors = readTensors(data.subarray(checkpointHeaderBytes, tokenizerOffsetBytes), checkpoint)
    return writeGguf({ metadata: metadataOf(name, checkpoint, vocabulary), tensors })
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause
    throw new ModelConversionError('llama2c', 'it ends too early', cause)
  }
}

function readCheckpoint(data: Uint8Array): Checkpoint {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength)
  const fields = Array.from({ length: 7 }, (_, index) => view.getInt32(index * 4, true))
  const [dim = 0, hiddenDim = 0, layers = 0, heads = 0, kvHeads = 0, vocabulary = 0, contextTokens = 0] = fields
  if (fields.some((field) => field <= 0) || dim % heads !== 0) {
    throw new ModelConversionError('llama2c', `the header [${fields}] is not one with a shared classifier`)
  }
  return { dim, hiddenDim, layers, heads, kvHeads, vocabulary, contextTokens }
}

type Vocabulary = { readonly tokens: string[]; readonly scores: number[]; readonly types: number[] }

function readVocabulary(data: Uint8Array, size: number): Vocabulary {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength)
  const vocabulary: Vocabulary = { tokens: [], scores: [], types: [] }
  let at = 4
  for (let id = 0; id < size; id += 1) {
    const length = view.getInt32(at + 4, true)
    vocabulary.scores.push(view.getFloat32(at, true))
    const text = Buffer.from(data.subarray(at + 8, at + 8 + length)).toString('utf8')
    vocabulary.tokens.push(tokenText(id, text))
    vocabulary.types.push(tokenTypeOf(id))
    at += 8 + length
  }
  if (at !== data.byteLength) {
    throw new ModelConversionError('llama2c', `the tokenizer ends at byte ${at} of ${data.byteLength}`)
  }
  return vocabulary
}

function tokenText(id: number, text: string): string {
  const reserved = ['<unk>', '<s>', '</s>'][id]
  if (reserved !== undefined) return reserved
  if (id < firstTextToken) return `<0x${(id - firstByteToken).toString(16).toUpperCase().padStart(2, '0')}>`
  return text.replaceAll(' ', '\u2581')
}

function tokenTypeOf(id: number): number {
  if (id === 0) return tokenType.unknown
  if (id < firstByteToken) return tokenType.control
  return id < firstTextToken ? tokenType.byte : tokenType.normal
}

function readTensors(
  weights: Uint8Array,
  { dim, hiddenDim, layers, heads, kvHeads, vocabulary }: Checkpoint,
): GgufTensor[] {
  const kvDim = (dim / heads) * kvHeads
  let at = 0
  const take = (name: string, shape: readonly number[]): GgufTensor => {
    const bytes = shape.reduce((product, size) => product * size, 4)
    if (at + bytes > weights.byteLength) throw new ModelConversionError('llama2c', `it ends inside ${name}`)
    at += bytes
    return { name, shape, type: 'f32', data: weights.subarray(at - bytes, at) }
  }
  const perLayer = (suffix: string, shape: readonly number[]): GgufTensor[] =>
    Array.from({ length: layers }, (_, layer) => take(`blk.${layer}.${suffix}.weight`, shape))
  return [
    take('token_embd.weight', [dim, vocabulary]),
    ...perLayer('attn_norm', [dim]),
    ...perLayer('attn_q', [dim, dim]),
    ...perLayer('attn_k', [dim, kvDim]),
    ...perLayer('attn_v', [dim, kvDim]),
    ...perLayer('attn_output', [dim, dim]),
    ...perLayer('ffn_norm', [dim]),
    ...perLayer('ffn_gate', [dim, hiddenDim]),
    ...perLayer('ffn_down', [hiddenDim, dim]),
    ...perLayer('ffn_up', [dim, hiddenDim]),
    take('output_norm.weight', [dim]),
  ]
}

function metadataOf(
  name: string,
  checkpoint: Checkpoint,
  { tokens, scores, types }: Vocabulary,
): (readonly [string, GgufValue])[] {
  const { dim, hiddenDim, layers, heads, kvHeads, vocabulary, contextTokens } = checkpoint
  const u32 = (value: number): GgufValue => ({ type: 'u32', value })
  return [
    ['general.architecture', { type: 'string', value: 'llama' }],
    ['general.name', { type: 'string', value: name }],
    ['general.file_type', u32(0)],
    ['llama.context_length', u32(contextTokens)],
    ['llama.embedding_length', u32(dim)],
    ['llama.feed_forward_length', u32(hiddenDim)],
    ['llama.block_count', u32(layers)],
    ['llama.attention.head_count', u32(heads)],
    ['llama.attention.head_count_kv', u32(kvHeads)],
    ['llama.attention.layer_norm_rms_epsilon', { type: 'f32', value: 1e-5 }],
    ['llama.rope.dimension_count', u32(dim / heads)],
    ['llama.rope.freq_base', { type: 'f32', value: 10_000 }],
    ['llama.vocab_size', u32(vocabulary)],
    ['tokenizer.ggml.model', { type: 'string', value: 'llama' }],
    ['tokenizer.ggml.tokens', { type: 'strings', value: tokens }],
    ['tokenizer.ggml.scores', { type: 'f32s', value: scores }],
    ['tokenizer.ggml.token_type', { type: 'i32s', value: types }],
    ['tokenizer.ggml.unknown_token_id', u32(0)],
    ['tokenizer.ggml.bos_token_id', u32(1)],
    ['tokenizer.ggml.eos_token_id', u32(2)],
    ['tokenizer.ggml.add_bos_token', { type: 'bool', value: true }],
    ['tokenizer.ggml.add_eos_token', { type: 'bool', value: false }],
    ['tokenizer.chat_template', { type: 'string', value: chatTemplate }],
  ]
}
