/** The chunks of one generation: tokens from a run, made text, cut at stop sequences. */
import type { LlamaModel } from 'node-llama-cpp'
import type { GenerationChunk } from '../runtime.ts'
import type { ResumedAnswer } from './resume-answer.ts'
import type { TokenRun } from './token-run.ts'

export type GenerationChunksInit = {
  readonly model: Pick<LlamaModel, 'isEogToken'>
  /** What the answer has already; nothing for a new one. */
  readonly resumed: ResumedAnswer
  readonly outputTokensMax: number
}

/** Yields one chunk per token. The last carries `finish`; returning early ends the run. */
export async function* generationChunks(
  run: TokenRun,
  { model, resumed, outputTokensMax }: GenerationChunksInit,
): AsyncGenerator<GenerationChunk, void> {
  const { text, filter } = resumed
  let pending = resumed.pending
  try {
    for (let produced = 1; ; produced += 1) {
      const token = await run.next()
      if (token === 'cancelled' || token === 'ended') {
        yield { text: '', tokens: 0, finish: 'cancelled' }
        return
      }
      const ended = model.isEogToken(token)
      const last = ended || produced === outputTokensMax
      const shown = filter.push(ended ? text.flush() : text.push(token) + (last ? text.flush() : ''))
      const chunk = { text: pending + shown.text, tokens: 1, tokenIds: [token] }
      pending = ''
      if (shown.stopped) {
        yield { ...chunk, finish: 'stop' }
        return
      }
      if (last) {
        yield { ...chunk, text: chunk.text + filter.flush(), finish: ended ? 'stop' : 'length' }
        return
      }
      yield chunk
    }
  } finally {
    await run.end()
  }
}
