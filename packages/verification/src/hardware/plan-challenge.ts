/**
 * How much work to ask of each node of a group: in proportion to its claim, so that those who claim rightly end together, and so
 * much that round trips hardly count.
 *
 * The judge compares what all did by the time the last of them ended (`judge-challenge.ts`): work that is out of proportion by a
 * tenth would use up what it allows for noise. Times are milliseconds; units whole millions of multiply-adds a second.
 */
import { challengeWork, hardwareLimits } from './challenge.ts'

export type ChallengePlan = {
  readonly n: number
  readonly rounds: number
  /** What the work takes at the claimed speed. */
  readonly expectedMs: number
}

export type PlannedClaim = {
  /** Claimed speed; above 0. */
  readonly units: number
  /** What the node may fill: a product with its factors takes 6n² bytes. */
  readonly memoryBytes: number
}

/** Distance from the aim, as a share of it, from which on a plan is not improved by more products. */
const closeEnough = 0.02

/**
 * Returns a plan for each claim, all of about the same time: `aimMs`, or what the one with least memory for its speed can be
 * kept busy for.
 *
 * @param aimMs - above 0; at least 20 round trips.
 * @throws {RangeError} for no claims, and for units, memory or a time that are not above 0.
 *
 * @example
 * planChallenge([{ units: 100_000, memoryBytes: 2 ** 31 }], 4_000) // [{ n: 7360, rounds: 1, expectedMs: 3986.8… }]
 */
export function planChallenge(claims: readonly PlannedClaim[], aimMs: number): readonly ChallengePlan[] {
  if (claims.length === 0 || !claims.every(({ units, memoryBytes }) => units > 0 && memoryBytes > 0) || !(aimMs > 0)) {
    throw new RangeError('claims, their units and memory, and the time must be above 0')
  }
  const plans = claims.map((claim) => planOf(claim, aimMs))
  const shortest = Math.min(...plans.map(({ expectedMs }) => expectedMs))
  return shortest >= aimMs * (1 - closeEnough) ? plans : claims.map((claim) => planOf(claim, shortest))
}

function planOf({ units, memoryBytes }: PlannedClaim, aimMs: number): ChallengePlan {
  const { sideMin, roundsMax } = hardwareLimits
  let best: ChallengePlan = planWith(units, sideMin, 1)
  for (let rounds = 1; rounds <= roundsMax; rounds++) {
    const n = sideFor((units * 1_000 * aimMs) / rounds, rounds, memoryBytes)
    if (n === undefined) continue
    const plan = planWith(units, n, rounds)
    if (distance(plan, aimMs) < distance(best, aimMs)) best = plan
    if (distance(best, aimMs) <= closeEnough) break
  }
  return best
}

function sideFor(work: number, rounds: number, memoryBytes: number): number | undefined {
  const { sideMin, sideMax, sideStep, rowsMax } = hardwareLimits
  const most = Math.min(sideMax, rowsMax / rounds, Math.sqrt(memoryBytes / (6 * rounds)))
  const side = Math.min(Math.round(Math.cbrt(work) / sideStep), Math.floor(most / sideStep)) * sideStep
  return side < sideMin ? undefined : side
}

function planWith(units: number, n: number, rounds: number): ChallengePlan {
  return { n, rounds, expectedMs: challengeWork({ n, rounds }) / units / 1_000 }
}

function distance({ expectedMs }: ChallengePlan, aimMs: number): number {
  return Math.abs(expectedMs / aimMs - 1)
}
