/** Products on a card: buffers, pipelines and the time they take. Transfers are left out of the clock; rows are fetched one by one. */
import type { FactorKey } from '../product-kernel.ts'
import { gpuSideStep, productShader } from './product-shader.ts'
import { type GpuAdapter, type GpuBuffer, type GpuDevice, gpuMapRead, gpuStageCompute, gpuUsage } from './web-gpu.ts'

export type CardProduct = Disposable & {
  /** Makes a product; returns the milliseconds it took on the card. */
  make(key: FactorKey): Promise<number>
  /** Returns a row of the last product: Int32Array // [n] */
  row(index: number): Promise<Int32Array>
}

/** Returns the largest side whose product a card's limits allow, at most `most`. */
export function largestSide({ limits }: GpuAdapter, most: number): number {
  const bytes = Math.min(limits.maxBufferSize, limits.maxStorageBufferBindingSize)
  return Math.floor(Math.min(most, Math.sqrt(bytes / 4)) / gpuSideStep) * gpuSideStep
}

/** Opens the card for products up to a side. @throws as WebGPU does where the card refuses. */
export async function openDevice(adapter: GpuAdapter, side: number): Promise<GpuDevice> {
  const bytes = 4 * side * side
  return adapter.requestDevice({ requiredLimits: { maxBufferSize: bytes, maxStorageBufferBindingSize: bytes } })
}

/** Returns what makes products of one side. @param n - a multiple of {@link gpuSideStep}. */
export async function createCardProduct(device: GpuDevice, n: number, now: () => number): Promise<CardProduct> {
  const { uniform, storage, copySource, copyTarget, mapRead } = gpuUsage
  const job = device.createBuffer({ size: 16, usage: uniform | copyTarget })
  const factors = device.createBuffer({ size: 2 * n * n, usage: storage })
  const product = device.createBuffer({ size: 4 * n * n, usage: storage | copySource })
  const fetched = device.createBuffer({ size: 4 * n, usage: mapRead | copyTarget })
  const layout = device.createBindGroupLayout({
    entries: ['uniform', 'storage', 'storage'].map((type, binding) => ({
      ...{ binding, visibility: gpuStageCompute, buffer: { type } },
    })),
  })
  const group = device.createBindGroup({
    layout,
    entries: [job, factors, product].map((buffer, binding) => ({ binding, resource: { buffer } })),
  })
  const module = device.createShaderModule({ code: productShader })
  const pipelineLayout = device.createPipelineLayout({ bindGroupLayouts: [layout] })
  const [fill, multiply] = await Promise.all(
    ['fill', 'multiply'].map((entryPoint) =>
      device.createComputePipelineAsync({ layout: pipelineLayout, compute: { module, entryPoint } }),
    ),
  )
  if (fill === undefined || multiply === undefined) throw new TypeError('There are two pipelines.')

  return {
    async make({ key0, key1 }) {
      device.queue.writeBuffer(job, 0, new Uint32Array([key0, key1, n, 0]))
      await device.queue.onSubmittedWorkDone()
      const start = now()
      const encoder = device.createCommandEncoder()
      const pass = encoder.beginComputePass()
      pass.setBindGroup(0, group)
      pass.setPipeline(fill)
      pass.dispatchWorkgroups(n / gpuSideStep, 2 * n)
      pass.setPipeline(multiply)
      pass.dispatchWorkgroups(n / 64, n / 64)
      pass.end()
      device.queue.submit([encoder.finish()])
      await device.queue.onSubmittedWorkDone()
      return now() - start
    },
    row: (index) => fetchRow(device, product, fetched, { index, n }),
    [Symbol.dispose]() {
      for (const buffer of [job, factors, product, fetched]) buffer.destroy()
    },
  }
}

async function fetchRow(
  device: GpuDevice,
  product: GpuBuffer,
  fetched: GpuBuffer,
  { index, n }: { readonly index: number; readonly n: number },
): Promise<Int32Array> {
  const encoder = device.createCommandEncoder()
  encoder.copyBufferToBuffer(product, 4 * n * index, fetched, 0, 4 * n)
  device.queue.submit([encoder.finish()])
  await fetched.mapAsync(gpuMapRead)
  const row = new Int32Array(fetched.getMappedRange().slice(0))
  fetched.unmap()
  return row
}
