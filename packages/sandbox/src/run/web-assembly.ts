/**
 * The part of the WebAssembly JavaScript interface that is used here, typed: Node and browsers both have it, and neither the
 * compiler's libraries for Node nor these sources load a browser's.
 *
 * Source: WebAssembly JavaScript Interface, W3C.
 */

export type WasmMemory = { readonly buffer: ArrayBuffer }
export type WasmGlobal = { value: bigint }
export type WasmInstance = { readonly exports: Readonly<Record<string, unknown>> }
export type WasmModule = { readonly __brand?: 'WebAssembly.Module' }
type WasmImports = Readonly<Record<string, Readonly<Record<string, (...args: never[]) => number | undefined>>>>

type WebAssemblyInterface = {
  readonly Module: new (bytes: Uint8Array) => WasmModule
  readonly Instance: new (module: WasmModule, imports: WasmImports) => WasmInstance
  readonly RuntimeError: abstract new () => Error
  compile(bytes: Uint8Array): Promise<WasmModule>
  validate(bytes: Uint8Array): boolean
}

export const webAssembly = (globalThis as unknown as { readonly WebAssembly: WebAssemblyInterface }).WebAssembly
