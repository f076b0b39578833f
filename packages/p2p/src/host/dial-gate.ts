/**
 * Decides which addresses this host dials. Strangers name addresses in offers, in identify and in discovery; unless private
 * ones are allowed, only literal addresses of the public internet pass, so nobody can have this host probe its own network.
 * Names pass only when they are configured: what they resolve to is up to whoever owns them.
 */
import type { ConnectionGater } from '@libp2p/interface'
import { type Multiaddr, multiaddr } from '@multiformats/multiaddr'
import { addressCharactersMax } from '../address.ts'
import { PeerAddressRefusedError } from '../peer-error.ts'
import { isPublicIp } from './network-address.ts'

export type DialGate = ConnectionGater & {
  /** @throws {PeerAddressRefusedError} when the address is not to be dialed. */
  check(address: Multiaddr): void
}

/** Returns a gate. Hosts and ports of the trusted multiaddrs pass wherever they are. */
export function createDialGate({
  allowPrivate,
  trusted,
}: {
  readonly allowPrivate: boolean
  readonly trusted: readonly string[]
}): DialGate {
  const trustedTargets = new Set(trusted.map((text) => targetOf(multiaddr(text))))
  const reasonAgainst = (address: Multiaddr): string | undefined => {
    const [host, port] = address.getComponents()
    const named = host?.name.startsWith('dns') === true
    const ip = host?.name === 'ip4' || host?.name === 'ip6'
    if ((!ip && !named) || port?.name !== 'tcp') return 'it is neither an IP address nor a name with a TCP port'
    if (allowPrivate || trustedTargets.has(targetOf(address))) return undefined
    if (named) return 'names that strangers give are not resolved here'
    return isPublicIp(host?.value ?? '') ? undefined : 'it is not on the public internet'
  }
  return {
    check(address) {
      const reason = reasonAgainst(address)
      if (reason !== undefined) throw new PeerAddressRefusedError(address.toString(), reason)
    },
    denyDialMultiaddr: (address) => reasonAgainst(address) !== undefined,
    filterMultiaddrForPeer: (_peer, address) =>
      address.toString().length <= addressCharactersMax && reasonAgainst(address) === undefined,
  }
}

/** Host and port, which are the first two components also of a relayed address. */
function targetOf(address: Multiaddr): string {
  return address
    .getComponents()
    .slice(0, 2)
    .map(({ name, value }) => `/${name}/${value ?? ''}`)
    .join('')
}
