/** How an error is told: two lines for people, one JSON object for machines, both on standard error. */
import { isMillraceError } from '@millrace/protocol'
import { withSources } from './source-stack.ts'
import { withoutControls } from './terminal.ts'

export type ToldError = { readonly code: string; readonly message: string; readonly hint: string }

/** Returns what is told of an error. What is not one of ours is a defect, and carries its stack. */
export function describeFailure(error: unknown): ToldError {
  if (isMillraceError(error)) return { code: error.code, message: error.message, hint: error.hint }
  const message = error instanceof Error ? withSources(error.stack ?? error.message) : String(error)
  return { code: 'UNEXPECTED', message, hint: 'This is a defect in Millrace; please report it with the text above.' }
}

/** Writes an error to standard error. */
export function tellError(err: NodeJS.WritableStream, error: unknown, json: boolean): void {
  const { code, message, hint } = describeFailure(error)
  if (json) err.write(`${JSON.stringify({ error: { code, message, hint } })}\n`)
  // A provider may have said some of it.
  else err.write(`error: ${withoutControls(message)}\n  ${withoutControls(hint)}\n  (${code})\n`)
}
