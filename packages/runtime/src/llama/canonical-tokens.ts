/**
 * Canonical generation: a token is defined by the logits of its row in a block prefill, so that an auditor of the same build computes
 * the same bits in one prefill of the whole answer.
 *
 * **The rule.** The row that a token is sampled from, and every row before it, is computed in a batch of one sequence whose
 * rows are a multiple of {@link canonicalRows}, all of them giving logits or none. Positions under ⌊(n − 1) ÷ 8⌋ · 8 of an input of n
 * tokens give none, all others do. Rows computed so have the same bits whatever their number and wherever their batch
 * begins; the test holds that. Plain decoding has others.
 *
 * **The procedure.** Draft some tokens by any means, drop their cells, prefill the block, sample at each row, accept up to and with
 * the first token that differs from the draft, drop the rest, repeat. A draft changes the time an answer takes, never the answer.
 */
import type { Token } from 'node-llama-cpp'
import { chooseToken } from './choose-token.ts'
import type { Drafter } from './drafter.ts'
import type { TokensInit } from './plain-tokens.ts'
import { readRows } from './read-rows.ts'

/** Rows of a canonical batch are a multiple of this: the least at which TinyLlama's IQ2 kernels agree with wider batches. */
export const canonicalRows = 8

export type CanonicalTokensInit = TokensInit & {
  readonly drafter: Drafter
  /** Rows of a block, a multiple of {@link canonicalRows}. The provider's choice: it does not show in the answer. */
  readonly blockRows: number
}

/** Yields the tokens, an end token included. Aborting ends it after the step being computed. */
export async function* canonicalTokens(init: CanonicalTokensInit): AsyncGenerator<Token, void> {
  const { context, sequence, input, outputTokensMax, isEnd, signal } = init
  const known = [...input]
  /** Tokens of `known` whose rows are computed for good. */
  let settled = firstLogitsPosition(input.length)
  let left = outputTokensMax
  await readRows(context, { sequence, tokens: input, from: 0, to: settled }, { signal })
  while (!signal.aborted) {
    const open = known.slice(settled)
    const draft = await draftFor(init, { known, settled, left })
    if (signal.aborted) return
    const block = padRows([...open, ...draft])
    const accepted = await acceptedOf(init, { settled, open: open.length, block, left })
    settled += open.length + accepted.length - 1
    known.push(...accepted)
    left -= accepted.length
    yield* accepted
    if (left === 0 || accepted.some(isEnd)) return
  }
}

/** Returns the position from which on rows give logits, for an input of at least one token. */
export function firstLogitsPosition(inputLength: number): number {
  return Math.floor((inputLength - 1) / canonicalRows) * canonicalRows
}

/** Returns the rows, filled up to a multiple of {@link canonicalRows} with rows that nobody reads. */
export function padRows(tokens: readonly Token[]): Token[] {
  const missing = (canonicalRows - (tokens.length % canonicalRows)) % canonicalRows
  return [...tokens, ...new Array<Token>(missing).fill(tokens.at(-1) ?? (0 as Token))]
}

type State = { readonly known: readonly Token[]; readonly settled: number; readonly left: number }

async function draftFor(
  { input, drafter, blockRows, signal }: CanonicalTokensInit,
  { known, settled, left }: State,
): Promise<readonly Token[]> {
  const open = known.length - settled
  // who asked waits for the first token: it comes from the input's own rows, with none drafted after it
  const room = known.length === input.length ? 0 : blockRows - open
  // the last token allowed needs no row of its own
  const count = Math.min(Math.max(0, room), left - 1)
  return count === 0 ? [] : drafter.draft({ known, settled, count }, { signal })
}

/** Returns the tokens sampled up to and with the first that the block does not continue with; at least one. */
function acceptedOf(
  { context, sequence, sampler, isEnd }: CanonicalTokensInit,
  at: { readonly settled: number; readonly open: number; readonly block: readonly Token[]; readonly left: number },
): Promise<Token[]> {
  const { settled, open, block, left } = at
  return context.compute({ sequence, from: settled, tokens: block, logitsFrom: 0 }, async (reader) => {
    const accepted: Token[] = []
    for (let row = open - 1; row < block.length; row += 1) {
      const token = await chooseToken(sampler, { reader, row, position: settled + row + 1 })
      accepted.push(token)
      if (token !== block[row + 1] || accepted.length === left || isEnd(token)) break
    }
    return accepted
  })
}
