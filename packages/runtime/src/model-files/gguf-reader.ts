/**
 * Reads GGUF version 3 as far as rewriting one needs: keys with their values as they stand, tensors with views of their data.
 *
 * Reading past the end throws a RangeError; so does whatever the writer beside it could not have written.
 *
 * @see https://github.com/ggml-org/ggml/blob/master/docs/gguf.md
 */
import { alignmentBytes, type GgufContent, type GgufTensor, type GgufTensorType, tensorTypes } from './gguf-writer.ts'

/** By GGUF's number of the type: bytes of one value; strings and arrays tell their own. */
const valueBytes = [1, 1, 2, 2, 4, 4, 4, 1, undefined, undefined, 8, 8, 8]
const stringType = 8
const arrayType = 9
/** Dimensions of a ggml tensor. */
const dimensionsMax = 4

/** Returns the content; values are `encoded`, data is not copied. @throws {RangeError} when it is not such a file. */
export function readGguf(file: Uint8Array): GgufContent {
  const reader = createReader(file)
  if (reader.u32() !== 0x46554747 || reader.u32() !== 3) throw new RangeError('Not GGUF version 3')
  const tensorCount = reader.u64()
  const keyCount = reader.u64()
  const metadata = Array.from({ length: keyCount }, () => {
    const key = reader.string()
    const from = reader.at()
    reader.skipValue(reader.u32())
    return [key, { type: 'encoded', value: file.subarray(from, reader.at()) }] as const
  })
  const heads = Array.from({ length: tensorCount }, () => readTensorHead(reader))
  const dataFrom = Math.ceil(reader.at() / alignmentBytes) * alignmentBytes
  const tensors = heads.map(({ offset, bytes, ...tensor }): GgufTensor => {
    const from = dataFrom + offset
    if (from + bytes > file.byteLength) throw new RangeError(`The file ends inside ${tensor.name}`)
    return { ...tensor, data: file.subarray(from, from + bytes) }
  })
  return { metadata, tensors }
}

type TensorHead = Omit<GgufTensor, 'data'> & { readonly offset: number; readonly bytes: number }

function readTensorHead(reader: Reader): TensorHead {
  const name = reader.string()
  const dimensions = reader.u32()
  if (dimensions > dimensionsMax) throw new RangeError(`${name} has ${dimensions} dimensions`)
  const shape = Array.from({ length: dimensions }, () => reader.u64())
  const id = reader.u32()
  const type = (Object.keys(tensorTypes) as GgufTensorType[]).find((known) => tensorTypes[known].id === id)
  if (type === undefined) throw new RangeError(`${name} is of the unknown type ${id}`)
  const elements = shape.reduce((product, size) => product * size, 1)
  const bytes = (elements / tensorTypes[type].elements) * tensorTypes[type].bytes
  return { name, shape, type, offset: reader.u64(), bytes }
}

type Reader = {
  at(): number
  u32(): number
  u64(): number
  string(): string
  skipValue(type: number): void
}

function createReader(file: Uint8Array): Reader {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength)
  let at = 0
  const take = (bytes: number): number => {
    at += bytes
    if (at > file.byteLength) throw new RangeError('The file ends in its head')
    return at - bytes
  }
  const reader: Reader = {
    at: () => at,
    u32: () => view.getUint32(take(4), true),
    u64() {
      const value = Number(view.getBigUint64(take(8), true))
      if (!Number.isSafeInteger(value)) throw new RangeError(`${value} is no size`)
      return value
    },
    string() {
      const bytes = reader.u64()
      const from = take(bytes)
      return Buffer.from(file.subarray(from, from + bytes)).toString('utf8')
    },
    skipValue(type) {
      if (type === stringType) take(reader.u64())
      else if (type === arrayType) {
        const itemType = reader.u32()
        const count = reader.u64()
        const bytes = valueBytes[itemType]
        if (bytes !== undefined) take(bytes * count)
        else if (itemType === stringType) for (let item = 0; item < count; item += 1) take(reader.u64())
        else throw new RangeError(`An array of type ${itemType}`)
      } else {
        const bytes = valueBytes[type]
        if (bytes === undefined) throw new RangeError(`A value of the unknown type ${type}`)
        take(bytes)
      }
    },
  }
  return reader
}
