/**
 * Where the panel of a case finds its evidence, in the 32 bytes that a case carries on the chain: the key that the reporter's peer
 * proves, and, for those that want to be found without a directory, an IPv4 address and port.
 *
 *     byte 0        version, 1
 *     bytes 1–20    the peer's key
 *     bytes 21–24   IPv4 address, or zero
 *     bytes 25–26   port, big-endian, or zero
 *     bytes 27–31   zero
 *
 * It names nothing secret: a node's key and address stand in its offers too, and the evidence itself goes to panel members only.
 */
import { isIPv4 } from 'node:net'
import {
  type Address,
  bytesToHex,
  type Hash,
  hexToBytes,
  type PeerEndpoint,
  parseAddress,
  parseHash,
} from '@millrace/protocol'

const version = 1

/** Least port of a locator: what listens below it is a machine's own services, and panels are not to be sent knocking there. */
export const locatorPortMin = 1_024

/** Returns the locator. @param at - for peers that accept TLS there. @throws {RangeError} for no IPv4 address, or no such port. */
export function encodeLocator(peer: Address, at?: { readonly host: string; readonly port: number }): Hash {
  const bytes = new Uint8Array(32)
  bytes[0] = version
  bytes.set(hexToBytes(peer), 1)
  if (at !== undefined) {
    if (!isIPv4(at.host)) throw new RangeError(`${at.host} is no IPv4 address`)
    if (!(Number.isInteger(at.port) && at.port >= locatorPortMin && at.port < 65_536))
      throw new RangeError(`${at.port} is no port from ${locatorPortMin} to 65535`)
    bytes.set(at.host.split('.').map(Number), 21)
    new DataView(bytes.buffer).setUint16(25, at.port)
  }
  return parseHash(bytesToHex(bytes))
}

/**
 * Returns whom to ask, with the address that the locator names, if it names one that may be dialed; undefined for what is no locator
 * of ours. Who accuses chooses it, and a whole panel reads it: without a rule it would have auditors probe their own networks.
 *
 * @param mayDial - whether an IP address that a stranger names may be dialed.
 */
export function decodeLocator(locator: Hash, mayDial: (ip: string) => boolean): PeerEndpoint | undefined {
  const bytes = hexToBytes(locator)
  if (bytes[0] !== version || bytes.subarray(27).some((byte) => byte !== 0)) return undefined
  const address = parseAddress(bytesToHex(bytes.subarray(1, 21)))
  const host = bytes.subarray(21, 25).join('.')
  const port = new DataView(bytes.buffer, bytes.byteOffset).getUint16(25)
  const isNamed = port >= locatorPortMin && mayDial(host)
  return { address, addresses: isNamed ? [`/ip4/${host}/tcp/${port}/tls`] : [] }
}
