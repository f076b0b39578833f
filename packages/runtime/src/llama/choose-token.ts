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

/** So few rivals cost less to read than {@link RowReader.wide}. */
const rivalsReadMax = 16

/** Returns the token that the sampler chooses for a position from the row before it. */
export async function chooseToken(sampler: Sampler, place: ChoicePlace): Promise<Token> {
  const { reader, row, position } = place
  const top = await reader.top(row)
  const rivals = sampler.rivals(position, top)
  if (rivals !== undefined && rivals.length <= rivalsReadMax) return pickAmong(sampler, place, { top, rivals })
  return (sampler.pick(position, top) ?? (await chooseWidely(sampler, place))) as Token
}

/** Where many tokens beyond the top ones may win, or be kept. */
async function chooseWidely(sampler: Sampler, place: ChoicePlace): Promise<Token> {
  const { reader, row, position } = place
  const top = await reader.wide(row)
  const rivals = sampler.rivals(position, top)
  if (rivals !== undefined) return pickAmong(sampler, place, { top, rivals })
  const token = sampler.pick(position, top) ?? sampler.pick(position, top, await readHeavy(sampler, place))
  return (token ?? sampler.pickFromAll(position, await reader.all(row))) as Token
}

async function readHeavy(sampler: Sampler, { reader, row, position }: ChoicePlace): Promise<TopLogits | undefined> {
  const ids = sampler.heavyIds(position)
  return ids.length === 0 ? undefined : reader.of(row, ids)
}

async function pickAmong(
  sampler: Sampler,
  { reader, row, position }: ChoicePlace,
  { top, rivals }: { readonly top: TopLogits; readonly rivals: Int32Array },
): Promise<Token> {
  const logits = rivals.length === 0 ? { ids: rivals, logits: new Float32Array() } : await reader.of(row, rivals)
  return sampler.pickAmong(position, top, logits) as Token
}
