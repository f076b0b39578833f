/** What a part of an answer says of the node that served it. */
import { ProviderRefusedError } from './buyer-error.ts'
import { HedgeLostError, ProviderEndedError } from './market-error.ts'
import type { Part } from './run-part.ts'

/** What a part says of its node; undefined where it says nothing: busy, not begun, or not the node's fault. */
export function outcomeOf(part: Part | undefined, failure: unknown): 'good' | 'bad' | undefined {
  if (part === undefined || failure instanceof HedgeLostError) return undefined
  if (failure === undefined) return 'good'
  if (failure instanceof ProviderRefusedError && part.outputUnits === 0) return undefined
  if (failure instanceof ProviderEndedError && failure.isAnnounced) return undefined
  return 'bad'
}
