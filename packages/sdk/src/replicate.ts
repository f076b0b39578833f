/**
 * One batch run by several providers that cannot copy each other: each seals its result before any is revealed, and the result
 * is accepted when enough equal ones stand for it (`verification`, ADR 0026). Here the round's steps are carried out; what
 * they are is decided there.
 *
 * Bounds: `of` results, twice as many providers asked, `replicaJudgesMax` judges; the ask's `amountMax` for all runs together.
 */
import {
  type Address,
  type Amount,
  bytesToHex,
  isMillraceError,
  type OutputsResponse,
  type ReceiptBundle,
} from '@millrace/protocol'
import {
  advanceReplicaRound,
  createReplicaRound,
  drawReplicas,
  ordinaryAssumptions,
  type ReplicaJudge,
  type ReplicaPlace,
  type ReplicaRound,
  type ReplicaStep,
  replicaStep,
  type TrustAssumptions,
} from '@millrace/verification'
import type { Ask, Needs, RunOptions, Work } from './ask.ts'
import { describeError } from './buyer-error.ts'
import { lesserOf } from './compare-amounts.ts'
import { NoOfferError } from './market-error.ts'
import type { ProviderOffer } from './offer-view.ts'
import { type ReplicaRunner, type StartedReplica, sealedOrOver } from './replica-runs.ts'
import { subnetOf } from './subnet.ts'

export type ReplicasAsk = Extract<Work, { kind: 'batch' }> &
  Omit<Needs, 'policy' | 'distinct'> & {
    /** The engine's name or its root. */
    readonly model: string
    readonly policy: { readonly name: 'replicas'; readonly agree: number; readonly of: number }
    /** Base units that all runs together may cost. */
    readonly amountMax?: Amount
    /** Milliseconds one provider may take. */
    readonly deadlineMs?: number
    /** Chance to accept a wrong result; without it, what `agree` equal results of unknown providers come to. */
    readonly errorMax?: number
    readonly assumptions?: TrustAssumptions
  }

/** Runs the job again for a dispute. Returns null where it could not. */
export type ReplicaJudgement = (
  bundle: ReceiptBundle,
  /** `taken`: whom a judge must not share operator or subnet with. */
  options: { readonly signal: AbortSignal; readonly taken: readonly ReplicaPlace[] },
) => Promise<{ readonly judge: ReplicaJudge; readonly isRight: boolean | null }>

const loopback = 127

export type ReplicaView = {
  readonly node: Address
  readonly operator: Address
  readonly amount: Amount
  /** Of those that revealed: the receipt with all that proves it, evidence where the result is wrong. */
  readonly bundle: ReceiptBundle | undefined
  readonly failure: string | undefined
}

export type ReplicatedResult = {
  readonly outcome: 'accepted' | 'disputed' | 'failed'
  /** The accepted result. */
  readonly response: OutputsResponse | undefined
  /** How far it can be believed, 0 to 1. */
  readonly credibility: number | undefined
  readonly runs: readonly ReplicaView[]
  /** What all runs cost. */
  readonly amount: Amount
  /** Their results differ from the accepted one, by count only. */
  readonly suspected: readonly Address[]
  /** A judge found the accepted result, not theirs: grounds to open a case with their bundles. */
  readonly accused: readonly Address[]
}

export type ReplicateComponents = {
  readonly runner: ReplicaRunner
  readonly candidates: (
    ask: Ask,
    excluded: ReadonlySet<Address>,
    o: { signal: AbortSignal },
  ) => Promise<readonly ProviderOffer[]>
  /** Bonded stake of an operator, base units: more nodes for one stake gain nothing. */
  readonly stakeOf: (operator: Address, options: { signal: AbortSignal }) => Promise<bigint>
  readonly random: (bytes: number) => Uint8Array
  readonly judge?: ReplicaJudgement | undefined
}

/**
 * Returns what the round came to; every run has ended by then.
 *
 * @throws {NoOfferError} when nobody can be asked. @throws {ReplicasTooFewError} when not even `of` equal results would do.
 */
