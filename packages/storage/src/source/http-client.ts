/**
 * HTTP for addresses that strangers name. Before a connection is made its IP address is checked, and it goes to the address
 * that was checked, so a name that resolves otherwise the next moment leads nowhere else; redirects are followed a few times
 * and each is checked anew. Proxies from the environment are not used: they would resolve names themselves.
 *
 * Addresses with user names are refused, and queries, which may be signatures, stand in no error.
 */
import { lookup as resolveName } from 'node:dns/promises'
import type { LookupFunction } from 'node:net'
import { isIP } from 'node:net'
import { Agent, type Dispatcher } from 'undici'
import { ObjectSourceError, SourceRefusedError } from '../storage-error.ts'
import { type Pace, paced } from './paced.ts'

export const httpLimits = {
  /** Redirects followed: a hub, its mirror, its store, and as many to spare. */
  redirectsMax: 5,
  /** Milliseconds for a connection, TLS included. */
  connectMsMax: 15_000,
  /** Milliseconds for the headers of an answer. */
  headersMsMax: 30_000,
  /** Milliseconds of waiting for a body in which `progressBytesMin` must come. */
  stallMsMax: 30_000,
  /** Bytes that must come in that time: one that drips is given up as one that is silent. */
  progressBytesMin: 65_536,
  /** Characters of an address; signed ones are long. */
  urlCharsMax: 8_192,
  /** Connections to one host. */
  connectionsPerHostMax: 8,
} as const

export type HttpLimits = { readonly [K in keyof typeof httpLimits]: number }

export type HttpClientInit = {
  /** Returns whether an IP address belongs to the public internet; the `p2p` package has such a function. */
  readonly isPublicAddress: (address: string) => boolean
  /** Origins, as `http://10.0.0.7:9000`, that are asked wherever they lead: the owner of this machine allows them. */
  readonly allowedOrigins?: readonly string[]
  /** Returns the IP addresses of a name; the system's resolver when left out. */
  readonly resolve?: (name: string) => Promise<readonly string[]>
  readonly limits?: Partial<HttpLimits>
}

export type HttpRequest = {
  readonly method: 'GET' | 'PUT' | 'POST' | 'DELETE'
  readonly url: URL
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: Uint8Array
  /** What errors call the other side. */
  readonly label: string
  /** Whether redirects are followed; signed requests would be signed for the wrong host. */
  readonly followRedirects: boolean
}

export type HttpAnswer = {
  readonly status: number
  /** Lower-case names; of repeated headers the first. */
  readonly headers: ReadonlyMap<string, string>
  readonly body: AsyncGenerator<Uint8Array, void, void>
}

export type HttpClient = AsyncDisposable & {
  /**
   * Sends a request and returns the answer, whatever its status; the body must be read or ended with `return()`.
   *
   * @throws {SourceRefusedError} before anything is sent to an address that is not allowed.
   * @throws {ObjectSourceError} when no answer comes; retryable.
   */
  request(request: HttpRequest, options: { readonly signal: AbortSignal }): Promise<HttpAnswer>
}

const redirectStatuses = new Set([301, 302, 303, 307, 308])

export function createHttpClient(init: HttpClientInit): HttpClient {
  const limits: HttpLimits = { ...httpLimits, ...init.limits }
  const resolve = init.resolve ?? resolveBySystem
  const allowed = new Set((init.allowedOrigins ?? []).map((origin) => new URL(origin).origin))
  const agentWith = (isAllowed: (address: string) => boolean): Agent =>
    new Agent({
      connections: limits.connectionsPerHostMax,
      headersTimeout: limits.headersMsMax,
      bodyTimeout: 0,
      connect: { timeout: limits.connectMsMax, lookup: lookupOf(resolve, isAllowed) },
    })
  const agents = { guarded: agentWith(init.isPublicAddress), allowed: agentWith(() => true) }

  async function send(request: HttpRequest, signal: AbortSignal): Promise<HttpAnswer> {
    const { url, label } = request
    const isAllowed = allowed.has(url.origin)
    checkUrl(url, label, limits)
    const literal = url.hostname.replace(/^\[|\]$/g, '')
    if (!isAllowed && isIP(literal) !== 0 && !init.isPublicAddress(literal)) throw notPublic(label)
    const over = new AbortController()
    const answer = await dispatch(
      isAllowed ? agents.allowed : agents.guarded,
      request,
      AbortSignal.any([signal, over.signal]),
    )
    return toAnswer(answer, { label, pace: limits, signal, end: () => over.abort() })
  }

  return {
    async request(request, { signal }) {
      let current = request
      for (let redirects = 0; ; redirects++) {
        signal.throwIfAborted()
        const answer = await send(current, signal)
        const location = answer.headers.get('location')
        if (!current.followRedirects || !redirectStatuses.has(answer.status) || location === undefined) return answer
        await answer.body.return()
        if (redirects >= limits.redirectsMax) {
          throw new ObjectSourceError(request.label, `it redirects more than ${limits.redirectsMax} times`, {
            retryable: false,
          })
        }
        current = { ...current, url: redirectTarget(current, location) }
      }
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([agents.guarded.destroy(), agents.allowed.destroy()])
    },
  }
}

