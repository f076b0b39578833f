/**
 * Addresses of peers as text, in the form of multiaddrs (https://github.com/multiformats/multiaddr). Three kinds:
 *
 *     /ip4/192.0.2.7/tcp/7001/tls                                     TLS, directly
 *     /ip4/192.0.2.7/tcp/4001/p2p/12D3…                               libp2p, directly
 *     /ip4/192.0.2.7/tcp/4001/p2p/12D3…/p2p-circuit/p2p/12D3…         libp2p, through the relay that is named first
 *
 * The host may be /ip4, /ip6, /dns4, /dns6 or /dns. Texts come from strangers: one form only is accepted for each address.
 */
import { isIP } from 'node:net'
import { peerIdFromString } from '@libp2p/peer-id'
import { PeerAddressMalformedError } from './peer-error.ts'

/** Longest address text, in characters: the longest name, a relay and a target fit. */
export const addressCharactersMax = 256

export type AddressKind = 'tls' | 'libp2p' | 'relayed'

export type PeerAddress = {
  readonly kind: AddressKind
  readonly text: string
  readonly family: HostFamily
  /** IP address or name of the peer, or of the relay. */
  readonly host: string
  readonly port: number
  /** libp2p peer id of the peer itself; none for TLS. */
  readonly peerId: string | undefined
  /** What follows host and port. */
  readonly rest: string
}

type HostFamily = 'ip4' | 'ip6' | 'dns4' | 'dns6' | 'dns'

const form =
  /^\/(ip4|ip6|dns4|dns6|dns)\/([^/]{1,253})\/tcp\/([1-9]\d{0,4})(\/tls|\/p2p\/[^/]+(?:\/p2p-circuit\/p2p\/[^/]+)?)$/
const namePattern = /^(?=.{1,253}$)(?!-)[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*$/i
/** An ed25519 peer id in base 58, the only one that our hosts have. */
const peerIdPattern = /^12D3KooW[1-9A-HJ-NP-Za-km-z]{44}$/

/**
 * Returns the parts of an address.
 *
 * @throws {PeerAddressMalformedError} for anything that is not of the three kinds.
 */
export function parsePeerAddress(text: string): PeerAddress {
  if (text.length > addressCharactersMax) throw new PeerAddressMalformedError(text, 'it is too long')
  const [, family, host, portText, rest] = form.exec(text) ?? []
  if (family === undefined || host === undefined || portText === undefined || rest === undefined) {
    throw new PeerAddressMalformedError(text, 'it is not of a form that is known')
  }
  if (!isHost(family as HostFamily, host)) throw new PeerAddressMalformedError(text, `${family} does not fit the host`)
  const port = Number(portText)
  if (port > 65_535) throw new PeerAddressMalformedError(text, 'the port is above 65535')
  const peerIds = [...rest.matchAll(/\/p2p\/([^/]+)/g)].map(([, id]) => id ?? '')
  if (!peerIds.every(isPeerId)) throw new PeerAddressMalformedError(text, 'a peer id is not one of an ed25519 key')
  const kind = rest === '/tls' ? 'tls' : peerIds.length === 1 ? 'libp2p' : 'relayed'
  return { kind, text, family: family as HostFamily, host, port, peerId: peerIds.at(-1), rest }
}

/** Returns the text of a TLS address. @param host - an IP address or a name. */
export function formatTlsAddress(host: string, port: number): string {
  const version = isIP(host)
  const family = version === 4 ? 'ip4' : version === 6 ? 'ip6' : 'dns'
  return `/${family}/${host}/tcp/${port}/tls`
}

/** Returns the text of an address with an IP address in place of its host: the one that was checked is the one dialed. */
export function pinAddress({ port, rest }: PeerAddress, ip: string): string {
  return `/${isIP(ip) === 6 ? 'ip6' : 'ip4'}/${ip}/tcp/${port}${rest}`
}

function isHost(family: HostFamily, host: string): boolean {
  if (family === 'ip4') return isIP(host) === 4
  // A zone would name an interface of the machine that dials.
  if (family === 'ip6') return isIP(host) === 6 && !host.includes('%')
  return namePattern.test(host) && isIP(host) === 0
}

function isPeerId(text: string): boolean {
  if (!peerIdPattern.test(text)) return false
  try {
    return peerIdFromString(text).type === 'Ed25519'
  } catch {
    return false
  }
}
