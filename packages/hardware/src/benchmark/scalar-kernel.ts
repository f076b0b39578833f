/** The inner loops of the benchmarks without vectors: the same results as `scripts/product.wat`, several times slower. */
import { factorLine } from '@millrace/verification'
import type { ProductKernel, SharedMemory } from './product-kernel.ts'

/** Returns the loops. */
export function createScalarKernel({ buffer }: SharedMemory): ProductKernel {
  const bytes = new Int8Array(buffer)
  return {
    kind: 'scalar',
    fill: (to, line, n, key) => bytes.set(factorLine(key, line, n), to),
    multiply(n, first, last) {
      const product = new Int32Array(buffer, 2 * n * n, n * n)
      for (let i = first; i < last; i++) {
        for (let j = 0; j < n; j++) {
          let sum = 0
          const [left, right] = [i * n, n * n + j * n]
          for (let k = 0; k < n; k++) sum += (bytes[left + k] as number) * (bytes[right + k] as number)
          product[i * n + j] = sum
        }
      }
    },
    read(from, count) {
      const words = new Int32Array(buffer, from, count / 4)
      let all = 0
      for (let i = 0; i < words.length; i++) all ^= words[i] as number
      return all
    },
    copy(to, from, count) {
      bytes.copyWithin(to, from, from + count)
    },
  }
}
