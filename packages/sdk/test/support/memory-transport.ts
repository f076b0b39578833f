/** Peers within one process: the transport port without a network, for scripted providers. */
import type {
  Address,
  PeerConnection,
  PeerEndpoint,
  PeerStream,
  PeerTransport,
  StreamHandler,
} from '@millrace/protocol'
import { MillraceError } from '@millrace/protocol'

export type MemoryNetwork = {
  /** A transport that proves this address. */
  transport(self: Address): PeerTransport & { readonly dials: number }
  /** Serves at the port as this address; replaces what served there. Returns a function that cuts all its connections. */
  serve(port: number, self: Address, handler: StreamHandler): { cut(): void; stop(): void }
}

class MemoryPeerError extends MillraceError {
  override readonly name = 'MemoryPeerError'

  constructor(code: string) {
    super({ code, message: `The peer is gone: ${code}.`, hint: 'A test did this.', retryable: true })
  }
}

type Service = { self: Address; handler: StreamHandler; connections: Set<() => void> }

export function createMemoryNetwork(): MemoryNetwork {
  const services = new Map<number, Service>()
  return {
    serve(port, self, handler) {
      const service: Service = { self, handler, connections: new Set() }
      services.set(port, service)
      return {
        cut() {
          for (const cut of service.connections) cut()
        },
        stop() {
          if (services.get(port) === service) services.delete(port)
          for (const cut of service.connections) cut()
        },
      }
    },
    transport(self) {
      let dials = 0
      return {
        get dials() {
          return dials
        },
        async dial(endpoint: PeerEndpoint, { signal }) {
          dials++
          signal.throwIfAborted()
          const service = services.get(portOf(endpoint))
          if (service === undefined) throw new MemoryPeerError('PEER_UNREACHABLE')
          return connect(self, service)
        },
        listen: () => Promise.reject(new TypeError('Use serve().')),
        close: () => Promise.resolve(),
      }
    },
  }
}

/** The port of `/memory/PORT`. */
function portOf({ addresses }: PeerEndpoint): number {
  return Number(addresses[0]?.split('/')[2])
}

function connect(self: Address, service: Service): PeerConnection {
  const streams = new Set<() => void>()
  const closed = Promise.withResolvers<void>()
  let open = true
  const cut = () => {
    if (!open) return
    open = false
    service.connections.delete(cut)
    for (const reset of streams) reset()
    closed.resolve()
  }
  service.connections.add(cut)
  const theirs: PeerConnection = {
    remote: self,
    closed: closed.promise,
    openStream: () => {
      throw new TypeError('Providers open no streams.')
    },
    close: () => Promise.resolve(cut()),
  }
  return {
    remote: service.self,
    closed: closed.promise,
    openStream() {
      if (!open) throw new MemoryPeerError('PEER_CLOSED')
      const [near, far] = streamPair()
      const reset = () => near.reset()
      streams.add(reset)
      queueMicrotask(() => {
        service.handler(far, theirs).then(
          () => far.end(),
          () => far.reset(),
        )
      })
      return near
    },
    close: () => Promise.resolve(cut()),
  }
}

function streamPair(): [PeerStream, PeerStream] {
  const up = createPipe()
  const down = createPipe()
  const reset = () => {
    up.fail()
    down.fail()
  }
  return [
    { send: up.push, frames: down.frames, end: up.end, reset },
    { send: down.push, frames: up.frames, end: down.end, reset },
  ]
}

function createPipe() {
  const queue: Uint8Array[] = []
  let over: 'ended' | 'failed' | undefined
  let wake: (() => void) | undefined
  const notify = () => {
    wake?.()
    wake = undefined
  }
  async function* read(): AsyncGenerator<Uint8Array> {
    for (;;) {
      const next = queue.shift()
      if (next !== undefined) yield next
      else if (over === 'failed') throw new MemoryPeerError('PEER_STREAM_RESET')
      else if (over === 'ended') return
      else await new Promise<void>((resolve) => (wake = resolve))
    }
  }
  return {
    frames: read(),
    push(frame: Uint8Array): undefined {
      if (over === 'failed') throw new MemoryPeerError('PEER_CLOSED')
      if (over === undefined) queue.push(frame)
      notify()
    },
    end() {
      over ??= 'ended'
      notify()
    },
    fail() {
      over = 'failed'
      notify()
    },
  }
}
