/** The first question to the network, asked as any OpenAI client would ask it, over HTTP. */
import {
  type Hash,
  isMillraceError,
  MillraceError,
  parseHash,
  parseReceiptBundle,
  parseWith,
  type ReceiptBundle,
} from '@millrace/protocol'
import { EventSourceParserStream } from 'eventsource-parser/stream'
import * as v from 'valibot'

export type GatewayAnswer = {
  readonly receiptId: Hash
  readonly leaseId: string
  readonly provider: string
  readonly operator: string
  readonly price: string
  readonly reason: string
  /** What was agreed on checking it, and how comparable it is; empty from a gateway of an earlier version. */
  readonly policy: string
  readonly exactness: string
  readonly inputTokens: number
  readonly outputTokens: number
}

export type ChatTurn = { readonly role: 'system' | 'user' | 'assistant'; readonly content: string }

/**
 * Streams one chat answer; `onText` gets each piece as it comes.
 *
 * @throws {GatewayRequestError} when the gateway answers with an error, before or within the stream.
 */
export async function askGateway(
  gateway: { readonly url: string; readonly apiKey: string },
  question: {
    readonly model: string
    readonly messages: readonly ChatTurn[]
    readonly maxTokens: number
    /** As the gateway's headers spell them; its own choice without them. */
    readonly exactness?: string | undefined
    readonly policy?: string | undefined
  },
  options: {
    readonly signal: AbortSignal
    readonly onText: (text: string) => void
    readonly onHeaders?: (answer: Headers) => void
  },
): Promise<GatewayAnswer> {
  const response = await fetchGateway(gateway, '/v1/chat/completions', {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...assuranceHeaders(question) },
    body: JSON.stringify({
      model: question.model,
      messages: question.messages,
      max_tokens: question.maxTokens,
      temperature: 0,
      stream: true,
      stream_options: { include_usage: true },
    }),
    signal: options.signal,
  })
  options.onHeaders?.(response.headers)
  let usage: { prompt_tokens: number; completion_tokens: number } = { prompt_tokens: 0, completion_tokens: 0 }
  let lastReceipt: string | undefined
  if (response.body === null) throw new GatewayRequestError(502, 'EMPTY', 'The gateway answered without a body.')
  const events = response.body.pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream())
  let isDone = false
  for await (const event of events) {
    if (event.data === '[DONE]') {
      isDone = true
      break
    }
    const chunk = parseChunk(event.data)
    if (chunk.error !== undefined) throw new GatewayRequestError(502, chunk.error.code ?? 'STREAM', chunk.error.message)
    if (chunk.usage) usage = chunk.usage
    lastReceipt = chunk.millrace?.receipts?.at(-1) ?? chunk.millrace?.receipt ?? lastReceipt
    const text = chunk.choices?.[0]?.delta?.content
    if (text) options.onText(text)
  }
  if (!isDone) throw new GatewayRequestError(502, 'STREAM', 'The stream ended before the answer did.')
  const header = (name: string): string => response.headers.get(`millrace-${name}`) ?? ''
  return {
    // Who began an answer may be lost before its receipt; who ended it has one.
    receiptId: parseHash(lastReceipt ?? header('receipt'), 'millrace-receipt'),
    leaseId: header('lease'),
    provider: header('provider'),
    operator: header('operator'),
    price: header('price'),
    reason: header('reason'),
    policy: header('policy'),
    exactness: header('exactness'),
    inputTokens: usage.prompt_tokens,
    outputTokens: usage.completion_tokens,
  }
}

function assuranceHeaders({ exactness, policy }: { exactness?: string | undefined; policy?: string | undefined }) {
  return {
    ...(exactness === undefined ? {} : { 'millrace-exactness': exactness }),
    ...(policy === undefined ? {} : { 'millrace-policy': policy }),
  }
}

/** Fetches a receipt with everything needed to check it. @throws {GatewayRequestError} when the gateway has none. */
export async function fetchReceipt(
  gateway: { readonly url: string; readonly apiKey: string },
  receiptId: Hash,
  options: { readonly signal: AbortSignal },
): Promise<ReceiptBundle> {
  const response = await fetchGateway(gateway, `/v1/receipts/${receiptId}`, options)
  return answerOf(response, parseReceiptBundle)
}

