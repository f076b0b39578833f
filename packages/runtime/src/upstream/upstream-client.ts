/** One POST to an upstream server: bounded in time and size, every failure typed. */
import { Agent, fetch } from 'undici'
import { UpstreamError } from './upstream-error.ts'

/** Bytes of one answer of an upstream, streamed or not. 2,048 embeddings of 4,096 numbers as text are 100 MB. */
export const upstreamResponseBytesMax = 134_217_728
/** Milliseconds to connect to an upstream. */
export const upstreamConnectMsMax = 10_000

export type UpstreamClientInit = {
  /** As OpenAI clients take it, e.g. `http://127.0.0.1:8080/v1`. */
  readonly baseUrl: string
  /** Sent as a bearer token, never logged. */
  readonly apiKey?: string | undefined
  /** Until the first byte of the answer, ms: covers the upstream's queue and prefill. */
  readonly firstByteMsMax: number
  /** Between two pieces of an answer, ms. */
  readonly idleMsMax: number
}

export type UpstreamClient = {
  /** Posts JSON and returns the answer's body, piece by piece. Aborting rejects with the signal's reason. */
  post(path: string, body: object, options: { readonly signal: AbortSignal }): Promise<AsyncIterable<Uint8Array>>
  /** Posts JSON and returns the answer parsed. */
  postJson(path: string, body: object, options: { readonly signal: AbortSignal }): Promise<unknown>
  close(): Promise<void>
}

export function createUpstreamClient(init: UpstreamClientInit): UpstreamClient {
  const base = init.baseUrl.replace(/\/+$/, '')
  const agent = new Agent({
    connect: { timeout: upstreamConnectMsMax },
    headersTimeout: init.firstByteMsMax,
    bodyTimeout: init.idleMsMax,
  })
  const headers: Record<string, string> = { 'content-type': 'application/json' }
  if (init.apiKey !== undefined) headers.authorization = `Bearer ${init.apiKey}`

  const post: UpstreamClient['post'] = async (path, body, { signal }) => {
    try {
      const response = await fetch(new URL(path, `${base}/`), {
        method: 'POST',
        headers,
        body: JSON.stringify(body),
        // a redirect would carry the key elsewhere
        redirect: 'error',
        dispatcher: agent,
        signal,
      })
      if (!response.ok) {
        await response.body?.cancel()
        throw errorOfStatus(response.status)
      }
      return bounded(response.body ?? emptyBody(), signal)
    } catch (error) {
      throw toUpstreamError(error, signal)
    }
  }
  return {
    post,
    async postJson(path, body, options) {
      const pieces: Uint8Array[] = []
      for await (const piece of await post(path, body, options)) pieces.push(piece)
      return parseJson(Buffer.concat(pieces).toString('utf8'))
    },
    close: () => agent.destroy(),
  }
}

/** Returns the value. @throws {UpstreamError} UPSTREAM_INVALID when it is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new UpstreamError('UPSTREAM_INVALID', 'The upstream answered with something that is not JSON.', cause)
  }
}

async function* bounded(body: AsyncIterable<Uint8Array>, signal: AbortSignal): AsyncGenerator<Uint8Array, void> {
  let bytes = 0
  try {
    for await (const piece of body) {
      bytes += piece.byteLength
      if (bytes > upstreamResponseBytesMax) {
        throw new UpstreamError(
          'UPSTREAM_TOO_LARGE',
          `The upstream's answer passed ${upstreamResponseBytesMax} bytes and was cut off.`,
        )
      }
      yield piece
    }
  } catch (error) {
    throw toUpstreamError(error, signal)
  }
}

async function* emptyBody(): AsyncGenerator<Uint8Array, void> {
  // a body-less answer is an answer of no bytes
}

function errorOfStatus(status: number): UpstreamError {
  const message = `The upstream answered with status ${status}.`
  if (status === 429 || status === 503) return new UpstreamError('UPSTREAM_BUSY', message)
  if (status === 401 || status === 403) return new UpstreamError('UPSTREAM_UNAUTHORIZED', message)
  if (status >= 500) return new UpstreamError('UPSTREAM_FAILED', message)
  return new UpstreamError('UPSTREAM_REFUSED', message)
}

function toUpstreamError(error: unknown, signal: AbortSignal): unknown {
  if (signal.aborted) return signal.reason
  if (error instanceof UpstreamError) return error
  const codes = [codeOf(error), codeOf(error instanceof Error ? error.cause : undefined)]
  if (codes.some((code) => code.endsWith('_TIMEOUT'))) {
    return new UpstreamError('UPSTREAM_TIMEOUT', 'The upstream kept silent for longer than allowed.', error)
  }
  if (codes.some((code) => ['UND_ERR_SOCKET', 'ECONNRESET'].includes(code))) {
    return new UpstreamError('UPSTREAM_TRUNCATED', 'The upstream closed the connection in mid-answer.', error)
  }
  return new UpstreamError('UPSTREAM_UNREACHABLE', 'The upstream cannot be reached.', error)
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}
