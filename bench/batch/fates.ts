/** What becomes of each start of an item: how long it takes, and whether its machine dies first. Drawn by seed, item and attempt. */
import { createRandom } from '../../simulation/random.ts'

export type BatchTerms = {
  readonly seed: number
  readonly items: number
  readonly nodes: number
  /** Tasks that one node runs at a time. */
  readonly slots: number
  /** Milliseconds of a task, on average; each takes from half to one and a half of it. */
  readonly meanMs: number
  /** Shares of all starts. */
  readonly stragglers: number
  readonly deaths: number
  /** Times its own time that a straggler takes. */
  readonly stragglerFactor: number
}

export type Fate = {
  readonly ms: number
  /** After this time its machine fails. */
  readonly diesAfterMs: number | undefined
}

/** @param attempt - starts of the item before this one. */
export function fateOf(
  { seed, meanMs, stragglers, deaths, stragglerFactor }: BatchTerms,
  item: number,
  attempt: number,
): Fate {
  const own = createRandom(seed + item * 7_919).next()
  const random = createRandom(seed * 31 + item * 1_009 + attempt * 104_729 + 1)
  const plainMs = meanMs * (0.5 + own)
  const ms = random.next() < stragglers ? plainMs * stragglerFactor : plainMs
  return { ms, diesAfterMs: random.next() < deaths ? ms * random.next() : undefined }
}

/** Milliseconds that all items take together where nothing is slow and nothing dies. */
export function plainWorkMs(terms: BatchTerms): number {
  const calm = { ...terms, stragglers: 0, deaths: 0 }
  let sum = 0
  for (let item = 0; item < terms.items; item++) sum += fateOf(calm, item, 0).ms
  return sum
}
