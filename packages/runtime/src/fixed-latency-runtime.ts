/**
 * A stand-in for a model in benches: it waits as told and says the text it was given. It computes nothing, so a bench over it
 * measures what is around the model. An answer that it continues goes on at the same place of the text. Never offered to buyers.
 */
import { checkEmbedJob, checkGenerationJob } from './check-job.ts'
import { findModel } from './find-model.ts'
import { ownedChunks } from './owned-chunks.ts'
import type { ChatJob, CompletionJob, Generation, GenerationChunk, Runtime, RuntimeModel } from './runtime.ts'
import { InputTooLongError, RuntimeClosedError } from './runtime-error.ts'
import { createSlotPool } from './slot-pool.ts'
import { createStopSequenceFilter, holdsStopSequence } from './stop-sequence-filter.ts'

export type FixedLatencyInit = {
  readonly model: RuntimeModel
  /** From the first pull to the first chunk, ms. 0 waits for nothing, not even a timer. */
  readonly firstTokenMs: number
  /** Between chunks, ms. */
  readonly betweenTokensMs: number
  /** Tokens of a whole answer. */
  readonly tokens: number
  /** The whole answer, spread evenly over the tokens. */
  readonly text: string
  /** Unbounded in practice (1,000,000) when left out. */
  readonly slots?: number
  /** 0 when left out. */
  readonly queuedMax?: number
}

/** Characters per token, for counting inputs. */
const charsPerToken = 4
const slotsDefault = 1_000_000
const vectorLength = 8

/** Returns the stand-in. Sampling parameters are checked and otherwise ignored. */
export function createFixedLatencyRuntime(init: FixedLatencyInit): Runtime {
  const pieces = spread(init.text, init.tokens)
  const pool = createSlotPool({ slots: init.slots ?? slotsDefault, queuedMax: init.queuedMax ?? 0 })
  const closing = new AbortController()
  const entries = [{ model: init.model }]
  const close = async (): Promise<void> => {
    pool.close()
    closing.abort(new RuntimeClosedError())
  }
  const countInput = (chars: number): number => {
    const inputTokens = Math.max(1, Math.ceil(chars / charsPerToken))
    if (inputTokens >= init.model.contextTokensMax)
      throw new InputTooLongError(inputTokens, init.model.contextTokensMax)
    return inputTokens
  }
  return {
    models: [init.model],
    load: () => pool.load(),
    async generate(modelRoot, job, options) {
      if (closing.signal.aborted) throw new RuntimeClosedError()
      checkGenerationJob(job)
      findModel(entries, modelRoot, job.kind)
      const inputTokens = countInput(charsOf(job))
      const signal = AbortSignal.any([options.signal, closing.signal])
      const giveBack = await pool.take({ signal })
      const room = init.model.contextTokensMax - inputTokens
      return startGeneration({
        init,
        pieces: piecesAfter(pieces, job.continuation?.text ?? ''),
        delivered: job.continuation?.text ?? '',
        inputTokens,
        tokensMax: Math.min(job.maxTokens, room),
        stop: job.stop,
        signal,
        giveBack,
      })
    },
    async embed(modelRoot, job, { signal }) {
      if (closing.signal.aborted) throw new RuntimeClosedError()
      checkEmbedJob(job)
      findModel(entries, modelRoot, job.kind)
      const inputTokens = job.inputs.reduce((total, input) => total + countInput(input.length), 0)
      const giveBack = await pool.take({ signal })
      await wait(init.firstTokenMs, AbortSignal.any([signal, closing.signal])).finally(giveBack)
      signal.throwIfAborted()
      return { vectors: job.inputs.map(unitVector), inputTokens }
    },
    close,
    [Symbol.asyncDispose]: close,
  }
}

type Start = {
  readonly init: FixedLatencyInit
  readonly pieces: readonly string[]
  /** What was said of the text elsewhere. */
  readonly delivered: string
  readonly inputTokens: number
  readonly tokensMax: number
  readonly stop: readonly string[]
  readonly signal: AbortSignal
  readonly giveBack: () => void
}

function startGeneration(start: Start): Generation {
  if (start.signal.aborted) start.giveBack()
  else start.signal.addEventListener('abort', start.giveBack, { once: true })
  return { inputTokens: start.inputTokens, chunks: ownedChunks(chunksOf(start), start.giveBack) }
}

async function* chunksOf(start: Start): AsyncGenerator<GenerationChunk, void> {
  const { init, pieces, tokensMax, signal, giveBack } = start
  const filter = createStopSequenceFilter(start.stop, start.delivered)
  if (pieces.length === 0 || holdsStopSequence(start.delivered, start.stop)) {
    giveBack()
    yield { text: filter.flush(), tokens: 0, finish: 'stop' }
    return
  }
  const count = Math.min(pieces.length, tokensMax)
  try {
    for (const [index, piece] of pieces.slice(0, count).entries()) {
      await wait(index === 0 ? init.firstTokenMs : init.betweenTokensMs, signal)
      if (signal.aborted) {
        yield { text: '', tokens: 0, finish: 'cancelled' }
        return
      }
      const { text, stopped } = filter.push(piece)
      if (stopped) {
        yield { text, tokens: 1, finish: 'stop' }
        return
      }
      if (index < count - 1) yield { text, tokens: 1 }
      else yield { text: text + filter.flush(), tokens: 1, finish: count < pieces.length ? 'length' : 'stop' }
    }
  } finally {
    signal.removeEventListener('abort', giveBack)
    giveBack()
  }
}

function charsOf(job: ChatJob | CompletionJob): number {
  const { text = '', tokenIds = [] } = job.continuation ?? {}
  const delivered = Math.max(text.length, tokenIds.length * charsPerToken)
  if (job.kind === 'completion') return delivered + job.prompt.length
  return job.messages.reduce((total, { content }) => total + content.length, delivered)
}

/** Cuts between code points, so that no piece holds half a character. */
function spread(text: string, tokens: number): string[] {
  const characters = [...text]
  const at = (index: number): number => Math.round((index * characters.length) / tokens)
  return Array.from({ length: tokens }, (_, index) => characters.slice(at(index), at(index + 1)).join(''))
}

/** Returns what is left to say after that many characters, the first token cut where it was left. */
function piecesAfter(pieces: readonly string[], delivered: string): readonly string[] {
  let at = 0
  return pieces.flatMap((piece) => {
    const from = Math.max(0, delivered.length - at)
    at += piece.length
    return from === 0 || from < piece.length ? [piece.slice(from)] : []
  })
}

function unitVector(input: string): Float32Array {
  const vector = new Float32Array(vectorLength)
  vector[input.length % vectorLength] = 1
  return vector
}

/** Resolves when the time is over or the signal aborts. */
function wait(ms: number, signal: AbortSignal): Promise<void> {
  if (ms === 0 || signal.aborted) return Promise.resolve()
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', end)
      resolve()
    }
    const timer = setTimeout(end, ms)
    signal.addEventListener('abort', end)
  })
}
