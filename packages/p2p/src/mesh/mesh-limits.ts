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
  /** New offers of one signer that may come at once: all its deals. Counted by offers, since anybody may divide announcements. */
  readonly signerBurst: number
  /** New offers of one signer per minute, after the burst. */
  readonly signerPerMinute: number
  /** Bytes of one signer's new offers that may come at once. */
  readonly signerBurstBytes: number
  /** Bytes of one signer's new offers per minute, after the burst. */
  readonly signerBytesPerMinute: number
  /** Signers whose rate is remembered; beyond that the one longest silent is forgotten. */
  readonly signersMax: number
  /** Bytes of gossip read from one peer at once, whatever they say; the rest waits in its socket. */
  readonly forwarderBurstBytes: number
  /** Bytes of gossip read from one peer per second, after the burst. */
  readonly forwarderBytesPerSecond: number
  /** Announcements of one forwarding peer that wait to be checked. */
  readonly forwarderQueuedMax: number
  /** Refused announcements of one peer, at once, before it is disconnected. */
  readonly refusalsBurst: number
  /** Refused announcements of one peer per minute, after the burst, before it is disconnected. */
  readonly refusalsPerMinute: number
  /**
   * Unregistered nodes that one peer may tell of at once before that costs it: a chain that is read elsewhere may be ahead, or
   * have known them a while ago.
   */
  readonly strangersBurst: number
  /** Unregistered nodes that one peer may tell of per minute, after the burst. */
  readonly strangersPerMinute: number
  /** Offers checked at once. */
  readonly checksBurst: number
  /** Offers checked per second, after the burst: a third of a core at 150 µs each. */
  readonly checksPerSecond: number
  /** Milliseconds of checking before other work gets its turn. */
  readonly checkSliceMsMax: number
  /** Offers held, by their newest sequence. */
  readonly offersHeldMax: number
  /** Bytes of announcements held for newcomers. */
  readonly offersHeldBytesMax: number
  /** Deals of one node that are followed. */
  readonly dealsPerNodeMax: number
  /** Answers of the registry that are remembered, of each kind. */
  readonly registryEntriesMax: number
  /** Questions to the registry at a time. */
  readonly registryLookupsMax: number
  /** Questions to the registry that wait for their turn. */
  readonly registryWaitingMax: number
  /** Milliseconds the registry may take to answer. */
  readonly registryMsMax: number
  /** Milliseconds for which a node counts as registered once the registry said so. */
  readonly registeredMs: number
  /** Milliseconds for which a node counts as unregistered once the registry said so. */
  readonly unregisteredMs: number
  /** Milliseconds for which the registry is not asked after it failed to answer. */
  readonly registrySilentMs: number
  /** Handlers of offers. */
  readonly handlersMax: number
  /** Catch-ups this side runs at a time. */
  readonly catchUpsMax: number
  /** Catch-ups this side starts at once. */
  readonly catchUpBurst: number
  /** Catch-ups this side starts per minute, after the burst. */
  readonly catchUpsPerMinute: number
  /** Peers that wait to be caught up with; more are left to the regular rounds. */
  readonly catchUpsWaitingMax: number
  /** Catch-ups served at a time. */
  readonly catchUpsServedMax: number
  /** Catch-ups served to one peer at once. */
  readonly catchUpsServedBurst: number
  /** Catch-ups served to one peer per minute, after the burst. */
  readonly catchUpsServedPerMinute: number
  /** Milliseconds one catch-up may take on either side. */
  readonly catchUpMsMax: number
  /** Milliseconds between catch-ups with a random peer, which find what gossip lost. */
  readonly catchUpIntervalMs: number
  /** Offers learnt in one catch-up that are passed on by gossip. */
  readonly catchUpRelayedMax: number
  /** Peers probed for their round trip in one round. */
  readonly probePeersMax: number
  /** Milliseconds between rounds of probes. */
  readonly probeIntervalMs: number
  /** Milliseconds one probe may take. */
  readonly probeMsMax: number
  /** Peers whose round trip is remembered. */
  readonly roundTripsMax: number
  /** Bootstrap addresses that may be configured. */
  readonly bootstrapPeersMax: number
  /** Milliseconds before the first redial of a bootstrap peer. */
  readonly redialMsMin: number
  /** Milliseconds between later redials of a bootstrap peer, at most; reached by doubling. */
  readonly redialMsMax: number
  /** Milliseconds between searches for peers of a topic. */
  readonly searchIntervalMs: number
  /** Milliseconds one search in the directory may take. */
  readonly searchMsMax: number
  /** Peers dialed in one round of searches. */
  readonly searchDialsMax: number
  /** Peers of a topic with which no more are searched for. */
  readonly topicPeersEnough: number
}

const kibibyte = 1024
const mebibyte = 1024 * kibibyte

export const meshLimits: MeshLimits = {
  offerLifetimeSecondsMax: 86_400,
  clockSkewSecondsMax: 60,
  signerBurst: 256,
  signerPerMinute: 240,
  signerBurstBytes: 512 * kibibyte,
  signerBytesPerMinute: mebibyte,
  signersMax: 65_536,
  forwarderBurstBytes: 8 * mebibyte,
  forwarderBytesPerSecond: 2 * mebibyte,
  forwarderQueuedMax: 128,
  refusalsBurst: 32,
  refusalsPerMinute: 30,
  strangersBurst: 64,
  strangersPerMinute: 12,
  checksBurst: 1_000,
  checksPerSecond: 2_000,
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
