/** Two ends of the peer transport in one process, without sockets: for handlers under test. */
import type { Address, PeerConnection, PeerStream, PeerTransport, StreamHandler } from '@millrace/protocol'
import { MillraceError } from '@millrace/protocol'

export type MemoryNetwork = {
  /** Returns a transport that proves this address. */
  transport(address: Address): PeerTransport
  /** Opens a stream to whoever listens, as this address. */
  openStream(remote: Address): PeerStream
  /** Has the next streams of this address come over a new connection; those of the old one stay open, unheard. */
  reconnect(remote: Address): void
}

export function createMemoryNetwork(): MemoryNetwork {
  let handler: StreamHandler | undefined
  const connections = new Map<Address, PeerConnection>()
  const connect = (remote: Address): PeerConnection => {
    const known = connections.get(remote)
    if (known !== undefined) return known
    const connection: PeerConnection = {
      remote,
      closed: new Promise(() => undefined),
      openStream: () => openStream(remote),
      close: async () => undefined,
    }
    connections.set(remote, connection)
    return connection
  }
  const openStream = (remote: Address): PeerStream => {
    const [near, far] = streamPair()
    if (handler === undefined) throw closedError()
    handler(far, connect(remote)).then(
      () => far.end(),
      () => far.reset(),
    )
    return near
  }
  return {
    openStream,
    reconnect: (remote) => void connections.delete(remote),
    transport: (address) => ({
      dial: async () => connect(address),
      listen: async (_where, serve) => {
        handler = serve
        return {
          addresses: ['/memory/1'],
          close: async () => {
            handler = undefined
          },
        }
      },
      close: async () => undefined,
    }),
  }
}

/** Returns the two ends of one stream. */
export function streamPair(): readonly [PeerStream, PeerStream] {
  const toFar = createPipe()
  const toNear = createPipe()
  const end = (out: Pipe, back: Pipe): PeerStream => ({
    send: (frame) => out.push(frame),
    frames: { [Symbol.asyncIterator]: () => ({ next: () => back.next() }) },
    end: () => out.end(),
    reset: () => {
      out.fail(closedError())
      back.fail(closedError())
    },
  })
  return [end(toFar, toNear), end(toNear, toFar)]
}

type Pipe = ReturnType<typeof createPipe>

function createPipe() {
  const queue: Uint8Array[] = []
  let reader: PromiseWithResolvers<IteratorResult<Uint8Array, undefined>> | undefined
  let ended = false
  let failure: Error | undefined
  const settle = () => {
    if (reader === undefined) return
    const frame = queue.shift()
    const waiting = reader
    if (frame !== undefined) waiting.resolve({ value: frame, done: false })
    else if (failure !== undefined) waiting.reject(failure)
    else if (ended) waiting.resolve({ value: undefined, done: true })
    else return
    reader = undefined
  }
  return {
    push(frame: Uint8Array): undefined {
      if (failure !== undefined) throw failure
      if (ended) throw closedError()
      queue.push(frame)
      settle()
    },
    next(): Promise<IteratorResult<Uint8Array, undefined>> {
      reader = Promise.withResolvers()
      const { promise } = reader
      settle()
      return promise
    },
    end() {
      ended = true
      settle()
    },
    fail(error: Error) {
      failure ??= error
      settle()
    },
  }
}

function closedError(): Error {
  return new MillraceError({
    code: 'PEER_CLOSED',
    message: 'The stream is closed.',
    hint: 'Dial again.',
    retryable: true,
  })
}
