/**
 * What every error code becomes over HTTP: the one place where codes meet statuses.
 *
 * `type` and `code` are OpenAI's words where OpenAI has one; otherwise `code` is ours in lower case. A code that is not
 * listed here is a provider's or an adapter's, and becomes 503 when a retry may help and 502 when not.
 */

export type HttpError = {
  readonly status: number
  /** OpenAI's `error.type`. */
  readonly type: string
  /** OpenAI's `error.code`, where it differs from ours in lower case. */
  readonly code?: string
  /** What it becomes instead when a retry cannot help. */
  readonly final?: HttpError
  /** What clients are told instead of the error's own message. */
  readonly message?: string
}

/** Returns status and OpenAI type of an error code. @param retryable - what an unlisted code's error says of itself. */
export function httpStatusOfCode(code: string, retryable: boolean): HttpError {
  const listed = httpErrorOfCode.get(code) ?? (code.startsWith('CHAIN_') ? wallet : unlisted)
  return retryable ? listed : (listed.final ?? listed)
}

const invalid: HttpError = { status: 400, type: 'invalid_request_error' }
const badGateway: HttpError = { status: 502, type: 'server_error' }
const unavailable: HttpError = { status: 503, type: 'server_error' }
const unlisted: HttpError = { ...unavailable, final: badGateway }
const wallet: HttpError = {
  ...unavailable,
  code: 'payment_unavailable',
  message: 'The gateway cannot pay providers at the moment. Its operator finds the reason in its log.',
}
const timeout: HttpError = { status: 504, type: 'server_error' }
const internal: HttpError = { status: 500, type: 'server_error' }
const conflict: HttpError = { status: 409, type: 'invalid_request_error' }
const unauthorized: HttpError = { status: 401, type: 'invalid_request_error', code: 'invalid_api_key' }
const quota: HttpError = { status: 429, type: 'insufficient_quota', code: 'insufficient_quota' }
const noModel: HttpError = { status: 404, type: 'invalid_request_error', code: 'model_not_found' }

