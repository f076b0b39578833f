/** How the answer of a run is made so that it can be checked: what its lease agreed on, and the seed that nobody could choose. */
import {
  type ChatRequest,
  type CompletionRequest,
  exactnessClasses,
  type Hash,
  nameOfCode,
  type Quote,
  receiptIdOf,
  samplerSeed,
} from '@millrace/protocol'
import type { ChatJob, CompletionJob, Generation, GenerationChunk, GenerationMode } from '@millrace/runtime'
import type { ActiveRun } from './active-run.ts'
import type { NodeContext } from './node-context.ts'
import { RefusalError } from './refusal-error.ts'

/** Returns whether answers under the quote can be replayed token by token. */
export function isReplayable({ exactness }: Pick<Quote, 'exactness'>): boolean {
  return exactness === exactnessClasses.replayable
}

/** Returns the job that the runtime is given for a request. */
export function jobOf(run: ActiveRun, request: ChatRequest | CompletionRequest): ChatJob | CompletionJob {
  const { model: _model, nonce: _nonce, topK: _topK, minP: _minP, seed, ...job } = request
  const mode = modeOf(run, request)
  const seeded = seed === undefined ? job : { ...job, seed }
  return mode === undefined ? seeded : { ...seeded, mode }
}

/** An opaque answer is made as the runtime likes. @throws {RefusalError} SAMPLING_NOT_SERVED for what it would then not heed. */
function modeOf(
  { lease: { quote, leaseId }, sequence, beacon, requestHash }: ActiveRun,
  { seed, topK, minP }: ChatRequest | CompletionRequest,
): GenerationMode | undefined {
  const exactness = nameOfCode(exactnessClasses, quote.exactness, 'exactness')
  if (exactness === 'opaque' || exactness === 'exact') {
    if (topK === undefined && minP === undefined) return undefined
    throw new RefusalError('SAMPLING_NOT_SERVED', `topK and minP are not heeded in answers of class ${exactness}.`)
  }
  const receiptId = receiptIdOf(leaseId, sequence)
  return {
    exactness,
    samplerSeed: samplerSeed({ beacon, receiptId, requestHash, fixedSeed: seed }),
    topK,
    minP,
  }
}

/**
 * Returns what made a replayable answer: nobody could replay one whose maker is not named. Of a tolerant one in words, what turned
 * its tokens into text, where the runtime names it. Undefined for other answers.
 *
 * @throws {RefusalError} EXACTNESS_NOT_SERVED
 */
export function buildOf(
  { runtime }: Pick<NodeContext, 'runtime'>,
  { lease: { quote } }: ActiveRun,
  generation?: Pick<Generation, 'build'>,
): Hash | undefined {
  if (quote.exactness === exactnessClasses.tolerant) return generation?.build
  if (!isReplayable(quote)) return undefined
  const build = generation?.build ?? runtime.models.find(({ root }) => root === quote.modelRoot)?.build
  if (build !== undefined) return build
  throw new RefusalError('EXACTNESS_NOT_SERVED', 'What would make the answer cannot be named, so none could replay it.')
}

/** Returns the chunk with its tokens named. @throws {RangeError} when the runtime does not name them all. */
export function withTokenIds(chunk: GenerationChunk): GenerationChunk {
  const tokenIds = chunk.tokenIds ?? []
  if (tokenIds.length === chunk.tokens) return { ...chunk, tokenIds }
  throw new RangeError(`The runtime names ${tokenIds.length} of ${chunk.tokens} tokens of a replayable answer.`)
}
