/**
 * Asks a peer for the offers it holds on some topics, and takes those that are newer than what is held here: one list, then
 * fetches of what is missing. Everything passes the same checks as gossip.
 */
import type { Connection } from '@libp2p/interface'
import { PeerProtocolViolationError } from '../peer-error.ts'
import {
  type CatchUpEntry,
  catchUpProtocol,
  catchUpRecordBytesMax,
  decodeEntries,
  decodeRecord,
  decodeRefusal,
  encodeFetch,
  encodeList,
  keysPerFetchMax,
} from './catch-up-records.ts'
import type { HeldOffers } from './held-offers.ts'
import type { MeshLimits } from './mesh-limits.ts'
import type { News, Verdict } from './offer-check.ts'
import { createRecordStream, type RecordStream } from './record-stream.ts'

/** Offers of one catch-up that are refused before the peer is not listened to any more. */
export const catchUpRefusalsMax = 8

export type CatchUpInit = {
  readonly held: HeldOffers
  readonly limits: MeshLimits
  /** Checks an announcement that this peer sent. */
  readonly validate: (bytes: Uint8Array) => Promise<Verdict>
  readonly monotonic: () => number
}

/**
 * Runs one catch-up and returns what was new.
 *
 * @throws {PeerProtocolViolationError} when the peer answers what was not asked, or too much that is refused.
 */
export async function catchUp(
  connection: Connection,
  topics: readonly string[],
  init: CatchUpInit,
  { signal }: { readonly signal: AbortSignal },
): Promise<readonly News[]> {
  const { limits, monotonic } = init
  const within = AbortSignal.any([signal, AbortSignal.timeout(limits.catchUpMsMax)])
  const stream = await connection.newStream(catchUpProtocol, { signal: within })
  const abort = () => stream.abort(new Error('the catch-up was given up'))
  within.addEventListener('abort', abort, { once: true })
  try {
    const records = createRecordStream(stream, {
      recordBytesMax: catchUpRecordBytesMax,
      burstBytes: limits.forwarderBurstBytes,
      bytesPerSecond: limits.forwarderBytesPerSecond,
      now: monotonic,
    })
    const news = await takeMissing(records, new Set(topics), init, within)
    await stream.close({ signal: within })
    return news
  } catch (error) {
    stream.abort(error instanceof Error ? error : new Error(String(error)))
    within.throwIfAborted()
    throw error
  } finally {
    within.removeEventListener('abort', abort)
  }
}

async function takeMissing(
  records: RecordStream,
  topics: ReadonlySet<string>,
  { held, limits, validate }: CatchUpInit,
  signal: AbortSignal,
): Promise<readonly News[]> {
  await records.send(encodeList([...topics]), { signal })
  const missing: string[] = []
  let listed = 0
  for await (const body of answersUntilEnd(records, 'entries')) {
    const entries = decodeEntries(body)
    listed += entries.length
    if (listed > limits.offersHeldMax) throw new PeerProtocolViolationError('a list of too many offers')
    missing.push(...entries.filter((entry) => isNewer(held, entry)).map(({ deal }) => deal))
  }
  const news: News[] = []
  let refusals = 0
  for (let at = 0; at < missing.length; at += keysPerFetchMax) {
    const wanted = missing.slice(at, at + keysPerFetchMax)
    await records.send(encodeFetch(wanted), { signal })
    const verdicts: Promise<Verdict>[] = []
    for await (const bytes of answersUntilEnd(records, 'announcement')) {
      if (verdicts.length === wanted.length) throw new PeerProtocolViolationError('more offers than were asked for')
      verdicts.push(validate(bytes))
    }
    for (const verdict of await Promise.all(verdicts)) {
      if (verdict.action === 'accept') news.push(...verdict.news)
      if (verdict.action === 'reject' && ++refusals > catchUpRefusalsMax) {
        throw new PeerProtocolViolationError(`offers that do not hold, the last one because of ${verdict.reason}`)
      }
    }
  }
  return news
}

function isNewer(held: HeldOffers, { deal, sequence }: CatchUpEntry): boolean {
  const newest = held.newest(deal)
  return newest === undefined || newest.sequence < sequence
}

/** Returns the bodies of records of this kind, up to the one that ends them. */
async function* answersUntilEnd(
  { records }: RecordStream,
  expected: 'entries' | 'announcement',
): AsyncGenerator<Buffer> {
  while (true) {
    const { value, done } = await records.next()
    if (done === true) throw new PeerProtocolViolationError('an answer without an end')
    const { kind, body } = decodeRecord(value)
    if (kind === 'end') return
    if (kind === 'refused') throw new PeerProtocolViolationError(`refused: ${decodeRefusal(body).message}`)
    if (kind !== expected) throw new PeerProtocolViolationError(`${kind} instead of ${expected}`)
    yield body
  }
}
