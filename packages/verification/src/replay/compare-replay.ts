/**
 * The comparison that judges a canonical answer: each claimed token against the one that the auditor's replay gives at its
 * position, after the same claimed tokens before it. Nothing is tolerated. A mismatch does not spoil the positions after it,
 * for the replay is fed what was claimed.
 */

export type ReplayComparison = {
  readonly tokensChecked: number
  readonly mismatches: number
  /** Index in the claimed tokens; absent where all match. */
  readonly firstMismatch?: number
}

/**
 * Returns how claimed tokens compare with replayed ones.
 *
 * @throws a RangeError where the replay is of another length: a replay that broke off judges nothing.
 */
export function compareReplay(claimed: readonly number[], replayed: readonly number[]): ReplayComparison {
  if (claimed.length !== replayed.length) {
    throw new RangeError(`Expected a replay of ${claimed.length} tokens, got ${replayed.length}.`)
  }
  const mismatches = claimed.filter((token, index) => token !== replayed[index]).length
  const compared = { tokensChecked: claimed.length, mismatches }
  if (mismatches === 0) return compared
  return { ...compared, firstMismatch: claimed.findIndex((token, index) => token !== replayed[index]) }
}
