/**
 * Guesses how an answer goes on, for canonical generation to check. A guess is never part of an answer unless the canonical row says
 * the same, so a drafter may be as wrong as it likes: that costs time only.
 */
import type { Sampler } from '@millrace/verification'
import type { Token } from 'node-llama-cpp'
import { chooseToken } from './choose-token.ts'
import { readRows } from './read-rows.ts'
import type { RowContext } from './row-context.ts'

export type DraftWish = {
  /** Input and answer so far. */
  readonly known: readonly Token[]
  /** How many of these have canonical cells. */
  readonly settled: number
  /** Tokens wanted, at least 1. */
  readonly count: number
}

export type Drafter = {
  /** Returns at most `count` tokens. Aborting returns early. */
  draft(wish: DraftWish, options: { readonly signal: AbortSignal }): Promise<readonly Token[]>
}

type DecoderInit = {
  readonly context: RowContext
  readonly sequence: number
  /** The sampler of the answer: with its noise even a weaker model guesses most tokens. */
  readonly sampler: Sampler
  readonly isEnd: (token: Token) => boolean
}

/** Returns a drafter that decodes on the sequence being generated, over cells that the block then replaces. */
export function createOwnDrafter(init: DecoderInit): Drafter {
  return {
    draft: ({ known, settled, count }, { signal }) => decode(init, { known, from: settled, count }, signal),
  }
}

/**
 * Returns a drafter that decodes with another model of the same vocabulary.
 *
 * @param init.context - of that model; nothing else uses the sequence.
 */
export function createModelDrafter(init: DecoderInit): Drafter {
  /** What the model has cells of. */
  let held: readonly Token[] = []
  return {
    async draft({ known, count }, { signal }) {
      const same = Math.min(commonLength(held, known), known.length - 1)
      const from = Math.max(same, known.length - init.context.rowsMax)
      await readRows(init.context, { sequence: init.sequence, tokens: known, from: same, to: from }, { signal })
      const draft = await decode(init, { known, from, count }, signal)
      held = [...known, ...draft.slice(0, -1)]
      return draft
    },
  }
}

/** Returns a drafter that has no guess: every block is one token. */
export const noDrafter: Drafter = { draft: async () => [] }

async function decode(
  { context, sequence, sampler, isEnd }: DecoderInit,
  { known, from, count }: { readonly known: readonly Token[]; readonly from: number; readonly count: number },
  signal: AbortSignal,
): Promise<Token[]> {
  const draft: Token[] = []
  let at = from
  let tokens = known.slice(from)
  while (draft.length < count && !signal.aborted) {
    const row = tokens.length - 1
    const position = at + tokens.length
    const token = await context.compute({ sequence, from: at, tokens, logitsFrom: row }, (reader) =>
      chooseToken(sampler, { reader, row, position }),
    )
    draft.push(token)
    if (isEnd(token)) break
    at = position
    tokens = [token]
  }
  return draft
}

function commonLength(one: readonly Token[], other: readonly Token[]): number {
  const end = Math.min(one.length, other.length)
  let length = 0
  while (length < end && one[length] === other[length]) length += 1
  return length
}
