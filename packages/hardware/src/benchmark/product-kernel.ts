/**
 * The inner loops of the benchmarks over one memory that threads share: `scripts/product.wat` where the engine has 128-bit
 * vectors, plain loops with the same results where it has not.
 *
 * Layout of a product of side n: left factor by rows at 0, right factor by columns at n², product by rows at 2n², int32
 * little-endian. Sides are multiples of 32.
 */
import type { factorKeyOf } from '@millrace/verification'
import { productModuleBase64 } from './product-module.ts'

export type FactorKey = ReturnType<typeof factorKeyOf>

export type ProductKernel = {
  readonly kind: 'simd' | 'scalar'
  /** Writes one line of a factor of side n. */
  fill(to: number, line: number, n: number, key: FactorKey): void
  /** Computes rows from `first` to `last`, an even number of them. */
  multiply(n: number, first: number, last: number): void
  /** Reads a multiple of 64 bytes; returns something of them. */
  read(from: number, bytes: number): number
  copy(to: number, from: number, bytes: number): void
}

/** Memory that several threads see. */
export type SharedMemory = { readonly buffer: SharedArrayBuffer }

type KernelExports = {
  fill(to: number, line: number, n: number, key0: number, key1: number): void
  multiply(left: number, right: number, product: number, n: number, first: number, last: number): void
  read(from: number, bytes: number): number
  copy(to: number, from: number, bytes: number): void
}

// The types of the language leave WebAssembly out; Node has it.
declare const WebAssembly: {
  validate(bytes: Uint8Array): boolean
  readonly Module: new (bytes: Uint8Array) => object
  readonly Instance: new (module: object, imports: object) => { readonly exports: unknown }
  readonly Memory: new (pages: { initial: number; maximum: number; shared: true }) => SharedMemory
}

const pageBytes = 65_536
const pagesMax = 65_536

/** Returns shared memory of at least so many bytes, zeroed. @throws {RangeError} where the machine or the engine has not so much. */
export function createSharedMemory(bytes: number): SharedMemory {
  const pages = Math.ceil(bytes / pageBytes)
  return new WebAssembly.Memory({ initial: pages, maximum: Math.min(pages, pagesMax), shared: true })
}

/** Returns what a product of side n takes, with its factors, in bytes. */
export function productBytes(n: number): number {
  return 6 * n * n
}

/** Returns the loops over a memory. @param kind - `scalar` to leave vectors out. */
export async function createProductKernel(
  memory: SharedMemory,
  kind: 'simd' | 'scalar' = 'simd',
): Promise<ProductKernel> {
  const bytes = Buffer.from(productModuleBase64, 'base64')
  if (kind === 'scalar' || !WebAssembly.validate(bytes)) {
    // Loaded only here: it brings all of the verification package into every thread.
    const { createScalarKernel } = await import('./scalar-kernel.ts')
    return createScalarKernel(memory)
  }
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes), { env: { memory } })
  const { fill, multiply, read, copy } = exports as KernelExports
  return {
    kind: 'simd',
    fill: (to, line, n, { key0, key1 }) => fill(to, line, n, key0, key1),
    multiply: (n, first, last) => multiply(0, n * n, 2 * n * n, n, first, last),
    read,
    copy,
  }
}
