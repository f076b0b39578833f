/** Every maximum of reaching tasks at the buyer, by name. */

export const serviceLimits = {
  /** Wait for a task to take a connection or start a program: a provider lets its inputs be laid out first. */
  answerMsMax: 60_000,
  /** Bytes by which the windows of all connections may grow beyond their first. */
  windowBytesMax: 2 ** 28,
  /** What must be left of a provider's sealing key, in milliseconds, for a task that is to begin; and the most it may be good for. */
  sealingKeyMsMin: 60_000,
  sealingKeyMsMax: 7 * 86_400_000,
} as const
