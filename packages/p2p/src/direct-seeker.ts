/**
 * Looks for a direct way to a peer that a relay connects to this host. Both ends do: whichever can be reached is dialed by
 * the other, so one open port is enough (the connection reversal of libp2p's DCUtR, which would then cut the relayed
 * connection with the streams on it). Addresses come from identify, over the relayed connection.
 *
 * Two ends behind NAT stay on the relay: hole punching does not work in js-libp2p.
 *
 * @see https://github.com/libp2p/specs/blob/master/relay/DCUtR.md
 */
import type { Connection, PeerId } from '@libp2p/interface'
import { type Multiaddr, multiaddr } from '@multiformats/multiaddr'
import type { PeerHost } from './host/peer-host.ts'

/** When a direct way is looked for, counted from the last time, in ms. Addresses may come later than the connection. */
export const seekDelaysMs = [0, 5_000, 30_000, 120_000]
/** Addresses of the peer that are dialed each time. */
export const seekAddressesMax = 4
/** Searches under way at a time, and for one peer: whoever comes through a relay chooses whom they dial. */
export const seeksMax = 64
export const seeksPerPeerMax = 2
/** Longest wait for one of them, in ms. */
export const seekDialMsMax = 5_000

/**
 * Resolves when a direct connection stands, or when all tries are used up or the relayed connection is gone.
 * The connection itself is found by whoever listens for the host's `connection:open`.
 */
export async function seekDirectConnection(
  host: PeerHost,
  relayed: Connection,
  { signal }: { readonly signal: AbortSignal },
): Promise<void> {
  const done = (): boolean => signal.aborted || relayed.status !== 'open' || isDirect(host, relayed.remotePeer)
  for (const delayMs of seekDelaysMs) {
    await elapse(delayMs, signal)
    if (done()) return
    for (const address of await addressesOf(host, relayed, signal)) {
      const within = AbortSignal.any([signal, AbortSignal.timeout(seekDialMsMax)])
      // An address that fails is as good as none: the relay goes on.
      await host.dial(address, { signal: within }).catch(() => undefined)
      if (done()) return
    }
  }
}

function isDirect(host: PeerHost, peer: PeerId): boolean {
  return host.libp2p.getConnections(peer).some(({ direct, status }) => direct && status === 'open')
}

async function addressesOf(host: PeerHost, relayed: Connection, signal: AbortSignal): Promise<Multiaddr[]> {
  const peer = relayed.remotePeer
  const known = await knownAddresses(host, peer)
  if (known.length > 0) return known
  // A peer that does not say is found by what others say of it, or not at all.
  await host.askIdentity(relayed, { signal }).catch(() => undefined)
  return knownAddresses(host, peer)
}

async function knownAddresses(host: PeerHost, peer: PeerId): Promise<Multiaddr[]> {
  if (!(await host.libp2p.peerStore.has(peer))) return []
  const { addresses } = await host.libp2p.peerStore.get(peer)
  return addresses
    .map(({ multiaddr: address }) => address.toString())
    .filter((text) => !text.includes('/p2p-circuit'))
    .slice(0, seekAddressesMax)
    .map((text) => multiaddr(text.endsWith(`/p2p/${peer}`) ? text : `${text}/p2p/${peer}`))
}

function elapse(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const finish = (): void => {
      clearTimeout(timer)
      signal.removeEventListener('abort', finish)
      resolve()
    }
    const timer = setTimeout(finish, ms)
    timer.unref()
    signal.addEventListener('abort', finish)
    if (signal.aborted) finish()
  })
}
