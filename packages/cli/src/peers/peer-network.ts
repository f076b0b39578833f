/**
 * The peer network of one process: a libp2p host, the mesh on which offers are gossiped, and the transport that reaches a
 * peer by TLS, by libp2p or through a relay, whichever works first.
 */
import { lookup } from 'node:dns/promises'
import { isIP } from 'node:net'
import { type ChainReader, recoverSigner } from '@millrace/chain'
import {
  createLibp2pTransport,
  createOfferMesh,
  createPeerHost,
  createPeerTransport,
  createTlsTransport,
  type OfferMesh,
  offerServices,
  type PeerHost,
  type TransportLimits,
  type TransportLog,
} from '@millrace/p2p'
import type { PeerTransport, Signer } from '@millrace/protocol'

export type PeerNetworkInit = {
  /** Multiaddrs of libp2p to listen on; none: only dial. Who listens also keeps the directory of topics. */
  readonly listen: readonly string[]
  /** Multiaddrs to announce instead of those listened on. */
  readonly announce?: readonly string[]
  /** Multiaddrs, with peer ids, of peers to meet the others through. */
  readonly bootstrap: readonly string[]
  /** `serve`: carry connections for machines behind NAT. `use`: be reached through such a relay. */
  readonly relay: 'serve' | 'use' | 'none'
  /** Whether addresses of private networks are dialed and announced: for a network on one machine or in one building. */
  readonly allowPrivate: boolean
  /** Of connections to peers; `transportLimits` where left out. Tests shorten them. */
  readonly limits?: Partial<TransportLimits>
}

export type PeerNetwork = AsyncDisposable & {
  readonly host: PeerHost
  readonly mesh: OfferMesh
  /** Its identity is the signer's. */
  readonly transport: PeerTransport
}

/**
 * Opens the peer network. Two processes with the same signer would have the same peer id, so a key is used by one at a time.
 *
 * @throws {PeerListenError} when an address cannot be listened on.
 */
export async function openPeerNetwork(
  { signer, reader, log }: { readonly signer: Signer; readonly reader: ChainReader; readonly log?: TransportLog },
  { limits = {}, ...init }: PeerNetworkInit,
): Promise<PeerNetwork> {
  const { domain } = reader
  const identity = { signer, recoverSigner, domain, ...(log === undefined ? {} : { log }) }
  const directory = init.listen.length > 0 ? 'server' : 'client'
  await using opening = new AsyncDisposableStack()
  const host = opening.use(await createPeerHost(identity, { ...init, services: offerServices(domain, { directory }) }))
  const libp2p = createLibp2pTransport(host, identity, { limits })
  const tls = createTlsTransport(identity, { allowPrivate: init.allowPrivate, limits })
  const transport = opening.use(createPeerTransport({ tls, libp2p }))
  const mesh = opening.use(
    await createOfferMesh(host, { ...identity, isRegistered: registryOf(reader) }, { bootstrap: init.bootstrap }),
  )
  const open = opening.move()
  return { host, mesh, transport, [Symbol.asyncDispose]: () => open.disposeAsync() }
}

/** Returns the multiaddr of a host and port to listen on. @throws what the resolver answers for a name. */
export async function listenAddress(host: string, port: number): Promise<string> {
  const ip = isIP(host) === 0 ? (await lookup(host)).address : host
  return `/${isIP(ip) === 6 ? 'ip6' : 'ip4'}/${ip}/tcp/${port}`
}

function registryOf(reader: ChainReader) {
  return async (node: Signer['address'], operator: Signer['address'], options: { signal: AbortSignal }) =>
    (await reader.operatorOf(node, options)) === operator
}
