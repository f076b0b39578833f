import {
  type Address,
  decodeBuyerFrame,
  encodeFrame,
  type Hash,
  type PeerConnection,
  type PeerStream,
  type PeerTransport,
  type Signature,
} from '@millrace/protocol'
import { describe, expect, test } from 'vitest'
import { buyerLimits } from './buyer-limits.ts'
import { createPayLine } from './pay-line.ts'
import { createProviderLink } from './provider-link.ts'

const node = `0x${'31'.repeat(20)}` as Address
const endpoint = { address: node, addresses: ['/memory/1'] }
const signal = new AbortController().signal
const signature = `0x${'51'.repeat(64)}` as Signature
const channelId = `0x${'c1'.repeat(32)}` as Hash

function linkOf(dial: () => Promise<PeerConnection>) {
  let at = 0
  let dials = 0
  const transport: PeerTransport = {
    dial() {
      dials++
      return dial()
    },
    listen: () => Promise.reject(new TypeError('not here')),
    close: () => Promise.resolve(),
  }
  const link = createProviderLink({ transport, now: () => at, log: () => undefined }, { endpoint, limits: buyerLimits })
  return {
    link,
    pass(ms: number) {
      at += ms
    },
    get dials() {
      return dials
    },
  }
}

function connectionOf(remote: Address = node) {
  const closed = Promise.withResolvers<void>()
  const connection: PeerConnection = {
    remote,
    closed: closed.promise,
    openStream: () => {
      throw new TypeError('no streams here')
    },
    close: () => Promise.resolve(closed.resolve()),
  }
  return { connection, lose: closed.resolve }
}

describe('a link', () => {
  test('dials once for all who wait, and again after a loss', async () => {
    const made: ReturnType<typeof connectionOf>[] = []
    const at = linkOf(() => {
      const next = connectionOf()
      made.push(next)
      return Promise.resolve(next.connection)
    })
    await Promise.all(Array.from({ length: 50 }, () => at.link.connect({ signal })))
    expect(at.dials).toBe(1)
    expect(at.link.generation).toBe(1)
    made[0]?.lose()
    await Promise.resolve()
    await at.link.connect({ signal })
    expect(at.dials).toBe(2)
    expect(at.link.generation).toBe(2)
  })

  test('waits longer after each failure, up to a bound, and says why meanwhile', async () => {
    const at = linkOf(() => Promise.reject(new Error('refused by the host')))
    const waits: number[] = []
    for (let failure = 0; failure < 8; failure++) {
      await expect(at.link.connect({ signal })).rejects.toMatchObject({ code: 'PROVIDER_UNREACHABLE' })
      expect(at.link.unavailable()).toMatch(/refused by the host/)
      const before = at.dials
      let waited = 0
      while (at.link.unavailable() !== undefined) {
        await expect(at.link.connect({ signal })).rejects.toMatchObject({ code: 'PROVIDER_UNREACHABLE' })
        at.pass(50)
        waited += 50
      }
      expect(at.dials).toBe(before)
      waits.push(waited)
    }
    expect(waits).toEqual([250, 500, 1_000, 2_000, 4_000, 5_000, 5_000, 5_000])
  })

  test('does not take one for another', async () => {
    const at = linkOf(() => Promise.resolve(connectionOf(`0x${'32'.repeat(20)}` as Address).connection))
    await expect(at.link.connect({ signal })).rejects.toMatchObject({
      code: 'PROVIDER_UNREACHABLE',
      cause: { code: 'PROVIDER_MISBEHAVED' },
    })
  })

  test('a caller that leaves does not end the dial for the others', async () => {
    const dialed = Promise.withResolvers<PeerConnection>()
    const at = linkOf(() => dialed.promise)
    const leaving = new AbortController()
    const first = at.link.connect({ signal: leaving.signal })
    const second = at.link.connect({ signal })
    leaving.abort(new Error('left'))
    await expect(first).rejects.toThrow('left')
    dialed.resolve(connectionOf().connection)
    await second
    expect(at.dials).toBe(1)
  })

  test('suspension ends with its time', () => {
    const at = linkOf(() => Promise.reject(new Error('never')))
    at.link.suspend('It overcharged.')
    expect(at.link.unavailable()).toBe('It overcharged.')
    at.pass(buyerLimits.suspendMs)
    expect(at.link.unavailable()).toBeUndefined()
  })
})

describe('a pay line', () => {
  test('keeps only the latest voucher of a channel while there is no room', async () => {
    const sent: Uint8Array[] = []
    let room = Promise.withResolvers<void>()
    let isFull = false
    const stream: PeerStream = {
      send(frame) {
        sent.push(frame)
        return isFull ? room.promise : undefined
      },
      frames: (async function* () {
        await new Promise(() => undefined)
        yield new Uint8Array()
      })(),
      end: () => undefined,
      reset: () => undefined,
    }
    const connection = { ...connectionOf().connection, openStream: () => stream }
    const line = createPayLine({ connection, node, log: () => undefined })
    const voucher = (amount: bigint) =>
      encodeFrame({ type: 'voucher', voucher: { channelId, epoch: 1n, amount }, signature })
    isFull = true
    line.send(channelId, voucher(1n))
    for (let amount = 2n; amount <= 500n; amount++) line.send(channelId, voucher(amount))
    expect(sent).toHaveLength(2)
    isFull = false
    room.resolve()
    await room.promise
    await Promise.resolve()
    const last = decodeBuyerFrame(sent[2] ?? new Uint8Array())
    expect(last).toMatchObject({ voucher: { amount: 500n } })
    expect(sent).toHaveLength(3)
    room = Promise.withResolvers()
  })
})
