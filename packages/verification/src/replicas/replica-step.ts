/**
 * What a round of replicas needs next, and what it comes to: a pure reading of its state.
 *
 * A result is accepted when at least `agree` equal results stand for it and its credibility reaches the threshold
 * (`logOddsNeeded`). Judges count as more results: an auditor's word has the weight of its own record, so that one bad judge
 * decides no more than one bad worker does.
 */
import type { Address, Hash } from '@millrace/protocol'
import { groupCredibilities, groupLogOdds, logOddsNeeded, wrongChance } from './credibility.ts'
import { askedPerResultMax, judgesMax, mayReveal, type ReplicaRound } from './replica-round.ts'

export type ReplicaStep =
  /** Some have not sealed yet. */
  | { readonly kind: 'wait'; readonly nodes: readonly Address[] }
  /** All have sealed: ask these for their results. */
  | { readonly kind: 'reveal'; readonly nodes: readonly Address[] }
  /** Ask so many more workers. */
  | { readonly kind: 'need'; readonly count: number }
  /** Workers do not settle it: ask an auditor to run the job. */
  | { readonly kind: 'disputed'; readonly reason: 'disagreement' | 'too-few' }
  | ({ readonly kind: 'accepted'; readonly responseHash: Hash; readonly credibility: number } & ReplicaShares)
  | ({ readonly kind: 'failed'; readonly reason: 'no-results' | 'unsettled' } & ReplicaShares)

export type ReplicaShares = {
  /** Their results are accepted, or nothing shows them wrong. */
  readonly paid: readonly Address[]
  /** Their results differ from the accepted one, by count of workers only. Payment waits for a judge; nothing is held against them. */
  readonly suspected: readonly Address[]
  /** Every judge who was able found the accepted result, not theirs: grounds to open a case, which a panel decides. */
  readonly accused: readonly Address[]
  /** They did not deliver, or broke their seals. */
  readonly unpaid: readonly Address[]
}

/** Equal results with who gave them. */
type ResultGroup = {
  readonly responseHash: Hash
  readonly nodes: readonly Address[]
  readonly isJudged: boolean
  readonly chances: readonly number[]
}

/** Returns the next step. The same state always has the same. Cost: the number of results, squared. */
export function replicaStep(round: ReplicaRound): ReplicaStep {
  const sealed = nodesIn(round, 'sealed')
  if (!mayReveal(round)) return { kind: 'wait', nodes: nodesIn(round, 'asked') }
  if (sealed.length > 0) return { kind: 'reveal', nodes: sealed }

  const groups = resultGroups(round)
  const accepted = acceptedGroup(round, groups)
  if (accepted !== undefined) return acceptance(round, groups, accepted)

  const results = nodesIn(round, 'revealed').length
  const count = workersNeeded(round, groups)
  const places = Math.min(round.rules.of - results, askedPerResultMax * round.rules.of - round.runs.length)
  if (round.judgements.length === 0 && !round.isExhausted && count <= places) return { kind: 'need', count }
  if (results === 0) return failure(round, 'no-results')
  if (round.judgements.length >= judgesMax) return failure(round, 'unsettled')
  return { kind: 'disputed', reason: groups.length > 1 ? 'disagreement' : 'too-few' }
}

/** Groups of equal results, workers' and judges', in the order in which each was first given. */
export function resultGroups(round: ReplicaRound): ResultGroup[] {
  const { rules, runs, judgements } = round
  const given = [
    ...runs.flatMap(({ worker, progress }) =>
      progress.name === 'revealed'
        ? [{ responseHash: progress.responseHash, node: worker.node, chance: wrongChance(worker, rules.workers) }]
        : [],
    ),
    ...judgements.flatMap(({ judge, responseHash }) =>
      responseHash === null ? [] : [{ responseHash, node: undefined, chance: wrongChance(judge, rules.judges) }],
    ),
  ]
  return [...Map.groupBy(given, ({ responseHash }) => responseHash)].map(([responseHash, members]) => ({
    responseHash,
    nodes: members.flatMap(({ node }) => (node === undefined ? [] : [node])),
    isJudged: members.some(({ node }) => node === undefined),
    chances: members.map(({ chance }) => chance),
  }))
}

function acceptedGroup({ rules }: ReplicaRound, groups: readonly ResultGroup[]): ResultGroup | undefined {
  const logOdds = groupLogOdds(groups.map(({ chances }) => chances))
  return groups.find(
    ({ chances }, i) => chances.length >= rules.agree && (logOdds[i] ?? 0) >= threshold(rules.errorMax),
  )
}

/** The fewest workers without a record who, all agreeing with the best group so far, would settle it. */
function workersNeeded({ rules }: ReplicaRound, groups: readonly ResultGroup[]): number {
  const fresh = wrongChance({ checksSurvived: 0 }, rules.workers)
  const best = bestGroup(groups)
  const others = groups.filter((group) => group !== best).map(({ chances }) => chances)
  for (let count = Math.max(1, rules.agree - (best?.chances.length ?? 0)); count <= rules.of; count++) {
    const chances = [...(best?.chances ?? []), ...Array.from({ length: count }, () => fresh)]
    if ((groupLogOdds([chances, ...others])[0] ?? 0) >= threshold(rules.errorMax)) return count
  }
  return Number.POSITIVE_INFINITY
}

function bestGroup(groups: readonly ResultGroup[]): ResultGroup | undefined {
  const logOdds = groupLogOdds(groups.map(({ chances }) => chances))
  return groups[logOdds.indexOf(Math.max(...logOdds))]
}

/** Sums of logarithms that differ in their last bits are equal. */
function threshold(errorMax: number): number {
  return logOddsNeeded(errorMax) * (1 - 1e-12)
}

function acceptance(round: ReplicaRound, groups: readonly ResultGroup[], accepted: ResultGroup): ReplicaStep {
  const credibilities = groupCredibilities(groups.map(({ chances }) => chances))
  const rejected = groups.filter((group) => group !== accepted)
  const others = rejected.flatMap(({ nodes }) => nodes)
  const isJudged = accepted.isJudged && !rejected.some((group) => group.isJudged)
  return {
    kind: 'accepted',
    responseHash: accepted.responseHash,
    credibility: credibilities[groups.indexOf(accepted)] ?? 0,
    paid: accepted.nodes,
    suspected: isJudged ? [] : others,
    accused: isJudged ? others : [],
    unpaid: unpaidNodes(round),
  }
}

/** What was delivered and not shown wrong is paid: an auditor's failure is not the workers'. */
function failure(round: ReplicaRound, reason: 'no-results' | 'unsettled'): ReplicaStep {
  const shares = { paid: nodesIn(round, 'revealed'), suspected: [], accused: [], unpaid: unpaidNodes(round) }
  return { kind: 'failed', reason, ...shares }
}

function unpaidNodes(round: ReplicaRound): Address[] {
  return [...nodesIn(round, 'lost'), ...nodesIn(round, 'refused')]
}

function nodesIn({ runs }: ReplicaRound, name: string): Address[] {
  return runs.filter(({ progress }) => progress.name === name).map(({ worker }) => worker.node)
}
