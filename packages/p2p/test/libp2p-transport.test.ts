import type { Signer } from '@millrace/protocol'
import { afterAll } from 'vitest'
import type { PeerHost } from '../src/host/peer-host.ts'
import { createLibp2pTransport } from '../src/libp2p-transport.ts'
import { createTestSigner, domain, recoverTestSigner } from './keys.ts'
import { addressOf, relayedAddress, startHost, type TestHostInit } from './libp2p-hosts.ts'
import { testPeerTransport } from './peer-transport-compliance.ts'

type Peer = { readonly host: PeerHost; readonly signer: Signer }

/** Hosts take long to start, and outlive the transports of each test. */
const hosts: PeerHost[] = []
afterAll(async () => {
  await Promise.all(hosts.map((host) => host.close()))
})

async function startPeer(init: TestHostInit = {}): Promise<Peer> {
  const signer = createTestSigner()
  const host = await startHost({ ...init, signer })
  hosts.push(host)
  return { signer, host }
}

function transportPeer({ host, signer }: Peer) {
  return {
    transport: createLibp2pTransport(host, { signer, recoverSigner: recoverTestSigner, domain }),
    address: signer.address,
  }
}

/** Somebody nobody is connected to. */
const stranger = startPeer().then(({ host }) => host.peerId)
const direct = Promise.all([startPeer(), startPeer()])

testPeerTransport('libp2p, directly', async () => {
  const [near, far] = await direct
  const nobody = await stranger
  return {
    dialer: transportPeer(near),
    listener: transportPeer(far),
    muteAddress: (port) => `/ip4/127.0.0.1/tcp/${port}/p2p/${nobody}`,
    ownsPort: false,
  }
})

const relayed = (async () => {
  const relay = await startPeer({ relay: 'serve' })
  const near = await startPeer({ listen: [] })
  const far = await startPeer({ listen: [], relay: 'use', bootstrap: [addressOf(relay.host)] })
  await relayedAddress(far.host)
  return { near, far }
})()

testPeerTransport('libp2p through a relay', async () => {
  const { near, far } = await relayed
  const nobody = await stranger
  return {
    dialer: transportPeer(near),
    listener: transportPeer(far),
    muteAddress: (port) => `/ip4/127.0.0.1/tcp/${port}/p2p/${nobody}/p2p-circuit/p2p/${nobody}`,
    ownsPort: false,
  }
})
