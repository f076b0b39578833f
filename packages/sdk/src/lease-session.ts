/** Runs under one lease, one provider: what cannot be done under it is not done elsewhere. */
import type { TokenInfo } from '@millrace/chain'
import type { Amount } from '@millrace/protocol'
import { type Answer, createAnswer } from './answer.ts'
import { lesserOf } from './compare-amounts.ts'
import { endOf } from './ended-early.ts'
import type { Lease } from './lease.ts'
import { NoOfferError } from './market-error.ts'
import type { ProviderOffer } from './offer-view.ts'
import { planWork, sizeOf } from './plan-work.ts'
import type { PartStep, ProviderDesk } from './provider-desk.ts'
import type { Part } from './run-part.ts'
import type { LeaseSession } from './session.ts'

const chosenByCaller = { chosen: 'The caller named the provider.', considered: [], excluded: [] }

/** Told how a part went. */
export type PartWatcher = (offer: ProviderOffer, part: Part, failure: unknown) => void

type Components = {
  readonly provider: ProviderDesk
  readonly now: () => number
  readonly onOutcome: PartWatcher
  readonly token: TokenInfo
}

export function createLeaseSession({ provider, now, onOutcome, token }: Components, lease: Lease): LeaseSession {
  const { leaseId, quote, order } = lease
  return {
    leaseId,
    quote,
    order,
    get remaining() {
      return lease.remaining
    },
    async run(work, { signal, idempotencyKey }) {
      signal.throwIfAborted()
      const cap = capOf(lease, work.amountMax)
      const prices = { inputPrice: quote.inputPrice, outputPrice: quote.outputPrice }
      const plan = planWork(sizeOf(work), { prices, contextTokensMax: quote.contextTokensMax }, cap)
      if (plan === undefined || !lease.begin(plan.cap, 0)) {
        const reason = 'The lease has no room or no time left for what the run may cost.'
        const excluded = [{ node: lease.link.node, reason }]
        throw new NoOfferError(lease.offer.model.name, { chosen: '', considered: [], excluded }, false)
      }
      const terms = { model: quote.modelRoot, maxTokens: plan.maxTokens, continuation: undefined }
      const prepared = provider.prepare(work, terms, idempotencyKey)
      const answer = createAnswer({ token, stops: [], signal })
      serveAlone(answer, { lease, plan, prepared, idempotencyKey }).catch(answer.fail)
      return answer.started
    },
  }

  /** No other provider goes on: what the part comes to is what the answer comes to. */
  async function serveAlone(answer: Answer, step: Omit<PartStep, 'sink' | 'signal'>): Promise<void> {
    const part = await provider.start({ ...step, sink: answer.sink, signal: answer.signal })
    answer.enter(part, chosenByCaller)
    const outcome = await part.outcome
    const broken = 'ending' in outcome ? endOf(part, outcome.ending.finish, now()) : undefined
    // What was announced in time is an end like another, for the caller to read.
    const error = 'error' in outcome ? outcome.error : broken?.isAnnounced === true ? undefined : broken
    answer.leave(part, outcome, error)
    onOutcome(lease.offer, part, 'error' in outcome ? outcome.error : broken)
    if ('ending' in outcome && error === undefined) answer.finish(outcome.ending.finish, outcome.ending.bundle.response)
    else answer.fail(error)
  }
}

function capOf(lease: Lease, amountMax: Amount | undefined): Amount {
  return amountMax === undefined ? lease.remaining : lesserOf(amountMax, lease.remaining)
}
