/** Error bodies in OpenAI's shape. Nothing of an unexpected exception leaves the gateway but the fact. */
import { isMillraceError, type MillraceError } from '@millrace/protocol'
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
export function openAiError(thrown: unknown): OpenAiError {
  if (!isMillraceError(thrown)) return internalError
  const error = commonRefusal(thrown) ?? thrown
  const claimed = claimedCode(error)
  const ownCode = claimed ?? error.code
  const { status, type, code, message } = httpStatusOfCode(ownCode, error.retryable)
  const body = JSON.stringify({
    error: {
      message: (message ?? `${error.message} ${error.hint}`).slice(0, messageCharsMax),
      type,
      param: error instanceof RequestError ? error.param : null,
      code: error instanceof RequestError ? error.openAiCode : (code ?? ownCode.toLowerCase()),
    },
  })
  const headers = ['x-should-retry', String(error.retryable)]
  if (error instanceof RefusedForNowError) headers.push('retry-after', String(error.retryAfterSeconds))
  else if (error.retryable && (status === 503 || status === 429)) {
    headers.push('retry-after', String(retryAfterSecondsDefault))
  }
  return { status, code: error.code, body, headers }
}

/** Codes of providers that say something about the request, and so are passed on as if they were ours. */
const believedCodes: ReadonlySet<string> = new Set([
  'INPUT_TOO_LONG',
  'BAD_JOB',
  'RUNTIME_BUSY',
  'IDEMPOTENCY_KEY_REUSED',
  'IDEMPOTENCY_IN_PROGRESS',
])

/** Returns the provider's own code where the error quotes one that is believed. */
function claimedCode(error: MillraceError & { readonly providerCode?: unknown }): string | undefined {
  const { providerCode } = error
  return typeof providerCode === 'string' && believedCodes.has(providerCode) ? providerCode : undefined
}

/** Where every provider tried refused for the same reason, that reason is the answer, and not that there were several. */
function commonRefusal(error: MillraceError & { readonly errors?: unknown }): MillraceError | undefined {
  if (!Array.isArray(error.errors)) return undefined
  const [first, ...rest] = error.errors as unknown[]
  if (!isMillraceError(first)) return undefined
  const code = claimedCode(first)
  const isCommon = code !== undefined && rest.every((other) => isMillraceError(other) && claimedCode(other) === code)
  return isCommon ? first : undefined
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
