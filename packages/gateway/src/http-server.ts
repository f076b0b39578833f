/**
 * The HTTP server below the routes: bounds on connections, headers, time and bodies, and every refusal of the framework or of
 * Node's parser in OpenAI's shape.
 */
import type { Server } from 'node:http'
import type { Socket } from 'node:net'
import Fastify, { type FastifyError, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { type GatewayLog, rateHeaders } from './exchange.ts'
import { RequestError, unreadableBody } from './gateway-error.ts'
import type { GatewayLimits } from './gateway-limits.ts'
import { parseJsonBody } from './json-body.ts'
import type { Caller } from './key-ring.ts'
import type { Metrics } from './metrics.ts'
import { openAiError } from './openai-error.ts'

/** Random bytes drawn at once for request ids. */
const randomPoolBytes = 4096
const idBytes = 16

/** Returns the server, without routes, not yet listening. */
export function createHttpServer(
  components: {
    readonly metrics: Metrics
    readonly random: (bytes: number) => Uint8Array
    readonly log: GatewayLog | undefined
  },
  limits: GatewayLimits,
): FastifyInstance {
  const { metrics, log } = components
  const nextId = idsFrom(components.random)
  const app = Fastify({
    logger: false,
    bodyLimit: limits.bodyBytesMax,
    requestTimeout: limits.bodyMsMax,
    keepAliveTimeout: limits.keepAliveMsMax,
    return503OnClosing: false,
    forceCloseConnections: 'idle',
    requestIdHeader: false,
    genReqId: nextId,
    routerOptions: { maxParamLength: 256 },
    http: {
      maxHeaderSize: limits.headerBytesMax,
      headersTimeout: limits.headersMsMax,
      requestTimeout: limits.bodyMsMax,
      connectionsCheckingInterval: Math.min(1_000, limits.headersMsMax),
    },
    clientErrorHandler: (error, socket) => refuseMalformed(error, socket as Socket, nextId()),
    frameworkErrors: (error, request, reply) => sendError(request, reply as FastifyReply, translated(error)),
  })
  const server = app.server as Server
  server.maxConnections = limits.connectionsMax
  server.maxHeadersCount = limits.headersMax * 2

  app.removeAllContentTypeParsers()
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    try {
      const encoding = request.headers['content-encoding']
      if (encoding !== undefined && encoding !== 'identity') throw mediaTypeUnsupported()
      done(null, parseJsonBody(body as Buffer, limits))
    } catch (error) {
      done(error as Error)
    }
  })
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const ours = translated(error)
    if (ours === error && openAiError(error).status === 500) {
      log?.({ event: 'request-failed', request: request.id, error: String(error) })
    }
    return sendError(request, reply, ours)
  })
  app.addHook('onResponse', (request, reply, done) => {
    // Hijacked answers count themselves, where they also know how a stream ended.
    if (!request.handedOver) {
      const route = request.routeOptions.url ?? 'unknown'
      const code = request.errorCode
      metrics.answered({ route, status: reply.statusCode, code, seconds: reply.elapsedTime / 1000 })
      log?.({
        event: 'request',
        request: request.id,
        route,
        status: reply.statusCode,
        code,
        ms: Math.round(reply.elapsedTime),
      })
    }
    done()
  })
  app.decorateRequest('errorCode', '')
  app.decorateRequest('handedOver', false)
  app.decorateRequest('caller', undefined)
  return app
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Our code of the error it was answered with, for metrics. */
    errorCode: string
    /** Whether an exchange answers it. */
    handedOver: boolean
    /** Who asks; set for every route that needs a key. */
    caller: Caller | undefined
  }
}

/** Answers with an error in OpenAI's shape. */
export function sendError(request: FastifyRequest, reply: FastifyReply, error: unknown): FastifyReply {
  const { status, code, body, headers } = openAiError(error)
  request.errorCode = code
  setHeaders(reply, headers)
  if (request.caller !== undefined) setHeaders(reply, rateHeaders(request.caller))
  return reply
    .code(status)
    .header('x-request-id', request.id)
    .header('content-type', 'application/json; charset=utf-8')
    .send(body)
}

