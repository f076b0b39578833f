/** The specified sampler over the logits of a computed row. */
import type { Sampler } from '@millrace/verification'
import type { Token } from 'node-llama-cpp'
import type { RowReader } from './row-context.ts'

/** Returns the token that the sampler chooses for a position from the row before it. */
export async function chooseToken(
  sampler: Sampler,
  { reader, row, position }: { readonly reader: RowReader; readonly row: number; readonly position: number },
): Promise<Token> {
  const top = await reader.top(row)
  const heavyIds = sampler.heavyIds(position)
  const heavy = heavyIds.length === 0 ? undefined : await reader.of(row, heavyIds)
  return (sampler.pick(position, top, heavy) ?? sampler.pickFromAll(position, await reader.all(row))) as Token
}
