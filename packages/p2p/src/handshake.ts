/**
 * Proves both identities over an encrypted channel. The listener speaks first: its address is public, and a dialer that finds
 * somebody else there leaves without having said who it is.
 */
import { type Address, type Domain, isMillraceError, type RecoverSigner, type Signer } from '@millrace/protocol'
import type { ByteChannel } from './byte-channel.ts'
import { encodePeerFrame, FrameKind, frameHeaderBytes, goawayBytesMax, goawayCode } from './frame.ts'
import { checkHello, dialerRole, encodeHello, helloBytes, listenerRole } from './hello.ts'
import {
  PeerHandshakeRefusedError,
  PeerIdentityMismatchError,
  PeerProtocolViolationError,
  PeerTooManyConnectionsError,
} from './peer-error.ts'

export type HandshakeIdentity = {
  readonly signer: Signer
  readonly recoverSigner: RecoverSigner
  readonly domain: Domain
  readonly separator: Uint8Array
}

/** Whom a dialer wants to meet, and where it tries to. */
export type ExpectedPeer = { readonly address: Address; readonly where: string }

/**
 * Returns the listener's address, which is the expected one. The channel's end rejects it.
 *
 * @param binding - 32 bytes that stand for this channel, see HelloContext.
 */
export async function greetListener(
  channel: ByteChannel,
  binding: Uint8Array,
  identity: HandshakeIdentity,
  { address, where }: ExpectedPeer,
): Promise<Address> {
  const context = { ...identity, binding }
  const remote = checkHello(await readHello(channel), listenerRole, context, identity.recoverSigner)
  if (remote !== address) throw new PeerIdentityMismatchError(address, where, remote)
  channel.write(encodePeerFrame(FrameKind.hello, 0, encodeHello(identity.signer, dialerRole, context)))
  return remote
}

/** Returns the dialer's address. A dialer that is refused is told why. */
export async function greetDialer(
  channel: ByteChannel,
  binding: Uint8Array,
  identity: HandshakeIdentity,
  full: boolean,
): Promise<Address> {
  try {
    if (full) throw new PeerTooManyConnectionsError()
    const context = { ...identity, binding }
    channel.write(encodePeerFrame(FrameKind.hello, 0, encodeHello(identity.signer, listenerRole, context)))
    return checkHello(await readHello(channel), dialerRole, context, identity.recoverSigner)
  } catch (error) {
    if (isMillraceError(error)) {
      channel.write(encodePeerFrame(FrameKind.goaway, 0, Buffer.from(error.code, 'latin1')))
      channel.end()
    }
    throw error
  }
}

async function readHello(channel: ByteChannel): Promise<Buffer> {
  const header = await channel.readExactly(frameHeaderBytes)
  const length = header.readUInt32BE(0)
  const kind = header[8]
  if (kind === FrameKind.goaway && length <= goawayBytesMax) {
    const code = goawayCode(await channel.readExactly(length))
    if (code === 'PEER_TOO_MANY_CONNECTIONS') throw new PeerTooManyConnectionsError()
    throw new PeerHandshakeRefusedError(`the peer answered ${code}`)
  }
  if (kind !== FrameKind.hello || length !== helloBytes || header.readUInt32BE(4) !== 0) {
    throw new PeerProtocolViolationError('the first frame is not a hello')
  }
  return channel.readExactly(helloBytes)
}