const httpErrorOfCode: ReadonlyMap<string, HttpError> = new Map([
  // The request.
  ['BODY_UNREADABLE', invalid],
  ['PARAMETER_INVALID', invalid],
  ['PARAMETER_UNSUPPORTED', invalid],
  ['PARAMETER_UNKNOWN', invalid],
  ['HEADER_INVALID', invalid],
  ['HTTP_MALFORMED', invalid],
  ['BODY_TOO_LARGE', { status: 413, type: 'invalid_request_error' }],
  ['MEDIA_TYPE_UNSUPPORTED', { status: 415, type: 'invalid_request_error' }],
  ['HEADERS_TOO_LARGE', { status: 431, type: 'invalid_request_error' }],
  ['REQUEST_TOO_SLOW', { status: 408, type: 'invalid_request_error' }],
  ['ROUTE_NOT_FOUND', { status: 404, type: 'invalid_request_error', code: 'unknown_url' }],
  ['METHOD_NOT_ALLOWED', { status: 405, type: 'invalid_request_error' }],
  ['RECEIPT_NOT_FOUND', { status: 404, type: 'invalid_request_error' }],
  ['GATEWAY_MODEL_NOT_FOUND', noModel],
  ['GATEWAY_MODEL_NOT_FOR_WORK', { status: 404, type: 'invalid_request_error', code: 'model_not_supported' }],
  ['GATEWAY_EXACTNESS_NOT_OFFERED', { status: 404, type: 'invalid_request_error', code: 'model_not_supported' }],
  // The key.
  ['API_KEY_MISSING', unauthorized],
  ['API_KEY_INVALID', unauthorized],
  ['HOST_NOT_ALLOWED', { status: 403, type: 'invalid_request_error' }],
  ['BUDGET_EXHAUSTED', quota],
  ['RATE_LIMITED', { status: 429, type: 'rate_limit_error', code: 'rate_limit_exceeded' }],
  ['KEY_OVERLOADED', { status: 429, type: 'rate_limit_error', code: 'rate_limit_exceeded' }],
  // The gateway.
  ['GATEWAY_OVERLOADED', unavailable],
  ['GATEWAY_CLOSING', unavailable],
  ['GATEWAY_STORE_FAILED', unavailable],
  ['INTERNAL', internal],
  // Runs the gateway ended.
  ['RUN_TIMED_OUT', timeout],
  ['FIRST_TOKEN_TIMED_OUT', timeout],
  ['CHUNK_TIMED_OUT', timeout],
  ['READER_STALLED', timeout],
  ['CLIENT_GONE', { status: 499, type: 'invalid_request_error' }],
  ['RUN_PAYMENT_LAGGED', badGateway],
  ['RUN_CANCELLED', badGateway],
  ['RUN_PREEMPTED', unavailable],
  ['RUN_FAILED', badGateway],
  // Policies that nobody covers, and work that no route of the gateway asks for.
  ['AUDITORS_TOO_FEW', unavailable],
  ['TOKEN_UNCOVERED', unavailable],
  ['JOB_NOT_SERVED', invalid],
  ['JOB_OUTPUTS_WRONG', internal],
  ['TASK_STORAGE_MISSING', internal],
  ['TASK_PORT_CLOSED', unavailable],
  ['TASK_CONNECTION_RESET', badGateway],
  ['TASK_ENDED', internal],
  // Runtimes and nodes, as they reach the buyer.
  ['RUNTIME_BUSY', unavailable],
  ['RUNTIME_CLOSED', unavailable],
  ['MODEL_NOT_SERVED', noModel],
  ['INPUT_TOO_LONG', { status: 400, type: 'invalid_request_error', code: 'context_length_exceeded' }],
  ['BAD_JOB', invalid],
  ['GENERATION_FAILED', badGateway],
  ['IDEMPOTENCY_KEY_REUSED', conflict],
  ['IDEMPOTENCY_IN_PROGRESS', conflict],
  ['PAYMENT_REQUIRED', badGateway],
  ['LEASE_IN_ARREARS', unavailable],
  // The buyer.
  ['ASK_INVALID', invalid],
  ['NO_OFFER', { ...unavailable, final: invalid }],
  ['MODEL_NOT_OFFERED', noModel],
  ['MODEL_AMBIGUOUS', invalid],
  ['PROVIDERS_EXHAUSTED', unavailable],
  ['PROVIDER_UNREACHABLE', unavailable],
  ['PROVIDER_REFUSED', { ...unavailable, final: badGateway }],
  ['PROVIDER_STALLED', timeout],
  ['PROVIDER_LOST', badGateway],
  ['PROVIDER_MISBEHAVED', badGateway],
  ['PROVIDER_ENDED_EARLY', badGateway],
  ['PROVIDER_TOO_SLOW', timeout],
  ['HEDGE_LOST', badGateway],
  ['NEGOTIATION_FAILED', unavailable],
  ['RESERVATION_EARLY', unavailable],
  ['STANDING_ORDER_EXPIRED', unavailable],
  ['STANDING_ORDERS_FULL', unavailable],
  ['OVERCHARGED', badGateway],
  ['QUOTE_REFUSED', badGateway],
  ['RECEIPT_MISMATCH', badGateway],
  ['LEASES_CROWDED', unavailable],
  ['CHANNEL_CROWDED', unavailable],
  // The gateway's own wallet: what is wrong with it is not for its users to read.
  ['INSUFFICIENT_BALANCE', wallet],
  ['CHANNEL_CLOSING', wallet],
  ['CHANNEL_DISPUTED', wallet],
  ['CHANNEL_SIGNER_MISMATCH', wallet],
  ['BUYER_STORE_FAILED', wallet],
  ['BUYER_STORE_IN_USE', wallet],
  ['BUYER_STORE_TOO_NEW', wallet],
  ['BUYER_CLOSED', wallet],
])

/** The codes that are listed, for the test that holds them against the sources. */
export const listedCodes: readonly string[] = [...httpErrorOfCode.keys()]
