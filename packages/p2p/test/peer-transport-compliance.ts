/**
 * What every transport must do, whatever it runs over. Each adapter calls this with a factory of two peers that can
 * reach each other; the suite knows nothing but the port.
 */
import { createServer } from 'node:net'
import {
  type Address,
  frameBytesMax,
  type PeerConnection,
  type PeerEndpoint,
  type PeerListener,
  type PeerStream,
  type PeerTransport,
  queuedFramesMax,
  type StreamHandler,
  streamsPerConnectionMax,
} from '@millrace/protocol'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { parsePeerAddress } from '../src/address.ts'

export type TransportPeer = { readonly transport: PeerTransport; readonly address: Address }
export type TransportPair = {
  readonly dialer: TransportPeer
  readonly listener: TransportPeer
  /** Returns an address of the listener's kind where a server of this machine listens that never says a word. */
  readonly muteAddress: (port: number) => string
  /** Whether listen() itself listens on a port, rather than on a host that was made before. */
  readonly ownsPort: boolean
  /** Lets go of what the transports do not own. */
  readonly close?: () => Promise<void>
}

const host = '127.0.0.1'
const { signal } = new AbortController()

/** Declares the compliance tests of one adapter. */
export function testPeerTransport(name: string, createPair: () => TransportPair | Promise<TransportPair>): void {
  describe(`${name} satisfies the peer transport port`, () => {
    let pair: TransportPair
    let listener: PeerListener
    let handler: StreamHandler
    let endpoint: PeerEndpoint

    beforeEach(async () => {
      pair = await createPair()
      handler = echo
      listener = await pair.listener.transport.listen({ host, port: 0, signal }, (stream, connection) =>
        handler(stream, connection),
      )
      endpoint = { addresses: listener.addresses, address: pair.listener.address }
    })
    afterEach(async () => {
      await Promise.all([pair.dialer.transport.close(), pair.listener.transport.close()])
      await pair.close?.()
    })

    const dial = (): Promise<PeerConnection> => pair.dialer.transport.dial(endpoint, { signal })
    /** Dials and opens a stream; resolves with both ends of it, the listener's being served by the test. */
    const open = async (): Promise<{
      connection: PeerConnection
      near: PeerStream
      far: PeerStream
      farConnection: PeerConnection
    }> => {
      const served = Promise.withResolvers<[PeerStream, PeerConnection]>()
      const forever = Promise.withResolvers<void>()
      handler = (stream, connection) => {
        served.resolve([stream, connection])
        return forever.promise
      }
      const connection = await dial()
      const near = connection.openStream()
      const [far, farConnection] = await served.promise
      handler = echo
      return { connection, near, far, farConnection }
    }

    test('both sides know who the other is', async () => {
      const { connection, farConnection } = await open()
      expect(connection.remote).toBe(pair.listener.address)
      expect(farConnection.remote).toBe(pair.dialer.address)
    })

    test('frames arrive whole and in order, empty and largest ones too', async () => {
      const stream = (await dial()).openStream()
      const sent = [bytes(0), bytes(1), bytes(frameBytesMax, 3), bytes(0), bytes(70_000, 5), bytes(2, 9)]
      const received = collect(stream)
      for (const frame of sent) await stream.send(frame)
      stream.end()
      expect((await received).map(fingerprint)).toEqual(sent.map(fingerprint))
    })

    test('any frames come back as they were sent', async () => {
      const connection = await dial()
      await fc.assert(
        fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 5000 }), { maxLength: 40 }), async (sent) => {
          const stream = connection.openStream()
          for (const frame of sent) await stream.send(frame)
          stream.end()
          expect((await collect(stream)).map(fingerprint)).toEqual(sent.map(fingerprint))
        }),
        { numRuns: 30 },
      )
    })

    test('a hundred streams at once each get their own frames', async () => {
      const connection = await dial()
      const answers = await Promise.all(
        Array.from({ length: 100 }, async (_, stream) => {
          const own = connection.openStream()
          for (let frame = 0; frame < 20; frame++) await own.send(Buffer.from(`${stream}/${frame}`))
          own.end()
          return (await collect(own)).map((frame) => Buffer.from(frame).toString())
        }),
      )
      expect(answers).toEqual(
        Array.from({ length: 100 }, (_, stream) => Array.from({ length: 20 }, (_, frame) => `${stream}/${frame}`)),
      )
    })

    test('several connections between the same peers stand side by side', async () => {
      const [a, b] = await Promise.all([dial(), dial()])
      await a.close()
      expect(await ask(b, 'still here')).toBe('still here')
    })

    test('a side that ended still reads', async () => {
      const { near, far } = await open()
      near.end()
      expect(await collect(far)).toEqual([])
      await far.send(Buffer.from('late'))
      far.end()
      expect((await collect(near)).map(textOf)).toEqual(['late'])
    })

    test('reading can stop and go on', async () => {
      const { near, far } = await open()
      for (const text of ['a', 'b', 'c']) await near.send(Buffer.from(text))
      near.end()
      for await (const frame of far.frames) {
        expect(textOf(frame)).toBe('a')
        break
      }
      expect((await collect(far)).map(textOf)).toEqual(['b', 'c'])
    })

    test('a reset is seen by the other side, after what came before it, and by nobody else', async () => {
      const { connection, near, far } = await open()
      await near.send(Buffer.from('before'))
      near.reset()
      const reader = far.frames[Symbol.asyncIterator]()
      expect(textOf((await reader.next()).value)).toBe('before')
      await expect(reader.next()).rejects.toMatchObject({ code: 'PEER_STREAM_RESET', retryable: true })
      expect(() => far.send(bytes(1))).toThrow(expect.objectContaining({ code: 'PEER_STREAM_RESET' }))
      expect(() => near.send(bytes(1))).toThrow(expect.objectContaining({ code: 'PEER_STREAM_RESET' }))
      await expect(collect(near)).rejects.toMatchObject({ code: 'PEER_STREAM_RESET' })
      expect(await ask(connection, 'other')).toBe('other')
    })

    test('the listening side can reset too', async () => {
      const { connection, near, far } = await open()
      const reading = collect(near)
      far.reset()
      await expect(reading).rejects.toMatchObject({ code: 'PEER_STREAM_RESET' })
      expect(await ask(connection, 'other')).toBe('other')
    })

    test('a handler that rejects resets its stream only', async () => {
      const connection = await dial()
      handler = async () => {
        throw new Error('broken on purpose')
      }
      const stream = connection.openStream()
      await expect(collect(stream)).rejects.toMatchObject({ code: 'PEER_STREAM_RESET' })
      handler = () => {
        throw new Error('broken on purpose, at once')
      }
      await expect(collect(connection.openStream())).rejects.toMatchObject({ code: 'PEER_STREAM_RESET' })
      handler = echo
      expect(await ask(connection, 'other')).toBe('other')
    })

    test('a handler that resolves ends its side', async () => {
      const connection = await dial()
      handler = async (stream) => {
        await stream.send(Buffer.from('all'))
      }
      expect((await collect(connection.openStream())).map(textOf)).toEqual(['all'])
    })

    test('sending after the end is refused', async () => {
      const stream = (await dial()).openStream()
      stream.end()
      stream.end()
      expect(() => stream.send(bytes(1))).toThrow(expect.objectContaining({ code: 'PEER_CLOSED' }))
    })

    test('a frame that is too large is refused and harms nothing', async () => {
      const stream = (await dial()).openStream()
      expect(() => stream.send(bytes(frameBytesMax + 1))).toThrow(
        expect.objectContaining({ code: 'PEER_FRAME_TOO_LARGE', retryable: false }),
      )
      await stream.send(Buffer.from('fits'))
      stream.end()
      expect((await collect(stream)).map(textOf)).toEqual(['fits'])
    })

    test('send asks to wait when the network is behind, and lets go', async () => {
      const { near, far } = await open()
      const reading = collect(far)
      let waited = 0
      for (let frame = 0; frame < 64; frame++) {
        const room = near.send(bytes(1024 * 1024, frame))
        if (room === undefined) continue
        waited++
        await room
      }
      near.end()
      expect((await reading).length).toBe(64)
      expect(waited).toBeGreaterThan(0)
    })

    test('a reader that does not read loses its stream, not the connection', async () => {
      const { connection, near, far } = await open()
      for (let frame = 0; frame <= queuedFramesMax; frame++) await near.send(bytes(10))
      await expect(collect(near)).rejects.toMatchObject({ code: 'PEER_STREAM_RESET' })
      await expect(collect(far)).rejects.toMatchObject({ code: 'PEER_STREAM_OVERFLOW' })
      expect(await ask(connection, 'other')).toBe('other')
    })

    test('streams are limited, and each that ends makes room for another', async () => {
      const connection = await dial()
      const streams = Array.from({ length: streamsPerConnectionMax }, () => connection.openStream())
      expect(() => connection.openStream()).toThrow(expect.objectContaining({ code: 'PEER_TOO_MANY_STREAMS' }))
      const [first, second] = streams
      first?.end()
      if (first !== undefined) await collect(first)
      expect(await ask(connection, 'room')).toBe('room')
      second?.reset()
      expect(await ask(connection, 'again')).toBe('again')
    })

    test('close ends both sides and everything on them', async () => {
      const { connection, near, far, farConnection } = await open()
      const reading = collect(near)
      const failed = expect(reading).rejects.toMatchObject({ code: 'PEER_CLOSED', retryable: true })
      await near.send(Buffer.from('last words'))
      await connection.close()
      await connection.close()
      await Promise.all([connection.closed, farConnection.closed, failed])
      const reader = far.frames[Symbol.asyncIterator]()
      expect(textOf((await reader.next()).value)).toBe('last words')
      await expect(reader.next()).rejects.toMatchObject({ code: 'PEER_CLOSED' })
      for (const stream of [near, far]) {
        expect(() => stream.send(bytes(1))).toThrow(expect.objectContaining({ code: 'PEER_CLOSED' }))
      }
      for (const side of [connection, farConnection]) {
        expect(() => side.openStream()).toThrow(expect.objectContaining({ code: 'PEER_CLOSED' }))
      }
    })

    test('the listening side can close too', async () => {
      const { connection, near, farConnection } = await open()
      const failed = expect(collect(near)).rejects.toMatchObject({ code: 'PEER_CLOSED' })
      await farConnection.close()
      await Promise.all([connection.closed, failed])
    })

    test('a stream that the listening side opens towards a dialer is reset', async () => {
      const { farConnection } = await open()
      await expect(collect(farConnection.openStream())).rejects.toMatchObject({ code: 'PEER_STREAM_RESET' })
    })

    test('closing the transport closes its connections and refuses new ones', async () => {
      const { near } = await open()
      const failed = expect(collect(near)).rejects.toMatchObject({ code: 'PEER_CLOSED' })
      await pair.listener.transport.close()
      await failed
      await expect(dial()).rejects.toMatchObject({ code: 'PEER_UNREACHABLE' })
      await pair.dialer.transport.close()
      await expect(dial()).rejects.toMatchObject({ code: 'PEER_CLOSED' })
    })

    test('closing a listener refuses new connections and leaves the others', async () => {
      const connection = await dial()
      await listener.close()
      await expect(dial()).rejects.toMatchObject({ code: 'PEER_UNREACHABLE' })
      expect(await ask(connection, 'still here')).toBe('still here')
    })

    test('a port in use is a typed error', async () => {
      if (!pair.ownsPort) return
      const { port } = parsePeerAddress(listener.addresses[0] ?? '')
      await expect(pair.listener.transport.listen({ host, port, signal }, echo)).rejects.toMatchObject({
        code: 'PEER_LISTEN_FAILED',
      })
    })

    test('it listens at addresses that it dials, and at no other kind', async () => {
      expect(listener.addresses.length).toBeGreaterThan(0)
      endpoint = { ...endpoint, addresses: ['/ip4/127.0.0.1/udp/1/quic'] }
      await expect(dial()).rejects.toMatchObject({ code: 'PEER_ADDRESS_MALFORMED', retryable: false })
      endpoint = { ...endpoint, addresses: [] }
      await expect(dial()).rejects.toMatchObject({ code: 'PEER_UNREACHABLE' })
    })

    test('one address of several is enough', async () => {
      endpoint = { ...endpoint, addresses: ['nonsense', pair.muteAddress(1), ...endpoint.addresses] }
      expect(await ask(await dial(), 'found')).toBe('found')
    })

    test('someone else at the endpoint is a typed error', async () => {
      endpoint = { ...endpoint, address: pair.dialer.address }
      await expect(dial()).rejects.toMatchObject({ code: 'PEER_IDENTITY_MISMATCH', retryable: false })
    })

    test('nobody at the endpoint is a typed error', async () => {
      await pair.listener.transport.close()
      await expect(dial()).rejects.toMatchObject({ code: 'PEER_UNREACHABLE', retryable: true })
    })

    test('an aborted signal refuses to dial and to listen', async () => {
      const reason = new Error('changed my mind')
      const aborted = AbortSignal.abort(reason)
      await expect(pair.dialer.transport.dial(endpoint, { signal: aborted })).rejects.toBe(reason)
      await expect(pair.dialer.transport.listen({ host, port: 0, signal: aborted }, echo)).rejects.toBe(reason)
    })

    test('aborting or closing ends a dial that hangs', async () => {
      const mute = createServer((socket) => socket.on('error', () => socket.destroy()))
      await new Promise<void>((resolve) => mute.listen(0, host, resolve))
      const bound = mute.address()
      if (bound === null || typeof bound === 'string') throw new Error('no port')
      const hanging = { ...endpoint, addresses: [pair.muteAddress(bound.port)] }
      const controller = new AbortController()
      const reason = new Error('changed my mind')
      const reached = new Promise((resolve) => mute.once('connection', resolve))
      const dialing = pair.dialer.transport.dial(hanging, { signal: controller.signal })
      const refused = expect(dialing).rejects.toBe(reason)
      await reached
      controller.abort(reason)
      await refused
      const again = expect(pair.dialer.transport.dial(hanging, { signal })).rejects.toMatchObject({
        code: 'PEER_CLOSED',
      })
      await pair.dialer.transport.close()
      await again
      mute.close()
    })

    test('aborting after the dial is done changes nothing', async () => {
      const controller = new AbortController()
      const connection = await pair.dialer.transport.dial(endpoint, { signal: controller.signal })
      controller.abort()
      expect(await ask(connection, 'still here')).toBe('still here')
    })
  })
}

const echo: StreamHandler = async (stream) => {
  for await (const frame of stream.frames) await stream.send(frame)
}

async function ask(connection: PeerConnection, question: string): Promise<string> {
  const stream = connection.openStream()
  await stream.send(Buffer.from(question))
  stream.end()
  return (await collect(stream)).map(textOf).join('')
}

async function collect(stream: PeerStream): Promise<Uint8Array[]> {
  const frames: Uint8Array[] = []
  for await (const frame of stream.frames) frames.push(frame)
  return frames
}

function bytes(length: number, fill = 0): Uint8Array {
  return new Uint8Array(length).fill(fill)
}

function textOf(frame: Uint8Array | undefined): string {
  return frame === undefined ? 'no frame' : Buffer.from(frame).toString()
}

/** Compares like the whole frame, without printing megabytes when it differs. */
function fingerprint(frame: Uint8Array): string {
  return `${frame.length}:${Buffer.from(frame).toString('base64').slice(0, 8000)}`
}
