/**
 * The addresses of a service on this machine: they stay while instances come and go.
 *
 * HTTP is balanced request by request, with WebSocket and other upgrades; a request without effects that fails before its
 * answer began is asked of another instance. TCP is balanced connection by connection.
 */
import {
  createServer as createHttpServer,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  request,
  type ServerResponse,
  STATUS_CODES,
} from 'node:http'
import { type AddressInfo, createServer as createTcpServer, type Server } from 'node:net'
import type { Duplex } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { isMillraceError, MillraceError, type TaskPort } from '@millrace/protocol'
import { ingressLimits, ServiceDownError, type ServiceTargets } from './service-targets.ts'

export type Ingress = AsyncDisposable & { readonly port: number }

/** Listens for a port of the service. @param at - 0 takes a free one. */
export async function openIngress(
  targets: ServiceTargets,
  { port, protocol }: Pick<TaskPort, 'port' | 'protocol'>,
  at: { readonly host: string; readonly port: number },
): Promise<Ingress> {
  const closing = new AbortController()
  const server =
    protocol === 'http' ? httpIngress(targets, port, closing.signal) : tcpIngress(targets, port, closing.signal)
  server.maxConnections = ingressLimits.connectionsMax
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(at.port, at.host, () => {
      server.off('error', reject)
      resolve()
    })
  })
  return {
    port: (server.address() as AddressInfo).port,
    async [Symbol.asyncDispose]() {
      closing.abort()
      const closed = new Promise((resolve) => server.close(resolve))
      if ('closeAllConnections' in server) (server as ReturnType<typeof createHttpServer>).closeAllConnections()
      await closed
    },
  }
}

function tcpIngress(targets: ServiceTargets, port: number, signal: AbortSignal): Server {
  return createTcpServer({ allowHalfOpen: true }, (socket) => {
    // A reset while an instance is waited for must not end the process.
    socket.on('error', () => socket.destroy())
    const gone = new AbortController()
    socket.once('close', () => gone.abort())
    targets
      .reach(port, { signal: AbortSignal.any([signal, gone.signal]) })
      .then(({ stream }) => joinStreams(socket, stream, signal))
      // Whoever connected sees the end of the connection: TCP has no words.
      .catch(() => socket.destroy())
  })
}

function httpIngress(targets: ServiceTargets, port: number, signal: AbortSignal): ReturnType<typeof createHttpServer> {
  const server = createHttpServer((asked, answer) => {
    if (!isOwn(asked)) {
      refuse(answer, new IngressRefusedError())
      return
    }
    forward(targets, port, asked, answer, signal).catch((error: unknown) => refuse(answer, error))
  })
  server.headersTimeout = ingressLimits.headMsMax
  // Uploads and streams take as long as they take.
  server.requestTimeout = 0
  server.on('upgrade', (asked: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy())
    const gone = new AbortController()
    socket.once('close', () => gone.abort())
    if (!isOwn(asked)) {
      socket.end('HTTP/1.1 403 Forbidden\r\nconnection: close\r\n\r\n')
      return
    }
    targets
      .reach(port, { signal: AbortSignal.any([signal, gone.signal]) })
      .then(({ stream }) => {
        stream.write(headOf(asked))
        if (head.length > 0) stream.write(head)
        return joinStreams(socket, stream, signal)
      })
      // An upgrade that fails has no answer to carry the reason.
      .catch(() => socket.destroy())
  })
  return server
}

/** Asks an instance, and others after it where that is harmless. */
async function forward(
  targets: ServiceTargets,
  port: number,
  asked: IncomingMessage,
  answer: ServerResponse,
  closing: AbortSignal,
): Promise<void> {
  const gone = new AbortController()
  answer.once('close', () => gone.abort())
  const signal = AbortSignal.any([closing, gone.signal])
  const mayRepeat = (asked.method === 'GET' || asked.method === 'HEAD') && !hasBody(asked)
  const except = new Set<number>()
  for (let tries = 1; ; tries++) {
    const { start, stream } = await targets.reach(port, { signal, except })
    try {
      return await exchange(asked, answer, stream, signal)
    } catch (error) {
      stream.destroy()
      if (answer.headersSent || !mayRepeat || tries >= ingressLimits.triesMax || signal.aborted) throw error
      except.add(start)
    }
  }
}

