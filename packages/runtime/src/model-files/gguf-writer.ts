/**
 * Writes GGUF version 3, the file format of llama.cpp: equal content gives equal bytes, so the SHA-256 of a converted model can be
 * pinned. Keys and tensors stand in the order given; numbers are little-endian; tensors start at multiples of 32 bytes.
 *
 * @see https://github.com/ggml-org/ggml/blob/master/docs/gguf.md
 */

export type GgufValue =
  | { readonly type: 'u32'; readonly value: number }
  | { readonly type: 'f32'; readonly value: number }
  | { readonly type: 'bool'; readonly value: boolean }
  | { readonly type: 'string'; readonly value: string }
  | { readonly type: 'strings'; readonly value: readonly string[] }
  | { readonly type: 'f32s'; readonly value: readonly number[] }
  | { readonly type: 'i32s'; readonly value: readonly number[] }
  /** As it stands in another file: its type, then its value. */
  | { readonly type: 'encoded'; readonly value: Uint8Array }

export type GgufTensorType = keyof typeof tensorTypes

export type GgufTensor = {
  readonly name: string
  /** Fastest-moving dimension first, as ggml counts: [columns, rows]. */
  readonly shape: readonly number[]
  readonly type: GgufTensorType
  /** Little-endian elements, product(shape) of them, in blocks of so many as the type says. */
  readonly data: Uint8Array
}

export type GgufContent = {
  readonly metadata: readonly (readonly [key: string, value: GgufValue])[]
  readonly tensors: readonly GgufTensor[]
}

export const alignmentBytes = 32
/** ggml's number of each type, and how many elements share how many bytes. */
export const tensorTypes = {
  f32: { id: 0, elements: 1, bytes: 4 },
  f16: { id: 1, elements: 1, bytes: 2 },
  q4_0: { id: 2, elements: 32, bytes: 18 },
  q8_0: { id: 8, elements: 32, bytes: 34 },
} as const
const valueTypes = { u32: 4, i32: 5, f32: 6, bool: 7, string: 8, array: 9 } as const

/** Returns the file as pieces to be written one after the other; tensor data is passed through, not copied. */
export function writeGguf({ metadata, tensors }: GgufContent): Uint8Array[] {
  const head: Uint8Array[] = [Buffer.from('GGUF'), u32(3), u64(tensors.length), u64(metadata.length)]
  for (const [key, value] of metadata) head.push(string(key), ...valueBytes(value))
  let offset = 0
  for (const tensor of tensors) {
    const elements = tensor.shape.reduce((product, size) => product * size, 1)
    const type = tensorTypes[tensor.type]
    if ((elements / type.elements) * type.bytes !== tensor.data.byteLength) {
      throw new RangeError(`Tensor ${tensor.name}: ${tensor.data.byteLength} bytes do not fill [${tensor.shape}]`)
    }
    head.push(string(tensor.name), u32(tensor.shape.length), ...tensor.shape.map(u64), u32(type.id), u64(offset))
    offset += aligned(tensor.data.byteLength)
  }
  const headBytes = Buffer.concat(head)
  const pieces: Uint8Array[] = [headBytes, padding(headBytes.byteLength)]
  for (const { data } of tensors) pieces.push(data, padding(data.byteLength))
  return pieces
}

function valueBytes({ type, value }: GgufValue): Uint8Array[] {
  switch (type) {
    case 'u32':
      return [u32(valueTypes.u32), u32(value)]
    case 'f32':
      return [u32(valueTypes.f32), f32(value)]
    case 'bool':
      return [u32(valueTypes.bool), Uint8Array.of(value ? 1 : 0)]
    case 'string':
      return [u32(valueTypes.string), string(value)]
    case 'strings':
      return [u32(valueTypes.array), u32(valueTypes.string), u64(value.length), ...value.map(string)]
    case 'f32s':
      return [u32(valueTypes.array), u32(valueTypes.f32), u64(value.length), ...value.map(f32)]
    case 'i32s':
      return [u32(valueTypes.array), u32(valueTypes.i32), u64(value.length), ...value.map(i32)]
    case 'encoded':
      return [value]
  }
}

function string(text: string): Uint8Array {
  const bytes = Buffer.from(text, 'utf8')
  return Buffer.concat([u64(bytes.byteLength), bytes])
}

function u32(value: number): Uint8Array {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}

function i32(value: number): Uint8Array {
  const bytes = Buffer.alloc(4)
  bytes.writeInt32LE(value)
  return bytes
}

function f32(value: number): Uint8Array {
  const bytes = Buffer.alloc(4)
  bytes.writeFloatLE(value)
  return bytes
}

function u64(value: number): Uint8Array {
  const bytes = Buffer.alloc(8)
  bytes.writeBigUInt64LE(BigInt(value))
  return bytes
}

function aligned(bytes: number): number {
  return Math.ceil(bytes / alignmentBytes) * alignmentBytes
}

function padding(bytes: number): Uint8Array {
  return new Uint8Array(aligned(bytes) - bytes)
}
