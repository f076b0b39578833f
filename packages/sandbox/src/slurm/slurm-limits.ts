/** How long the Slurm sandbox waits, how often it looks, and how much it takes from a cluster's controller. */

export type SlurmLimits = {
  /** Milliseconds for one answer of slurmrestd: a controller under load takes seconds. */
  readonly answerMsMax: number
  /** Bytes of one answer: the list of a cluster's jobs is a few KiB for each. */
  readonly answerBytesMax: number
  /** Milliseconds a task may wait for a free place in the cluster: others use it, too, and the buyer waits. */
  readonly queueMsMax: number
  /** Milliseconds between two looks at a task's files while something happens, and when nothing does. */
  readonly lookMs: { readonly min: number; readonly max: number }
  /** Milliseconds between two questions about a job that runs: its end shows in its files; this is for nodes that fail. */
  readonly stateMs: number
  /** Milliseconds between two questions about a job that is about to start or to end. */
  readonly changeMs: number
  /** Milliseconds a task that was stopped may take to say how it ended; then its job is cancelled. */
  readonly stopMsMax: number
  /** Milliseconds a job that was cancelled may take to be gone: Slurm's own patience (KillWait) is 30 s. */
  readonly goneMsMax: number
  /** Milliseconds until what an ended job wrote must be seen here: file systems of clusters show it late. */
  readonly filesMsMax: number
  /** Milliseconds without any answer of slurmrestd after which running tasks are given up: controllers are restarted. */
  readonly silenceMsMax: number
  /** Milliseconds between two looks at which nodes the cluster has. */
  readonly capacityMs: number
  /** Tasks at the same time, whatever the cluster could hold: each is looked at several times a second. */
  readonly tasksMax: number
}

export const slurmLimits: SlurmLimits = {
  answerMsMax: 30_000,
  answerBytesMax: 256 << 20,
  queueMsMax: 60_000,
  lookMs: { min: 100, max: 1_000 },
  stateMs: 5_000,
  changeMs: 250,
  stopMsMax: 20_000,
  goneMsMax: 120_000,
  filesMsMax: 60_000,
  silenceMsMax: 300_000,
  capacityMs: 15_000,
  tasksMax: 1_024,
}
