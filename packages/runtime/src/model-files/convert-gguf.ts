/**
 * Turns a GGUF in float32 into one whose matrices are f16, q8_0 or q4_0. Vectors (norms) stay float32, as llama.cpp keeps them.
 * Equal files give equal bytes, so what comes out can be pinned by hash.
 */
import { encodeWeights, type WeightEncoding } from './encode-weights.ts'
import { readGguf } from './gguf-reader.ts'
import { type GgufTensor, type GgufValue, writeGguf } from './gguf-writer.ts'
import { ModelConversionError } from './model-file-error.ts'

const fileTypeKey = 'general.file_type'
/** llama.cpp's number of each kind of file. */
const fileTypes = { f16: 1, q4_0: 2, q8_0: 7 } as const
/** GGUF's number of the type of a 32-bit unsigned value. */
const u32Type = 4

/** Returns the GGUF as pieces to be written in order. Throws {@link ModelConversionError} when the input is not such a file. */
export function convertGguf(file: Uint8Array, encoding: WeightEncoding): Uint8Array[] {
  try {
    const { metadata, tensors } = readGguf(file)
    return writeGguf({
      metadata: metadata.map(([key, value]) => [key, key === fileTypeKey ? fileTypeOf(encoding) : value] as const),
      tensors: tensors.map((tensor) => encodeTensor(tensor, encoding)),
    })
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause
    throw new ModelConversionError('gguf', 'it is not a GGUF in float32', cause)
  }
}

function fileTypeOf(encoding: WeightEncoding): GgufValue {
  const value = Buffer.alloc(8)
  value.writeUInt32LE(u32Type)
  value.writeUInt32LE(fileTypes[encoding], 4)
  return { type: 'encoded', value }
}

function encodeTensor(tensor: GgufTensor, encoding: WeightEncoding): GgufTensor {
  if (tensor.type !== 'f32') throw new RangeError(`${tensor.name} is ${tensor.type}`)
  if (tensor.shape.length < 2) return tensor
  // copied, because a view of floats must begin at a multiple of four
  const weights = new Float32Array(Uint8Array.from(tensor.data).buffer)
  return { ...tensor, type: encoding, data: encodeWeights(weights, encoding) }
}
