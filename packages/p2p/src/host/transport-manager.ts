/** The part of libp2p's transport manager that a host needs: libp2p gives it to services only. */
import type { Connection, PeerId } from '@libp2p/interface'
import type { Multiaddr } from '@multiformats/multiaddr'

export type TransportManager = {
  dial(address: Multiaddr, options: { readonly signal: AbortSignal }): Promise<Connection>
  getAddrs(): Multiaddr[]
  getTransports(): object[]
}

/** Slots of this host on relays. */
export type ReservationStore = {
  hasReservation(relay: PeerId): boolean
  addRelay(relay: PeerId, type: 'configured'): Promise<unknown>
  addEventListener(event: 'relay:removed', handler: (event: { detail: { relay: PeerId } }) => void): void
}

/** Returns the store of the circuit relay transport, which has no public name for it. */
export function reservationStoreOf(transports: TransportManager): ReservationStore {
  for (const transport of transports.getTransports()) {
    if ('reservationStore' in transport) return transport.reservationStore as ReservationStore
  }
  throw new TypeError('The host was made without a circuit relay transport.')
}
