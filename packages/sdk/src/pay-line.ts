/**
 * The one pay stream of a connection. Vouchers are cumulative, so at most one per channel waits for room: a later one
 * takes the place of an earlier one.
 */
import {
  type Address,
  type Amount,
  encodeFrame,
  type Hash,
  type PeerConnection,
  protocolVersion,
} from '@millrace/protocol'
import type { BuyerLog } from './buyer.ts'
import { describeError, plainLine } from './buyer-error.ts'
import { decodeFrame } from './provider-link.ts'

export type PayLine = {
  readonly broken: boolean
  send(channelId: Hash, frame: Uint8Array): void
  paid(channelId: Hash): Amount
}

type Components = { readonly connection: PeerConnection; readonly node: Address; readonly log: BuyerLog }

export function createPayLine({ connection, node, log }: Components): PayLine {
  const waiting = new Map<Hash, Uint8Array>()
  const acknowledged = new Map<Hash, Amount>()
  let broken = false
  let blocked = false

  function fail(error: unknown): void {
    if (broken) return
    broken = true
    log({ event: 'pay-stream-ended', node, reason: describeError(error) })
  }

  function open() {
    const stream = connection.openStream()
    stream.send(encodeFrame({ v: protocolVersion, type: 'pay' }))?.catch(fail)
    return stream
  }

  let stream: ReturnType<typeof open> | undefined
  try {
    stream = open()
    readAnswers(stream.frames).catch(fail)
  } catch (error) {
    fail(error)
  }

  async function readAnswers(frames: AsyncIterable<Uint8Array>): Promise<void> {
    for await (const bytes of frames) {
      const frame = decodeFrame(node, bytes)
      if (frame.type === 'paid') acknowledged.set(frame.channelId, frame.amount)
      else if (frame.type === 'error') {
        log({ event: 'voucher-refused', node, code: frame.code, reason: plainLine(frame.message) })
        break
      }
    }
    fail(new Error('The provider ended the pay stream.'))
  }

  function drain(): void {
    while (stream !== undefined && !broken && !blocked) {
      const next = waiting.entries().next().value
      if (next === undefined) return
      waiting.delete(next[0])
      try {
        const room = stream.send(next[1])
        if (room === undefined) continue
        blocked = true
        room.then(unblock, fail)
      } catch (error) {
        fail(error)
      }
    }
  }

  function unblock(): void {
    blocked = false
    drain()
  }

  return {
    get broken() {
      return broken
    },
    send(channelId, frame) {
      waiting.delete(channelId)
      waiting.set(channelId, frame)
      drain()
    },
    paid: (channelId) => acknowledged.get(channelId) ?? 0n,
  }
}
