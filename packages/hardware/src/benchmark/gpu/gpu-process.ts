/**
 * The process in which a card is measured: a driver that crashes takes this process with it and no other. It measures once, says what it
 * found, and ends.
 */
import { createRequire } from 'node:module'
import type { Hash } from '@millrace/protocol'
import { factorKeyOf } from '@millrace/verification'
import { createCardProduct, largestSide, openDevice } from './card-product.ts'
import { gpuSideStep } from './product-shader.ts'
import type { Dawn, GpuAdapter } from './web-gpu.ts'

export type GpuTask = {
  readonly seed: Hash
  readonly aimMs: number
  readonly sideMax: number
  readonly rows: readonly number[]
}

export type GpuReport =
  | {
      readonly type: 'measured'
      readonly name: string
      readonly n: number
      /** The quickest product. */
      readonly ms: number
      /** Counted among the products of `n`: that of the rows. */
      readonly round: number
      /** Shares of the side, as asked for, with the rows' entries. */
      readonly rows: readonly { readonly index: number; readonly entries: Int32Array }[]
    }
  | { readonly type: 'could-not-test'; readonly reason: string }

/** Dawn's devices do not keep it alive, and fail without it. */
let instance: ReturnType<Dawn['create']> | undefined

process.once('message', (task: GpuTask) => {
  measure(task).then(tell, (error: unknown) =>
    tell({ type: 'could-not-test', reason: error instanceof Error ? error.message : String(error) }),
  )
})

function tell(report: GpuReport): void {
  process.send?.(report, () => process.exit(0))
}

async function measure(task: GpuTask): Promise<GpuReport> {
  const dawn = loadDawn()
  if (dawn === undefined) return { type: 'could-not-test', reason: 'the package webgpu is not installed' }
  instance = dawn.create([])
  const adapter = await instance.requestAdapter({ powerPreference: 'high-performance' })
  return adapter === null ? { type: 'could-not-test', reason: 'WebGPU finds no card' } : measureOn(adapter, task)
}

function loadDawn(): Dawn | undefined {
  try {
    // Not imported: its types name globals of browsers.
    return createRequire(import.meta.url)('webgpu') as Dawn
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'MODULE_NOT_FOUND') return undefined
    throw error
  }
}

/** Larger and larger products, until one takes a tenth of the time or the card holds no more; then that one again and again. */
async function measureOn(adapter: GpuAdapter, { seed, aimMs, sideMax, rows }: GpuTask): Promise<GpuReport> {
  const largest = largestSide(adapter, sideMax)
  if (largest < gpuSideStep) return { type: 'could-not-test', reason: 'the card gives too little memory at once' }
  const device = await openDevice(adapter, largest)
  for (let n = gpuSideStep; ; n = Math.min(2 * n, largest)) {
    using card = await createCardProduct(device, n, () => performance.now())
    // The first run of a pipeline waits for its compiler.
    await card.make(factorKeyOf(seed, 0))
    let round = 1
    let ms = await card.make(factorKeyOf(seed, round))
    if (ms < aimMs / 10 && n < largest) continue
    for (let spent = ms; spent < aimMs; ) {
      const took = await card.make(factorKeyOf(seed, ++round))
      ms = Math.min(ms, took)
      spent += Math.max(took, 1)
    }
    const { vendor, architecture, device: model, description } = adapter.info
    const found = []
    for (const row of rows) found.push({ index: row % n, entries: await card.row(row % n) })
    const name = description || [vendor, architecture, model].filter(Boolean).join(' ')
    return { type: 'measured', name, n, ms, round, rows: found }
  }
}