/** Sets headers from names and values, flat. */
export function setHeaders(reply: FastifyReply, headers: readonly string[]): void {
  for (let i = 0; i < headers.length; i += 2) reply.header(headers[i] as string, headers[i + 1] as string)
}

function idsFrom(random: (bytes: number) => Uint8Array): () => string {
  let pool = Buffer.alloc(0)
  let used = 0
  return () => {
    if (used + idBytes > pool.length) {
      pool = Buffer.from(random(randomPoolBytes))
      used = 0
    }
    used += idBytes
    return pool.toString('hex', used - idBytes, used)
  }
}

/** Returns our error for one of the framework's, or the error itself. */
function translated(error: FastifyError): Error {
  switch (error.code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return new RequestError({
        code: 'BODY_TOO_LARGE',
        param: null,
        openAiCode: 'request_too_large',
        message: 'The body of your request is too large.',
        hint: 'Send less at once.',
      })
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return mediaTypeUnsupported()
    case 'FST_ERR_CTP_INVALID_CONTENT_LENGTH':
      return unreadableBody('its length is not what Content-Length says.')
    case 'FST_ERR_CTP_EMPTY_JSON_BODY':
    case 'FST_ERR_CTP_INVALID_JSON_BODY':
      return unreadableBody('it is empty.')
    case 'FST_ERR_BAD_URL':
    case 'FST_ERR_MAX_PARAM_LENGTH':
      return new RequestError({
        code: 'HTTP_MALFORMED',
        param: null,
        openAiCode: 'invalid_url',
        message: 'The path of your request is not a valid URL.',
        hint: 'Check the percent-encoding.',
      })
    case 'ECONNRESET':
      return unreadableBody('the connection ended before all of it had come.')
    default:
      return error
  }
}

function mediaTypeUnsupported(): RequestError {
  return new RequestError({
    code: 'MEDIA_TYPE_UNSUPPORTED',
    param: null,
    openAiCode: 'unsupported_media_type',
    message: 'The body of your request must be uncompressed JSON.',
    hint: 'Send "Content-Type: application/json" and no Content-Encoding.',
  })
}

type Malformed = {
  readonly code: string
  readonly openAiCode: string
  readonly message: string
  readonly hint: string
}

const headersTooLarge: Malformed = {
  code: 'HEADERS_TOO_LARGE',
  openAiCode: 'headers_too_large',
  message: 'The headers of your request are too large.',
  hint: 'Send smaller headers.',
}
const requestTooSlow: Malformed = {
  code: 'REQUEST_TOO_SLOW',
  openAiCode: 'request_timeout',
  message: 'Your request did not come in time.',
  hint: 'Send it in one go.',
}
const malformedHttp: Malformed = {
  code: 'HTTP_MALFORMED',
  openAiCode: 'malformed_http',
  message: 'Your request is not valid HTTP.',
  hint: 'Check the client.',
}
/** By the code of Node's parser. */
const malformedOf: ReadonlyMap<string | undefined, Malformed> = new Map([
  ['HPE_HEADER_OVERFLOW', headersTooLarge],
  ['ERR_HTTP_REQUEST_TIMEOUT', requestTooSlow],
])

const statusTexts: { readonly [status: number]: string } = {
  400: 'Bad Request',
  408: 'Request Timeout',
  431: 'Request Header Fields Too Large',
}

/** Answers what Node's parser refused, for which there is no request and no reply; then closes the connection. */
function refuseMalformed(error: Error & { code?: string }, socket: Socket, id: string): void {
  if (error.code === 'ECONNRESET' || !socket.writable || answeredAlready(socket)) {
    socket.destroy()
    return
  }
  const init = malformedOf.get(error.code) ?? malformedHttp
  const { status, body } = openAiError(new RequestError({ ...init, param: null }))
  socket.end(
    `HTTP/1.1 ${status} ${statusTexts[status] ?? 'Error'}\r\ncontent-type: application/json; charset=utf-8\r\n` +
      `x-request-id: ${id}\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
  )
}

/** Whether a response is under way on the socket; a second one would be read as part of it. */
function answeredAlready(socket: Socket & { _httpMessage?: { headersSent?: boolean } }): boolean {
  return socket._httpMessage?.headersSent === true
}
