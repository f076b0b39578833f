/** Starts a prover's process and speaks to it as a challenger does. */
import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { HardwareCommitment, HardwareOpening } from '@millrace/verification'
import type { ProverPort } from '../../src/challenge/challenge-nodes.ts'
import type { ProverCall, ProverReply } from './prover-process.ts'

type Call = ProverCall extends infer One ? (One extends ProverCall ? Omit<One, 'id'> : never) : never

/** @param behaviour - as `prover-process.ts` has it. */
export function startProver(
  behaviour: 'honest' | 'forged' | 'forgetful' | 'silent',
  threads = 1,
): ProverPort & AsyncDisposable {
  const child = fork(fileURLToPath(new URL('./prover-process.ts', import.meta.url)), [behaviour, String(threads)], {
    ...{ serialization: 'advanced', execArgv: ['--no-warnings'] },
  })
  const waiting = new Map<number, PromiseWithResolvers<unknown>>()
  let calls = 0
  child.on('message', ({ id, value, problem }: ProverReply) => {
    if (problem === undefined) waiting.get(id)?.resolve(value)
    else waiting.get(id)?.reject(new Error(problem))
    waiting.delete(id)
  })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const ask = (call: Call): Promise<unknown> => {
    const reply = Promise.withResolvers<unknown>()
    const id = calls++
    waiting.set(id, reply)
    child.send({ id, ...call })
    return reply.promise
  }
  return {
    async ping() {
      await ask({ kind: 'ping' })
    },
    commit: async (challenge) => (await ask({ kind: 'commit', challenge })) as HardwareCommitment,
    recall: async (recall) => (await ask({ kind: 'recall', recall })) as HardwareCommitment,
    open: async (rows) => (await ask({ kind: 'open', rows })) as HardwareOpening,
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL')
      await ended
    },
  }
}
