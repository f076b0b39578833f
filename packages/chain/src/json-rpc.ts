/**
 * JSON-RPC over HTTP, with a deadline, a bound on the answer and bounded retries. The one module that talks to a chain.
 *
 * Retried: what cannot have changed anything on the other side, or is the same bytes again (a signed transaction has one
 * hash however often it is sent). An RPC URL often carries an access key in its path, so errors show its origin only.
 */

import { ChainRpcError } from './chain-rpc-error.ts'
import { ChainUnreachableError } from './chain-unreachable-error.ts'
import { pause } from './pause.ts'
import { RpcUrlInvalidError } from './rpc-url-invalid-error.ts'

/** Milliseconds one request may take, answer included. */
export const rpcTimeoutMsMax = 10_000
/** Bytes of one answer: a page of logs is the largest. */
export const rpcAnswerBytesMax = 16 * 1024 * 1024
/** Tries of one request before the chain counts as unreachable. */
export const rpcAttemptsMax = 4
/** Milliseconds before the second try; doubles with each further one. */
export const rpcRetryDelayMs = 100

export type JsonRpc = {
  /** The URL without credentials, path and query: what may be shown. */
  readonly origin: string
  /**
   * Returns the result of a call.
   *
   * @throws {ChainRpcError} when the node answers with an error. @throws {ChainUnreachableError} when it does not answer.
   */
  request(
    method: string,
    params: readonly unknown[],
    options: { readonly signal?: AbortSignal | undefined },
  ): Promise<unknown>
}

/** Returns a client for an RPC URL. Holds no connection of its own. @throws {RpcUrlInvalidError} */
export function createJsonRpc(rpcUrl: string): JsonRpc {
  const { url, origin, headers } = parseRpcUrl(rpcUrl)
  let id = 0
  return {
    origin,
    async request(method, params, { signal }) {
      const body = JSON.stringify({ jsonrpc: '2.0', id: ++id, method, params })
      for (let attempt = 1; ; attempt++) {
        signal?.throwIfAborted()
        const outcome = await post(url, headers, body, signal)
        if ('answer' in outcome) return resultOf(outcome.answer, method)
        if (!outcome.retryable || attempt === rpcAttemptsMax) {
          throw new ChainUnreachableError(origin, outcome.reason, outcome.cause)
        }
        await pause(rpcRetryDelayMs * 2 ** (attempt - 1), signal)
      }
    },
  }
}

type Outcome = { answer: unknown } | { reason: string; retryable: boolean; cause?: unknown }

async function post(
  url: URL,
  headers: Record<string, string>,
  body: string,
  signal: AbortSignal | undefined,
): Promise<Outcome> {
  const deadline = AbortSignal.timeout(rpcTimeoutMsMax)
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers,
      body,
      redirect: 'error',
      signal: signal === undefined ? deadline : AbortSignal.any([signal, deadline]),
    })
    const text = await readBounded(response)
    if (text === undefined) return { reason: `sent more than ${rpcAnswerBytesMax} bytes`, retryable: false }
    const answer = parseJson(text)
    if (isAnswer(answer)) return { answer }
    const retryable = response.status === 429 || response.status >= 500
    return { reason: `answered HTTP ${response.status} without JSON-RPC`, retryable }
  } catch (cause) {
    signal?.throwIfAborted()
    if (deadline.aborted) return { reason: `did not answer within ${rpcTimeoutMsMax} ms`, retryable: true }
    return { reason: reasonOf(cause), retryable: true, cause }
  }
}

async function readBounded(response: Response): Promise<string | undefined> {
  const decoder = new TextDecoder()
  let text = ''
  let bytes = 0
  for await (const chunk of response.body ?? []) {
    bytes += chunk.length
    if (bytes > rpcAnswerBytesMax) return undefined
    text += decoder.decode(chunk, { stream: true })
  }
  return text + decoder.decode()
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function isAnswer(value: unknown): value is { result?: unknown; error?: unknown } {
  return typeof value === 'object' && value !== null && ('result' in value || 'error' in value)
}

function resultOf(answer: unknown, method: string): unknown {
  const { result, error } = answer as { result?: unknown; error?: unknown }
  if (error === undefined || error === null) return result
  throw new ChainRpcError(method, error)
}

function reasonOf(error: unknown): string {
  const code = error instanceof Error ? (error.cause as { code?: unknown } | undefined)?.code : undefined
  return typeof code === 'string' ? `could not be reached (${code})` : 'could not be reached'
}

function parseRpcUrl(rpcUrl: string): { url: URL; origin: string; headers: Record<string, string> } {
  const url = URL.parse(rpcUrl)
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:')) throw new RpcUrlInvalidError()
  const headers: Record<string, string> = { 'content-type': 'application/json' }
  if (url.username !== '' || url.password !== '') {
    const credentials = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`
    headers.authorization = `Basic ${Buffer.from(credentials).toString('base64')}`
    url.username = ''
    url.password = ''
  }
  return { url, origin: url.origin, headers }
}
