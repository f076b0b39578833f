import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { type Hash, parseHash } from '@millrace/protocol'
import { factorKeyOf, factorLine, rowsRoot } from '@millrace/verification'
import { expect, test } from 'vitest'
import { assembleProduct } from '../../scripts/assemble-product.ts'
import { createKernelThreads } from './kernel-threads.ts'
import { makeProduct } from './product.ts'
import { createProductKernel, createSharedMemory, productBytes } from './product-kernel.ts'
import { productModuleBase64 } from './product-module.ts'

const { signal } = new AbortController()
const none = new Uint8Array()

type Vector = { readonly seed: string; n: number; rounds: number; salt: string; root: string; saltedRoot: string }
const file = readFileSync(new URL('../../../../vectors/hardware.json', import.meta.url), 'utf8')
const { challenges } = JSON.parse(file) as { readonly challenges: readonly Vector[] }

test('the module is what its text says', async () => {
  expect(Buffer.from(await assembleProduct()).toString('base64')).toBe(productModuleBase64)
})

test.each(['simd', 'scalar'] as const)('threads with %s loops make the products of the vectors', async (kernel) => {
  await using threads = createKernelThreads(3, kernel)
  for (const { n, rounds, ...vector } of challenges) {
    const seed = parseHash(vector.seed)
    const lists: Uint8Array[] = []
    const saltedLists: Uint8Array[] = []
    for (let round = 0; round < rounds; round++) {
      const product = await makeProduct(threads, { seed, n }, round, { signal })
      lists.push(await product.rowHashes(none, { signal }))
      saltedLists.push(await product.rowHashes(Buffer.from(vector.salt.slice(2), 'hex'), { signal }))
    }
    expect(rowsRoot(seed, Buffer.concat(lists))).toBe(vector.root)
    expect(rowsRoot(seed, Buffer.concat(saltedLists))).toBe(vector.saltedRoot)
  }
})

test('both loops agree on every entry, at sides that are no powers of two', async () => {
  const seed = `0x${'77'.repeat(32)}` as Hash
  const key = factorKeyOf(seed, 0)
  for (const n of [64, 96, 160, 224]) {
    const products: string[] = []
    for (const kind of ['simd', 'scalar'] as const) {
      const memory = createSharedMemory(productBytes(n))
      const kernel = await createProductKernel(memory, kind)
      expect(kernel.kind).toBe(kind)
      for (let line = 0; line < 2 * n; line++) kernel.fill(line * n, line, n, key)
      kernel.multiply(n, 0, n)
      const bytes = Buffer.from(new Uint8Array(memory.buffer, 0, productBytes(n)).slice())
      products.push(createHash('sha256').update(bytes).digest('hex'))
    }
    expect(products[0]).toBe(products[1])
  }
})

test('extreme entries do not overflow: a line of −128 against itself', async () => {
  const n = 96
  for (const kind of ['simd', 'scalar'] as const) {
    const memory = createSharedMemory(productBytes(n))
    new Int8Array(memory.buffer).fill(-128)
    const kernel = await createProductKernel(memory, kind)
    kernel.multiply(n, 0, n)
    const product = new Int32Array(memory.buffer, 2 * n * n, n * n)
    expect(new Set(product)).toEqual(new Set([n * 128 * 128]))
  }
})

test('reading and copying see every byte', async () => {
  for (const kind of ['simd', 'scalar'] as const) {
    const memory = createSharedMemory(65_536)
    const kernel = await createProductKernel(memory, kind)
    const bytes = new Uint8Array(memory.buffer)
    bytes.set(factorLine(factorKeyOf(`0x${'01'.repeat(32)}` as Hash, 0), 0, 4_096), 0)
    kernel.copy(8_192, 0, 4_096)
    expect(bytes.slice(8_192, 12_288)).toEqual(bytes.slice(0, 4_096))
    expect(bytes.slice(12_288, 16_384)).toEqual(new Uint8Array(4_096))
    const before = kernel.read(0, 4_096)
    bytes[0] = (bytes[0] ?? 0) ^ 1
    expect(kernel.read(0, 4_096)).not.toBe(before)
  }
})

test('an abort ends the threads with its reason', async () => {
  const stopping = new AbortController()
  await using threads = createKernelThreads(2)
  const product = makeProduct(threads, { seed: `0x${'02'.repeat(32)}` as Hash, n: 4_096 }, 0, {
    signal: stopping.signal,
  })
  stopping.abort(new Error('stopped by the test'))
  await expect(product).rejects.toThrow('stopped by the test')
})

test('a count of threads out of bounds is refused', () => {
  for (const count of [0, -1, 1.5, 5_000, Number.NaN]) expect(() => createKernelThreads(count)).toThrow(RangeError)
})
