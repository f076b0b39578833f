/**
 * Encodes float32 weights in the types of ggml that tests and drafts use, to the same bytes as ggml's own reference
 * quantisers: every step is float32, as in C.
 *
 * - f16: IEEE half precision, round to nearest, ties to even.
 * - q8_0: blocks of 32; scale d = max|x| ÷ 127 as f16, then 32 int8 of round(x ÷ d), halves away from zero.
 * - q4_0: blocks of 32; scale d = (the x of greatest magnitude) ÷ −8 as f16, then 32 nibbles of min(15, ⌊x ÷ d + 8.5⌋), the
 *   first sixteen in the low halves.
 *
 * @see https://github.com/ggml-org/ggml/blob/master/src/ggml-quants.c (quantize_row_q8_0_ref, quantize_row_q4_0_ref)
 */
import { tensorTypes } from './gguf-writer.ts'

export type WeightEncoding = 'f16' | 'q8_0' | 'q4_0'

const blockElements = 32

/** Returns the encoded weights. @param weights - finite; a multiple of 32 of them for the quantised types. */
export function encodeWeights(weights: Float32Array, encoding: WeightEncoding): Uint8Array {
  const { elements, bytes } = tensorTypes[encoding]
  if (weights.length % elements !== 0)
    throw new RangeError(`${weights.length} weights do not fill blocks of ${elements}`)
  const encoded = new Uint8Array((weights.length / elements) * bytes)
  const view = new DataView(encoded.buffer)
  if (encoding === 'f16') {
    for (const [index, weight] of weights.entries()) view.setUint16(index * 2, halfBits(weight), true)
    return encoded
  }
  const encodeBlock = encoding === 'q8_0' ? encodeQ8 : encodeQ4
  for (let block = 0; block * blockElements < weights.length; block += 1) {
    encodeBlock(weights.subarray(block * blockElements, (block + 1) * blockElements), view, block * bytes)
  }
  return encoded
}

function encodeQ8(block: Float32Array, to: DataView, at: number): void {
  let greatest = 0
  for (const weight of block) greatest = Math.max(greatest, Math.abs(weight))
  const scale = Math.fround(greatest / 127)
  const inverse = scale === 0 ? 0 : Math.fround(1 / scale)
  to.setUint16(at, halfBits(scale), true)
  for (const [index, weight] of block.entries()) {
    const scaled = Math.fround(weight * inverse)
    to.setInt8(at + 2 + index, Math.sign(scaled) * Math.floor(Math.abs(scaled) + 0.5))
  }
}

function encodeQ4(block: Float32Array, to: DataView, at: number): void {
  let greatest = 0
  for (const weight of block) if (Math.abs(weight) > Math.abs(greatest)) greatest = weight
  const scale = Math.fround(greatest / -8)
  const inverse = scale === 0 ? 0 : Math.fround(1 / scale)
  const nibble = (weight: number): number => {
    const shifted = Math.fround(Math.fround(weight * inverse) + 8.5)
    return Math.min(15, Math.trunc(shifted))
  }
  to.setUint16(at, halfBits(scale), true)
  for (let index = 0; index < blockElements / 2; index += 1) {
    const low = nibble(block[index] as number)
    const high = nibble(block[index + blockElements / 2] as number)
    to.setUint8(at + 2 + index, low | (high << 4))
  }
}

const bits = new DataView(new ArrayBuffer(4))

/** Returns the bits of the nearest half-precision number. */
function halfBits(value: number): number {
  bits.setFloat32(0, value)
  const word = bits.getUint32(0)
  const sign = (word >>> 16) & 0x8000
  const magnitude = Math.abs(value)
  // 65520 lies half-way between the greatest half and infinity
  if (magnitude >= 65_520) return sign | 0x7c00
  const exponent = Math.max((word >>> 23) & 0xff, 113) - 127
  // a multiple of 2^-10 of the exponent's power of two, exact in float64
  const steps = magnitude / 2 ** (exponent - 10)
  const floor = Math.floor(steps)
  const rest = steps - floor
  const rounded = rest > 0.5 || (rest === 0.5 && floor % 2 === 1) ? floor + 1 : floor
  // a subnormal has no implicit 1; a carry into the exponent comes out right by itself
  return sign | (rounded + (exponent + 14) * 1024)
}
