/** Answers made by another process, on another instruction set of this processor (`answer-process.ts`). */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Answer, Answerer } from '../../simulation/cheats/answers/served-model.ts'

export type OtherLibrary = { readonly answer: Answerer; [Symbol.asyncDispose](): Promise<void> }

/** Returns a maker of answers that starts its process at once. It answers one request at a time. */
export function openOtherLibrary(instructionSet: string, modelPath: string): OtherLibrary {
  const child = fork(fileURLToPath(new URL('answer-process.ts', import.meta.url)), [instructionSet, modelPath])
  return {
    async answer(job, { signal }) {
      child.send(job)
      const ended = new AbortController()
      try {
        const any = { signal: AbortSignal.any([signal, ended.signal]) }
        const [answer] = (await Promise.race([once(child, 'message', any), failure(child, any)])) as [Answer]
        return answer
      } finally {
        ended.abort()
      }
    },
    async [Symbol.asyncDispose]() {
      const exit = once(child, 'exit')
      if (child.exitCode === null && child.kill()) await exit
    },
  }
}

async function failure(child: ChildProcess, options: { readonly signal: AbortSignal }): Promise<never> {
  await once(child, 'exit', options)
  throw new Error('The process of the other library ended')
}
