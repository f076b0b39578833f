/** Peers over libp2p for tests: hosts with a transport each, closed together. */
import type { Address, PeerConnection, PeerStream, Signer, StreamHandler } from '@millrace/protocol'
import type { PeerHost } from '../src/host/peer-host.ts'
import { createLibp2pTransport, type Libp2pTransport, type Libp2pTransportInit } from '../src/libp2p-transport.ts'
import { createTestSigner, domain, recoverTestSigner } from './keys.ts'
import { startHost, type TestHostInit } from './libp2p-hosts.ts'

export type TestPeer = {
  readonly host: PeerHost
  readonly signer: Signer
  readonly address: Address
  readonly transport: Libp2pTransport
}

export type TestPeers = {
  start(host?: TestHostInit, transport?: Libp2pTransportInit): Promise<TestPeer>
  close(): Promise<void>
}

export function createTestPeers(): TestPeers {
  const peers: TestPeer[] = []
  return {
    async start(hostInit = {}, transportInit = {}) {
      const signer = createTestSigner()
      const host = await startHost({ ...hostInit, signer })
      const transport = createLibp2pTransport(host, { signer, recoverSigner: recoverTestSigner, domain }, transportInit)
      const peer = { host, signer, address: signer.address, transport }
      peers.push(peer)
      return peer
    },
    async close() {
      await Promise.all(peers.map(({ transport }) => transport.close()))
      await Promise.all(peers.splice(0).map(({ host }) => host.close()))
    },
  }
}

export const echo: StreamHandler = async (stream) => {
  for await (const frame of stream.frames) await stream.send(frame)
}

/** Asks over a stream of its own. */
export async function ask(connection: PeerConnection, question: string): Promise<string> {
  const stream = connection.openStream()
  await stream.send(Buffer.from(question))
  stream.end()
  return readAll(stream)
}

export async function readAll(stream: PeerStream): Promise<string> {
  let text = ''
  for await (const frame of stream.frames) text += Buffer.from(frame).toString()
  return text
}
