/**
 * Keeps connections to the bootstrap peers, from which everybody else is found. One that does not answer is dialed again,
 * after waits that double up to a bound, and so is one that went away.
 */
import type { Libp2p, PeerId } from '@libp2p/interface'
import { type Multiaddr, multiaddr } from '@multiformats/multiaddr'
import type { TransportLog } from '../transport-log.ts'
import type { MeshLimits } from './mesh-limits.ts'
import { sleep } from './waits.ts'

export type BootstrapDialerInit = {
  readonly libp2p: Libp2p
  /** Multiaddrs with peer id. */
  readonly addresses: readonly string[]
  readonly limits: Pick<MeshLimits, 'bootstrapPeersMax' | 'redialMsMin' | 'redialMsMax'>
  readonly log: TransportLog | undefined
  readonly random: () => number
}

export type BootstrapDialer = { close(): void }

/**
 * Starts dialing.
 *
 * @throws {RangeError} for more addresses than allowed. @throws {TypeError} for an address without peer id.
 */
export function createBootstrapDialer({
  libp2p,
  addresses,
  limits,
  log,
  random,
}: BootstrapDialerInit): BootstrapDialer {
  if (addresses.length > limits.bootstrapPeersMax) {
    throw new RangeError(`At most ${limits.bootstrapPeersMax} bootstrap addresses, got ${addresses.length}.`)
  }
  const closing = new AbortController()
  const targets = targetsOf(addresses).filter(({ peerId }) => peerId !== libp2p.peerId.toString())

  const keep = async ({ peerId, multiaddrs }: Target): Promise<void> => {
    for (let failures = 0; !closing.signal.aborted; ) {
      const connected = libp2p.getConnections().some(({ remotePeer }) => remotePeer.toString() === peerId)
      if (connected) {
        failures = 0
        await gone(libp2p, peerId, closing.signal)
        await sleep(redialMs(0, limits, random), closing.signal)
        continue
      }
      const error = await libp2p.dial(multiaddrs, { signal: closing.signal }).then(
        () => undefined,
        (reason: unknown) => reason,
      )
      if (error === undefined || closing.signal.aborted) continue
      if (failures === 0) log?.warn({ peer: peerId, error }, 'A bootstrap peer does not answer; trying again.')
      await sleep(redialMs(failures++, limits, random), closing.signal)
    }
  }

  for (const target of targets) void keep(target)
  return { close: () => closing.abort() }
}

/** Returns the wait after so many failures, in milliseconds: doubling, and up to a half of it shorter, so that not all come back at once. */
export function redialMs(
  failures: number,
  { redialMsMin, redialMsMax }: Pick<MeshLimits, 'redialMsMin' | 'redialMsMax'>,
  random: () => number,
): number {
  return Math.min(redialMsMax, redialMsMin * 2 ** failures) * (1 - random() / 2)
}

type Target = { readonly peerId: string; readonly multiaddrs: Multiaddr[] }

function targetsOf(addresses: readonly string[]): Target[] {
  const byPeer = new Map<string, Multiaddr[]>()
  for (const text of addresses) {
    const address = multiaddr(text)
    const peerId = address
      .getComponents()
      .filter(({ name }) => name === 'p2p')
      .at(-1)?.value
    if (peerId === undefined) throw new TypeError(`A bootstrap address ends in /p2p/…, but this one is ${text}.`)
    byPeer.set(peerId, [...(byPeer.get(peerId) ?? []), address])
  }
  return [...byPeer].map(([peerId, multiaddrs]) => ({ peerId, multiaddrs }))
}

function gone(libp2p: Libp2p, peerId: string, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      libp2p.removeEventListener('peer:disconnect', onDisconnect)
      signal.removeEventListener('abort', done)
      resolve()
    }
    const onDisconnect = ({ detail }: CustomEvent<PeerId>) => {
      if (detail.toString() === peerId) done()
    }
    libp2p.addEventListener('peer:disconnect', onDisconnect)
    signal.addEventListener('abort', done)
  })
}
