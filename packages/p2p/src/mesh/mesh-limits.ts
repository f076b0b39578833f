/**
 * What the mesh of offers spends at most on peers it does not trust. Every value is listed in docs/limits.md.
 *
 * The figures suit ten thousand providers that renew their offers every five minutes: 33 announcements of 2 KiB a second.
 */

export type MeshLimits = {
  /** Seconds from now to the expiry of an offer; a longer one is refused. */
  readonly offerLifetimeSecondsMax: number
  /** Seconds by which clocks may differ before an expired offer counts as sent in bad faith. */
  readonly clockSkewSecondsMax: number
  /** Announcements of one signer that may come at once, and then per minute: what a provider with many models needs. */
  readonly signerBurst: number
  readonly signerPerMinute: number
  /** Bytes of one signer's announcements, at once and per minute. */
  readonly signerBurstBytes: number
  readonly signerBytesPerMinute: number
  /** Signers whose rate is remembered; beyond that the one longest silent is forgotten. */
  readonly signersMax: number
  /** Bytes of gossip read from one peer, at once and per second, whatever they say; the rest waits in its socket. */
  readonly forwarderBurstBytes: number
  readonly forwarderBytesPerSecond: number
  /** Announcements of one forwarding peer that wait to be checked. */
  readonly forwarderQueuedMax: number
  /** Refused announcements of one peer, at once and per minute, before it is disconnected. */
  readonly refusalsBurst: number
  readonly refusalsPerMinute: number
  /** Offers checked, at once and per second: a third of a core at 80 µs each. */
  readonly checksBurst: number
  readonly checksPerSecond: number
  /** Milliseconds of checking before other work gets its turn. */
  readonly checkSliceMsMax: number
  /** Offers held: their newest sequences, and their bytes for newcomers. */
  readonly offersHeldMax: number
  readonly offersHeldBytesMax: number
  /** Deals of one node that are followed. */
  readonly dealsPerNodeMax: number
  /** Answers of the registry that are remembered, lookups at once, and lookups that wait for those. */
  readonly registryEntriesMax: number
  readonly registryLookupsMax: number
  readonly registryWaitingMax: number
  /** Milliseconds one lookup may take. */
  readonly registryMsMax: number
  /** Milliseconds for which a yes and a no of the registry hold, and for which it is not asked after it failed to answer. */
  readonly registeredMs: number
  readonly unregisteredMs: number
  readonly registrySilentMs: number
  /** Handlers of offers. */
  readonly handlersMax: number
  /** Catch-ups this side runs at a time, starts at once and per minute, and keeps waiting. */
  readonly catchUpsMax: number
  readonly catchUpBurst: number
  readonly catchUpsPerMinute: number
  readonly catchUpsWaitingMax: number
  /** Catch-ups served at a time, and per peer at once and per minute. */
  readonly catchUpsServedMax: number
  readonly catchUpsServedBurst: number
  readonly catchUpsServedPerMinute: number
  /** Milliseconds one catch-up may take on either side. */
  readonly catchUpMsMax: number
  /** Milliseconds between catch-ups with a random peer, which find what gossip lost. */
  readonly catchUpIntervalMs: number
  /** Offers learnt in one catch-up that are passed on by gossip. */
  readonly catchUpRelayedMax: number
  /** Peers probed for their round trip in one round; milliseconds between rounds and for one probe. */
  readonly probePeersMax: number
  readonly probeIntervalMs: number
  readonly probeMsMax: number
  /** Peers whose round trip is remembered. */
  readonly roundTripsMax: number
  /** Bootstrap peers; milliseconds before the first redial and, by doubling, before later ones. */
  readonly bootstrapPeersMax: number
  readonly redialMsMin: number
  readonly redialMsMax: number
  /** Milliseconds between searches for peers of a topic, for one of them, and dials in one. */
  readonly searchIntervalMs: number
  readonly searchMsMax: number
  readonly searchDialsMax: number
  /** Peers of a topic with which no more are searched for. */
  readonly topicPeersEnough: number
}

const kibibyte = 1024
const mebibyte = 1024 * kibibyte

export const meshLimits: MeshLimits = {
  offerLifetimeSecondsMax: 86_400,
  clockSkewSecondsMax: 60,
  signerBurst: 32,
  signerPerMinute: 60,
  signerBurstBytes: 512 * kibibyte,
  signerBytesPerMinute: mebibyte,
  signersMax: 65_536,
  forwarderBurstBytes: 8 * mebibyte,
  forwarderBytesPerSecond: 2 * mebibyte,
  forwarderQueuedMax: 128,
  refusalsBurst: 32,
  refusalsPerMinute: 30,
  checksBurst: 1_000,
  checksPerSecond: 4_000,
  checkSliceMsMax: 4,
  offersHeldMax: 200_000,
  offersHeldBytesMax: 512 * mebibyte,
  dealsPerNodeMax: 256,
  registryEntriesMax: 65_536,
  registryLookupsMax: 32,
  registryWaitingMax: 1_024,
  registryMsMax: 2_000,
  registeredMs: 600_000,
  unregisteredMs: 15_000,
  registrySilentMs: 1_000,
  handlersMax: 16,
  catchUpsMax: 2,
  catchUpBurst: 8,
  catchUpsPerMinute: 6,
  catchUpsWaitingMax: 64,
  catchUpsServedMax: 8,
  catchUpsServedBurst: 6,
  catchUpsServedPerMinute: 4,
  catchUpMsMax: 60_000,
  catchUpIntervalMs: 300_000,
  catchUpRelayedMax: 2_000,
  probePeersMax: 8,
  probeIntervalMs: 30_000,
  probeMsMax: 3_000,
  roundTripsMax: 4_096,
  bootstrapPeersMax: 32,
  redialMsMin: 1_000,
  redialMsMax: 60_000,
  searchIntervalMs: 60_000,
  searchMsMax: 15_000,
  searchDialsMax: 8,
  topicPeersEnough: 6,
}
