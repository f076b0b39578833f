/** Every maximum of tasks that are reached, by name. */

export const serviceLimits = {
  /** Connections to one task at a time, and to all: each is a stream, two windows and a socket. */
  connectionsPerTaskMax: 256,
  connectionsMax: 4_096,
  /** Programs beside one task at a time, and in all: each is processes of its own. */
  programsPerTaskMax: 8,
  programsMax: 256,
  /** Time without a byte either way after which a connection is broken off. */
  idleMsMax: 600_000,
  /** Wait of a connection for its task to start: its inputs are laid out first. */
  startWaitMsMax: 30_000,
  /** Wait for the task to answer a connection. */
  connectWaitMsMax: 10_000,
  /** Bytes by which the windows of all connections may grow beyond their first. */
  windowBytesMax: 2 ** 28,
  /** Wait for the buyer's end of a line once its program ended. */
  farewellMsMax: 10_000,
  /** Life of a key that secrets are sealed to, and what must be left of it when it is told. */
  sealingKeyMs: 86_400_000,
  sealingKeyMsMin: 3_600_000,
  /** Bytes of the frame that asks for a program. */
  execFrameBytesMax: 262_144,
} as const

export type ServiceLimits = { readonly [Name in keyof typeof serviceLimits]: number }
