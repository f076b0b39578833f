/**
 * The process in which one job's programs are read, rewritten, compiled and run; nothing of a stranger's bytes is looked at
 * anywhere else. It is started with the limits of `start-child.ts`, takes one job, and ends.
 */
import { ModuleRefusedError } from '../module/module-error.ts'
import { HostFaultError } from '../run/host-fault.ts'
import { createProgram } from '../run/program.ts'
import type { FromChild, ToChild } from './child-messages.ts'
import { setTier } from './tier.ts'

/** Memory of an instance from which on it is given back before the next one is made, in pages of 64 KiB: 64 MiB. */
const pagesCollected = 1_024

process.once('message', (job: ToChild) => {
  runJob(job).then(
    () => process.disconnect(),
    (error: unknown) => {
      send(wordsOf(error))
      process.disconnect()
    },
  )
})
send({ type: 'up' })

async function runJob({ tier, program: bytes, memoryPagesMax, inputs }: ToChild): Promise<void> {
  setTier(tier)
  const program = await createProgram(bytes, { memoryPagesMax })
  send({ type: 'ready', hash: program.hash })
  const collect = memoryPagesMax >= pagesCollected ? (globalThis as { readonly gc?: () => void }).gc : undefined
  for (const input of inputs) {
    send({ type: 'outcome', outcome: await program.run(input) })
    collect?.()
  }
}

function wordsOf(error: unknown): FromChild {
  if (error instanceof ModuleRefusedError) {
    const { refusal, offset, problem } = error
    return { type: 'refused', code: refusal, offset, problem }
  }
  if (error instanceof HostFaultError) return { type: 'fault', fault: error.fault, problem: error.problem }
  return { type: 'fault', fault: 'other', problem: error instanceof Error ? error.message : 'unknown' }
}

function send(message: FromChild): void {
  process.send?.(message)
}
