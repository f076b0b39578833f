/** Runs a module's export `run` and tells everything it left behind: result or trap, memory, globals, gas. */
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex } from '@noble/hashes/utils.js'
import type { Instruments } from '../../src/rewrite/emit-function.ts'
import { instrumentExports, rewriteModule } from '../../src/rewrite/rewrite-module.ts'
import { type WasmGlobal, type WasmInstance, type WasmMemory, webAssembly } from '../../src/run/web-assembly.ts'

export type Left = {
  readonly end: string
  readonly memory: string
  readonly globals: string
  readonly gas: bigint | undefined
}

export function runBare(bytes: Uint8Array, argument: number): Left {
  return leftBy(new webAssembly.Instance(new webAssembly.Module(bytes), {}), argument)
}

export function runRewritten(bytes: Uint8Array, argument: number, instruments: Instruments, gasMax = 2n ** 32n): Left {
  const rewritten = rewriteModule(bytes, { memoryPagesMax: 3, instruments })
  const instance = new webAssembly.Instance(new webAssembly.Module(rewritten.bytes), {})
  const gas = instance.exports[instrumentExports.gas] as WasmGlobal
  gas.value = gasMax
  ;(instance.exports[instrumentExports.depth] as WasmGlobal).value = 2n ** 20n
  return { ...leftBy(instance, argument), gas: gasMax - gas.value }
}

function leftBy({ exports }: WasmInstance, argument: number): Left {
  let end: string
  try {
    end = String((exports.run as (value: number) => unknown)(argument))
  } catch (error) {
    if (!(error instanceof webAssembly.RuntimeError)) throw error
    end = 'trap'
  }
  const memory = new Uint8Array((exports.memory as WasmMemory).buffer)
  // A vector in a global cannot be read by JavaScript.
  const globals = ['g0', 'g1', 'g2', 'g3'].map((name) => bitsOf((exports[name] as { value: number | bigint }).value))
  return { end, memory: bytesToHex(sha256(memory)), globals: globals.join(), gas: undefined }
}

/** JavaScript keeps a NaN's bits in no specified way, so only that it is one counts; memory shows the bits. */
function bitsOf(value: number | bigint): string {
  return Object.is(value, -0) ? '-0' : String(value)
}
