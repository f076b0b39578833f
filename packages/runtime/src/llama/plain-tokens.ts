/** Plain decoding: each token from the row of the one before, computed alone or in a batch with other sequences. */
import type { Sampler } from '@millrace/verification'
import type { Token } from 'node-llama-cpp'
import { chooseToken } from './choose-token.ts'
import { readRows } from './read-rows.ts'
import type { RowContext } from './row-context.ts'

/** What every way of generating needs. */
export type TokensInit = {
  readonly context: RowContext
  readonly sequence: number
  /** At least one token. */
  readonly input: readonly Token[]
  /** At least 1; input and output together fit the context. */
  readonly outputTokensMax: number
  readonly sampler: Sampler
  readonly isEnd: (token: Token) => boolean
  readonly signal: AbortSignal
}

/** Yields the tokens, an end token included. Aborting ends it after the step being computed. */
export async function* plainTokens(init: TokensInit): AsyncGenerator<Token, void> {
  const { context, sequence, input, outputTokensMax, sampler, isEnd, signal } = init
  const pieceFrom = Math.floor((input.length - 1) / context.rowsMax) * context.rowsMax
  await readRows(context, { sequence, tokens: input, from: 0, to: pieceFrom }, { signal })
  let from = pieceFrom
  let tokens = input.slice(pieceFrom)
  for (let produced = 1; !signal.aborted; produced += 1) {
    const row = tokens.length - 1
    const position = from + tokens.length
    const token = await context.compute({ sequence, from, tokens, logitsFrom: row }, (reader) =>
      chooseToken(sampler, { reader, row, position }),
    )
    yield token
    if (produced === outputTokensMax || isEnd(token)) return
    from = position
    tokens = [token]
  }
}
