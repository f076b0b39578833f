/** Error bodies in OpenAI's shape. Nothing of an unexpected exception leaves the gateway but the fact. */
import { isMillraceError } from '@millrace/protocol'
import { RefusedForNowError, RequestError } from './gateway-error.ts'
import { httpStatusOfCode } from './http-status-of-code.ts'

/** Characters of an error message; a provider may have written it. */
const messageCharsMax = 1_000
/** Seconds a client should wait before it retries what names no time of its own. */
const retryAfterSecondsDefault = 1

export type OpenAiError = {
  readonly status: number
  /** Our code, for logs and metrics. */
  readonly code: string
  /** JSON of `{"error":{"message","type","param","code"}}`. */
  readonly body: string
  /** Header names and values that belong to it, flat. */
  readonly headers: readonly string[]
}

/** Returns what a thrown value becomes for the client. */
export function openAiError(error: unknown): OpenAiError {
  if (!isMillraceError(error)) return internalError
  const { status, type, code } = httpStatusOfCode(error.code, error.retryable)
  const body = JSON.stringify({
    error: {
      message: `${error.message} ${error.hint}`.slice(0, messageCharsMax),
      type,
      param: error instanceof RequestError ? error.param : null,
      code: error instanceof RequestError ? error.openAiCode : (code ?? error.code.toLowerCase()),
    },
  })
  const headers = ['x-should-retry', String(error.retryable)]
  if (error instanceof RefusedForNowError) headers.push('retry-after', String(error.retryAfterSeconds))
  else if (error.retryable && (status === 503 || status === 429)) {
    headers.push('retry-after', String(retryAfterSecondsDefault))
  }
  return { status, code: error.code, body, headers }
}

const internalError: OpenAiError = {
  status: 500,
  code: 'INTERNAL',
  body: JSON.stringify({
    error: {
      message: 'The gateway failed while it was working on your request. Report the x-request-id to its operator.',
      type: 'server_error',
      param: null,
      code: 'internal',
    },
  }),
  headers: ['x-should-retry', 'false'],
}
