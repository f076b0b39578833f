/**
 * The sandbox for WebAssembly batch jobs: every job in a process of its own, a bounded number at a time, each with a deadline and
 * a memory bound from outside. Its outputs are what any other sandbox of the same engine computes from the same job.
 */
import { type BatchOutput, type BatchRequest, type Hash, hexToBytes } from '@millrace/protocol'
import { sha256 } from '@noble/hashes/sha2.js'
import { utf8ToBytes } from '@noble/hashes/utils.js'
import { HostFaultError } from '../run/host-fault.ts'
import type { ProgramInput, ProgramOutcome } from '../run/program.ts'
import { runLimits } from '../run/run-limits.ts'
import type { ToChild } from './child-messages.ts'
import { createJobSlots } from './job-slots.ts'
import type { MemoryBoundKind } from './memory-bound.ts'
import { runJob } from './run-job.ts'
import { type SandboxLimits, sandboxLimits } from './sandbox-limits.ts'
import type { Tier } from './tier.ts'

export type WasmJob = Pick<BatchRequest, 'program' | 'inputs' | 'args' | 'gasMax' | 'memoryPagesMax' | 'entropy'>

export type WasmJobResult = {
  /** One per input, in order. */
  readonly outputs: readonly BatchOutput[]
  /** Of the module that ran: the program as the engine rewrote it. */
  readonly moduleHash: string
  /** What held the memory of the process that ran it. */
  readonly memoryBound: MemoryBoundKind
}

export type WasmSandbox = {
  /**
   * Returns what a program computes from each input. Aborting ends its process and rejects with the signal's reason.
   *
   * @throws {ModuleRefusedError} when no sandbox runs the program.
   * @throws {HostFaultError} {@link SandboxDeadlineError} {@link SandboxCompileRefusedError} when this machine has no result.
   * @throws {SandboxBusyError} {@link SandboxClosedError}
   */
  run(job: WasmJob, options: { readonly signal: AbortSignal }): Promise<WasmJobResult>
  load(): { readonly slots: number; readonly running: number; readonly queued: number }
  /** Ends every process and waits for it. Idempotent. */
  close(): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}

export type WasmSandboxInit = {
  readonly limits?: Partial<SandboxLimits>
  /** Which of V8's compilers runs programs; the outputs are the same. */
  readonly tier?: Tier
}

/** Nothing has to be passed in: the processes are the machine's. */
export type WasmSandboxComponents = Readonly<Record<never, never>>

export function createWasmSandbox(_components: WasmSandboxComponents = {}, init: WasmSandboxInit = {}): WasmSandbox {
  const limits = { ...sandboxLimits, ...init.limits }
  const tier = init.tier ?? 'optimised'
  const slots = createJobSlots(limits)

  return {
    async run(job, { signal }) {
      const whole = toChildJob(job, tier, limits)
      return slots.use(signal, async (stopped) => {
        const result = await runJob(whole, { limits, signal: stopped }).catch((error: unknown) => {
          // The baseline compiler's frames are as large as the depth assumes; the other's may be larger.
          if (!(error instanceof HostFaultError) || error.fault !== 'stack' || tier === 'baseline') throw error
          return runJob({ ...whole, tier: 'baseline' }, { limits, signal: stopped })
        })
        const outputs = result.outcomes.map(toOutput)
        return { outputs, moduleHash: result.hash, memoryBound: result.memoryBound }
      })
    },
    load: slots.load,
    close: slots.close,
    [Symbol.asyncDispose]: slots.close,
  }
}

/** Every input has random bytes of its own. */
function toChildJob(job: WasmJob, tier: Tier, limits: SandboxLimits): ToChild {
  if (job.memoryPagesMax > limits.memoryPagesMax) {
    const problem = `it may use ${job.memoryPagesMax} pages of memory, and this machine gives at most ${limits.memoryPagesMax}`
    throw new HostFaultError('memory', problem)
  }
  const outputBytesMax = Math.floor(runLimits.outputBytesPerJobMax / job.inputs.length)
  const inputs = job.inputs.map(
    (text, index): ProgramInput => ({
      stdin: fromBase64(text),
      args: job.args ?? [],
      gasMax: BigInt(job.gasMax),
      entropy: entropyOf(job.entropy, index),
      outputBytesMax,
    }),
  )
  return { tier, program: fromBase64(job.program), memoryPagesMax: job.memoryPagesMax, inputs }
}

function entropyOf(seed: BatchRequest['entropy'], index: number): Uint8Array {
  const input = new Uint8Array(4)
  new DataView(input.buffer).setUint32(0, index, true)
  const label = utf8ToBytes('millrace:batch-entropy:v1\n')
  return sha256(Uint8Array.from([...label, ...hexToBytes(seed as Hash), ...input]))
}

function toOutput({ status, exitCode, gas, output }: ProgramOutcome): BatchOutput {
  return { status, exitCode, gas: String(gas), output: Buffer.from(output).toString('base64') }
}

function fromBase64(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, 'base64'))
}
