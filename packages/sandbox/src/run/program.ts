/**
 * Runs a program once per input, in this thread: rewritten, in a fresh instance, with its gas. Needs nothing of Node, so a browser
 * runs the same code to the same result. It bounds gas, stack and memory, not time: whoever calls it does that from outside.
 *
 * A result is what every machine computes: the program ended, trapped, or used up its gas. What a machine fails at is thrown as a
 * {@link HostFaultError} and never is a result.
 */
import type { Hash } from '@millrace/protocol'
import { ModuleRefusedError } from '../module/module-error.ts'
import type { ModuleInfo } from '../module/module-info.ts'
import { wasiModuleName } from '../module/wasi-signatures.ts'
import { allInstruments, instrumentExports, rewriteModule } from '../rewrite/rewrite-module.ts'
import { HostFaultError } from './host-fault.ts'
import { type RunLimits, runLimits } from './run-limits.ts'
import { createWasi, ProgramExit, ProgramOutOfGas } from './wasi.ts'
import { type WasmGlobal, type WasmInstance, type WasmMemory, type WasmModule, webAssembly } from './web-assembly.ts'

export type ProgramInput = {
  readonly stdin: Uint8Array
  /** Arguments after the program's name. */
  readonly args: readonly string[]
  /** Gas it may use, setting up its instance included; below 2^63. */
  readonly gasMax: bigint
  /** 32 bytes from which all that is random to the program follows. */
  readonly entropy: Uint8Array
  /** Bytes its output may have. */
  readonly outputBytesMax: number
}

export type ProgramOutcome = {
  readonly status: 'exited' | 'trapped' | 'out-of-gas' | 'out-of-memory'
  /** What it gave proc_exit; 0 when it returned or did not end by itself. */
  readonly exitCode: number
  /** Gas used: all of it where it ran out. */
  readonly gas: bigint
  readonly output: Uint8Array
}

export type Program = {
  /** Of the rewritten module that is run. */
  readonly hash: Hash
  /** @throws {HostFaultError} when this machine could not run it; another may. */
  run(input: ProgramInput): Promise<ProgramOutcome>
}

/** Name the program finds as its first argument. */
const programName = 'program'

/**
 * Returns a program that is ready to run.
 *
 * @throws {ModuleRefusedError} when the module is no program that may be run.
 */
export async function createProgram(
  bytes: Uint8Array,
  options: { readonly memoryPagesMax: number; readonly limits?: RunLimits },
): Promise<Program> {
  const limits = options.limits ?? runLimits
  const rewritten = rewriteModule(bytes, { memoryPagesMax: options.memoryPagesMax })
  checkIsCommand(rewritten.info)
  const module = await compile(rewritten.bytes)
  let settling: Promise<WasmModule> | undefined

  /** The same program with its gas in the global, where a trap leaves it. */
  const settlingModule = (): Promise<WasmModule> => {
    const instruments = { ...allInstruments, keepsGasInLocals: false }
    settling ??= compile(rewriteModule(bytes, { memoryPagesMax: options.memoryPagesMax, instruments }).bytes)
    return settling
  }

  return {
    hash: rewritten.hash,
    async run(input) {
      if (input.gasMax < rewritten.instanceGas) return nothingRun('out-of-gas', input.gasMax)
      if (rewritten.exceedsMemory) return nothingRun('out-of-memory', 0n)
      const gas = input.gasMax - rewritten.instanceGas
      const first = runOnce(module, input, gas, limits)
      if (first.status !== 'trapped' || !rewritten.keepsGasInLocals) return outcomeOf(first, input)
      const second = runOnce(await settlingModule(), input, gas, limits)
      if (second.status === 'exited' || !isEqual(first.output, second.output))
        throw new HostFaultError('other', 'the program trapped in one of two runs that must be the same')
      return outcomeOf(second, input)
    },
  }
}

function checkIsCommand({ exports, functionTypes, imports }: ModuleInfo): void {
  const start = exports.find(({ name, kind }) => name === '_start' && kind === 'function')
  const type = start === undefined ? undefined : functionTypes[start.index]
  if (type === undefined || type.params.length > 0 || type.result !== 0)
    throw new ModuleRefusedError(
      'WASM_NOT_A_COMMAND',
      0,
      'expected an export _start: a function without parameters and results',
    )
  if (imports.length > 0 && !exports.some(({ name, kind }) => name === 'memory' && kind === 'memory'))
    throw new ModuleRefusedError(
      'WASM_NOT_A_COMMAND',
      0,
      'expected an export memory, which system calls read and write',
    )
}

async function compile(bytes: Uint8Array): Promise<WasmModule> {
  try {
    return await webAssembly.compile(bytes)
  } catch (cause) {
    throw new HostFaultError('other', 'the rewritten module did not compile', cause)
  }
}

type Run = {
  readonly status: 'exited' | 'trapped' | 'out-of-gas'
  readonly exitCode: number
  readonly gasLeft: bigint
  readonly output: Uint8Array
}

function runOnce(module: WasmModule, input: ProgramInput, gasAtStart: bigint, limits: RunLimits): Run {
  let instance: WasmInstance | undefined
  const global = (name: string): WasmGlobal => instance?.exports[name] as WasmGlobal
  const wasi = createWasi({
    stdin: input.stdin,
    args: [programName, ...input.args],
    entropy: input.entropy,
    outputBytesMax: input.outputBytesMax,
    limits,
    charge(amount) {
      const gas = global(instrumentExports.gas)
      gas.value -= BigInt(amount)
      return gas.value >= 0n
    },
    memory: () => instance?.exports.memory as WasmMemory,
  })
  try {
    instance = new webAssembly.Instance(module, { [wasiModuleName]: wasi.functions })
  } catch (cause) {
    throw new HostFaultError('other', 'no instance could be made', cause)
  }
  global(instrumentExports.gas).value = gasAtStart
  global(instrumentExports.depth).value = BigInt(limits.stackSlotsMax)
  const end = call(instance)
  const gasLeft = global(instrumentExports.gas).value
  if (global(instrumentExports.fault).value !== 0n)
    throw new HostFaultError('memory', 'the machine gave the program less memory than it may have')
  return { ...(gasLeft < 0n ? outOfGas : end), gasLeft, output: wasi.output() }
}

const outOfGas = { status: 'out-of-gas', exitCode: 0 } as const

/** Runs the program to its end, whichever it is. */
function call({ exports }: WasmInstance): Pick<Run, 'status' | 'exitCode'> {
  try {
    ;(exports[instrumentExports.start] as (() => void) | undefined)?.()
    ;(exports._start as () => void)()
    return { status: 'exited', exitCode: 0 }
  } catch (end) {
    if (end instanceof ProgramExit) return { status: 'exited', exitCode: end.code }
    if (end instanceof ProgramOutOfGas) return outOfGas
    if (end instanceof webAssembly.RuntimeError) return { status: 'trapped', exitCode: 0 }
    // V8 tells a full stack so; the depth that the program may have is meant to stay below it.
    if (end instanceof RangeError) throw new HostFaultError('stack', 'the stack of the machine was too small', end)
    throw new HostFaultError('other', 'the program stopped in an unknown way', end)
  }
}

function outcomeOf({ status, exitCode, gasLeft, output }: Run, { gasMax }: ProgramInput): ProgramOutcome {
  return { status, exitCode, gas: status === 'out-of-gas' ? gasMax : gasMax - gasLeft, output }
}

function nothingRun(status: ProgramOutcome['status'], gas: bigint): ProgramOutcome {
  return { status, exitCode: 0, gas, output: new Uint8Array(0) }
}

function isEqual(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i])
}
