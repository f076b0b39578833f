/**
 * The auditor's half of canonical generation: one prefill of input and claimed tokens in canonical rows, and the specified sampler at
 * the place of each claimed token.
 */
import type { Sampler, TokenReading, TopLogits } from '@millrace/verification'
import type { Token } from 'node-llama-cpp'
import { firstLogitsPosition, padRows } from './canonical-tokens.ts'
import { type ChoicePlace, chooseToken } from './choose-token.ts'
import { readRows } from './read-rows.ts'
import type { RowContext } from './row-context.ts'

export type ReplayInit = {
  readonly context: RowContext
  readonly sequence: number
  /** At least one token. */
  readonly input: readonly Token[]
  /** Input and claim fit the context. */
  readonly claimed: readonly Token[]
  readonly sampler: Sampler
  /** Whether margins are to be computed from what is read. */
  readonly wantsReadings: boolean
}

/** What the sampler says at one place, and from what. */
export type ReplayedPlace = { readonly token: Token; readonly reading?: TokenReading }

/** Returns one place for each claimed token. Aborting rejects with the signal's reason, after the piece being read. */
export async function replayTokens(
  init: ReplayInit,
  { signal }: { readonly signal: AbortSignal },
): Promise<ReplayedPlace[]> {
  const { context, sequence, input, claimed } = init
  if (claimed.length === 0) return []
  // nothing is chosen from the row of the last one
  const tokens = [...input, ...claimed.slice(0, -1)]
  const places: ReplayedPlace[] = []
  let from = firstLogitsPosition(input.length)
  await readRows(context, { sequence, tokens, from: 0, to: from }, { signal })
  for (; from < tokens.length; from += context.rowsMax) {
    signal.throwIfAborted()
    const rows = padRows(tokens.slice(from, from + context.rowsMax))
    await context.compute({ sequence, from, tokens: rows, logitsFrom: 0 }, async (reader) => {
      for (let row = Math.max(0, input.length - 1 - from); row < rows.length; row += 1) {
        const position = from + row + 1
        const token = claimed[position - input.length]
        if (token === undefined) return
        places.push(await replayPlace(init, { reader, row, position }, token))
      }
    })
  }
  signal.throwIfAborted()
  return places
}

async function replayPlace(
  { sampler, wantsReadings }: ReplayInit,
  place: ChoicePlace,
  claimed: Token,
): Promise<ReplayedPlace> {
  const token = await chooseToken(sampler, place)
  return wantsReadings ? { token, reading: await readPlace(sampler, place, claimed) } : { token }
}

async function readPlace(
  sampler: Sampler,
  { reader, row, position }: ChoicePlace,
  token: Token,
): Promise<TokenReading> {
  const top = await reader.top(row)
  const heavyIds = sampler.heavyIds(position)
  const heavy = heavyIds.length === 0 ? undefined : await reader.of(row, heavyIds)
  const known = logitOf(token, top) ?? (heavy === undefined ? undefined : logitOf(token, heavy))
  const logit = known ?? (logitOf(token, await reader.of(row, Int32Array.of(token))) as number)
  return { position, token, logit, top, ...(heavy === undefined ? {} : { heavy }) }
}

function logitOf(token: Token, { ids, logits }: TopLogits): number | undefined {
  return logits[ids.indexOf(token)]
}
