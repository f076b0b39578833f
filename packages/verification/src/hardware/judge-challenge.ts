/**
 * What the answers of one operator's nodes, all challenged at once, show of their claims.
 *
 * Let a machine of true speed U stand behind any number of the nodes. Whatever order it works in, by t milliseconds after
 * the first challenge left it has done at most U·t of work. So, with the nodes in the order in which they committed and W(m) the work of the
 * first m of them at time t(m), W(m)/t(m) never exceeds U. Two things follow, and are what this file computes:
 *
 * - proven units: node m is credited with how far W(m)/t(m) rises above what those before it already showed. The
 *   credits of all nodes behind one machine add up to at most U, whatever it does;
 * - accepted claims: the claims of the first m nodes stand when W(m)/t(m) is at least `shareNeeded` of their sum and
 *   each node's own speed is at least that share of its own. So claims accepted for one machine add up to at most
 *   U/shareNeeded.
 *
 * The round trip is taken off the time, up to `roundTripShareMax` of it, so both bounds hold for U/(1 − roundTripShareMax).
 *
 * Work in proportion to claims makes all honest nodes end together (`plan-challenge.ts`). A node that could not be tested is no
 * failure and proves nothing; attestations of earlier challenges end with a newer one of its operator (`attestation.ts`), so staying away
 * from all but one's own turn does not help.
 *
 * Units are whole millions of multiply-adds a second; times are milliseconds of the challenger's clock.
 */
import type { Address } from '@millrace/protocol'
import { challengeWork, type HardwareChallenge, unitsOf } from './challenge.ts'
import type { OpeningOutcome } from './check-opening.ts'

/** Why a result is what it is. Codes from 16 on say that a node could not be tested. */
export const hardwareReasons = {
  'as-claimed': 0,
  'slower-than-claimed': 1,
  /** Fast enough alone before, and not with its operator's other nodes. */
  'shares-a-machine': 2,
  'wrong-product': 3,
  'not-as-committed': 4,
  'not-held': 5,
  malformed: 6,
  unreachable: 16,
  'no-commitment': 17,
  'no-opening': 18,
  'challenger-fault': 19,
  /** The round trip was too large a part of the time. */
  'too-short': 20,
} as const
export type HardwareReason = keyof typeof hardwareReasons
export type UntestedReason = 'unreachable' | 'no-commitment' | 'no-opening' | 'challenger-fault'

export type HardwareClaim = {
  readonly node: Address
  /** Claimed speed; above 0. */
  readonly units: number
  /** Proven when it was last challenged alone. */
  readonly unitsAlone?: number
}

export type ChallengeResponse = {
  readonly node: Address
  readonly challenge: HardwareChallenge
} & (
  | {
      readonly kind: 'answered'
      /** When the challenge left. */
      readonly sentAt: number
      /** When the commitment came. */
      readonly committedAt: number
      /** Least round trip seen to the node. */
      readonly roundTripMs: number
      readonly opening: OpeningOutcome
    }
  | { readonly kind: 'untested'; readonly reason: UntestedReason }
)

export type JudgeRules = {
  /** Share of a claim that must be shown, above 0 and at most 1. */
  readonly shareNeeded: number
  /** Largest part of the time that the round trip may be: a node could stretch it to seem faster. */
  readonly roundTripShareMax: number
}

/** A tenth for the noise of a busy machine; a round trip of a tenth cannot lift anybody by more. */
export const ordinaryJudgeRules: JudgeRules = { shareNeeded: 0.9, roundTripShareMax: 0.1 }

export type NodeResult = {
  readonly node: Address
  readonly verdict: 'passed' | 'failed' | 'untested'
  readonly reasons: readonly HardwareReason[]
  readonly claimedUnits: number
  /** By its own time alone; 0 where untested or not right. */
  readonly measuredUnits: number
  /** What it adds to those that committed before it; see above. */
  readonly provenUnits: number
}

export type GroupResult = {
  readonly results: readonly NodeResult[]
  /** Claims of those that could be tested. */
  readonly claimedUnits: number
  /** Largest W(m)/t(m): what all of them together showed. */
  readonly provenUnits: number
  /** Sum of the claims that passed. */
  readonly acceptedUnits: number
}

type Run = {
  readonly claim: HardwareClaim
  readonly work: number
  readonly sentAt: number
  readonly endedAt: number
  readonly isTooShort: boolean
}

/**
 * Returns what a group's answers show, in the order of the claims.
 *
 * @param responses - one for each claim; a claim without one could not be tested for a fault of the challenger.
 * @throws {RangeError} for two claims of one node, or a claim of no units.
 * Cost: O(n log n).
 */
