/** Matches and their absence in plain sentences, for people. Amounts are exact; times and shares are rounded as they read. */
import { attestationKinds, exactnessClasses, formatAmount, offerTerms, resourceClasses } from '@millrace/protocol'
import {
  type ConstraintName,
  constraintNames,
  type ExclusionCounts,
  type Match,
  type MatchResult,
  type Relaxation,
  type RelaxationChange,
} from './match-order.ts'

/** The settlement token, as `formatAmount` takes it. */
export type ExplainedToken = { readonly symbol: string; readonly decimals: number }

/**
 * Returns why an offer was chosen: what it costs, of what that is made, and how it compares to the one behind it.
 *
 * @example
 * explainMatch(match, { symbol: 'tUSD', decimals: 6 })
 */
export function explainMatch(match: Match, token: ExplainedToken): readonly string[] {
  const { reasons } = match
  const money = (amount: bigint): string => formatAmount(amount, token)
  return [
    `Node ${match.node} costs ${money(match.score)} in expectation: ${money(reasons.workCost)} for the work, ` +
      `${money(reasons.latencyCost)} for the wait and ${money(reasons.riskCost)} for the risk of failure.`,
    `It asks ${money(reasons.inputPrice)} per million units of input and ${money(reasons.outputPrice)} of output ` +
      `(${nameOf(offerTerms, reasons.terms)}) ${placeText(reasons.region)}.`,
    `The first token is expected after ${milliseconds(reasons.firstTokenMs)}, with a round trip of ` +
      `${milliseconds(reasons.roundTripMs)} (${tripTexts[reasons.roundTripFrom]}), the last ${milliseconds(reasons.decodeMs)} later.`,
    `Its record says that at least ${percent(reasons.reputation)} of its runs succeed.`,
    comparison(match, money),
  ]
}

const tripTexts = { measured: 'measured', estimated: 'estimated', assumed: 'assumed, as nothing is known' }

function comparison({ score, reasons }: Match, money: (amount: bigint) => string): string {
  const { next } = reasons
  if (next === undefined) return 'There is no other to compare it with.'
  if (next.score <= score) {
    return `Node ${next.node} costs as much to the base unit; quarters of one decide, and between equals the order's seed.`
  }
  const parts: string[] = []
  const add = (difference: bigint, what: string): void => {
    if (difference !== 0n) parts.push(`${differenceText(difference, money)} ${what}`)
  }
  add(next.workCost - reasons.workCost, 'for the work')
  add(next.latencyCost - reasons.latencyCost, 'for the wait')
  add(next.riskCost - reasons.riskCost, 'for the risk')
  return `The next, node ${next.node}, costs ${differenceText(next.score - score, money)}: ${parts.join(', ')}.`
}

function differenceText(difference: bigint, money: (amount: bigint) => string): string {
  return difference < 0n ? `${money(-difference)} less` : `${money(difference)} more`
}

/** What the offers are or do that a constraint excludes: reads after a number, be it one or many. */
const excludedAs: Record<ConstraintName, string> = {
  workload: 'for other work',
  modelRoot: 'for other models',
  expired: 'that expired',
  withdrawn: 'withdrawn',
  unavailable: 'of nodes that do not answer or are suspended',
  excludedNodes: 'of nodes that the order excludes',
  availableForSeconds: 'not available now for long enough',
  terms: 'on other terms',
  resourceClass: 'of another class of machine',
  gpuMemoryMibMin: 'with too little GPU memory',
  regions: 'in other regions',
  countries: 'in other countries',
  attestations: 'without a needed attestation',
  exactnessMin: 'not exact enough',
  contextTokens: 'taking too few tokens of context',
  inputPriceMax: 'asking more for input',
  outputPriceMax: 'asking more for output',
  costMax: 'costing more in all',
  roundTripMsMax: 'too far away',
  firstTokenMsMax: 'starting to answer too late',
  reputationMin: 'with too short or too bad a record',
  operators: 'of other operators',
  nodes: 'of other nodes',
  distinct: 'sharing operator, subnet or region with one that was chosen',
  count: 'left after those that were chosen, though more are wanted',
}

