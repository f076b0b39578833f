/** What the simulated market asks of a matcher: it hears announcements, and names providers for a job, best first. */
import type { Coordinate } from '@millrace/matching'
import type { Job } from './world.ts'

/** What a provider last announced. */
export type Announced = {
  readonly provider: number
  readonly sequence: number
  /** Millionths of a dollar per million units. */
  readonly inputPrice: number
  readonly outputPrice: number
  readonly queueMs: number
  /** Virtual milliseconds. */
  readonly availableUntil: number
  readonly expiresAt: number
}

/** A job that looks for a provider, the first or the next. */
export type Demand = {
  readonly job: Job
  /** Still to be read and written. */
  readonly inputUnits: number
  readonly outputUnits: number
  readonly outputPriceMax: number
  readonly coordinate: Coordinate
  /** Providers that refused this job a moment ago: nobody asks the same again at once. */
  readonly refusedBy: ReadonlySet<number>
}

/** Providers named for one look; a job that none of them takes looks again. */
export const candidatesMax = 4

export type MarketMatcher = {
  readonly name: string
  heard(announced: Announced): void
  /** The provider could not be reached: leave it alone until then. */
  unreachable(provider: number, until: number): void
  /** It delivered a whole answer, or broke off. */
  outcome(provider: number, good: boolean, at: number): void
  choose(demand: Demand, at: number): readonly number[]
}