/** Returns what errors call an address: no user name, no query. */
export function labelOfUrl(url: URL): string {
  return `${url.origin}${url.pathname}`.slice(0, 200)
}

function checkUrl(url: URL, label: string, { urlCharsMax }: HttpLimits): void {
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw new SourceRefusedError(label, 'only http and https are asked')
  if (url.username !== '' || url.password !== '') throw new SourceRefusedError(label, 'the address holds a user name')
  if (url.href.length > urlCharsMax)
    throw new SourceRefusedError(label, `the address has more than ${urlCharsMax} characters`)
}

function redirectTarget({ url, label }: HttpRequest, location: string): URL {
  const target = URL.parse(location, url.href)
  if (target === null) throw new ObjectSourceError(label, 'it redirects to what is no address', { retryable: false })
  if (url.protocol === 'https:' && target.protocol === 'http:') {
    throw new SourceRefusedError(label, 'it redirects from https to http')
  }
  return target
}

function notPublic(label: string): SourceRefusedError {
  return new SourceRefusedError(label, 'it is not on the public internet')
}

/** A lookup for sockets that gives only allowed addresses: the socket connects to one of these and asks nobody again. */
function lookupOf(
  resolve: (name: string) => Promise<readonly string[]>,
  isAllowed: (address: string) => boolean,
): LookupFunction {
  return (name, options, callback) => {
    resolve(name).then(
      (addresses) => {
        const good = addresses.filter((address) => isIP(address) !== 0 && isAllowed(address))
        const [first] = good
        if (first === undefined) callback(new NoAllowedAddress(), [])
        else if (options.all === true)
          callback(
            null,
            good.map((address) => ({ address, family: isIP(address) })),
          )
        else callback(null, first, isIP(first))
      },
      (error) => callback(error, []),
    )
  }
}

/** Passes through the socket and undici; told apart in {@link dispatch}. */
class NoAllowedAddress extends Error {
  readonly code = 'ENOTPUBLIC'
}

async function resolveBySystem(name: string): Promise<readonly string[]> {
  const found = await resolveName(name, { all: true })
  return found.map(({ address }) => address)
}

async function dispatch(agent: Agent, request: HttpRequest, signal: AbortSignal): Promise<Dispatcher.ResponseData> {
  const { url, method, headers = {}, body, label } = request
  try {
    return await agent.request({
      origin: url.origin,
      path: `${url.pathname}${url.search}`,
      method,
      headers: { 'accept-encoding': 'identity', 'user-agent': 'millrace', ...headers },
      body: body ?? null,
      signal,
    })
  } catch (error) {
    signal.throwIfAborted()
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
    if (code === 'ENOTPUBLIC') throw notPublic(label)
    throw new ObjectSourceError(label, `no answer came (${code})`, { retryable: true, cause: error })
  }
}

type AnswerInit = {
  readonly label: string
  readonly pace: Pace
  readonly signal: AbortSignal
  readonly end: () => void
}

function toAnswer(
  { statusCode, headers, body }: Dispatcher.ResponseData,
  { label, pace, signal, end }: AnswerInit,
): HttpAnswer {
  // An unread body may fail at any time; whoever reads it sees the error.
  body.on('error', () => undefined)
  const tooSlow = (): Error =>
    new ObjectSourceError(label, `less than ${pace.progressBytesMin} bytes came in ${pace.stallMsMax} ms`, {
      retryable: true,
    })
  async function* read(): AsyncGenerator<Uint8Array, void, void> {
    try {
      yield* paced(body, pace, { signal, tooSlow })
    } catch (error) {
      signal.throwIfAborted()
      if (error instanceof ObjectSourceError) throw error
      const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
      throw new ObjectSourceError(label, `the connection broke off (${code})`, { retryable: true, cause: error })
    } finally {
      end()
    }
  }
  const reading = read()
  const single = Object.entries(headers).map(
    ([name, value]) => [name.toLowerCase(), (Array.isArray(value) ? value[0] : value) ?? ''] as const,
  )
  return { status: statusCode, headers: new Map(single), body: endedWith(reading, end) }
}

/** A generator that was never begun runs no `finally`: ending it must close the connection all the same. */
function endedWith(
  reading: AsyncGenerator<Uint8Array, void, void>,
  end: () => void,
): AsyncGenerator<Uint8Array, void, void> {
  const finish = reading.return.bind(reading)
  reading.return = (value) => {
    end()
    return finish(value)
  }
  return reading
}

/** Returns a small body as bytes; ends it when it is longer. */
export async function readBody(answer: HttpAnswer, bytesMax: number): Promise<Uint8Array | undefined> {
  const pieces: Uint8Array[] = []
  let bytes = 0
  for await (const piece of answer.body) {
    bytes += piece.length
    if (bytes > bytesMax) return undefined
    pieces.push(piece)
  }
  return Buffer.concat(pieces)
}
