/**
 * Proves both identities over a TLS connection. The listener speaks first: its address is public, and a dialer that finds
 * somebody else there leaves without having said who it is.
 */
import type { TLSSocket } from 'node:tls'
import {
  type Address,
  type Domain,
  isMillraceError,
  type PeerEndpoint,
  type RecoverSigner,
  type Signer,
} from '@millrace/protocol'
import { encodePeerFrame, FrameKind, frameHeaderBytes, goawayBytesMax, goawayCode } from './frame.ts'
import { checkHello, dialerRole, encodeHello, type HelloContext, helloBytes, listenerRole } from './hello.ts'
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

const exporterLabel = 'EXPORTER-millrace-peer-hello'
const exporterContext = Buffer.from('millrace peer hello')
const bindingBytes = 32

/** Returns the listener's address, which is the endpoint's. The socket's end rejects it. */
export async function greetListener(
  socket: TLSSocket,
  identity: HandshakeIdentity,
  endpoint: PeerEndpoint,
): Promise<Address> {
  const context = contextOf(socket, identity)
  const remote = checkHello(await readHello(socket), listenerRole, context, identity.recoverSigner)
  if (remote !== endpoint.address) throw new PeerIdentityMismatchError(endpoint, remote)
  socket.write(encodePeerFrame(FrameKind.hello, 0, encodeHello(identity.signer, dialerRole, context)))
  return remote
}

/** Returns the dialer's address. A dialer that is refused is told why. */
export async function greetDialer(socket: TLSSocket, identity: HandshakeIdentity, full: boolean): Promise<Address> {
  try {
    if (full) throw new PeerTooManyConnectionsError()
    const context = contextOf(socket, identity)
    socket.write(encodePeerFrame(FrameKind.hello, 0, encodeHello(identity.signer, listenerRole, context)))
    return checkHello(await readHello(socket), dialerRole, context, identity.recoverSigner)
  } catch (error) {
    if (isMillraceError(error)) socket.end(encodePeerFrame(FrameKind.goaway, 0, Buffer.from(error.code, 'latin1')))
    throw error
  }
}

/** Returns the 32 bytes that only the two ends of this TLS connection can compute. */
export function bindingOf(socket: TLSSocket): Uint8Array {
  return socket.exportKeyingMaterial(bindingBytes, exporterLabel, exporterContext)
}

function contextOf(socket: TLSSocket, { domain, separator }: HandshakeIdentity): HelloContext {
  return { domain, separator, binding: bindingOf(socket) }
}

async function readHello(socket: TLSSocket): Promise<Buffer> {
  const header = await readExactly(socket, frameHeaderBytes)
  const length = header.readUInt32BE(0)
  const kind = header[8]
  if (kind === FrameKind.goaway && length <= goawayBytesMax) {
    const code = goawayCode(await readExactly(socket, length))
    if (code === 'PEER_TOO_MANY_CONNECTIONS') throw new PeerTooManyConnectionsError()
    throw new PeerHandshakeRefusedError(`the peer answered ${code}`)
  }
  if (kind !== FrameKind.hello || length !== helloBytes || header.readUInt32BE(4) !== 0) {
    throw new PeerProtocolViolationError('the first frame is not a hello')
  }
  return readExactly(socket, helloBytes)
}

/** Returns the next bytes; what follows them stays in the socket. */
function readExactly(socket: TLSSocket, bytes: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const settle = (): void => {
      socket.off('readable', read).off('end', hungUp).off('close', hungUp)
    }
    const hungUp = (): void => {
      settle()
      reject(new PeerHandshakeRefusedError('the peer hung up'))
    }
    const read = (): void => {
      const read: Buffer | null = socket.read(bytes)
      if (read === null) return
      settle()
      if (read.length === bytes) resolve(read)
      else reject(new PeerHandshakeRefusedError('the peer hung up'))
    }
    socket.on('readable', read).on('end', hungUp).on('close', hungUp)
    if (socket.destroyed) hungUp()
    else read()
  })
}
