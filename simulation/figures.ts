/** Figures of a distribution. */

/** Returns the value below which the share `quantile` of the samples lies; NaN for none. */
export function quantileOf(samples: readonly number[], quantile: number): number {
  const sorted = [...samples].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * quantile))] ?? Number.NaN
}

export function meanOf(samples: readonly number[]): number {
  return samples.length === 0 ? Number.NaN : samples.reduce((sum, sample) => sum + sample, 0) / samples.length
}

/** Returns the Gini coefficient of amounts, at least 0 each: 0 when all have the same, near 1 when one has all. */
export function giniOf(amounts: readonly number[]): number {
  const sorted = [...amounts].sort((a, b) => a - b)
  const total = sorted.reduce((sum, amount) => sum + amount, 0)
  if (total === 0) return 0
  const weighted = sorted.reduce((sum, amount, index) => sum + amount * (2 * (index + 1) - sorted.length - 1), 0)
  return weighted / (sorted.length * total)
}
