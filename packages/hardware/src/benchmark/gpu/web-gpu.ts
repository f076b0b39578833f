/**
 * The little of WebGPU that the benchmark uses, as Dawn's package for Node offers it. Its own types name the browser's globals, which this
 * project does not have.
 *
 * Source: https://www.w3.org/TR/webgpu/
 */

export type GpuBuffer = {
  mapAsync(mode: number): Promise<void>
  getMappedRange(): ArrayBuffer
  unmap(): void
  destroy(): void
}

type Pass = {
  setPipeline(pipeline: object): void
  setBindGroup(index: number, group: object): void
  dispatchWorkgroups(x: number, y: number): void
  end(): void
}

type Encoder = {
  beginComputePass(): Pass
  copyBufferToBuffer(from: GpuBuffer, fromAt: number, to: GpuBuffer, toAt: number, bytes: number): void
  finish(): object
}

export type GpuDevice = {
  readonly queue: {
    writeBuffer(buffer: GpuBuffer, at: number, data: Uint32Array): void
    submit(commands: readonly object[]): void
    onSubmittedWorkDone(): Promise<void>
  }
  createBuffer(init: { readonly size: number; readonly usage: number }): GpuBuffer
  createShaderModule(init: { readonly code: string }): object
  createComputePipelineAsync(init: {
    readonly layout: 'auto' | object
    readonly compute: { readonly module: object; readonly entryPoint: string }
  }): Promise<{ getBindGroupLayout(index: number): object }>
  createBindGroupLayout(init: object): object
  createPipelineLayout(init: { readonly bindGroupLayouts: readonly object[] }): object
  createBindGroup(init: object): object
  createCommandEncoder(): Encoder
  destroy(): void
}

export type GpuAdapter = {
  readonly info: {
    readonly vendor: string
    readonly architecture: string
    readonly device: string
    readonly description: string
  }
  readonly limits: { readonly maxBufferSize: number; readonly maxStorageBufferBindingSize: number }
  requestDevice(init: { readonly requiredLimits: Readonly<Record<string, number>> }): Promise<GpuDevice>
}

export type Dawn = {
  create(options: readonly string[]): {
    requestAdapter(options: { readonly powerPreference: 'high-performance' }): Promise<GpuAdapter | null>
  }
}

/** Numbers of the standard. */
export const gpuUsage = { mapRead: 1, copySource: 4, copyTarget: 8, uniform: 64, storage: 128 } as const
export const gpuMapRead = 1
export const gpuStageCompute = 4
