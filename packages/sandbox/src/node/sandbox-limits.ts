/** What the process of a job may use. These are the machine's: they decide whether there is a result, never which. */

export type SandboxLimits = {
  /** Milliseconds a job may take from when its process listens; then it is killed. */
  readonly jobMsMax: number
  /** Milliseconds until the program is checked, rewritten and compiled. */
  readonly compileMsMax: number
  /** Milliseconds a process may take to start. */
  readonly startMsMax: number
  /** Memory of the process beside that of the program, in bytes: compiling the largest program takes most of it. */
  readonly compileBytesMax: number
  /** Pages of 64 KiB that a job's program may ask for on this machine: 1 GiB. */
  readonly memoryPagesMax: number
  /** Jobs at the same time; each takes a processor. */
  readonly slots: number
  /** Jobs that may wait for a slot. */
  readonly queuedMax: number
}

export const sandboxLimits: SandboxLimits = {
  jobMsMax: 120_000,
  compileMsMax: 30_000,
  startMsMax: 30_000,
  compileBytesMax: 1024 * 1024 * 1024,
  memoryPagesMax: 16_384,
  slots: 2,
  queuedMax: 16,
}

/** Kibibytes of stack that V8 may use: the slots a program may take fit eight times, for frames that a compiler makes larger. */
export const stackKibibytesMax = 65_536
/** Characters of a child's standard error that are kept to explain its end. */
export const childWordsCharsMax = 2_000
