/** The port for structured log lines. Fields never hold prompts, answers, keys or signatures. */

export type LogLevel = 'debug' | 'info' | 'warn' | 'error'
export type LogFields = { readonly [field: string]: string | number | bigint | boolean | undefined }
/** Writes one line: what happened (`lease-opened`), and to what. */
export type Log = (level: LogLevel, event: string, fields?: LogFields) => void

/** Returns what a log line may say of an error: its code or name, never its data. */
export function errorFields(error: unknown): LogFields {
  if (!(error instanceof Error)) return { error: typeof error }
  const code = (error as { code?: unknown }).code
  return { error: error.name, code: typeof code === 'string' ? code : undefined, message: error.message.slice(0, 300) }
}
