/** A stand-in for a runtime whose answers can be replayed. */
import type { ChatJob, CompletionJob, GenerationChunk, Runtime } from '@millrace/runtime'
import { createTestRuntime, testModel, testModelRoot } from './test-model.ts'

export const standInBuild = `0x${'b1'.repeat(32)}` as const

type StandIn = Partial<Pick<Runtime['models'][number], 'exactness' | 'build'>> & {
  readonly named?: (chunk: GenerationChunk) => number[]
}

/** Returns a stand-in that names made-up tokens, and the jobs it is given. */
export function createReplayable(init: StandIn = {}) {
  const jobs: (ChatJob | CompletionJob)[] = []
  const made = 'build' in init ? init.build : standInBuild
  const named = init.named ?? (({ tokens }) => Array.from({ length: tokens }, (_, i) => i))
  const plain = createTestRuntime()
  const runtime: Runtime = {
    ...plain,
    models: [
      {
        ...{ root: testModelRoot, name: 'replayable', workloads: testModel.workloads, contextTokensMax: 4_096 },
        ...{ exactness: init.exactness ?? 'replayable', build: made },
      },
    ],
    async generate(root, job, options) {
      jobs.push(job)
      const generation = await plain.generate(root, job, options)
      const chunks = (async function* () {
        for await (const chunk of generation.chunks) yield { ...chunk, tokenIds: named(chunk) }
      })()
      return { ...generation, chunks }
    },
  }
  return { runtime, jobs }
}
