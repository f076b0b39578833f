/**
 * Gives newcomers the offers this node holds verified: so many peers at a time, each so often, each offer once a session.
 */
import type { Connection, Libp2p, Stream } from '@libp2p/interface'
import { MalformedError, ProtocolVersionError } from '@millrace/protocol'
import type { TransportLog } from '../transport-log.ts'
import {
  catchUpProtocol,
  catchUpRecordBytesMax,
  decodeFetch,
  decodeList,
  decodeRecord,
  encodeEntries,
  encodeRecord,
  encodeRefusal,
} from './catch-up-records.ts'
import type { HeldOffers } from './held-offers.ts'
import type { MeshLimits } from './mesh-limits.ts'
import { createRecordStream, type RecordStream } from './record-stream.ts'
import { TokenBuckets } from './token-bucket.ts'

/** Peers whose rate is remembered. */
const askersMax = 4_096

export type CatchUpServerInit = {
  readonly libp2p: Libp2p
  readonly held: HeldOffers
  readonly limits: MeshLimits
  readonly log: TransportLog | undefined
  readonly monotonic: () => number
}

export type CatchUpServer = {
  serve(): Promise<void>
  /** Sessions served, and refused for their rate or version. */
  readonly counts: { served: number; refused: number }
  close(): Promise<void>
}

export function createCatchUpServer({ libp2p, held, limits, log, monotonic }: CatchUpServerInit): CatchUpServer {
  const rate = { burst: limits.catchUpsServedBurst, perSecond: limits.catchUpsServedPerMinute / 60 }
  const askers = new TokenBuckets(rate, askersMax)
  const counts = { served: 0, refused: 0 }
  let serving = 0

  const onStream = async (stream: Stream, { remotePeer }: Connection): Promise<void> => {
    const allowed =
      serving < limits.catchUpsServedMax && askers.of(String(remotePeer), monotonic()).take(1, monotonic())
    if (!allowed) {
      counts.refused++
      stream.abort(new Error('asked too often'))
      return
    }
    serving++
    const signal = AbortSignal.timeout(limits.catchUpMsMax)
    const abort = () => stream.abort(new Error('the catch-up took too long'))
    signal.addEventListener('abort', abort, { once: true })
    const records = createRecordStream(stream, {
      recordBytesMax: catchUpRecordBytesMax,
      burstBytes: limits.forwarderBurstBytes,
      bytesPerSecond: limits.forwarderBytesPerSecond,
      now: monotonic,
    })
    try {
      await answer(records, held, signal)
      counts.served++
      await stream.close()
    } catch (error) {
      counts.refused++
      log?.debug({ peer: String(remotePeer), error }, 'A catch-up was not served to its end.')
      stream.abort(error instanceof Error ? error : new Error(String(error)))
    } finally {
      signal.removeEventListener('abort', abort)
      serving--
    }
  }

  return {
    serve: () => libp2p.handle(catchUpProtocol, onStream, { maxInboundStreams: 2, maxOutboundStreams: 2 }),
    counts,
    close: () => libp2p.unhandle(catchUpProtocol),
  }
}

async function answer({ send, records }: RecordStream, held: HeldOffers, signal: AbortSignal): Promise<void> {
  const listed = new Set<string>()
  // A list costs a look at all offers that are held, so there is one, however little it finds.
  let hasListed = false
  for await (const record of records) {
    const { kind, body } = decodeRecord(record)
    if (kind === 'list') {
      if (hasListed) return
      hasListed = true
      const topics = await topicsAsked(body, (refusal) => send(refusal, { signal }))
      if (topics === undefined) return
      const offers = held.ofTopics(topics)
      for (const { deal } of offers) listed.add(deal)
      for (const entries of encodeEntries(offers)) await send(entries, { signal })
    } else if (kind === 'fetch') {
      for (const deal of decodeFetch(body)) {
        const bytes = listed.delete(deal) ? held.newest(deal)?.bytes : undefined
        if (bytes !== undefined) await send(encodeRecord('announcement', bytes), { signal })
      }
    } else throw new MalformedError('record', 'list or fetch', kind)
    await send(encodeRecord('end'), { signal })
  }
}

/** Returns undefined after having told an asker of another version which one it needs. */
async function topicsAsked(
  body: Buffer,
  refuse: (refusal: Uint8Array) => Promise<void>,
): Promise<ReadonlySet<string> | undefined> {
  try {
    return new Set(decodeList(body))
  } catch (error) {
    if (!(error instanceof ProtocolVersionError)) throw error
    await refuse(encodeRefusal(error))
    return undefined
  }
}
