/**
 * Round trips to peers of the mesh, and from them where this node stands in network coordinates.
 *
 * Protocol `/millrace/coordinate/2`: the asker sends four bytes that the answer repeats, followed by the peer's coordinate as
 * five 32-bit integers, big end first: x, y, z, height in microseconds and error in millionths. Two questions go over one
 * stream; the quicker answer counts, because the first may carry the stream's negotiation.
 */
import type { Connection, Libp2p, PeerId, Stream } from '@libp2p/interface'
import {
  type Coordinate,
  coordinateFromDetails,
  coordinateToDetails,
  createCoordinate,
  updateCoordinate,
} from '@millrace/matching'
import { type OfferCoordinate, protocolVersion } from '@millrace/protocol'
import { PeerProtocolViolationError } from '../peer-error.ts'
import type { MeshLimits } from './mesh-limits.ts'
import { createRecordStream, type RecordStream } from './record-stream.ts'
import { TokenBuckets } from './token-bucket.ts'

export const coordinateProtocol = `/millrace/coordinate/${protocolVersion}`

/** Questions answered on one stream. */
export const questionsPerProbeMax = 4
/** Probes of one peer that are answered, at once and per second. */
const probesServed = { burst: 8, perSecond: 1 } as const
/** Peers whose rate is remembered. */
const proberPeersMax = 4_096

const questionBytes = 4
const answerBytes = questionBytes + 5 * 4
const questionsPerProbe = 2

export type RoundTrip = { readonly peer: string; readonly roundTripMs: number; readonly coordinate?: Coordinate }

export type CoordinateProbeInit = {
  readonly libp2p: Libp2p
  readonly limits: Pick<MeshLimits, 'probePeersMax' | 'probeMsMax' | 'roundTripsMax'>
  /** Milliseconds of a clock that never goes back. */
  readonly now: () => number
  readonly random: () => number
}

export type CoordinateProbe = {
  /** Where this node stands. */
  coordinate(): OfferCoordinate
  /** Last measured round trips, oldest first. */
  roundTrips(): readonly RoundTrip[]
  /** Measures the round trip to some of these peers; those that do not answer are left out. */
  probe(peers: readonly PeerId[], options: { readonly signal: AbortSignal }): Promise<readonly RoundTrip[]>
  /** Answers the probes of others. */
  serve(): Promise<void>
  close(): Promise<void>
}

export function createCoordinateProbe({ libp2p, limits, now, random }: CoordinateProbeInit): CoordinateProbe {
  let own = createCoordinate()
  const measured = new Map<string, RoundTrip>()
  const served = new TokenBuckets(probesServed, proberPeersMax)

  const remember = (roundTrip: RoundTrip) => {
    measured.delete(roundTrip.peer)
    measured.set(roundTrip.peer, roundTrip)
    if (measured.size <= limits.roundTripsMax) return
    for (const oldest of measured.keys()) {
      measured.delete(oldest)
      break
    }
  }

  const measure = async (peer: PeerId, signal: AbortSignal): Promise<RoundTrip | undefined> => {
    const within = AbortSignal.any([signal, AbortSignal.timeout(limits.probeMsMax)])
    const connection = directConnection(libp2p, peer)
    if (connection === undefined) return undefined
    const answer = await askOver(connection, { signal: within, now, random }).catch(() => undefined)
    if (answer === undefined) return undefined
    const { roundTripMs, coordinate } = answer
    if (coordinate !== undefined) own = updateCoordinate(own, coordinate, roundTripMs, { random })
    const roundTrip = { peer: peer.toString(), roundTripMs, ...(coordinate && { coordinate }) }
    remember(roundTrip)
    return roundTrip
  }

  const answerOn = async (stream: Stream, { remotePeer }: Connection): Promise<void> => {
    if (!served.of(remotePeer.toString(), now()).take(1, now())) {
      stream.abort(new Error('probed too often'))
      return
    }
    const signal = AbortSignal.timeout(limits.probeMsMax)
    signal.addEventListener('abort', () => stream.abort(new Error('the probe took too long')), { once: true })
    await answerQuestions(recordsOn(stream, now), () => own, signal).catch((error: unknown) =>
      stream.abort(asError(error)),
    )
    await stream.close().catch((error: unknown) => stream.abort(asError(error)))
  }

  return {
    coordinate: () => coordinateToDetails(own),
    roundTrips: () => [...measured.values()],
    async probe(peers, { signal }) {
      const chosen = sample(peers, limits.probePeersMax, random)
      const found = await Promise.all(chosen.map((peer) => measure(peer, signal)))
      signal.throwIfAborted()
      return found.filter((roundTrip) => roundTrip !== undefined)
    },
    serve: () => libp2p.handle(coordinateProtocol, answerOn, { maxInboundStreams: 2, maxOutboundStreams: 2 }),
    close: () => libp2p.unhandle(coordinateProtocol),
  }
}