export async function replicate(
  components: ReplicateComponents,
  ask: ReplicasAsk,
  { signal }: Pick<RunOptions, 'signal'>,
): Promise<ReplicatedResult> {
  const { runner, judge } = components
  const assumptions = ask.assumptions ?? ordinaryAssumptions
  const { agree, of } = ask.policy
  const errorMax = ask.errorMax ?? (assumptions.badShare / (1 - assumptions.badShare)) ** agree
  let round = createReplicaRound({ agree, of, errorMax, workers: assumptions, judges: assumptions })
  const started = new Map<Address, StartedReplica>()
  const failures = new Map<Address, { readonly operator: Address; readonly reason: string }>()
  const ended = new AbortController()
  const prepared = runner.prepare(ask)

  try {
    for (;;) {
      signal.throwIfAborted()
      const step = replicaStep(round)
      if (step.kind === 'need') {
        if ((await askMore(step.count)) === 0) apply({ kind: 'exhausted' })
      } else if (step.kind === 'wait') await waitForSeals(step.nodes)
      else if (step.kind === 'reveal') await reveal(step.nodes)
      else if (step.kind === 'disputed') {
        if (judge === undefined || !(await judged(judge))) return await conclude({ outcome: 'disputed' })
      } else return await conclude(endOf(step))
    }
  } finally {
    ended.abort()
    for (const { part } of started.values()) part.cancel()
  }

  /** Returns how many were asked. */
  async function askMore(count: number): Promise<number> {
    const known = new Set([...started.keys(), ...failures.keys()])
    const offers = await components.candidates({ ...ask }, known, { signal })
    const drawn = await draw(offers, count)
    if (drawn.length === 0 && started.size === 0) {
      const why = { chosen: '', considered: [], excluded: [{ reason: 'No provider with stake offers it.' }] }
      throw new NoOfferError(ask.model, why, true)
    }
    const share = shareFor(drawn.length)
    await Promise.all(drawn.map((offer) => askOne(offer, share)))
    return drawn.length
  }

  async function draw(offers: readonly ProviderOffer[], count: number) {
    const staked = await Promise.all(
      offers.map(async (offer) => ({
        ...placeOf(offer),
        offer,
        stake: await components.stakeOf(offer.operator, { signal }),
      })),
    )
    const seed = bytesToHex(components.random(32))
    const taken = round.runs.map(({ worker }) => worker)
    return drawReplicas(staked, count, seed, taken).map(({ offer }) => offer)
  }

  /** What each of those asked next may cost: what the ones before may come to is not there any more. */
  function shareFor(count: number): Amount | undefined {
    if (ask.amountMax === undefined) return undefined
    const spent = [...started.values()].reduce((sum, { view }) => sum + view.amount, 0n)
    return lesserOf(ask.amountMax / BigInt(of), (ask.amountMax - spent) / BigInt(Math.max(1, count)))
  }

  async function askOne(offer: ProviderOffer, share: Amount | undefined): Promise<void> {
    try {
      const run = await runner.start(offer, prepared, {
        amountMax: share,
        signal: AbortSignal.any([signal, ended.signal]),
      })
      started.set(offer.node, run)
      const { leaseId, sequence } = run
      apply({ kind: 'asked', worker: { ...placeOf(offer), leaseId, sequence: Number(sequence), checksSurvived: 0 } })
    } catch (error) {
      if (!isMillraceError(error) || signal.aborted) throw error
      failures.set(offer.node, { operator: offer.operator, reason: describeError(error) })
    }
  }

  async function waitForSeals(nodes: readonly Address[]): Promise<void> {
    const runs = nodes.map((node) => runOf(node))
    await Promise.race(runs.map(sealedOrOver))
    for (const [index, run] of runs.entries()) {
      const node = nodes[index] as Address
      if (run.seal !== undefined) apply({ kind: 'sealed', node, seal: run.seal })
      else if (run.isOver) apply({ kind: 'lost', node })
    }
  }

  async function reveal(nodes: readonly Address[]): Promise<void> {
    for (const node of nodes) runOf(node).part.reveal()
    await Promise.all(
      nodes.map(async (node) => {
        const outcome = await runOf(node).part.outcome
        if ('error' in outcome || outcome.ending.salt === undefined) return apply({ kind: 'lost', node })
        const { bundle, salt } = outcome.ending
        apply({ kind: 'revealed', node, responseHash: bundle.receipt.responseHash, salt })
      }),
    )
  }

  /** Has one result after another run again until one is found right. Returns whether that told anything. */
  async function judged(ask: ReplicaJudgement): Promise<boolean> {
    const taken = [...round.runs.map(({ worker }) => worker), ...round.judgements.map(({ judge: by }) => by)]
    const before = round.judgements.length
    for (const { receipt, bundle } of differingBundles()) {
      const { judge: by, isRight } = await ask(bundle, { signal, taken })
      if (isRight === false) continue
      apply({ kind: 'judged', judge: by, responseHash: isRight === null ? null : receipt.responseHash })
      // A judge that was heard before counts once.
      return round.judgements.length > before
    }
    return false
  }

  /** One bundle of each different result. */
  function differingBundles() {
    const bundles = [...started.values()].flatMap(({ bundle }) => (bundle === undefined ? [] : [bundle]))
    return [...Map.groupBy(bundles, ({ receipt }) => receipt.responseHash).values()].flatMap(([bundle]) =>
      bundle === undefined ? [] : [{ bundle, receipt: bundle.receipt }],
    )
  }

  async function conclude(
    end: Partial<ReplicatedResult> & Pick<ReplicatedResult, 'outcome'>,
  ): Promise<ReplicatedResult> {
    ended.abort()
    for (const { part } of started.values()) part.cancel()
    await Promise.all([...started.values()].map(({ part }) => part.outcome))
    const runs = [...started.values()].map(({ view }) => view)
    const refused = [...failures].map(([node, { operator, reason }]) => ({
      node,
      operator,
      amount: 0n,
      bundle: undefined,
      failure: reason,
    }))
    return {
      ...{ response: undefined, credibility: undefined, suspected: [], accused: [], ...end },
      runs: [...runs, ...refused],
      amount: runs.reduce((sum, { amount }) => sum + amount, 0n),
    }
  }

  function endOf(step: Extract<ReplicaStep, { kind: 'accepted' | 'failed' }>) {
    const { suspected, accused } = step
    if (step.kind === 'failed') return { outcome: 'failed' as const, suspected, accused }
    const { responseHash, credibility } = step
    const found = differingBundles().find(({ receipt }) => receipt.responseHash === responseHash)
    const response = found?.bundle.response
    if (response?.kind !== 'outputs') throw new TypeError('An accepted result is one that was revealed.')
    return { outcome: 'accepted' as const, response, credibility, suspected, accused }
  }

  function apply(event: Parameters<typeof advanceReplicaRound>[1]): void {
    round = advanceReplicaRound(round, event) satisfies ReplicaRound
  }

  function runOf(node: Address): StartedReplica {
    const run = started.get(node)
    if (run === undefined) throw new TypeError('Only those that were asked are in the round.')
    return run
  }
}

function placeOf({ node, operator, details }: ProviderOffer) {
  const subnet = subnetOf(details.addresses)
  if (subnet === 0) return { node, operator }
  // One machine's own addresses tell nothing of the network: there, operators are all there is to tell apart.
  return { node, operator, subnet: subnet >>> 16 === loopback ? operator : String(subnet) }
}
