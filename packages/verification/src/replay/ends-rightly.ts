/**
 * Whether an answer ends where it may. Every token before the end can be checked and the answer still be cut short, so
 * the end has a rule of its own: the last token is an end token that was sampled, completes a stop sequence, or stands at
 * the length limit; and nothing follows an end token.
 */
import type { Finish } from '@millrace/protocol'

export type AnswerEnd = {
  readonly finish: Finish
  /** All sampled tokens, an end token included. */
  readonly tokenIds: readonly number[]
  /** The model's end tokens, end of turn included. */
  readonly endTokenIds: ReadonlySet<number>
  /** Tokens the request allows: the least of its own limit and what the context holds after the prompt. */
  readonly lengthMax: number
  /** Whether the text up to the last token, and no shorter, holds one of the request's stop sequences. */
  readonly stopSequenceReached: boolean
}

/**
 * Returns whether the answer ends as its finish says it does. Runs that the buyer, the payment or a notice ended may
 * stand anywhere under the limit; that they were ended so is for their receipts to show.
 */
export function endsRightly({ finish, tokenIds, endTokenIds, lengthMax, stopSequenceReached }: AnswerEnd): boolean {
  const end = tokenIds.findIndex((id) => endTokenIds.has(id))
  const last = tokenIds.length - 1
  if (tokenIds.length > lengthMax || (end !== -1 && end < last)) return false
  if (finish === 'stop') return stopSequenceReached || (last >= 0 && end === last)
  if (finish === 'length') return tokenIds.length === lengthMax && end === -1
  return true
}