/** Returns what `parse` makes of an answer's JSON; an answer of another shape is not a gateway's. */
export async function answerOf<T>(response: Response, parse: (json: unknown) => T): Promise<T> {
  try {
    return parse(await response.json())
  } catch (error) {
    if (!(error instanceof SyntaxError || isMillraceError(error))) throw error
    throw new GatewayRequestError(502, 'ANSWER', 'The answer is not what a Millrace gateway sends.')
  }
}

/** Asks the gateway for something; an error answer becomes a typed error. */
export async function fetchGateway(
  gateway: { readonly url: string; readonly apiKey: string },
  path: string,
  init: RequestInit & { signal: AbortSignal },
): Promise<Response> {
  let response: Response
  try {
    response = await fetch(new URL(path, gateway.url), {
      ...init,
      headers: { ...(init.headers as Record<string, string>), authorization: `Bearer ${gateway.apiKey}` },
    })
  } catch (cause) {
    if (init.signal.aborted) throw cause
    throw new GatewayUnreachableError(gateway.url, cause)
  }
  if (response.ok) return response
  const body = (await response.json().catch(() => undefined)) as
    | { error?: { message?: string; code?: string } }
    | undefined
  throw new GatewayRequestError(
    response.status,
    body?.error?.code ?? 'UNKNOWN',
    body?.error?.message ?? response.statusText,
  )
}

function parseChunk(data: string): StreamChunk {
  try {
    return parseWith(chunkSchema, JSON.parse(data), 'chunk')
  } catch {
    throw new GatewayRequestError(502, 'STREAM', 'It sent an event that is no chat chunk.')
  }
}

const chunkSchema = v.object({
  choices: v.optional(
    v.array(v.object({ delta: v.optional(v.object({ content: v.optional(v.nullable(v.string())) })) })),
  ),
  usage: v.optional(v.nullable(v.object({ prompt_tokens: v.number(), completion_tokens: v.number() }))),
  error: v.optional(v.object({ message: v.string(), code: v.optional(v.nullable(v.string())) })),
  millrace: v.optional(v.object({ receipt: v.optional(v.string()), receipts: v.optional(v.array(v.string())) })),
})
type StreamChunk = v.InferOutput<typeof chunkSchema>

/** The gateway refused or could not finish a request. */
export class GatewayRequestError extends MillraceError {
  override readonly name = 'GatewayRequestError'

  constructor(status: number, code: string, message: string) {
    super({
      code: codeOfStatus(status),
      message: `The gateway answered ${status} (${code}): ${message}`,
      hint: hintOf(status, code),
      retryable: status === 429 || status >= 500,
    })
  }
}

function hintOf(status: number, code: string): string {
  if (status === 401 || status === 403)
    return 'Check the API key: "millrace keys list" shows those of your own gateway.'
  if (code === 'model_not_found') return 'Name one that "millrace models" lists.'
  if (status === 404) return 'Check the id; a gateway shows a receipt only to the key that paid for it.'
  if (status === 429) return 'Wait a little, or raise the limits of the key.'
  return 'See "millrace status" for the state of the network.'
}

/** No gateway listens there. */
export class GatewayUnreachableError extends MillraceError {
  override readonly name = 'GatewayUnreachableError'

  constructor(url: string, cause: unknown) {
    super({
      code: 'GATEWAY_UNREACHABLE',
      message: `No gateway answers at ${url}.`,
      hint: 'Start the local network with "millrace up", or name another gateway with --url.',
      retryable: true,
      cause,
    })
  }
}

/** The network's gateway is not running. */
export class GatewayNotRunningError extends MillraceError {
  override readonly name = 'GatewayNotRunningError'

  constructor(network: string) {
    const start = network === 'local' ? '"millrace up"' : `"millrace gateway --network ${network}"`
    super({
      code: 'GATEWAY_UNREACHABLE',
      message: `No gateway of the network "${network}" runs on this machine.`,
      hint: `Start it with ${start}, or name another gateway with --url.`,
      retryable: true,
    })
  }
}

/** Returns our code for what the gateway's HTTP status says. */
function codeOfStatus(status: number): string {
  if (status === 404) return 'GATEWAY_NOT_FOUND'
  if (status === 401 || status === 403) return 'GATEWAY_UNAUTHORIZED'
  if (status === 429) return 'GATEWAY_LIMITED'
  return status >= 500 ? 'GATEWAY_UNAVAILABLE' : 'GATEWAY_REFUSED'
}
