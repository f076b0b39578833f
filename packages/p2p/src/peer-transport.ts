/**
 * One transport over the ways there are to a peer: direct TLS first, since it costs the least per byte; then libp2p,
 * directly; then through a relay. They start staggered, the first that proves the peer's key wins, and the others are
 * given up. What started on a relay moves to a direct libp2p connection by itself, see libp2p-transport.ts.
 */
import type { PeerConnection, PeerEndpoint, PeerListener, PeerTransport, StreamHandler } from '@millrace/protocol'
import type { PeerAddress } from './address.ts'
import { type DialAttempt, raceDials } from './dial-race.ts'
import { addressesOfKind } from './endpoint.ts'
import type { Libp2pTransport } from './libp2p-transport.ts'
import { PeerClosedError } from './peer-error.ts'
import type { TlsTransport } from './tls-transport.ts'

export type PeerTransports = {
  /** Left out by a side that neither listens for TLS nor dials it. */
  readonly tls?: TlsTransport
  /** Left out by a side without a libp2p host. */
  readonly libp2p?: Libp2pTransport
}

/**
 * Returns a transport over others, which it closes with itself.
 *
 * listen() listens with each of them, for the same handler, and its listener has the addresses of all.
 *
 * @example
 * const transport = createPeerTransport({
 *   tls: createTlsTransport(identity), libp2p: createLibp2pTransport(host, identity),
 * })
 */
export function createPeerTransport(transports: PeerTransports): PeerTransport & AsyncDisposable {
  const { tls, libp2p } = transports
  const all = [tls, libp2p].filter((transport) => transport !== undefined)
  if (all.length === 0) throw new TypeError('A peer transport needs TLS, libp2p or both.')
  const kinds = [...(tls ? (['tls'] as const) : []), ...(libp2p ? (['libp2p', 'relayed'] as const) : [])]
  const transportOf = ({ kind }: PeerAddress): PeerTransport | undefined => (kind === 'tls' ? tls : libp2p)
  const closing = new AbortController()
  const close = async (): Promise<void> => {
    closing.abort(new PeerClosedError('this side closed its transport'))
    await Promise.all(all.map((transport) => transport.close()))
  }
  return {
    async dial(endpoint, { signal }) {
      signal.throwIfAborted()
      closing.signal.throwIfAborted()
      const attempts = addressesOfKind(endpoint, kinds).flatMap((address) => {
        const transport = transportOf(address)
        return transport === undefined ? [] : [attemptOf(transport, endpoint, address)]
      })
      return raceDials(attempts, { signal: AbortSignal.any([signal, closing.signal]) })
    },
    listen: (options, handler) => listenWithAll(all, options, handler),
    close,
    [Symbol.asyncDispose]: close,
  }
}

function attemptOf(
  transport: PeerTransport,
  { address }: PeerEndpoint,
  { text }: PeerAddress,
): DialAttempt<PeerConnection> {
  return {
    where: text,
    start: (signal) => transport.dial({ address, addresses: [text] }, { signal }),
    discard: (connection) => void connection.close(),
  }
}

async function listenWithAll(
  transports: readonly PeerTransport[],
  options: { host: string; port: number; signal: AbortSignal },
  handler: StreamHandler,
): Promise<PeerListener> {
  const listeners: PeerListener[] = []
  const close = async (): Promise<void> => {
    await Promise.all(listeners.map((listener) => listener.close()))
  }
  try {
    for (const transport of transports) listeners.push(await transport.listen(options, handler))
  } catch (error) {
    await close()
    throw error
  }
  return {
    get addresses() {
      return listeners.flatMap(({ addresses }) => addresses)
    },
    close,
  }
}
