/**
 * Which IP addresses belong to the public internet. Whoever dials what strangers name must not be led to its own machine,
 * its local network or a cloud's metadata service, so all special-purpose ranges are left out (IANA registries of RFC 6890).
 *
 * Tunnels that carry an IPv4 address inside an IPv6 one (6to4, Teredo, NAT64) are not public here: they could lead back.
 */
import { BlockList, isIP } from 'node:net'

const special4 = listOf('ipv4', [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
])
/** All of IPv6 that is allocated as global unicast today. */
const global6 = listOf('ipv6', [['2000::', 3]])
const special6 = listOf('ipv6', [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
])

/** Returns whether a text is an IP address of the public internet. A name is not. */
export function isPublicIp(text: string): boolean {
  const version = isIP(text)
  if (version === 4) return !special4.check(text, 'ipv4')
  // A zone names an interface of this machine.
  if (version === 6) return !text.includes('%') && global6.check(text, 'ipv6') && !special6.check(text, 'ipv6')
  return false
}

function listOf(family: 'ipv4' | 'ipv6', subnets: readonly (readonly [network: string, prefix: number])[]): BlockList {
  const list = new BlockList()
  for (const [network, prefix] of subnets) list.addSubnet(network, prefix, family)
  return list
}
