/**
 * One job run by several workers: who is asked, who sealed what, who revealed what, which result is accepted. The buyer's side
 * of the `replicas` policy as data and pure functions; the caller asks, waits and pays.
 *
 * Commit, then reveal: nobody is asked to reveal before everyone asked has sealed or is lost, and a result counts only under the
 * seal of its own node, lease and sequence (`resultSeal`). So a copied seal or result never passes, and who changes its mind
 * after others revealed does not count.
 *
 * Invariants: a state is plain JSON; at most `of` workers' results count, at most {@link askedPerResultMax} · `of` workers and
 * {@link judgesMax} judges are asked; an event that does not fit changes nothing; a worker is accused only by the word of a judge.
 */
import { type Address, type Hash, replicasMax, resultSeal } from '@millrace/protocol'
import { logOddsNeeded, replicasNeeded, type TrustAssumptions, type WorkerRecord } from './credibility.ts'
import type { ReplicaPlace } from './draw-replicas.ts'
import { ReplicasTooFewError } from './replicas-too-few-error.ts'

/** Workers asked for each result wanted: those that die are replaced, but not for ever. */
export const askedPerResultMax = 2
/** Judges of one job. Three of them settle what any is able to; more cost more than a new job. */
export const judgesMax = 3

export type ReplicaRules = {
  /** Equal results needed, from 1 to `of`. */
  readonly agree: number
  /** Workers' results at most, up to `replicasMax`. */
  readonly of: number
  /** Chance to accept a wrong result, above 0 and below 1. */
  readonly errorMax: number
  readonly workers: TrustAssumptions
  readonly judges: TrustAssumptions
}

/** A worker as it is asked: the run that it does for this job. */
export type ReplicaWorker = ReplicaPlace &
  WorkerRecord & { readonly node: Address; readonly leaseId: Hash /** From 1. */; readonly sequence: number }
/** An auditor that runs the job again. */
export type ReplicaJudge = ReplicaPlace & WorkerRecord & { readonly node: Address }

/** What became of a worker's run. `refused`: its result does not count, for its own doing. */
export type ReplicaProgress =
  | { readonly name: 'asked' }
  | { readonly name: 'sealed'; readonly seal: Hash }
  | { readonly name: 'revealed'; readonly seal: Hash; readonly responseHash: Hash }
  | { readonly name: 'lost' }
  | { readonly name: 'refused'; readonly reason: 'not-sealed' | 'seal-broken' }

export type ReplicaRun = { readonly worker: ReplicaWorker; readonly progress: ReplicaProgress }
/** `responseHash` is null for a judge that was unable: it counts for nobody. */
export type Judgement = { readonly judge: ReplicaJudge; readonly responseHash: Hash | null }

export type ReplicaRound = {
  readonly rules: ReplicaRules
  readonly runs: readonly ReplicaRun[]
  readonly judgements: readonly Judgement[]
  /** Nobody is left to ask: what workers have not settled is for a judge. */
  readonly isExhausted: boolean
}

export type ReplicaEvent =
  | { readonly kind: 'asked'; readonly worker: ReplicaWorker }
  | { readonly kind: 'sealed'; readonly node: Address; readonly seal: Hash }
  | { readonly kind: 'revealed'; readonly node: Address; readonly responseHash: Hash; readonly salt: Hash }
  /** It refused, died, or let the deadline for its seal or its result pass. */
  | { readonly kind: 'lost'; readonly node: Address }
  /** No further worker can be asked: none is left that is diverse, or whom the buyer can pay. */
  | { readonly kind: 'exhausted' }
  | { readonly kind: 'judged'; readonly judge: ReplicaJudge; readonly responseHash: Hash | null }

/**
 * Returns the round before anyone is asked.
 *
 * @throws {RangeError} for rules out of range.
 * @throws {ReplicasTooFewError} when not even `of` equal results of workers without a record would be believed.
 */
export function createReplicaRound(rules: ReplicaRules): ReplicaRound {
  const { agree, of, errorMax, workers } = rules
  if (!(Number.isInteger(of) && of >= 1 && of <= replicasMax))
    throw new RangeError(`of: ${of} is not 1 to ${replicasMax}`)
  if (!(Number.isInteger(agree) && agree >= 1 && agree <= of)) throw new RangeError(`agree: ${agree} is not 1 to ${of}`)
  logOddsNeeded(errorMax)
  replicasNeeded(errorMax, rules.judges)
  const needed = replicasNeeded(errorMax, workers)
  if (needed > of) throw new ReplicasTooFewError(needed, of, errorMax)
  return { rules, runs: [], judgements: [], isExhausted: false }
}

/** Returns the round after an event. What does not fit (an unknown node, a second seal, a second result) changes nothing. */
export function advanceReplicaRound(round: ReplicaRound, event: ReplicaEvent): ReplicaRound {
  if (event.kind === 'asked') return withWorker(round, event.worker)
  if (event.kind === 'judged') return withJudgement(round, event)
  if (event.kind === 'exhausted') return { ...round, isExhausted: true }
  return {
    ...round,
    runs: round.runs.map((run) =>
      run.worker.node === event.node ? { ...run, progress: progressAfter(run, event) } : run,
    ),
  }
}

/** Returns whether everyone asked has sealed or is out: only then may anyone be asked to reveal. */
export function mayReveal(round: ReplicaRound): boolean {
  return round.runs.every(({ progress }) => progress.name !== 'asked')
}

function withWorker(round: ReplicaRound, worker: ReplicaWorker): ReplicaRound {
  const isKnown = round.runs.some((run) => run.worker.node === worker.node)
  if (isKnown || round.runs.length >= askedPerResultMax * round.rules.of) return round
  return { ...round, runs: [...round.runs, { worker, progress: { name: 'asked' } }] }
}

function withJudgement(round: ReplicaRound, { judge, responseHash }: Judgement): ReplicaRound {
  const isKnown = round.judgements.some((judgement) => judgement.judge.node === judge.node)
  if (isKnown || round.judgements.length >= judgesMax) return round
  return { ...round, judgements: [...round.judgements, { judge, responseHash }] }
}

function progressAfter(
  { worker, progress }: ReplicaRun,
  event: Exclude<ReplicaEvent, { kind: 'asked' | 'judged' | 'exhausted' }>,
): ReplicaProgress {
  switch (event.kind) {
    case 'sealed':
      return progress.name === 'asked' ? { name: 'sealed', seal: event.seal } : progress
    case 'lost':
      return progress.name === 'asked' || progress.name === 'sealed' ? { name: 'lost' } : progress
    case 'revealed': {
      if (progress.name === 'asked') return { name: 'refused', reason: 'not-sealed' }
      if (progress.name !== 'sealed') return progress
      const { node, leaseId, sequence } = worker
      const { responseHash, salt } = event
      const seal = resultSeal({ node, leaseId, sequence: BigInt(sequence), responseHash, salt })
      if (seal !== progress.seal) return { name: 'refused', reason: 'seal-broken' }
      return { name: 'revealed', seal, responseHash }
    }
  }
}
