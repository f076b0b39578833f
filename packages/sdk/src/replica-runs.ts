/** The runs of one replicated job: started under leases of their own, sealed, and revealed when the others are sealed too. */
import { type Address, type Amount, bytesToHex, type Hash, type ReceiptBundle } from '@millrace/protocol'
import { ignore } from './abortable.ts'
import { assuranceOf, assuredOffer } from './assurance.ts'
import { describeError } from './buyer-error.ts'
import { endOf } from './ended-early.ts'
import type { LeasePool } from './lease-pool.ts'
import { NoOfferError } from './market-error.ts'
import type { ProviderOffer } from './offer-view.ts'
import { planWork, sizeOf, type WorkSize } from './plan-work.ts'
import type { ProviderDesk } from './provider-desk.ts'
import type { ReplicasAsk, ReplicaView } from './replicate.ts'
import type { Part } from './run-part.ts'

export type StartedReplica = {
  readonly part: Part
  readonly leaseId: Hash
  readonly sequence: bigint
  readonly seal: Hash | undefined
  readonly isOver: boolean
  readonly bundle: ReceiptBundle | undefined
  readonly view: ReplicaView
  /** Resolves when it has sealed or is over. */
  readonly progressed: Promise<void>
}

export type PreparedReplicas = { readonly ask: ReplicasAsk; readonly size: WorkSize; readonly nonceKey: string }

export type ReplicaRunner = {
  prepare(ask: ReplicasAsk): PreparedReplicas
  /** Starts the job at one provider. @throws {NoOfferError} when it may cost more than is left. */
  start(
    offer: ProviderOffer,
    prepared: PreparedReplicas,
    options: { readonly amountMax: Amount | undefined; readonly signal: AbortSignal },
  ): Promise<StartedReplica>
}

type Components = {
  readonly pool: LeasePool
  readonly provider: ProviderDesk
  readonly random: (bytes: number) => Uint8Array
  readonly onOutcome: (offer: ProviderOffer, part: Part | undefined, failure: unknown) => void
  readonly now: () => number
}

export function createReplicaRunner({ pool, provider, random, onOutcome, now }: Components): ReplicaRunner {
  return {
    prepare: (ask) => ({ ask, size: sizeOf(ask), nonceKey: bytesToHex(random(16)) }),
    async start(offer, { ask, size, nonceKey }, { amountMax, signal }) {
      const assured = assuredOffer(offer, assuranceOf(ask))
      const plan = planWork(size, assured, amountMax)
      if (plan === undefined) {
        const excluded = [{ node: offer.node, reason: 'It may cost more than its share of what is allowed.' }]
        throw new NoOfferError(ask.model, { chosen: '', considered: [], excluded }, false)
      }
      // One nonce for all: what they sign for is one request.
      const request = provider.prepare(
        ask,
        { model: offer.modelRoot, maxTokens: plan.maxTokens, continuation: undefined },
        nonceKey,
      )
      const lease = await pool.acquire(assured, plan.cap, { signal })
      const progress = Promise.withResolvers<void>()
      let seal: Hash | undefined
      const onSealed = (_part: Part, sealed: Hash) => {
        seal = sealed
        progress.resolve()
      }
      const part = await provider.start({
        ...{ lease, plan, prepared: request, idempotencyKey: undefined, signal },
        sink: { chunk: ignore, end: ignore, notice: ignore, sealed: onSealed },
      })
      return watch(offer, part, () => seal, progress)
    },
  }

  function watch(
    offer: ProviderOffer,
    part: Part,
    sealOf: () => Hash | undefined,
    progress: PromiseWithResolvers<void>,
  ): StartedReplica {
    let isOver = false
    let bundle: ReceiptBundle | undefined
    let failure: string | undefined
    void part.outcome.then((outcome) => {
      isOver = true
      const error = 'error' in outcome ? outcome.error : endOf(part, outcome.ending.finish, now())
      if ('ending' in outcome) bundle = outcome.ending.bundle
      if (error !== undefined) failure = describeError(error)
      onOutcome(offer, part, error)
      progress.resolve()
    })
    const view = (): ReplicaView => ({
      ...{ node: offer.node as Address, operator: offer.operator, amount: part.amountMax, bundle, failure },
    })
    return {
      part,
      leaseId: part.lease.leaseId,
      sequence: part.sequence,
      progressed: progress.promise,
      get seal() {
        return sealOf()
      },
      get isOver() {
        return isOver
      },
      get bundle() {
        return bundle
      },
      get view() {
        return view()
      },
    }
  }
}

/** Resolves when the run has sealed or is over. */
export function sealedOrOver({ progressed }: StartedReplica): Promise<void> {
  return progressed
}
