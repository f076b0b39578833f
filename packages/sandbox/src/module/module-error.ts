/** Why a module is refused. A refusal depends on the bytes and the rewriter's version alone, so everyone refuses alike. */
import { MillraceError } from '@millrace/protocol'

/** Each code with its hint, and whether the same module may be accepted later. */
const refusals = {
  WASM_MALFORMED: ['Send the bytes of one WebAssembly module in the binary format, version 1.', false],
  WASM_INVALID: ['Build the program with a compiler, or check it with a validator: its types do not fit.', false],
  WASM_NOT_ALLOWED: [
    'Build for wasm32-wasip1 without threads, reference types, multiple values or later features; SIMD and bulk memory are fine.',
    false,
  ],
  WASM_NOT_A_COMMAND: ['Build a WASI command: it exports its memory and _start, and no more is called.', false],
  WASM_TOO_LARGE: ['Build a smaller program: docs/limits.md lists what a module may have.', false],
} as const satisfies Record<string, readonly [hint: string, retryable: boolean]>

export type ModuleRefusal = keyof typeof refusals

export class ModuleRefusedError extends MillraceError {
  override readonly name = 'ModuleRefusedError'
  /** Where in the module, in bytes from its start. */
  readonly offset: number
  readonly refusal: ModuleRefusal
  readonly problem: string

  constructor(code: ModuleRefusal, offset: number, problem: string) {
    const [hint, retryable] = refusals[code]
    super({ code, message: `The module is refused at byte ${offset}: ${problem}.`, hint, retryable })
    this.offset = offset
    this.refusal = code
    this.problem = problem
  }
}
