/**
 * One provider as seen from here: its connection, dialed when needed and again after a loss, with a bounded back-off; its
 * one pay stream; and whether it may be used now.
 */
import {
  type Address,
  type Amount,
  decodeProviderFrame,
  encodeFrame,
  type Hash,
  type OpeningFrame,
  type PeerConnection,
  type PeerEndpoint,
  type PeerStream,
  type PeerTransport,
  type ProviderFrame,
} from '@millrace/protocol'
import { ignore, untilAborted } from './abortable.ts'
import type { BuyerLog } from './buyer.ts'
import {
  describeError,
  ProviderLostError,
  ProviderMisbehavedError,
  ProviderRefusedError,
  ProviderUnreachableError,
} from './buyer-error.ts'
import type { BuyerLimits } from './buyer-limits.ts'
import { createPayLine, type PayLine } from './pay-line.ts'

type FrameOf<T extends ProviderFrame['type']> = Extract<ProviderFrame, { type: T }>

export type ProviderLink = {
  readonly endpoint: PeerEndpoint
  readonly node: Address
  readonly isConnected: boolean
  /** Counts the connections made so far. */
  readonly generation: number
  /** Connects where that is needed; many callers share one dial. @throws {ProviderUnreachableError} */
  connect(options: { signal: AbortSignal }): Promise<void>
  /** Opens a stream on the present connection. @throws {ProviderLostError} when there is none. */
  openStream(): PeerStream
  /** Sends one frame on a stream of its own and returns the one answer, of the type or one of the types that are expected. */
  ask<T extends ProviderFrame['type']>(
    frame: OpeningFrame,
    type: T | readonly T[],
    options: { signal: AbortSignal },
  ): Promise<FrameOf<T>>
  /** Sends a voucher, or lets a later one of the same channel take its place. Never waits, never throws. */
  sendVoucher(channelId: Hash, frame: Uint8Array): void
  /** What the provider acknowledged on this connection. */
  paid(channelId: Hash): Amount
  /** A run ended without a receipt: after {@link lossesInRowMax} in a row, each begun after the last, the provider is suspended. */
  lost(beganAt: number): void
  /** A run ended with its receipt. */
  served(): void
  /**
   * It refused, or ended early: from the third time in a row on, each begun after the last, it is left alone, each time for longer.
   * Else a crowd that offers for next to nothing would be asked first each time.
   */
  declined(beganAt: number): void
  /** It did what was asked. */
  fulfilled(): void
  /** Stops using the provider for a while. @param reason - a sentence for people. @param ms - `suspendMs` without it. */
  suspend(reason: string, ms?: number): void
  /** Why the provider cannot be used now, undefined when it can. */
  unavailable(): string | undefined
  close(): Promise<void>
}

/** Runs in a row that a provider may leave without a receipt: each can cost an increment and the input. */
export const lossesInRowMax = 5
/** Times in a row that a provider may refuse or end early before it is left alone for a while. */
export const declinesInRowMax = 2

/** Told of what is learnt of the provider. */
export type LinkEvents = {
  /** Milliseconds that an answer without work took. */
  readonly onRoundTrip?: (ms: number) => void
  /** Connected. */
  readonly onReached?: () => void
  /** Not to be used until then. @param until - Unix milliseconds. */
  readonly onUnavailable?: (until: number, reason: string, isUnreachable: boolean) => void
}

type Components = LinkEvents & {
  readonly transport: PeerTransport
  readonly now: () => number
  readonly log: BuyerLog
}