/** Returns why nothing matches, constraint by constraint, and what would. */
export function explainNoMatch(
  result: Extract<MatchResult, { outcome: 'no-match' }>,
  token: ExplainedToken,
): readonly string[] {
  const { total, considered, excluded, relaxation } = result
  return [
    `No match: of ${offers(total)}, ${considered} ${considered === 1 ? 'is' : 'are'} for this work and model.`,
    ...explainExclusions(excluded),
    relaxation === undefined ? noWayOut(considered) : explainRelaxation(relaxation, token),
  ]
}

/** Returns a sentence for each constraint that rules out offers. */
export function explainExclusions(excluded: ExclusionCounts): readonly string[] {
  return constraintNames.flatMap((name) => {
    const count = excluded[name]
    if (count === undefined) return []
    const isToldBefore = name === 'count' || count.wouldMatch === undefined
    const then = isToldBefore ? '' : `; without that, ${count.wouldMatch} would match`
    return [`Excluded: ${count.excluded} ${excludedAs[name]} (${name})${then}.`]
  })
}

function noWayOut(considered: number): string {
  if (considered === 0) return 'Only another model or other work could match.'
  return 'No change of one or two constraints would match.'
}

/** Returns the smallest change that would match, as a sentence. */
export function explainRelaxation({ changes, offers: count }: Relaxation, token: ExplainedToken): string {
  const steps = changes.map((change) => explainChange(change, token)).join(' and ')
  return `Smallest change that would match: ${steps}; then ${offers(count)} would pass.`
}

function explainChange({ constraint, from, to }: RelaxationChange, token: ExplainedToken): string {
  if (to === undefined) return `drop ${constraint}`
  return `${constraint} from ${textOf(constraint, from, token)} to ${textOf(constraint, to, token)}`
}

function textOf(constraint: ConstraintName, value: RelaxationChange['to'], token: ExplainedToken): string {
  if (value === undefined) return 'none'
  if (typeof value === 'bigint') {
    const per = constraint === 'costMax' ? '' : ' per million units'
    return `${formatAmount(value, token)}${per}`
  }
  if (typeof value === 'number') return numberOf(constraint, value)
  if (Array.isArray(value)) return value.join(', ')
  return Object.keys(value).join(' and ')
}

function numberOf(constraint: ConstraintName, value: number): string {
  switch (constraint) {
    case 'roundTripMsMax':
    case 'firstTokenMsMax':
      return milliseconds(value)
    case 'gpuMemoryMibMin':
      return `${value} MiB`
    case 'availableForSeconds':
      return `${value} s`
    case 'reputationMin':
      return percent(value)
    case 'terms':
      return nameOf(offerTerms, value)
    case 'resourceClass':
      return nameOf(resourceClasses, value)
    case 'exactnessMin':
      return nameOf(exactnessClasses, value)
    case 'attestations':
      return namesOfBits(value)
    default:
      return String(value)
  }
}

function namesOfBits(bits: number): string {
  const known = Object.entries(attestationKinds).filter(([, bit]) => (bits & bit) !== 0)
  return known.length === 0 ? 'none' : known.map(([name]) => name).join(' and ')
}

function placeText(region: string): string {
  return region === 'undisclosed' ? 'and does not say where it is' : `and is in ${region}`
}

/** Codes of strangers may have no name. */
function nameOf(codes: Record<string, number>, code: number): string {
  for (const name in codes) if (codes[name] === code) return name
  return `code ${code}`
}

/** Rounded up, so that a limit that is told is never too tight. */
function milliseconds(ms: number): string {
  return `${Math.ceil(ms * 10) / 10} ms`
}

/** Rounded down, for the same reason. */
function percent(share: number): string {
  return `${Math.floor(share * 1_000) / 10} %`
}

function offers(count: number): string {
  return count === 1 ? '1 offer' : `${count} offers`
}
