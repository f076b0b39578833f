/**
 * When bytes that enter one direction of a bad link come out: a pure model of delay, jitter, bandwidth and loss under TCP.
 *
 * The link is a token bucket followed by a wire. A segment that is lost on the wire is not gone, because TCP repeats it: it
 * and all that follows it wait a retransmission time longer. Bytes never overtake bytes. Times are milliseconds on the caller's clock.
 */

/** Bytes in a segment of TCP over Ethernet: what is lost at once. */
export const segmentBytes = 1_460

export type Impairment = {
  /** One way, milliseconds. */
  readonly delayMs: number
  /** Up to this much more, evenly spread, drawn for each piece. */
  readonly jitterMs: number
  /** Infinity: as fast as the machine. */
  readonly bytesPerSecond: number
  /** What may pass at once after a rest, before the bandwidth limits. */
  readonly burstBytes: number
  /** Share of segments that are lost, 0 to below 1. */
  readonly lossRate: number
  /** What each loss costs: a round trip and a timer, as TCP would take. */
  readonly retransmitMs: number
}

/** A perfect link. */
export const noImpairment: Impairment = {
  delayMs: 0,
  jitterMs: 0,
  bytesPerSecond: Number.POSITIVE_INFINITY,
  burstBytes: 16 * 1024,
  lossRate: 0,
  retransmitMs: 200,
}

export type Release = {
  readonly releaseAtMs: number
  /** Times that one of its segments was lost. */
  readonly losses: number
}

export type LinkSchedule = {
  /** Longest piece to ask for: a slow link brings bytes one segment after the other, not all at the end. */
  readonly pieceBytes: number
  /** Takes the next piece, which came at a time not before the last one's. Returns when it comes out. */
  next(nowMs: number, bytes: number): Release
  /** Changes the link for what enters from now on. */
  change(impairment: Partial<Impairment>): void
}

/** Creates the schedule of one direction. @throws {RangeError} for a link that makes no sense. */
export function createLinkSchedule(initial: Partial<Impairment>, random: () => number): LinkSchedule {
  let link = checked({ ...noImpairment, ...initial })
  /** When all that came so far is through the bucket; earlier than now means that the bucket fills. */
  let emptyAtMs = Number.NEGATIVE_INFINITY
  let lastReleaseMs = Number.NEGATIVE_INFINITY
  return {
    get pieceBytes() {
      return link.bytesPerSecond === Number.POSITIVE_INFINITY ? link.bytesPerSecond : segmentBytes
    },
    next(nowMs, bytes) {
      const { bytesPerSecond, burstBytes, delayMs, jitterMs, retransmitMs } = link
      const fullAtMs = nowMs - (burstBytes / bytesPerSecond) * 1_000
      emptyAtMs = Math.max(emptyAtMs, fullAtMs) + (bytes / bytesPerSecond) * 1_000
      const losses = lossesOf(bytes, link.lossRate, random)
      const onWireMs = delayMs + jitterMs * random() + losses * retransmitMs
      lastReleaseMs = Math.max(lastReleaseMs, Math.max(nowMs, emptyAtMs) + onWireMs)
      return { releaseAtMs: lastReleaseMs, losses }
    },
    change(impairment) {
      link = checked({ ...link, ...impairment })
    },
  }
}

/** A segment may be lost again when it is repeated. */
function lossesOf(bytes: number, rate: number, random: () => number): number {
  if (rate === 0) return 0
  let losses = 0
  for (let left = bytes; left > 0; left -= segmentBytes) while (random() < rate) losses++
  return losses
}

function checked(link: Impairment): Impairment {
  const { delayMs, jitterMs, bytesPerSecond, burstBytes, lossRate, retransmitMs } = link
  const isTime = (value: number): boolean => Number.isFinite(value) && value >= 0
  if (![delayMs, jitterMs, retransmitMs].every(isTime)) throw new RangeError('times are finite and not negative')
  if (!(bytesPerSecond > 0) || !isTime(burstBytes)) throw new RangeError('bandwidth is above 0, a burst not below it')
  if (!(lossRate >= 0 && lossRate < 1)) throw new RangeError(`a share of losses is from 0 to below 1, got ${lossRate}`)
  return link
}
