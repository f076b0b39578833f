/** What one libp2p host spends at most on peers it does not trust. Every value is listed in docs/limits.md. */

export type HostLimits = {
  /** Connections of all kinds, in and out; above it the least valued are closed. */
  readonly hostConnectionsMax: number
  /** Peers whose addresses and protocols are remembered; beyond that those longest unheard of are forgotten. */
  readonly peerRecordsMax: number
  /** Incoming connections whose encryption does not stand yet. */
  readonly hostUpgradesPendingMax: number
  /** Incoming connections of one host per second. A whole house or data centre may stand behind one address. */
  readonly hostConnectionsPerSecondMax: number
  /** Dials under way at a time. */
  readonly hostDialsMax: number
  /** Dials waiting for their turn. */
  readonly hostDialsQueuedMax: number
  /** Addresses tried for one peer. */
  readonly hostAddressesPerPeerMax: number
  /** From the first packet to an encrypted, multiplexed connection, in ms. */
  readonly hostDialMsMax: number
  /** Agreement on the protocol of a stream, in ms. */
  readonly hostNegotiationMsMax: number
  /** Streams of all protocols that one connection carries in each direction. */
  readonly hostStreamsPerConnectionMax: number
  /** How often a connection is asked whether it lives, in ms. */
  readonly hostPingMs: number
  /** A connection that did not answer for this long is dead, in ms. Long enough for a machine that is busy. */
  readonly hostPingMsMax: number
  /** Bytes that wait for one libp2p stream to be written or read: above our own limit, which acts first. */
  readonly hostStreamBufferedBytesMax: number
  /** Bytes a peer may send on one stream before this side has read them: what a stream that is not read can hold. */
  readonly hostStreamWindowBytesMax: number
  /** Peers that a serving relay holds a slot for. */
  readonly relayReservationsMax: number
  /** How long a slot lasts unless it is renewed, in ms. Clients renew in the last ten minutes. */
  readonly relayReservationMs: number
  /** How long one relayed connection lasts, in ms. libp2p's default of two minutes would cut answers. */
  readonly relayedConnectionMsMax: number
  /** Bytes that one relayed connection carries, both directions together. libp2p's default is 128 KiB. */
  readonly relayedBytesMax: number
  /** Relayed connections of one client at a time, and of one provider behind this relay. */
  readonly relayedConnectionsPerPeerMax: number
  /** Relays that a host behind NAT keeps a slot on: one may vanish. */
  readonly relaysKept: number
  /** Relays that are remembered as candidates. */
  readonly relayCandidatesMax: number
  /** Wait before a relay that failed is tried again, in ms; it doubles with each further failure. */
  readonly relayRetryMs: number
  /** Longest such wait, in ms. */
  readonly relayRetryMsMax: number
}

const mebibyte = 1024 * 1024

export const hostLimits: HostLimits = {
  hostConnectionsMax: 512,
  peerRecordsMax: 8_192,
  hostUpgradesPendingMax: 64,
  hostConnectionsPerSecondMax: 64,
  hostDialsMax: 32,
  hostDialsQueuedMax: 256,
  hostAddressesPerPeerMax: 16,
  hostDialMsMax: 10_000,
  hostNegotiationMsMax: 10_000,
  hostStreamsPerConnectionMax: 512,
  hostPingMs: 15_000,
  hostPingMsMax: 15_000,
  hostStreamBufferedBytesMax: 64 * mebibyte,
  hostStreamWindowBytesMax: 4 * mebibyte,
  relayReservationsMax: 256,
  relayReservationMs: 3_600_000,
  relayedConnectionMsMax: 12 * 3_600_000,
  relayedBytesMax: 4096 * mebibyte,
  relayedConnectionsPerPeerMax: 256,
  relaysKept: 2,
  relayCandidatesMax: 64,
  relayRetryMs: 1_000,
  relayRetryMsMax: 60_000,
}
