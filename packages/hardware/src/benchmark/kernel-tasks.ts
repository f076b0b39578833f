/** What threads are told to do together, and how one of them does its part: bands of work are taken from a shared count. */
import { createHash } from 'node:crypto'
import { createProductKernel, type FactorKey, type ProductKernel, type SharedMemory } from './product-kernel.ts'

/** Rows of a band: large enough to make good use of a cache, small enough that threads end together. */
export const bandRows = 32

export type KernelTask = Shared &
  (
    | { readonly kind: 'fill'; readonly n: number; readonly key: FactorKey }
    | { readonly kind: 'multiply'; readonly n: number }
    | HashTask
    | { readonly kind: 'read' | 'copy'; readonly bands: number; readonly bandBytes: number }
  )

/** SHA-256 of each row of the product, with some bytes before it. */
type HashTask = {
  readonly kind: 'hash'
  readonly n: number
  readonly before: Uint8Array
  /** Uint8Array // [32·n] */
  readonly hashes: SharedArrayBuffer
}

type Shared = {
  readonly memory: SharedMemory
  readonly kernel: 'simd' | 'scalar'
  /** One int32: the next band to take. */
  readonly next: SharedArrayBuffer
}

const hashBytes = 32

/** Does bands of the task until none is left. */
export async function workOnTask(task: KernelTask): Promise<void> {
  const kernel = await createProductKernel(task.memory, task.kernel)
  const next = new Int32Array(task.next)
  const bands = bandsOf(task)
  for (let band = Atomics.add(next, 0, 1); band < bands; band = Atomics.add(next, 0, 1)) workOnBand(task, kernel, band)
}

/** Returns how many bands a task has. */
export function bandsOf(task: KernelTask): number {
  if (task.kind === 'fill') return (2 * task.n) / bandRows
  if (task.kind === 'multiply' || task.kind === 'hash') return task.n / bandRows
  return task.bands
}

function workOnBand(task: KernelTask, kernel: ProductKernel, band: number): void {
  const first = band * bandRows
  switch (task.kind) {
    case 'fill':
      for (let line = first; line < first + bandRows; line++) kernel.fill(line * task.n, line, task.n, task.key)
      break
    case 'multiply':
      kernel.multiply(task.n, first, first + bandRows)
      break
    case 'hash':
      for (let row = first; row < first + bandRows; row++) hashRow(task, task.memory, row)
      break
    case 'read':
      kernel.read(band * task.bandBytes, task.bandBytes)
      break
    case 'copy':
      kernel.copy((2 * band + 1) * task.bandBytes, 2 * band * task.bandBytes, task.bandBytes)
      break
  }
}

function hashRow({ n, before, hashes }: HashTask, { buffer }: SharedMemory, row: number): void {
  const bytes = new Uint8Array(buffer, 2 * n * n + 4 * n * row, 4 * n)
  const hash = createHash('sha256').update(before).update(bytes).digest()
  new Uint8Array(hashes, hashBytes * row, hashBytes).set(hash)
}
