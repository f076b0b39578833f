/** Where a provider listens and is reached: directly by TLS and libp2p, by a name it is known under, or through relays. */
import { networkInterfaces } from 'node:os'
import { isPublicIp, parsePeerAddress } from '@millrace/p2p'
import type { PeerListener, PeerTransport } from '@millrace/protocol'
import { hasFaucet } from '../local/faucet.ts'
import { type Network, tcpAddress } from '../network.ts'
import { wholeNumber } from '../option-values.ts'
import { UsageError } from '../usage-error.ts'
import { listenAddress, type PeerNetwork, type PeerNetworkInit } from './peer-network.ts'

export type ListenOptions = {
  readonly host?: string
  readonly port: string
  readonly peerPort: string
  readonly publicHost?: string
  readonly relay: string
  readonly allowPrivate?: boolean
}

export type ListenTerms = {
  readonly host: string | undefined
  /** Of TLS; 0 picks one. */
  readonly port: number
  /** Of libp2p; 0 picks one. */
  readonly peerPort: number
  /** Name or address under which others reach both ports. */
  readonly publicHost: string | undefined
  readonly relay: (typeof relayChoices)[number]
  readonly allowPrivate: boolean
}

/** What `--relay` takes. */
export const relayChoices = ['auto', 'on', 'off'] as const

/** Returns where to listen, as the options spell it. @throws {UsageError} */
export function listenTermsOf(options: ListenOptions): ListenTerms {
  const peerPort = wholeNumber(options.peerPort, '--peer-port', 0, 65_535)
  if (options.publicHost !== undefined && peerPort === 0) {
    throw new UsageError('--peer-port: with --public-host it cannot be 0.', 'Name the port that others reach.')
  }
  return {
    host: options.host,
    port: wholeNumber(options.port, '--port', 0, 65_535),
    peerPort,
    publicHost: options.publicHost,
    relay: relayChoiceOf(options.relay),
    allowPrivate: options.allowPrivate === true,
  }
}

/** Returns the host to listen on. Everything on the local network is on this machine. */
export function listenHost({ host }: Pick<ListenTerms, 'host'>, network: Network): string {
  return host ?? (hasFaucet(network) ? '127.0.0.1' : '0.0.0.0')
}

/** Whether addresses of private networks count: on the local network, and where the user says so. */
export function allowsPrivate({ allowPrivate }: Pick<ListenTerms, 'allowPrivate'>, network: Network): boolean {
  return allowPrivate || hasFaucet(network)
}

/** Returns how a provider takes part in the network's peers. */
export async function providerPeers(terms: ListenTerms, network: Network): Promise<PeerNetworkInit> {
  const { publicHost, peerPort } = terms
  const allowPrivate = allowsPrivate(terms, network)
  const usesRelay = terms.relay === 'on' || (terms.relay === 'auto' && !allowPrivate && !isReachable(terms))
  return {
    listen: [await listenAddress(listenHost(terms, network), peerPort)],
    ...(publicHost === undefined ? {} : { announce: [tcpAddress({ host: publicHost, port: peerPort })] }),
    bootstrap: network.bootstrap,
    relay: usesRelay ? 'use' : 'none',
    allowPrivate,
  }
}

/**
 * Returns the multiaddrs under which buyers reach a provider: its TLS ones, then its libp2p ones, relayed last.
 *
 * @param listened - where its transport listens.
 */
export function reachableAddresses(
  listened: readonly string[],
  { host }: Pick<PeerNetwork, 'host'>,
  { publicHost }: Pick<ListenTerms, 'publicHost'>,
): readonly string[] {
  const direct = listened.map(parsePeerAddress).filter(({ kind }) => kind === 'tls')
  const tls =
    publicHost === undefined
      ? direct.filter((address) => host.allowPrivate || isPublicIp(address.host)).map(({ text }) => text)
      : direct.slice(0, 1).map(({ port }) => `${tcpAddress({ host: publicHost, port })}/tls`)
  return [...new Set([...tls, ...host.addresses()])]
}

/** Returns the transport, and where buyers reach who listens with it: known before anything is told of it. */
export function reachableTransport(
  { host, transport }: Pick<PeerNetwork, 'host' | 'transport'>,
  terms: Pick<ListenTerms, 'publicHost'>,
): { readonly transport: PeerTransport; readonly addresses: () => readonly string[] } {
  let listener: PeerListener | undefined
  return {
    transport: {
      ...transport,
      listen: async (options, handler) => {
        listener = await transport.listen(options, handler)
        return listener
      },
    },
    addresses: () => reachableAddresses(listener?.addresses ?? [], { host }, terms),
  }
}

/** Whether others can be expected to reach this machine: it has a name for them, or a public address of its own. */
function isReachable({ publicHost }: ListenTerms): boolean {
  const own = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? [])
  return publicHost !== undefined || own.some(({ address }) => isPublicIp(address))
}

function relayChoiceOf(text: string): ListenTerms['relay'] {
  const found = relayChoices.find((choice) => choice === text)
  if (found !== undefined) return found
  throw new UsageError(
    `--relay: expected one of ${relayChoices.join(', ')}, got "${text.slice(0, 40)}".`,
    'Leave it out to use a relay where this machine cannot be reached.',
  )
}
