/** Every maximum of tasks and their objects at the buyer, by name. */

export const taskLimits = {
  /** Times one task is begun: each start may cost all of it. */
  startsMax: 3,
  /** Providers that may refuse a task besides; that costs nothing. */
  refusalsMax: 16,
  /** Tasks that a lease has room for if each takes all that it may. */
  tasksPerLease: 32n,
  /** Units may be this far ahead of the buyer's clock: clocks are set, and differ in pace by far less than the second. */
  clockToleranceMs: 2_000,
  clockDriftPermille: 10,
  /** Milliseconds beside its own time that a task may take: inputs are laid out, outputs taken in. */
  overheadMsMax: 600_000,
  /** Chunks beside {@link chunksPerSecondMax}. */
  chunksSpareMax: 64,
  /** Chunks a second: a log piece and a tick, in pieces that credit can hold. */
  chunksPerSecondMax: 256,
  /** Objects under way at a time to or from one provider; nodes take twice as many under a lease. */
  transfersMax: 4,
  /** Tries of a transfer at a provider that has others under way, and milliseconds before the second; each further one waits twice as long. */
  busyTriesMax: 8,
  busyWaitMs: 250,
  /** Milliseconds of silence of a provider that is to want, store or give. */
  objectSilenceMsMax: 60_000,
  /** Milliseconds after a task's end in which outputs that do not come count against the provider: nodes keep them twice as long. */
  outputsDueMs: 1_800_000,
  /** Times its bytes that a provider may want of an object: what broke off is asked for again. */
  wantedAgainMax: 2,
} as const
