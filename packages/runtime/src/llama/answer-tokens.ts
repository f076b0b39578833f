/** Picks how a job's tokens are made: by canonical rows where it asks for a replayable answer, else by plain decoding. */
import { samplerSeed } from '@millrace/protocol'
import { createSampler, type Sampler, samplingRulesOf } from '@millrace/verification'
import type { Token } from 'node-llama-cpp'
import type { ChatJob, CompletionJob, Hex32 } from '../runtime.ts'
import { canonicalTokens } from './canonical-tokens.ts'
import { createModelDrafter, createOwnDrafter } from './drafter.ts'
import type { HostedModel } from './hosted-model.ts'
import { blockRowsMax, type ModelContexts } from './model-contexts.ts'
import { plainTokens } from './plain-tokens.ts'

export type AnswerTokensInit = {
  readonly model: HostedModel
  readonly slot: number
  readonly job: ChatJob | CompletionJob
  /** Prompt and what the answer has already. */
  readonly input: readonly Token[]
  readonly outputTokensMax: number
  /** Seed of a job that brings none. */
  readonly randomSeed: () => Hex32
  readonly signal: AbortSignal
}

/** Yields the answer's tokens, an end token included. Aborting ends it after the step being computed. */
export async function* answerTokens(init: AnswerTokensInit): AsyncGenerator<Token, void> {
  const { model, slot, job, input, outputTokensMax, signal } = init
  const contexts = contextsOf(model)
  const isEnd = (token: Token): boolean => model.llama.isEogToken(token)
  const sampler = samplerOf(job, contexts.plain.vocabularySize, init.randomSeed)
  const common = { input, outputTokensMax, sampler, isEnd, signal }
  if (job.mode?.exactness !== 'replayable') {
    yield* plainTokens({ ...common, context: contexts.plain, sequence: slot })
    return
  }
  const context = await contexts.canonical(slot)
  const drafting = await contexts.draft()
  const drafter =
    drafting === undefined
      ? createOwnDrafter({ context, sequence: 0, sampler, isEnd })
      : createModelDrafter({ context: drafting, sequence: slot, sampler, isEnd })
  yield* canonicalTokens({ ...common, context, sequence: 0, drafter, blockRows: blockRowsMax })
}

/** Returns the contexts of a model that generates. */
export function contextsOf({ contexts }: HostedModel): ModelContexts {
  if (contexts === undefined) throw new Error('The model was loaded without a context for generation')
  return contexts
}

/** Returns the sampler that the job names: by its mode's seed, by its own, or by a random one. */
export function samplerOf(job: ChatJob | CompletionJob, vocabularySize: number, randomSeed: () => Hex32): Sampler {
  const { mode, temperature, topP, seed } = job
  const rules = samplingRulesOf({ temperature, topP, topK: mode?.topK, minP: mode?.minP })
  return createSampler({
    seed: mode?.samplerSeed ?? (seed === undefined ? randomSeed() : seedOf(seed)),
    rules,
    vocabularySize,
  })
}

const nothing: Hex32 = `0x${'0'.repeat(64)}`

function seedOf(fixedSeed: number): Hex32 {
  return samplerSeed({ beacon: nothing, receiptId: nothing, requestHash: nothing, fixedSeed })
}