async function exchange(asked: IncomingMessage, answer: ServerResponse, stream: Duplex, signal: AbortSignal) {
  const { method, url: path } = asked
  const headers = forwardedHeaders(asked)
  const sent = request({ method, path, headers, signal, createConnection: () => stream, setHost: false })
  const answered = new Promise<IncomingMessage>((resolve, reject) => {
    sent.once('response', resolve)
    sent.once('error', reject)
    // Nobody asked for another protocol here.
    sent.once('upgrade', (_answer, socket) => {
      socket.destroy()
      reject(new RangeError('The instance changed the protocol.'))
    })
    sent.once('close', () => reject(new RangeError('The instance said nothing.')))
  })
  // What goes wrong with the body shows in the answer, or in its absence.
  if (hasBody(asked)) pipeline(asked, sent).catch((error: Error) => sent.destroy(error))
  else sent.end()
  const upstream = await answered
  answer.writeHead(upstream.statusCode ?? 502, upstream.statusMessage, hopless(upstream.headers))
  await pipeline(upstream, answer)
}

function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0
}

/** Of one connection, not of the message (RFC 9110, 7.6.1). */
const hopHeaders = ['connection', 'keep-alive', 'proxy-connection', 'te', 'trailer', 'transfer-encoding', 'upgrade']

/** What says where a message ends, and to whom it goes, is never left out on the word of `Connection`. */
const framing = ['content-length', 'host']

function hopless(headers: OutgoingHttpHeaders): OutgoingHttpHeaders {
  const named = String(headers.connection ?? '')
    .toLowerCase()
    .split(',')
    .map((name) => name.trim())
  return Object.fromEntries(
    Object.entries(headers).filter(
      ([name]) => !hopHeaders.includes(name) && (!named.includes(name) || framing.includes(name)),
    ),
  )
}

function forwardedHeaders(asked: IncomingMessage): OutgoingHttpHeaders {
  const { headers, socket } = asked
  const chunked = headers['transfer-encoding'] === undefined ? {} : { 'transfer-encoding': 'chunked' }
  return {
    ...hopless(headers),
    ...chunked,
    ...{ 'x-forwarded-for': socket.remoteAddress ?? 'unknown', 'x-forwarded-proto': 'http' },
    ...{ 'x-forwarded-host': headers.host, connection: 'close' },
  }
}

/** The head of an upgrade as it came; Node has checked it. */
function headOf({ method, url, rawHeaders }: IncomingMessage): string {
  const lines = [`${method} ${url} HTTP/1.1`]
  for (let i = 0; i < rawHeaders.length; i += 2) lines.push(`${rawHeaders[i]}: ${rawHeaders[i + 1]}`)
  return `${lines.join('\r\n')}\r\n\r\n`
}

async function joinStreams(near: Duplex, far: Duplex, signal: AbortSignal): Promise<void> {
  try {
    await Promise.all([pipeline(near, far, { signal }), pipeline(far, near, { signal })])
  } finally {
    near.destroy()
    far.destroy()
  }
}

function refuse(answer: ServerResponse, error: unknown): void {
  if (answer.headersSent || answer.destroyed) {
    answer.destroy()
    return
  }
  const status = error instanceof IngressRefusedError ? 403 : error instanceof ServiceDownError ? 503 : 502
  const told = isMillraceError(error)
    ? { code: error.code, message: error.message, hint: error.hint }
    : { message: STATUS_CODES[status] }
  answer.writeHead(status, { 'content-type': 'application/json', 'retry-after': '2' })
  answer.end(`${JSON.stringify({ error: told })}\n`)
}

/**
 * Whether a request was meant for this address. A page in the owner's browser may have made its own name lead here, or may ask across
 * origins: neither is let through to a service that trusts whoever reaches it.
 */
function isOwn({ method, headers }: IncomingMessage): boolean {
  const { host = '', origin } = headers
  if (!/^(127\.0\.0\.1|localhost|\[::1\])(:\d{1,5})?$/i.test(host)) return false
  const isSafe = (method === 'GET' || method === 'HEAD') && headers.upgrade === undefined
  return isSafe || origin === undefined || origin.toLowerCase() === `http://${host.toLowerCase()}`
}

/** A request of a page elsewhere. */
export class IngressRefusedError extends MillraceError {
  override readonly name = 'IngressRefusedError'

  constructor() {
    super({
      code: 'SERVICE_FOREIGN_REQUEST',
      message: 'The request names another host than this machine, or comes from a page of another origin.',
      hint: 'Use the address that "millrace services status" shows; put a server of your own in front for other names.',
      retryable: false,
    })
  }
}
