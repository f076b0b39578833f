/**
 * One generation, token by token, with exact accounting.
 *
 * The next token is computed while the caller deals with the last one, so signing and sending cost the model no time. What is
 * computed is never more than one step ahead of what was taken: a token, in canonical mode a block.
 */
import type { Token } from 'node-llama-cpp'

export type TokenRunInit = {
  /** Ends after an end token or the last token allowed, and soon after an abort. */
  readonly tokens: AsyncGenerator<Token, void>
  readonly signal: AbortSignal
  /** Called once, when nothing is computed any more. */
  readonly onFree: () => void
}

export type TokenRun = {
  /** Returns the next token (an end token included, after which there is none), or why there is none. */
  next(): Promise<Token | 'ended' | 'cancelled'>
  /** Stops as soon as the step in flight is over, and resolves then. Idempotent; an abort does it too. */
  end(): Promise<void>
}

type Step =
  | { readonly kind: 'token'; readonly token: Token }
  | { readonly kind: 'ended' }
  | { readonly kind: 'failed'; readonly error: unknown }

/** Returns a run that has computed nothing yet. */
export function createTokenRun({ tokens, signal, onFree }: TokenRunInit): TokenRun {
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
    onFree()
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
