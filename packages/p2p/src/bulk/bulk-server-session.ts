/** One connection of the bulk server: what each of its requests gets, and when the connection has done enough harm. */
import { once } from 'node:events'
import {
  constants,
  type IncomingHttpHeaders,
  type OutgoingHttpHeaders,
  type ServerHttp2Session,
  type ServerHttp2Stream,
} from 'node:http2'
import type { TransportLog } from '../transport-log.ts'
import { BulkInterruptedError } from './bulk-error.ts'
import type { BulkGrants, OpenGrant } from './bulk-grants.ts'
import type { BulkServerLimits } from './bulk-server-limits.ts'
import { type ByteRange, contentRangeHeader, parseRange } from './byte-range.ts'
import type { ObjectStore } from './object-store.ts'
import { Patience } from './patience.ts'

export type SessionComponents = {
  readonly objects: ObjectStore
  readonly grants: BulkGrants
  /** Counts the objects being sent, over all connections. */
  readonly transfers: { open: number }
  readonly limits: BulkServerLimits
  readonly log: TransportLog | undefined
}

/** How long a connection that is ended may take to read why, in ms; what it asks meanwhile is ignored. */
const goawayMsMax = 1_000
const { NGHTTP2_CANCEL, NGHTTP2_ENHANCE_YOUR_CALM, NGHTTP2_INTERNAL_ERROR, NGHTTP2_NO_ERROR } = constants

/** Serves the requests of a session until it closes. */
export function serveSession(session: ServerHttp2Session, components: SessionComponents): void {
  const { limits, log } = components
  const host = session.socket.remoteAddress ?? ''
  let idle = setTimeout(() => session.destroy(), limits.idleMsMax)
  let underWay = 0
  let controlFrames = 0
  let faults = 0
  let isEnding = false
  const endIf = (tooMany: boolean): void => {
    if (!tooMany || isEnding || session.destroyed) return
    isEnding = true
    session.goaway(NGHTTP2_ENHANCE_YOUR_CALM)
    const timer = setTimeout(() => session.destroy(), goawayMsMax)
    session.once('close', () => clearTimeout(timer))
  }
  const countControlFrame = (): void => {
    controlFrames++
    endIf(controlFrames > limits.controlFramesMax)
  }
  const countFault = (): void => {
    faults++
    endIf(faults > limits.faultsPerConnectionMax)
  }
  session.on('remoteSettings', countControlFrame)
  session.on('ping', countControlFrame)
  session.on('error', (error) => log?.debug({ error }, 'A bulk connection failed.'))
  session.once('close', () => clearTimeout(idle))
  session.on('stream', (stream, headers) => {
    stream.on('error', (error) => log?.debug({ error }, 'A bulk request failed.'))
    stream.once('close', () => {
      if (stream.rstCode !== NGHTTP2_NO_ERROR) countFault()
    })
    const request = admit(stream, headers, host, components)
    if (request === undefined) {
      countFault()
      return
    }
    underWay++
    clearTimeout(idle)
    answer(stream, headers, request, components)
      .then((isGood) => isGood || countFault())
      .catch((error: unknown) => {
        log?.debug({ error }, 'An object was not sent to its end.')
        if (!stream.destroyed) stream.close(stream.headersSent ? NGHTTP2_CANCEL : NGHTTP2_INTERNAL_ERROR)
      })
      .finally(() => {
        request.grant.transfers--
        components.transfers.open--
        underWay--
        if (underWay === 0 && !session.destroyed) idle = setTimeout(() => session.destroy(), limits.idleMsMax)
      })
  })
}

type Admitted = { readonly sha256: string; readonly grant: OpenGrant }

/** Returns what is asked for when it may be, having counted it as under way; otherwise answers why not. */
function admit(
  stream: ServerHttp2Stream,
  headers: IncomingHttpHeaders,
  host: string,
  { grants, transfers, limits }: SessionComponents,
): Admitted | undefined {
  const grant = grants.find(headers.authorization, host)
  const sha256 = /^\/v1\/objects\/([0-9a-f]{64})$/.exec(String(headers[':path']))?.[1]
  if (grant === undefined) refuse(stream, 401)
  else if (headers[':method'] !== 'GET' || !stream.endAfterHeaders) refuse(stream, 405, { allow: 'GET' })
  else if (sha256 === undefined) refuse(stream, 404)
  else if (grant.transfers >= limits.transfersPerGrantMax) refuse(stream, 429)
  else if (transfers.open >= limits.transfersMax) refuse(stream, 503)
  else {
    grant.transfers++
    transfers.open++
    return { sha256, grant }
  }
  return undefined
}

/** Answers, and resolves with whether the request made sense when all was sent. */
async function answer(
  stream: ServerHttp2Stream,
  headers: IncomingHttpHeaders,
  { sha256, grant }: Admitted,
  { objects, limits }: SessionComponents,
): Promise<boolean> {
  const over = new AbortController()
  stream.once('close', () => over.abort())
  const { signal } = over
  const found = await objects.stat(sha256, { signal })
  if (stream.destroyed) return true
  if (found === undefined) return refuse(stream, 404)
  const { bytes } = found
  const range = parseRange(headers.range, bytes, Math.min(limits.answerBytesMax, grant.bytesLeft))
  if (range === 'malformed') return refuse(stream, 400)
  if (range === 'unsatisfiable') return refuse(stream, 416, { 'content-range': `bytes */${bytes}` })
  stream.respond({
    ':status': 206,
    'content-type': 'application/octet-stream',
    'content-length': range.end - range.start,
    'content-range': contentRangeHeader(range, bytes),
    etag: `"${sha256}"`,
  })
  await send(stream, objects.openRange(sha256, range, { signal }), range, { grant, limits })
  return true
}

async function send(
  stream: ServerHttp2Stream,
  pieces: AsyncIterable<Uint8Array>,
  { start, end }: ByteRange,
  { grant, limits }: { readonly grant: OpenGrant; readonly limits: BulkServerLimits },
): Promise<void> {
  const patience = new Patience(limits)
  const giveUp = (error: Error): void => void stream.destroy(error)
  const closed = closeOf(stream)
  let left = end - start
  for await (const piece of pieces) {
    left -= piece.length
    if (left < 0) throw new RangeError('The store gave more bytes than the range has.')
    grant.bytesLeft -= piece.length
    const isTaken = stream.write(piece)
    if (stream.destroyed) throw new BulkInterruptedError('the reader left')
    if (!isTaken) await patience.wait(Promise.race([once(stream, 'drain'), closed.thrown]), giveUp)
    patience.progress(piece.length)
  }
  if (left > 0) throw new BulkInterruptedError(`the store ended ${left} bytes early`)
  stream.end()
  await patience.wait(closed.done, giveUp)
}

/** A stream's close, as something to wait for and as something that interrupts a wait. */
function closeOf(stream: ServerHttp2Stream): { readonly done: Promise<void>; readonly thrown: Promise<never> } {
  const done = new Promise<void>((resolve) => {
    if (stream.closed) resolve()
    else stream.once('close', resolve)
  })
  const thrown = done.then(() => {
    throw new BulkInterruptedError('the reader left')
  })
  // Who waits for it meets the error; when nobody does, the close is what was wanted.
  thrown.catch(() => undefined)
  return { done, thrown }
}

/** Answers without a body. Returns false: such a request counts against the connection. */
function refuse(stream: ServerHttp2Stream, status: number, headers: OutgoingHttpHeaders = {}): false {
  if (!stream.destroyed) stream.respond({ ':status': status, ...headers }, { endStream: true })
  return false
}
