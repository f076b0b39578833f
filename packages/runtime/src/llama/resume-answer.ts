/**
 * Takes up an answer where another provider left it: which tokens it has already, what of their text was not delivered yet,
 * and whether it is over.
 *
 * Tokens that came with the text are used as they are when they are this model's and say the text: then what follows is what
 * the first provider would have computed, up to the arithmetic (decode there, prefill here). Otherwise the text is tokenised,
 * which may cut it differently than the model did. Control tokens are never taken from outside: a provider could hide in them
 * what no reader of the text sees.
 */
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { LlamaModel, Token } from 'node-llama-cpp'
import type { ChatJob, CompletionJob, Continuation, Generation } from '../runtime.ts'
import { InputTooLongError } from '../runtime-error.ts'
import { createStopSequenceFilter, holdsStopSequence, type StopSequenceFilter } from '../stop-sequence-filter.ts'
import { refuseEndless } from './refuse-endless.ts'
import { createTokenText, type TokenText } from './token-text.ts'

export type ResumedAnswer = {
  /** Read after the prompt. */
  readonly tokens: readonly Token[]
  /** In the state after those tokens. */
  readonly text: TokenText
  /** In the state after what was delivered and `pending`. */
  readonly filter: StopSequenceFilter
  /** Text of those tokens that was not delivered yet, to go out with the next token. */
  readonly pending: string
  /** Nothing more is to be computed. */
  readonly ended: boolean
}

export type ResumableModel = Pick<
  LlamaModel,
  'detokenize' | 'tokenize' | 'isEogToken' | 'getTokenAttributes' | 'fileInfo'
>

type ResumeInit = {
  readonly prompt: readonly Token[]
  readonly job: Pick<ChatJob | CompletionJob, 'continuation' | 'stop'>
  readonly contextTokensMax: number
}

/** Tokens made text between two turns of the event loop: about 5 ms. */
const tokensPerTurn = 512

/**
 * Returns the answer so far, an empty one for a job that continues none.
 *
 * @throws {InputTooLongError} when prompt and answer leave no room for a token.
 */
export async function resumeAnswer(
  model: ResumableModel,
  { prompt, job, contextTokensMax }: ResumeInit,
  { signal }: { readonly signal: AbortSignal },
): Promise<ResumedAnswer> {
  const { continuation = { text: '' }, stop } = job
  const { text: delivered, tokenIds = [] } = continuation
  refuseTooLong(prompt.length + tokenIds.length, contextTokensMax)
  refuseEndless(delivered, contextTokensMax)
  const known = await fromTokens(model, prompt, continuation, signal)
  const { tokens, text, rest, ended } = known ?? fromText(model, prompt, delivered)
  refuseTooLong(prompt.length + tokens.length, contextTokensMax)
  const filter = createStopSequenceFilter(stop, delivered)
  const isOver = holdsStopSequence(delivered, stop)
  const pending = filter.push(isOver ? '' : rest)
  return { tokens, text, filter, pending: pending.text, ended: ended || isOver || pending.stopped }
}

/** Returns the generation of an answer that was over already: it reads nothing, and gives what had not been delivered. */
export function endedGeneration({ pending, filter }: ResumedAnswer): Generation {
  async function* chunks() {
    yield { text: pending + filter.flush(), tokens: 0, finish: 'stop' as const }
  }
  return { inputTokens: 0, chunks: chunks() }
}

type Known = Pick<ResumedAnswer, 'tokens' | 'text' | 'ended'> & { readonly rest: string }

/** Returns undefined when the tokens are not this model's, or do not begin with the text. */
async function fromTokens(
  model: ResumableModel,
  prompt: readonly Token[],
  { text: delivered, tokenIds }: Continuation,
  signal: AbortSignal,
): Promise<Known | undefined> {
  if (tokenIds === undefined || tokenIds.length === 0) return undefined
  const vocabularySize = model.fileInfo.metadata.tokenizer?.ggml?.tokens?.length ?? 0
  // llama.cpp does not survive to be asked about a token that there is not
  if (!tokenIds.every((id) => id < vocabularySize)) return undefined
  const tokens = tokenIds as readonly number[] as Token[]
  const ended = model.isEogToken(tokens.at(-1))
  const spoken = ended ? tokens.slice(0, -1) : tokens
  const text = createTokenText(model, prompt)
  let said = ''
  for (const [index, token] of spoken.entries()) {
    if (model.isEogToken(token) || model.getTokenAttributes(token).control) return undefined
    said += text.push(token)
    if (index % tokensPerTurn === tokensPerTurn - 1) {
      await nextTurn()
      signal.throwIfAborted()
    }
  }
  if (ended) said += text.flush()
  return said.startsWith(delivered) ? { tokens: spoken, text, ended, rest: said.slice(delivered.length) } : undefined
}

function fromText(model: ResumableModel, prompt: readonly Token[], delivered: string): Known {
  const plain = model.tokenize(delivered, false)
  const says = (tokens: Token[]) => model.detokenize(tokens, false, prompt.slice(-1)) === delivered
  // some tokenizers begin every text with a space that was not in it
  const tokens = says(plain) ? plain : model.tokenize(delivered, false, 'trimLeadingSpace')
  return { tokens, text: createTokenText(model, [...prompt, ...tokens]), rest: '', ended: false }
}

function refuseTooLong(tokens: number, contextTokensMax: number): void {
  if (tokens >= contextTokensMax) throw new InputTooLongError(tokens, contextTokensMax)
}
