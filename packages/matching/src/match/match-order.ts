/**
 * What a buyer asks of the book, and what it is told. Amounts are base units, prices base units per million units, times
 * milliseconds or Unix seconds as named.
 */
import type { Address, Hash, RegionName } from '@millrace/protocol'
import type { Coordinate } from '../coordinates.ts'

export type MatchOrder = {
  readonly workload: number
  /** Without one, any model of the workload will do. */
  readonly modelRoot?: Hash
  readonly terms?: number
  readonly resourceClass?: number
  readonly gpuMemoryMibMin?: number
  readonly regions?: readonly RegionName[]
  readonly countries?: readonly number[]
  /** Bits that an offer must all have. */
  readonly attestations?: number
  readonly exactnessMin?: number
  readonly inputPriceMax?: bigint
  readonly outputPriceMax?: bigint
  /** Most that the expected units may cost. */
  readonly costMax?: bigint
  readonly contextTokens: number
  /** Expected units. */
  readonly inputUnits: number
  readonly outputUnits: number
  readonly roundTripMsMax?: number
  readonly firstTokenMsMax?: number
  /** What the buyer would pay to have the answer a second earlier. */
  readonly latencyPricePerSecond: bigint
  /** Lower Beta quantile of success, 0 to 1. */
  readonly reputationMin?: number
  /** What a failure costs the buyer; by default, what the work would have cost. */
  readonly failureCost?: bigint
  readonly operators?: readonly Address[]
  readonly nodes?: readonly Address[]
  readonly excludedNodes?: readonly Address[]
  /** Most matches wanted, 1 to {@link matchCountMax}. */
  readonly count: number
  /** Fewest matches that are of use; by default 1, or `count` when they must be distinct. */
  readonly countMin?: number
  /** No two matches of one operator, subnet or region. What is undisclosed counts as one and the same. */
  readonly distinct?: { readonly operator?: boolean; readonly subnet?: boolean; readonly region?: boolean }
  readonly coordinate?: Coordinate
  /** Seconds from now for which an offer must stay available. */
  readonly availableForSeconds: number
}

/** When the match is made, and what breaks ties: equal offers share the load when each order has its own seed. */
export type MatchAt = {
  readonly nowMs: number
  /** 32 bits. */
  readonly seed: number
  /** Whether a match, too, should say how many offers each constraint excluded; costs a look at the whole market. */
  readonly countExclusions?: boolean
}

/** Most matches one order may ask for: replicas and spares of one job, not a listing. */
export const matchCountMax = 64
/** Most entries of an order's `operators`, `nodes`, `excludedNodes` or `countries`. */
export const orderListMax = 1_024

/** In the order in which they are told. The first five are facts that no change of the order's terms helps against. */
export const constraintNames = [
  'workload',
  'modelRoot',
  'expired',
  'withdrawn',
  'unavailable',
  'excludedNodes',
  'availableForSeconds',
  'terms',
  'resourceClass',
  'gpuMemoryMibMin',
  'regions',
  'countries',
  'attestations',
  'exactnessMin',
  'contextTokens',
  'inputPriceMax',
  'outputPriceMax',
  'costMax',
  'roundTripMsMax',
  'firstTokenMsMax',
  'reputationMin',
  'operators',
  'nodes',
  'distinct',
  'count',
] as const
export type ConstraintName = (typeof constraintNames)[number]

export type ExclusionCount = {
  /** Offers that this constraint rules out, whatever the others say. */
  readonly excluded: number
  /**
   * Offers that would match if only this constraint were dropped. Not told for `workload` and `modelRoot`: another model is
   * another product.
   */
  readonly wouldMatch?: number
}
/** Only constraints that excluded something stand in it. All but `workload` and `modelRoot` count within those two. */
export type ExclusionCounts = { readonly [name in ConstraintName]?: ExclusionCount }

/**
 * What an offer costs the buyer in expectation, and what that rests on. The charge is rounded up, then charge and wait together, then
 * all three: so each part is within a base unit of what it is, and they add up to the score.
 */
export type ScoreReasons = {
  /** The charge for the expected units. */
  readonly workCost: bigint
  /** Price of the time until the answer is there. */
  readonly latencyCost: bigint
  /** Probability of failure times its cost. */
  readonly riskCost: bigint
}
export type MatchReasons = ScoreReasons & {
  readonly inputPrice: bigint
  readonly outputPrice: bigint
  readonly roundTripMs: number
  /** Where the round trip is from: measured by us, estimated from coordinates, or assumed because nothing is known. */
  readonly roundTripFrom: 'measured' | 'estimated' | 'assumed'
  readonly firstTokenMs: number
  /** Time from the first token to the last, at the node's rate. */
  readonly decodeMs: number
  /** Lower bound of the success rate, 0 to 1. */
  readonly reputation: number
  readonly region: RegionName
  /** A code of `offerTerms`. */
  readonly terms: number
  /** The one ranked behind it, chosen or not; none when there is no other. */
  readonly next: (ScoreReasons & { readonly id: Hash; readonly node: Address; readonly score: bigint }) | undefined
}
export type Match = {
  readonly id: Hash
  readonly node: Address
  readonly operator: Address
  /** Expected total cost: work, latency and risk, rounded up. Offers of one score rank by the quarters of a unit in it. */
  readonly score: bigint
  readonly reasons: MatchReasons
}

/** What a change of one constraint is from and to; `undefined` means that the constraint is dropped. */
export type RelaxedValue =
  | number
  | bigint
  | readonly RegionName[]
  | readonly number[]
  | readonly Address[]
  | NonNullable<MatchOrder['distinct']>
  | undefined
export type RelaxationChange = {
  readonly constraint: keyof MatchOrder & ConstraintName
  readonly from: RelaxedValue
  readonly to: RelaxedValue
}
/** The smallest change that would match: of one constraint where one is enough, else of two. */
export type Relaxation = {
  readonly changes: readonly [RelaxationChange] | readonly [RelaxationChange, RelaxationChange]
  /** Offers that would pass every constraint then. */
  readonly offers: number
}

export type MatchResult =
  | {
      readonly outcome: 'matched'
      readonly matches: readonly Match[]
      /** Live and other offers of the workload and model that were asked for. */
      readonly considered: number
      /** Offers of other workloads and models; all constraints when `countExclusions` was asked for. */
      readonly excluded: ExclusionCounts
    }
  | {
      readonly outcome: 'no-match'
      /** Offers in the book. */
      readonly total: number
      /** Offers of the workload and model that were asked for. */
      readonly considered: number
      readonly excluded: ExclusionCounts
      readonly relaxation: Relaxation | undefined
    }
