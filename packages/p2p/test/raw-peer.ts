/** A peer that does by hand what it likes, over real sockets: for attacks. */
import { once } from 'node:events'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { connect, createSecureContext, type SecureVersion, TLSSocket } from 'node:tls'
import { type Address, type Domain, domainSeparator, type PeerEndpoint, type Signer } from '@millrace/protocol'
import { formatTlsAddress, parsePeerAddress } from '../src/address.ts'
import { createCertificate } from '../src/certificate.ts'
import { encodePeerFrame, FrameKind, frameHeaderBytes } from '../src/frame.ts'
import { dialerRole, encodeHello, type HelloRole, helloBytes } from '../src/hello.ts'
import { tlsBindingOf } from '../src/tls-channel.ts'
import { domain } from './keys.ts'

export const host = '127.0.0.1'

/** Returns the endpoint of a TLS listener on this machine. */
export function endpointAt(port: number, address: Address): PeerEndpoint {
  return { address, addresses: [formatTlsAddress(host, port)] }
}

/** Returns the port of an endpoint's first address. */
export function portOf({ addresses }: Pick<PeerEndpoint, 'addresses'>): number {
  return parsePeerAddress(addresses[0] ?? '').port
}

/** Connects with TLS and nothing else. */
export async function rawDial(port: number, maxVersion: SecureVersion = 'TLSv1.3'): Promise<TLSSocket> {
  const socket = connect({ host, port, rejectUnauthorized: false, minVersion: 'TLSv1.2', maxVersion })
  await once(socket, 'secureConnect')
  socket.on('error', () => socket.destroy())
  return socket
}

/** Connects, reads the listener's hello and answers with a right one. What follows is up to the caller. */
export async function rawPeer(port: number, signer: Signer): Promise<TLSSocket> {
  const socket = await rawDial(port)
  await readBytes(socket, frameHeaderBytes + helloBytes)
  socket.write(helloFrame(socket, signer, dialerRole))
  return socket
}

/** Returns the frame that proves the signer on this socket, as of a network. */
export function helloFrame(socket: TLSSocket, signer: Signer, role: HelloRole, network: Domain = domain): Buffer {
  const context = { domain: network, separator: domainSeparator(network), binding: tlsBindingOf(socket) }
  return encodePeerFrame(FrameKind.hello, 0, encodeHello(signer, role, context))
}

/** Listens on plain TCP. */
export async function rawServer(onConnection: (socket: Socket) => void): Promise<{ port: number; server: Server }> {
  const server = createServer((socket) => {
    socket.on('error', () => socket.destroy())
    onConnection(socket)
  })
  await new Promise<void>((resolve) => server.listen(0, host, resolve))
  return { port: (server.address() as AddressInfo).port, server }
}

/** Listens with TLS 1.3 and a certificate of its own, as any man in the middle can. */
export async function rawTlsServer(
  onSecure: (socket: TLSSocket) => unknown,
): Promise<{ port: number; server: Server }> {
  const { cert, key } = await createCertificate()
  const secureContext = createSecureContext({ cert, key: key.export({ type: 'pkcs8', format: 'pem' }) })
  return rawServer((tcp) => {
    const socket = new TLSSocket(tcp, { isServer: true, secureContext })
    socket.on('error', () => socket.destroy())
    socket.once('secure', () => {
      Promise.resolve(onSecure(socket)).catch((error: unknown) => socket.destroy(error as Error))
    })
  })
}

/** Returns exactly the next bytes. */
export async function readBytes(socket: TLSSocket, bytes: number): Promise<Buffer> {
  for (;;) {
    const read: Buffer | null = socket.read(bytes)
    if (read?.length === bytes) return read
    if (socket.readableEnded || socket.destroyed) throw new Error('the other side hung up')
    await Promise.race([once(socket, 'readable'), once(socket, 'end'), once(socket, 'close')])
  }
}

/** Reads until the other side hangs up and returns the code of its goaway, or undefined when it gave none. */
export async function goawayOf(socket: TLSSocket): Promise<string | undefined> {
  const pieces: Buffer[] = []
  socket.on('data', (piece: Buffer) => pieces.push(piece))
  socket.resume()
  if (!socket.closed) await once(socket, 'close')
  return /PEER_[A-Z_]+|PROTOCOL_[A-Z_]+/.exec(Buffer.concat(pieces).toString('latin1'))?.[0]
}
