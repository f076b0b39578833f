/** A peer that says on the gossip stream whatever it likes, by hand. */
import type { Stream } from '@libp2p/interface'
import { multiaddr } from '@multiformats/multiaddr'
import { createPeerHost, type PeerHost } from '../src/host/peer-host.ts'
import { createTestSigner, domain, recoverTestSigner } from './keys.ts'

const gossipProtocol = '/meshsub/1.2.0'

export type RawGossiper = {
  readonly host: PeerHost
  readonly peerId: string
  readonly stream: Stream
  /** Sends announcements in one gossip message. Resolves when there is room for more; rejects when the stream is gone. */
  say(topic: string, announcements: readonly Uint8Array[]): Promise<void>
  /** Sends bytes as one gossip message. */
  send(rpc: Uint8Array): Promise<void>
}

/** Connects to the address with a fresh identity, and opens the gossip stream. */
export async function createRawGossiper(
  address: string,
  { signal, signer = createTestSigner() }: { signal: AbortSignal; signer?: ReturnType<typeof createTestSigner> },
): Promise<RawGossiper> {
  const host = await createPeerHost(
    { signer, recoverSigner: recoverTestSigner, domain },
    { listen: [], bootstrap: [], relay: 'none', allowPrivate: true },
  )
  const connection = await host.libp2p.dial(multiaddr(address), { signal })
  const stream = await connection.newStream(gossipProtocol, { signal })
  const send = async (rpc: Uint8Array): Promise<void> => {
    if (!stream.send(Buffer.concat([varint(rpc.length), rpc]))) await stream.onDrain({ signal })
    await new Promise((resolve) => setImmediate(resolve))
  }
  return {
    host,
    peerId: host.peerId,
    stream,
    say: (topic, announcements) => send(Buffer.concat(announcements.map((data) => encodeMessage(topic, data)))),
    send,
  }
}

/** Returns an RPC of one message: field 2 of RPC with fields 2 (data) and 4 (topic) of Message. */
export function encodeMessage(topic: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([field(2, data), field(4, Buffer.from(topic))])
  return field(2, body)
}

function field(number: number, bytes: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from([(number << 3) | 2]), varint(bytes.length), bytes])
}

export function varint(value: number): Buffer {
  const bytes: number[] = []
  for (let rest = value; ; rest >>>= 7) {
    if (rest < 0x80) return Buffer.from([...bytes, rest])
    bytes.push((rest & 0x7f) | 0x80)
  }
}
