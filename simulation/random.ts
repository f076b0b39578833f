/**
 * Seeded randomness: the same seed gives the same world on every machine.
 *
 * Source: sfc32 (C. Doty-Humphrey, PractRand), seeded through splitmix32. Not for secrets.
 */

export type Random = {
  /** Uniform in [0, 1). */
  readonly next: () => number
  /** Uniform integer in [0, below). */
  integer(below: number): number
  /** Standard normal, by Box and Muller. */
  normal(): number
  /** With that mean. */
  exponential(mean: number): number
  /** With that median; `sigma` is the deviation of the logarithm. */
  logNormal(median: number, sigma: number): number
  /** One of the items, each as likely as its weight says. */
  weighted<T extends { readonly weight: number }>(items: readonly T[]): T
  /** A stream of its own, so that one part's draws do not move another's. */
  fork(name: string): Random
}

/** Returns the stream of a seed. */
export function createRandom(seed: number): Random {
  let [a, b, c, counter] = [mix(seed), mix(seed + 0x9e3779b9), mix(seed + 0x3c6ef372), 1]
  const next = (): number => {
    const sum = (a + b + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = ((c << 21) | (c >>> 11)) + sum
    return (sum >>> 0) / 2 ** 32
  }
  for (let i = 0; i < 12; i++) next()
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next())
  return {
    next,
    integer: (below) => Math.floor(next() * below),
    normal,
    exponential: (mean) => -mean * Math.log(1 - next()),
    logNormal: (median, sigma) => median * Math.exp(sigma * normal()),
    weighted(items) {
      let rest = next() * items.reduce((sum, { weight }) => sum + weight, 0)
      const isReached = ({ weight }: { readonly weight: number }): boolean => {
        rest -= weight
        return rest < 0
      }
      const found = items.find(isReached) ?? items.at(-1)
      if (found === undefined) throw new RangeError('there is nothing to choose from')
      return found
    },
    fork: (name) => createRandom([...name].reduce((hash, char) => mix(hash ^ (char.codePointAt(0) ?? 0)), mix(seed))),
  }
}

function mix(value: number): number {
  let hash = (value + 0x9e3779b9) | 0
  hash = Math.imul(hash ^ (hash >>> 16), 0x21f0aaad)
  hash = Math.imul(hash ^ (hash >>> 15), 0x735a2d97)
  return hash ^ (hash >>> 15)
}
