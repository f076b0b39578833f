/**
 * A model with its last layers left out: the smaller model that a cheat has at hand when there is no smaller one of the same
 * vocabulary. Of GGUF files in the encodings that are converted here.
 */
import { readGguf } from '../../../packages/runtime/src/model-files/gguf-reader.ts'
import { writeGguf } from '../../../packages/runtime/src/model-files/gguf-writer.ts'

const layerCountKey = 'llama.block_count'
const layerTensor = /^blk\.(\d+)\./

/** Returns the file with the first `layers` of its layers only. @throws {RangeError} for a file that has no more. */
export function shallowModel(file: Uint8Array, layers: number): Uint8Array {
  const { metadata, tensors } = readGguf(file)
  const layerOf = (name: string): number => Number(layerTensor.exec(name)?.[1] ?? -1)
  const had = Math.max(...tensors.map(({ name }) => layerOf(name))) + 1
  if (!(layers >= 1 && layers < had)) throw new RangeError(`${layers} is no smaller number of layers than ${had}`)
  const pieces = writeGguf({
    metadata: metadata.map(([key, value]) => [key, key === layerCountKey ? { type: 'u32', value: layers } : value]),
    tensors: tensors.filter(({ name }) => layerOf(name) < layers),
  })
  return Buffer.concat(pieces)
}
