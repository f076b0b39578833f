/**
 * What a task with an outbound network may reach: public addresses of the Internet by TCP and UDP, and nothing else. Rules for nftables,
 * loaded into the task's own network before anything is connected to it; a task has no right to change them.
 *
 * Addresses decide, not names: a name that leads to a private address leads nowhere. Version 6 is refused as a whole, which leaves
 * IPv4 inside of IPv6 (mapped addresses become version 4 before the rules see them).
 *
 * Sources: IANA IPv4 Special-Purpose Address Registry (RFC 6890), RFC 5771 (multicast), nft(8).
 */
import { isIPv4 } from 'node:net'

/** Addresses that are no public hosts. */
export const refusedNetworks: readonly string[] = [
  '0.0.0.0/8', // this host
  '10.0.0.0/8', // private; also where the network stack itself answers
  '100.64.0.0/10', // behind a provider's translation
  '127.0.0.0/8',
  '169.254.0.0/16', // link-local; metadata of clouds
  '172.16.0.0/12',
  '192.0.0.0/24', // protocol assignments; metadata of some clouds
  '192.0.2.0/24', // documentation
  '192.31.196.0/24', // AS112
  '192.52.193.0/24', // AMT
  '192.88.99.0/24', // 6to4 relays
  '192.168.0.0/16',
  '192.175.48.0/24', // AS112
  '198.18.0.0/15', // benchmarks
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4', // multicast
  '240.0.0.0/4', // reserved; broadcast
]

/** A public address at which one cloud, Azure, answers its machines alone. Those of others are link-local or in 100.64.0.0/10. */
export const refusedAddresses: readonly string[] = ['168.63.129.16']

/** New connections a second, and at once: enough for a browser, too few to scan networks. */
const connectionsPerSecondMax = 50
const connectionsBurst = 200
/** Share of a second's bytes that may come at once. */
const burstShare = 1 / 4

export type OutboundRules = {
  /** Addresses of this machine and others that are refused beside {@link refusedNetworks}. */
  readonly refused: readonly string[]
  /** Where names are asked for, even if it is private. */
  readonly resolvers: readonly string[]
  /** Each way. */
  readonly bytesPerSecondMax: number
}

/** Name of the table and the set to which addresses are added later. */
const table = 'inet millrace'
const refusedSet = 'machine'

/** Returns a script for `nft -f`. @throws {RangeError} when an address is none of version 4. */
export function outboundRules({ refused, resolvers, bytesPerSecondMax }: OutboundRules): string {
  for (const address of resolvers) checkAddress(address)
  const rate = `limit rate over ${bytesPerSecondMax} bytes/second burst ${Math.ceil(bytesPerSecondMax * burstShare)} bytes drop`
  const names =
    resolvers.length === 0 ? [] : [`ip daddr { ${resolvers.join(', ')} } meta l4proto { tcp, udp } th dport 53 accept`]
  const chain = [
    'type filter hook output priority 0; policy drop;',
    'oifname "lo" accept',
    'meta nfproto != ipv4 goto refuse',
    rate,
    ...names,
    `ip daddr { ${refusedNetworks.join(', ')} } goto refuse`,
    `ip daddr @${refusedSet} goto refuse`,
    // Nobody sends mail from a provider's address.
    'tcp dport 25 goto refuse',
    `meta l4proto udp ct state new limit rate over ${connectionsPerSecondMax}/second burst ${connectionsBurst} packets drop`,
    `tcp flags & (syn | ack) == syn limit rate over ${connectionsPerSecondMax}/second burst ${connectionsBurst} packets drop`,
    'meta l4proto { tcp, udp } accept',
    'goto refuse',
  ]
  return [
    `table ${table} {`,
    `set ${refusedSet} { type ipv4_addr; }`,
    // Told at once, where silence or an unreachable host would be tried again.
    'chain refuse {\nmeta l4proto tcp reject with tcp reset\nreject with icmpx type admin-prohibited\n}',
    `chain output {\n${chain.join('\n')}\n}`,
    `chain input {\ntype filter hook input priority 0; policy accept;\niifname "lo" accept\n${rate}\n}`,
    '}',
    refusedRules([...refusedAddresses, ...refused]),
  ].join('\n')
}

/** Returns a script that refuses more addresses; those that are refused already may be among them. */
export function refusedRules(addresses: readonly string[]): string {
  for (const address of addresses) checkAddress(address)
  return addresses.length === 0 ? '' : `add element ${table} ${refusedSet} { ${[...new Set(addresses)].join(', ')} }\n`
}

function checkAddress(address: string): void {
  if (!isIPv4(address)) throw new RangeError(`Expected an address of version 4, got ${address}.`)
}
