/** What an upstream server can do wrong. Its own words are not repeated: they may hold what its operator keeps secret. */
import { MillraceError } from '@millrace/protocol'

const kinds = {
  UPSTREAM_UNREACHABLE: { hint: 'Check that the upstream server runs and its base URL is right.', retryable: true },
  UPSTREAM_TIMEOUT: { hint: 'Try again; raise the time limit if the upstream is slow by nature.', retryable: true },
  UPSTREAM_BUSY: { hint: 'Try again shortly, or ask another provider.', retryable: true },
  UPSTREAM_UNAUTHORIZED: { hint: 'The provider must correct the API key of its upstream.', retryable: false },
  UPSTREAM_REFUSED: {
    hint: 'The upstream does not accept this request: check the model name and the parameters.',
    retryable: false,
  },
  UPSTREAM_FAILED: { hint: 'Try again, or ask another provider.', retryable: true },
  UPSTREAM_TRUNCATED: { hint: 'Try again: the upstream ended in mid-answer.', retryable: true },
  UPSTREAM_INVALID: {
    hint: 'The upstream does not speak the OpenAI protocol as expected: check its version.',
    retryable: false,
  },
  UPSTREAM_TOO_LARGE: { hint: 'The upstream sent more than its answer can need: check it.', retryable: false },
} as const

export type UpstreamErrorCode = keyof typeof kinds

export class UpstreamError extends MillraceError {
  override readonly name = 'UpstreamError'

  constructor(code: UpstreamErrorCode, message: string, cause?: unknown) {
    super({ code, message, ...kinds[code], cause })
  }
}