export function judgeChallenge(
  claims: readonly HardwareClaim[],
  responses: readonly ChallengeResponse[],
  rules: JudgeRules = ordinaryJudgeRules,
): GroupResult {
  checkClaims(claims)
  const byNode = new Map(responses.map((response) => [response.node, response]))
  const runs = claims
    .flatMap((claim) => runOf(claim, byNode.get(claim.node), rules))
    .sort((a, b) => a.endedAt - b.endedAt)
  const shown = speedsShown(runs)
  const accepted = acceptedCount(runs, shown, rules)
  const results = claims.map((claim) => {
    const rank = runs.findIndex((run) => run.claim === claim)
    const run = runs[rank]
    if (run === undefined) return withoutRun(claim, byNode.get(claim.node))
    return resultOf(run, { rank, shown, isAccepted: rank < accepted }, rules)
  })
  return {
    results,
    claimedUnits: sumOf(results.filter(({ verdict }) => verdict !== 'untested').map((result) => result.claimedUnits)),
    provenUnits: Math.max(0, ...shown),
    acceptedUnits: sumOf(results.filter(({ verdict }) => verdict === 'passed').map((result) => result.claimedUnits)),
  }
}

function checkClaims(claims: readonly HardwareClaim[]): void {
  const bad = claims.find(({ units }) => !Number.isSafeInteger(units) || units <= 0)
  if (bad !== undefined) throw new RangeError(`a claim must be a whole number of units above 0, got ${bad.units}`)
  if (new Set(claims.map(({ node }) => node)).size !== claims.length) throw new RangeError('a node claims twice')
}

function runOf(claim: HardwareClaim, response: ChallengeResponse | undefined, rules: JudgeRules): readonly Run[] {
  if (response?.kind !== 'answered' || response.opening !== 'right') return []
  const { challenge, sentAt, committedAt, roundTripMs } = response
  const took = Math.max(1, committedAt - sentAt)
  const spared = Math.min(Math.max(0, roundTripMs), took * rules.roundTripShareMax)
  return [
    {
      claim,
      work: challengeWork(challenge),
      sentAt,
      endedAt: Math.max(sentAt + 1, sentAt + took - spared),
      isTooShort: !(roundTripMs <= took * rules.roundTripShareMax),
    },
  ]
}

/** Returns W(m)/t(m) for each m. Time counts from the first challenge that left. */
function speedsShown(runs: readonly Run[]): readonly number[] {
  const start = Math.min(...runs.map(({ sentAt }) => sentAt))
  let work = 0
  return runs.map((run) => {
    work += run.work
    return unitsOf(work, run.endedAt - start)
  })
}

/** Returns the largest m for which the claims of the first m nodes stand together. */
function acceptedCount(runs: readonly Run[], shown: readonly number[], { shareNeeded }: JudgeRules): number {
  let claimed = 0
  let accepted = 0
  for (const [rank, { claim }] of runs.entries()) {
    claimed += claim.units
    if ((shown[rank] ?? 0) >= shareNeeded * claimed) accepted = rank + 1
  }
  return accepted
}

function resultOf(
  run: Run,
  {
    rank,
    shown,
    isAccepted,
  }: { readonly rank: number; readonly shown: readonly number[]; readonly isAccepted: boolean },
  { shareNeeded }: JudgeRules,
): NodeResult {
  const { claim } = run
  const measuredUnits = unitsOf(run.work, run.endedAt - run.sentAt)
  const before = Math.max(0, ...shown.slice(0, rank))
  const provenUnits = Math.max(0, (shown[rank] ?? 0) - before)
  const common = { node: claim.node, claimedUnits: claim.units, measuredUnits, provenUnits }
  if (run.isTooShort) return { ...common, provenUnits: 0, verdict: 'untested', reasons: ['too-short'] }
  const needed = shareNeeded * claim.units
  if (isAccepted && measuredUnits >= needed) return { ...common, verdict: 'passed', reasons: ['as-claimed'] }
  const wasFaster = (claim.unitsAlone ?? 0) >= needed
  return {
    ...common,
    verdict: 'failed',
    reasons: wasFaster ? ['slower-than-claimed', 'shares-a-machine'] : ['slower-than-claimed'],
  }
}

function withoutRun(claim: HardwareClaim, response: ChallengeResponse | undefined): NodeResult {
  const none = { node: claim.node, claimedUnits: claim.units, measuredUnits: 0, provenUnits: 0 }
  if (response?.kind === 'answered' && response.opening !== 'right') {
    return { ...none, verdict: 'failed', reasons: [response.opening] }
  }
  const reason = response?.kind === 'untested' ? response.reason : 'challenger-fault'
  return { ...none, verdict: 'untested', reasons: [reason] }
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0)
}
