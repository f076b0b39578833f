/** What one run of a program may use beside its gas. All are part of the rules that make a result the same everywhere. */

export type RunLimits = {
  /** Bytes of output that all inputs of a job may have together, shared out evenly: with its request they fit an audit. */
  readonly outputBytesPerJobMax: number
  /** Buffers that one read or write may name. */
  readonly buffersPerCallMax: number
  /** Bytes of one random_get. */
  readonly randomBytesPerCallMax: number
  /** Slots of 8 bytes that all frames of the program may take together; the deepest stacks of the tests fit into 64 MiB. */
  readonly stackSlotsMax: number
}

export const runLimits: RunLimits = {
  outputBytesPerJobMax: 1_900_000,
  buffersPerCallMax: 1_024,
  randomBytesPerCallMax: 65_536,
  stackSlotsMax: 1_048_576,
}
