/** Every maximum of tasks at a node, by name. */

export const taskLimits = {
  /** Milliseconds between two chunks of a task that says nothing: at least one a second tells its buyer that it runs. */
  tickMs: 500,
  /** Milliseconds in which what is logged travels together. */
  gatherMs: 50,
  /** Milliseconds from SIGTERM to SIGKILL when a task is ended; a buyer that cancels waits for its receipt. */
  graceMs: 1_000,
} as const

export type TaskTimes = { readonly [Name in keyof typeof taskLimits]: number }
