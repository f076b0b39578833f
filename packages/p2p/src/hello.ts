/**
 * The hello: who is at this end of the connection, signed for this connection only.
 *
 * The signature covers a binding to the channel, so a hello that is relayed through another connection proves nothing
 * there; and the role, so it cannot be sent back to its sender. Over TLS the binding is the exporter of the connection
 * (RFC 5705, RFC 8446 section 7.5; channel binding as RFC 9266 argues it); over libp2p a hash of both peer ids, which Noise
 * has proven. The network stands in clear beside the signature only to give a mismatch its own error: it is
 * also in the signed digest.
 */
import {
  type Address,
  bytesToHex,
  type Domain,
  digest,
  hexToBytes,
  ProtocolVersionError,
  peerHelloType,
  protocolVersion,
  type RecoverSigner,
  type Signer,
} from '@millrace/protocol'
import { PeerIdentityUnprovenError, PeerWrongNetworkError } from './peer-error.ts'

/** Role of the side that dialed and of the side that listened, as the hello signs it. */
export const dialerRole = 0
export const listenerRole = 1
export type HelloRole = typeof dialerRole | typeof listenerRole

/** version u16 | chain id u64 | escrow 20 | self 20 | compact signature 64. */
export const helloBytes = 2 + 8 + 20 + 20 + 64

/** What both sides know of the connection when they sign or check a hello. */
export type HelloContext = {
  readonly domain: Domain
  /** From domainSeparator(domain). */
  readonly separator: Uint8Array
  /** 32 bytes that differ for every other pair of channel ends. */
  readonly binding: Uint8Array
}

/** Returns this side's hello. */
export function encodeHello(signer: Signer, role: HelloRole, { domain, separator, binding }: HelloContext): Buffer {
  const message = { self: signer.address, role, binding: bytesToHex(binding) }
  const hello = Buffer.alloc(helloBytes)
  hello.writeUInt16BE(protocolVersion, 0)
  hello.writeBigUInt64BE(BigInt(domain.chainId), 2)
  hello.set(hexToBytes(domain.verifyingContract), 10)
  hello.set(hexToBytes(signer.address), 30)
  hello.set(hexToBytes(signer.sign(digest(separator, peerHelloType, message))), 50)
  return hello
}

/**
 * Returns the address that the other side proved to hold.
 *
 * @param hello - Uint8Array, {@link helloBytes} long; hostile.
 * @param role - the role of the side that sent it.
 * @throws {ProtocolVersionError} {@link PeerWrongNetworkError} {@link PeerIdentityUnprovenError}
 */
export function checkHello(
  hello: Buffer,
  role: HelloRole,
  { domain, separator, binding }: HelloContext,
  recoverSigner: RecoverSigner,
): Address {
  const version = hello.readUInt16BE(0)
  if (version !== protocolVersion) throw new ProtocolVersionError(version)
  const network = `${hello.readBigUInt64BE(2)}/${bytesToHex(hello.subarray(10, 30))}`
  const expected = `${domain.chainId}/${domain.verifyingContract}`
  if (network !== expected) throw new PeerWrongNetworkError(expected, network)
  const self: Address = bytesToHex(hello.subarray(30, 50))
  const message = { self, role, binding: bytesToHex(binding) }
  const proven = recoverSigner(digest(separator, peerHelloType, message), bytesToHex(hello.subarray(50)))
  if (proven !== self) throw new PeerIdentityUnprovenError(self)
  return self
}
