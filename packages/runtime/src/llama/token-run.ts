/**
 * One generation on one sequence of a context, token by token, with exact accounting.
 *
 * The next token is computed while the caller deals with the last one, so signing and sending cost the model no time. What is
 * computed is never more than one token ahead of what was taken. The prefill goes in small pieces, because a piece once begun
 * cannot be stopped: a piece bounds how long an abort can wait for the sequence.
 */
import type { LlamaContextSequence, Token } from 'node-llama-cpp'

/** Measured on one CPU thread with 1.1B parameters: a piece of 128 takes about 1 s; one of 32 reads 40 % slower than one of 256. */
export const prefillPieceTokensCpu = 128
export const prefillPieceTokensGpu = 512

export type TokenRunInit = {
  readonly sequence: LlamaContextSequence
  readonly input: readonly Token[]
  /** Output tokens, at least 1; input and output together fit the context. */
  readonly outputTokensMax: number
  readonly temperature: number
  readonly topP: number
  readonly seed: number
  readonly prefillPieceTokens: number
  readonly signal: AbortSignal
  /** Called once, when the sequence is idle. */
  readonly onFree: () => void
}

export type TokenRun = {
  /** Returns the next token (an end token included, after which there is none), or why there is none. */
  next(): Promise<Token | 'ended' | 'cancelled'>
  /** Gives the sequence back as soon as the step in flight is over, and resolves then. Idempotent; an abort does it too. */
  end(): Promise<void>
}

type Step =
  | { readonly kind: 'token'; readonly token: Token }
  | { readonly kind: 'ended' }
  | { readonly kind: 'failed'; readonly error: unknown }

/** Returns a run that has computed nothing yet. */
export function createTokenRun(init: TokenRunInit): TokenRun {
  const { signal } = init
  const tokens = evaluate(init)
  let ahead: Promise<Step> | undefined
  let freed: Promise<void> | undefined

  const step = (): Promise<Step> =>
    tokens.next().then(
      (result) => (result.done === true ? { kind: 'ended' } : { kind: 'token', token: result.value }),
      (error: unknown) => ({ kind: 'failed', error }),
    )
  const free = async (): Promise<void> => {
    signal.removeEventListener('abort', end)
    await ahead
    await tokens.return()
    init.onFree()
  }
  const end = (): Promise<void> => {
    freed ??= free()
    return freed
  }
  signal.addEventListener('abort', end)
  if (signal.aborted) void end()

  return {
    async next() {
      if (freed !== undefined) return signal.aborted ? 'cancelled' : 'ended'
      ahead ??= step()
      const result = await untilAborted(ahead, signal)
      if (result === 'aborted' || signal.aborted) return 'cancelled'
      if (result.kind === 'failed') throw result.error
      if (result.kind === 'ended') return 'ended'
      ahead = step()
      return result.token
    },
    end,
  }
}

async function* evaluate(init: TokenRunInit): AsyncGenerator<Token, void> {
  const { sequence, input, signal } = init
  // before, not after: a step that failed may have left anything behind
  await sequence.clearHistory()
  let at = 0
  for (; input.length - at > init.prefillPieceTokens; at += init.prefillPieceTokens) {
    await sequence.evaluateWithoutGeneratingNewTokens(input.slice(at, at + init.prefillPieceTokens))
    if (signal.aborted) return
  }
  let produced = 0
  // topK 0 is the whole vocabulary; every default is overridden, or the library's own would silently apply
  const options = {
    temperature: init.temperature,
    topP: init.topP,
    topK: 0,
    minP: 0,
    seed: init.seed,
    yieldEogToken: true,
  }
  for await (const token of sequence.evaluate(input.slice(at), options)) {
    yield token
    produced += 1
    if (produced >= init.outputTokensMax || sequence.model.isEogToken(token) || signal.aborted) return
  }
}

async function untilAborted(step: Promise<Step>, signal: AbortSignal): Promise<Step | 'aborted'> {
  let onAbort: (() => void) | undefined
  const aborted = new Promise<'aborted'>((resolve) => {
    onAbort = () => resolve('aborted')
    signal.addEventListener('abort', onAbort)
  })
  try {
    return await Promise.race([step, aborted])
  } finally {
    if (onAbort !== undefined) signal.removeEventListener('abort', onAbort)
  }
}