export function createProviderLink(
  { transport, now, log, onRoundTrip, onReached, onUnavailable }: Components,
  { endpoint, limits }: { endpoint: PeerEndpoint; limits: BuyerLimits },
): ProviderLink {
  const node = endpoint.address
  const closing = new AbortController()
  let connection: PeerConnection | undefined
  let payLine: PayLine | undefined
  let dialing: Promise<void> | undefined
  let generation = 0
  let failures = 0
  let redialAt = 0
  let lastFailure = ''
  let lossesInRow = 0
  let lastLossAt = Number.NEGATIVE_INFINITY
  let declinesInRow = 0
  let lastDeclineAt = Number.NEGATIVE_INFINITY
  let suspension: { until: number; reason: string } | undefined

  async function dial(): Promise<void> {
    try {
      const signal = AbortSignal.any([closing.signal, AbortSignal.timeout(limits.dialMsMax)])
      const made = await untilAborted(transport.dial(endpoint, { signal }), signal)
      if (made.remote !== node) {
        await made.close()
        throw new ProviderMisbehavedError(node, `${made.remote} answered in its place.`)
      }
      adopt(made)
    } catch (cause) {
      failures++
      redialAt = now() + Math.min(limits.redialMsMax, limits.redialMs * 2 ** Math.min(failures - 1, 16))
      lastFailure = closing.signal.aborted ? 'the buyer is closed.' : describeError(cause)
      onUnavailable?.(redialAt, `It could not be reached a moment ago (${lastFailure}).`, true)
      throw new ProviderUnreachableError(node, lastFailure, cause)
    } finally {
      dialing = undefined
    }
  }

  function adopt(made: PeerConnection): void {
    connection = made
    payLine = undefined
    generation++
    failures = 0
    const forget = () => {
      if (connection === made) connection = undefined
    }
    made.closed.then(forget, forget)
    if (suspension === undefined || now() >= suspension.until) onReached?.()
  }

  async function connect({ signal }: { signal: AbortSignal }): Promise<void> {
    signal.throwIfAborted()
    if (connection !== undefined) return
    if (dialing === undefined && now() < redialAt) throw new ProviderUnreachableError(node, lastFailure)
    dialing ??= dial()
    await untilAborted(dialing, signal)
  }

  function openStream(): PeerStream {
    if (connection === undefined) throw new ProviderLostError(node)
    return connection.openStream()
  }

  async function ask<T extends ProviderFrame['type']>(
    frame: OpeningFrame,
    type: T | readonly T[],
    { signal }: { signal: AbortSignal },
  ): Promise<FrameOf<T>> {
    await connect({ signal })
    const timeout = AbortSignal.timeout(limits.answerMsMax)
    let stream: PeerStream | undefined
    try {
      stream = openStream()
      stream.send(encodeFrame(frame))?.catch(ignore)
      stream.end()
      const askedAt = now()
      const bytes = await untilAborted(firstFrame(stream), AbortSignal.any([signal, timeout]))
      if (type === 'offers' || type === 'channel') onRoundTrip?.(now() - askedAt)
      return expectFrame(bytes, type)
    } catch (error) {
      stream?.reset()
      if (signal.aborted) throw signal.reason
      if (timeout.aborted) throw new ProviderUnreachableError(node, `no answer within ${limits.answerMsMax} ms.`)
      throw error
    }
  }

  async function firstFrame(stream: PeerStream): Promise<Uint8Array> {
    try {
      for await (const bytes of stream.frames) return bytes
    } catch (cause) {
      throw new ProviderLostError(node, cause)
    }
    throw new ProviderLostError(node)
  }

  function expectFrame<T extends ProviderFrame['type']>(bytes: Uint8Array, type: T | readonly T[]): FrameOf<T> {
    const frame = decodeFrame(node, bytes)
    if (frame.type === 'error') throw new ProviderRefusedError(node, frame)
    const expected: readonly string[] = typeof type === 'string' ? [type] : type
    if (!expected.includes(frame.type)) {
      throw new ProviderMisbehavedError(node, `expected ${expected.join(' or ')}, got ${frame.type}.`)
    }
    return frame as FrameOf<T>
  }

  function suspend(reason: string, ms = limits.suspendMs): void {
    const until = now() + ms
    if (suspension !== undefined && suspension.until > until) return
    suspension = { until, reason }
    onUnavailable?.(until, reason, false)
    log({ event: 'provider-suspended', node, reason, ms })
  }

  return {
    endpoint,
    node,
    get isConnected() {
      return connection !== undefined
    },
    get generation() {
      return generation
    },
    connect,
    openStream,
    ask,
    sendVoucher(channelId, frame) {
      if (connection === undefined) return
      if (payLine === undefined || payLine.broken) payLine = createPayLine({ connection, node, log })
      payLine.send(channelId, frame)
    },
    paid: (channelId) => payLine?.paid(channelId) ?? 0n,
    lost(beganAt) {
      // Runs that were under way at a loss were lost with it.
      if (beganAt < lastLossAt) return
      lastLossAt = now()
      lossesInRow++
      if (lossesInRow < lossesInRowMax) return
      lossesInRow = 0
      suspend(`It left ${lossesInRowMax} runs in a row without an end.`)
    },
    served() {
      lossesInRow = 0
    },
    declined(beganAt) {
      if (beganAt <= lastDeclineAt) return
      lastDeclineAt = now()
      const beyond = ++declinesInRow - declinesInRowMax
      if (beyond <= 0) return
      const ms = Math.min(limits.declinedMsMax, limits.declinedMs * 2 ** Math.min(beyond - 1, 16))
      suspend(`It refused or ended early ${declinesInRow} times in a row.`, ms)
    },
    fulfilled() {
      declinesInRow = 0
    },
    suspend,
    unavailable() {
      if (suspension !== undefined && now() < suspension.until) return suspension.reason
      if (connection === undefined && dialing === undefined && now() < redialAt) {
        return `It could not be reached a moment ago (${lastFailure}).`
      }
      return undefined
    },
    async close() {
      closing.abort(new ProviderLostError(node))
      await connection?.close()
      connection = undefined
    },
  }
}

/** Returns the provider's frame. @throws {ProviderMisbehavedError} when it is malformed. */
export function decodeFrame(node: Address, bytes: Uint8Array): ProviderFrame {
  try {
    return decodeProviderFrame(bytes)
  } catch (cause) {
    throw new ProviderMisbehavedError(node, describeError(cause), cause)
  }
}
