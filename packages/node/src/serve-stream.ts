/**
 * Serves one stream: reads its first frame, hands it to the handler of its kind, and turns whatever the handler throws
 * into the error frame that ends the stream.
 */
import {
  decodeOpening,
  encodeFrame,
  isMillraceError,
  MalformedError,
  type MillraceError,
  type OpeningFrame,
  type PeerConnection,
  type PeerStream,
  type ProviderFrame,
} from '@millrace/protocol'
import { PathRefusedError, StorageFailedError } from '@millrace/storage'
import { isWholeRequest } from './deliver-result.ts'
import { errorFields } from './log.ts'
import type { NodeContext } from './node-context.ts'
import { serveFetch } from './objects/serve-fetch.ts'
import { servePut } from './objects/serve-put.ts'
import { RefusalError } from './refusal-error.ts'
import { serveBulk } from './serve-bulk.ts'
import { serveChannel } from './serve-channel.ts'
import { serveEvidence } from './serve-evidence.ts'
import { serveInclusion } from './serve-inclusion.ts'
import { serveLease } from './serve-lease.ts'
import { serveOffers } from './serve-offers.ts'
import { servePay } from './serve-pay.ts'
import { serveQuote } from './serve-quote.ts'
import { serveReceipt } from './serve-receipt.ts'
import { serveRelease } from './serve-release.ts'
import { serveRun } from './serve-run.ts'
import { MachineFailedError } from './services/reach-task.ts'
import { serveConnect } from './services/serve-connect.ts'
import { serveExec } from './services/serve-exec.ts'
import { serveSeal } from './services/serve-seal.ts'
import { StoreError } from './store-error.ts'

/** Serves the stream to its end. Never rejects: what goes wrong goes to the peer as a typed error, or to the log. */
export async function serveStream(context: NodeContext, stream: PeerStream, peer: PeerConnection): Promise<void> {
  const frames = stream.frames[Symbol.asyncIterator]()
  context.runs.ageOf(peer)
  try {
    const opening = await readOpening(context, stream, frames)
    if (opening !== undefined) await serveOpening(context, stream, frames, peer, opening)
    stream.end()
  } catch (error) {
    refuse(context, stream, peer, error)
  }
}

async function serveOpening(
  context: NodeContext,
  stream: PeerStream,
  frames: AsyncIterator<Uint8Array>,
  peer: PeerConnection,
  opening: OpeningFrame,
): Promise<void> {
  if (context.signal.aborted) throw new RefusalError('NODE_CLOSING', 'The node is closed.')
  // Without a disk no voucher counts and no receipt can be given: better no work than unpaid work.
  if (!context.store.isGood) throw new RefusalError('NODE_CLOSING', 'The node cannot keep its books any more.')
  if (['quote', 'lease', 'run', 'put'].includes(opening.type)) context.runs.requireOpen()
  switch (opening.type) {
    case 'run':
      return serveRun(context, stream, frames, peer, opening)
    case 'pay':
      return servePay(context, stream, frames, peer)
    case 'lease':
      return reply(stream, await serveLease(context, peer, opening))
    case 'offers':
      return reply(stream, serveOffers(context))
    case 'quote':
      return reply(stream, await serveQuote(context, peer, opening))
    case 'channel':
      return reply(stream, await serveChannel(context, peer, opening))
    case 'receipt':
      return reply(stream, serveReceipt(context, peer, opening))
    case 'inclusion':
      return reply(stream, await serveInclusion(context, opening))
    case 'release':
      return reply(stream, await serveRelease(context, peer, opening))
    case 'bulk':
      return reply(stream, serveBulk(context, peer))
    case 'put':
      return servePut(context, stream, frames, peer, opening)
    case 'fetch':
      return serveFetch(context, stream, frames, peer, opening)
    case 'seal':
      return reply(stream, await serveSeal(context, peer, opening))
    case 'connect':
      return serveConnect(context, stream, frames, peer, opening)
    case 'exec':
      return serveExec(context, stream, frames, peer, opening)
    case 'evidence':
      return reply(stream, await serveEvidence(context, peer, opening))
  }
}

async function reply(stream: PeerStream, frame: ProviderFrame): Promise<void> {
  await stream.send(encodeFrame(frame))
}

async function readOpening(
  context: NodeContext,
  stream: PeerStream,
  frames: AsyncIterator<Uint8Array>,
): Promise<OpeningFrame | undefined> {
  const { limits } = context
  const callOff = context.deadlines.after(limits.openingWaitMsMax, () => stream.reset())
  const first = await frames.next().finally(callOff)
  if (first.done === true) return undefined
  const bytes = first.value.length
  const bytesMax = listsWholeWork(context) ? limits.wholeRequestBytesMax : limits.requestBytesMax
  requireBytes(bytes, bytesMax)
  const opening = decodeOpening(first.value)
  if (opening.type === 'run' && !isWholeRequest(opening.request)) requireBytes(bytes, limits.requestBytesMax)
  const most = opening.type === 'exec' ? context.services.limits.execFrameBytesMax : limits.controlFrameBytesMax
  if (opening.type !== 'run' && bytes > most) throw new MalformedError('frame', `at most ${most} bytes`, bytes)
  return opening
}

function listsWholeWork({ listings }: NodeContext): boolean {
  return listings.some(({ workload }) => workload === 'batch' || workload === 'audit')
}

/** @throws {RefusalError} REQUEST_TOO_LARGE */
function requireBytes(bytes: number, bytesMax: number): void {
  if (bytes <= bytesMax) return
  throw new RefusalError('REQUEST_TOO_LARGE', `A request may have ${bytesMax} bytes, not ${bytes}.`)
}

function refuse(context: NodeContext, stream: PeerStream, peer: PeerConnection, error: unknown): void {
  // What the disk says tells of this machine's files.
  const isOwn = [StoreError, StorageFailedError, PathRefusedError].some((kind) => error instanceof kind)
  const isForPeer = isMillraceError(error) && !isOwn
  const refusal = isForPeer ? error : new RefusalError('INTERNAL', 'The node failed on this.')
  if (isForPeer) context.log('debug', 'stream-refused', { remote: peer.remote, code: error.code })
  else context.log('error', 'stream-failed', { remote: peer.remote, ...errorFields(causeOf(error)) })
  sendError(stream, refusal)
}

function causeOf(error: unknown): unknown {
  return error instanceof MachineFailedError ? error.cause : error
}

/** Sends the error and ends the stream; on a stream that is gone already there is nobody to tell. */
function sendError(stream: PeerStream, error: MillraceError): void {
  const frame = encodeFrame({
    type: 'error',
    code: error.code,
    message: error.message.slice(0, 2_000),
    hint: error.hint.slice(0, 2_000),
    retryable: error.retryable,
  })
  void Promise.resolve()
    .then(() => stream.send(frame))
    .then(() => stream.end())
    .catch(() => stream.reset())
}
