/** Bytes that are the same for a seed: keys and nonces of a test that can be had again. */
import { createHash } from 'node:crypto'

/** Returns a source of bytes. */
export function seededBytes(seed: number): (bytes: number) => Uint8Array {
  let drawn = 0
  return (bytes) => {
    const blocks = Array.from({ length: Math.ceil(bytes / 32) }, () => {
      drawn += 1
      return createHash('sha256').update(`verification test\n${seed}\n${drawn}`).digest()
    })
    return new Uint8Array(Buffer.concat(blocks).subarray(0, bytes))
  }
}
