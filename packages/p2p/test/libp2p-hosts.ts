/** Real libp2p hosts on this machine, for tests. */
import type { Signer } from '@millrace/protocol'
import { createPeerHost, type PeerHost, type PeerHostInit } from '../src/host/peer-host.ts'
import { createTestSigner, domain, recoverTestSigner } from './keys.ts'

export type TestHostInit = Partial<PeerHostInit<Record<string, unknown>>> & { readonly signer?: Signer }

/** Starts a host on a loopback port of its own, with leave to dial private addresses. */
export function startHost({ signer = createTestSigner(), ...init }: TestHostInit = {}): Promise<PeerHost> {
  return createPeerHost(
    { signer, recoverSigner: recoverTestSigner, domain },
    { listen: ['/ip4/127.0.0.1/tcp/0'], bootstrap: [], relay: 'none', allowPrivate: true, ...init },
  )
}

/** Returns the host's first address. */
export function addressOf(host: PeerHost): string {
  const [address] = host.addresses()
  if (address === undefined) throw new Error('the host has no address')
  return address
}

/** Resolves with the host's relayed address, once it has one. */
export function relayedAddress(host: PeerHost): Promise<string> {
  const find = (addresses: readonly string[]) => addresses.find((address) => address.includes('/p2p-circuit'))
  return new Promise((resolve) => {
    const known = find(host.addresses())
    if (known !== undefined) resolve(known)
    const stop = host.onAddresses((addresses) => {
      const relayed = find(addresses)
      if (relayed === undefined) return
      stop()
      resolve(relayed)
    })
  })
}
