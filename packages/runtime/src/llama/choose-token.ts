/** The specified sampler over the logits of a computed row, reading no more of them than it takes. */
import type { Sampler, TopLogits } from '@millrace/verification'
import type { Token } from 'node-llama-cpp'
import type { RowReader } from './row-context.ts'

export type ChoicePlace = {
  readonly reader: RowReader
  readonly row: number
  /** Of the token being chosen, in the sequence. */
  readonly position: number
}

/** Returns the token that the sampler chooses for a position from the row before it. */
export async function chooseToken(sampler: Sampler, { reader, row, position }: ChoicePlace): Promise<Token> {
  const top = await reader.top(row)
  const heavyIds = sampler.heavyIds(position)
  const sure = heavyIds.length === 0 ? undefined : chooseUnread(sampler, { position, top, heavyIds })
  if (sure !== undefined) return sure
  const heavy = heavyIds.length === 0 ? undefined : await reader.of(row, heavyIds)
  return (sampler.pick(position, top, heavy) ?? sampler.pickFromAll(position, await reader.all(row))) as Token
}

/**
 * Returns the token where the noise-heavy ones need not be read: one of the top ones that wins even if each of these had the greatest
 * logit it can have, the last top one's. Reading them would only lower their scores. Saves 0.5 ms at most tokens.
 */
function chooseUnread(
  sampler: Sampler,
  { position, top, heavyIds }: { readonly position: number; readonly top: TopLogits; readonly heavyIds: Int32Array },
): Token | undefined {
  const greatest = top.logits.at(-1) as number
  const bounds = Float32Array.from(heavyIds, (id) => top.logits[top.ids.indexOf(id)] ?? greatest)
  const token = sampler.pick(position, top, { ids: heavyIds, logits: bounds })
  return token !== undefined && top.ids.includes(token) ? (token as Token) : undefined
}