/** Returns some of the items, each as likely as any other. */
export function sample<T>(items: readonly T[], count: number, random: () => number): T[] {
  const rest = [...items]
  const chosen: T[] = []
  while (chosen.length < count && rest.length > 0) {
    chosen.push(...rest.splice(Math.floor(random() * rest.length), 1))
  }
  return chosen
}

type Answer = { readonly roundTripMs: number; readonly coordinate: Coordinate | undefined }
type AskOptions = { readonly signal: AbortSignal; readonly now: () => number; readonly random: () => number }

async function askOver(connection: Connection, { signal, now, random }: AskOptions): Promise<Answer> {
  const stream = await connection.newStream(coordinateProtocol, { signal })
  const abort = () => stream.abort(new Error('the probe took too long'))
  signal.addEventListener('abort', abort, { once: true })
  try {
    const records = recordsOn(stream, now)
    let best: Answer | undefined
    for (let question = 0; question < questionsPerProbe; question++) {
      const answer = await ask(records, { signal, now, random })
      if (best === undefined || answer.roundTripMs < best.roundTripMs) best = answer
    }
    if (best === undefined) throw new TypeError('a probe asks at least once')
    return best
  } finally {
    signal.removeEventListener('abort', abort)
    await stream.close().catch((error: unknown) => stream.abort(asError(error)))
  }
}

async function ask(records: RecordStream, { signal, now, random }: AskOptions): Promise<Answer> {
  const question = Buffer.alloc(questionBytes)
  question.writeUInt32BE(Math.floor(random() * 2 ** 32))
  const askedAt = now()
  await records.send(question, { signal })
  const { value: answer } = await records.records.next()
  const roundTripMs = now() - askedAt
  if (answer === undefined || answer.length !== answerBytes || !answer.subarray(0, questionBytes).equals(question)) {
    throw new PeerProtocolViolationError('an answer to no probe')
  }
  const at = (index: number) => answer.readInt32BE(questionBytes + 4 * index)
  const details = { xUs: at(0), yUs: at(1), zUs: at(2), heightUs: at(3), errorPpm: at(4) }
  return { roundTripMs, coordinate: coordinateFromDetails(details) }
}

async function answerQuestions(records: RecordStream, own: () => Coordinate, signal: AbortSignal): Promise<void> {
  let questions = 0
  for await (const question of records.records) {
    if (question.length !== questionBytes) throw new PeerProtocolViolationError('a probe that is no question')
    if (++questions > questionsPerProbeMax) throw new PeerProtocolViolationError('too many questions in one probe')
    const { xUs, yUs, zUs, heightUs, errorPpm } = coordinateToDetails(own())
    const answer = Buffer.alloc(answerBytes)
    answer.set(question)
    for (const [index, value] of [xUs, yUs, zUs, heightUs, errorPpm].entries()) {
      answer.writeInt32BE(value, questionBytes + 4 * index)
    }
    await records.send(answer, { signal })
  }
}

function recordsOn(stream: Stream, now: () => number): RecordStream {
  return createRecordStream(stream, { recordBytesMax: answerBytes, burstBytes: 4_096, bytesPerSecond: 4_096, now })
}

/** A relayed round trip says nothing of where the peer stands. */
function directConnection(libp2p: Libp2p, peer: PeerId): Connection | undefined {
  return libp2p.getConnections(peer).find(({ limits, status }) => limits === undefined && status === 'open')
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error))
}
