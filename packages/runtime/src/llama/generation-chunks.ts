/** The chunks of one generation: tokens from a run, made text, cut at stop sequences. */
import type { LlamaModel, Token } from 'node-llama-cpp'
import type { GenerationChunk } from '../runtime.ts'
import { createStopSequenceFilter } from '../stop-sequence-filter.ts'
import type { TokenRun } from './token-run.ts'
import { createTokenText } from './token-text.ts'

export type GenerationChunksInit = {
  readonly model: Pick<LlamaModel, 'detokenize' | 'isEogToken'>
  readonly input: readonly Token[]
  readonly outputTokensMax: number
  readonly stop: readonly string[]
}

/** Yields one chunk per token. The last carries `finish`; returning early ends the run. */
export async function* generationChunks(
  run: TokenRun,
  { model, input, outputTokensMax, stop }: GenerationChunksInit,
): AsyncGenerator<GenerationChunk, void> {
  const text = createTokenText(model, input)
  const filter = createStopSequenceFilter(stop)
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
      const chunk = { text: shown.text, tokens: 1, tokenIds: [token] }
      if (shown.stopped) {
        yield { ...chunk, finish: 'stop' }
        return
      }
      if (last) {
        yield { ...chunk, text: shown.text + filter.flush(), finish: ended ? 'stop' : 'length' }
        return
      }
      yield chunk
    }
  } finally {
    await run.end()
  }
}
