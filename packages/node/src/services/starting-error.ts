import { isMillraceError } from '@millrace/protocol'
import { RefusalError } from '../refusal-error.ts'

/** Returns what to tell a buyer whose connection or program did not come about. */
export function startingError(signal: AbortSignal, error: unknown): unknown {
  if (!signal.aborted) return error
  if (isMillraceError(signal.reason)) return signal.reason
  return new RefusalError('NODE_BUSY', 'The task did not answer in time.')
}
