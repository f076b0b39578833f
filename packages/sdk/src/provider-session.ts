/** The explicit path with one provider: each step a call, nothing chosen for the caller. */
import type { TokenInfo } from '@millrace/chain'
import { type Amount, digest, protocolVersion, type RecoverSigner, receiptType } from '@millrace/protocol'
import { type Answer, createAnswer } from './answer.ts'
import { NoOfferError, ReceiptMismatchError } from './buyer-error.ts'
import { lesserOf } from './compare-amounts.ts'
import type { Lease } from './lease.ts'
import type { OfferBook } from './offer-book.ts'
import { planWork, sizeOf } from './plan-work.ts'
import type { PartStep, ProviderDesk } from './provider-desk.ts'
import type { ProviderLink } from './provider-link.ts'
import type { LeaseSession, ProviderSession } from './session.ts'

type Components = {
  readonly link: ProviderLink
  readonly book: OfferBook
  readonly provider: ProviderDesk
  readonly recover: RecoverSigner
  readonly separator: Uint8Array
  readonly token: TokenInfo
}

const chosenByCaller = { chosen: 'The caller named the provider.', considered: [], excluded: [] }

/** Creates the session over a link that is connected. */
export function createProviderSession({
  link,
  book,
  provider,
  recover,
  separator,
  token,
}: Components): ProviderSession {
  return {
    endpoint: link.endpoint,
    node: link.node,
    offers: (options) => book.fetch(link, options),
    quote: (offer, terms, options) => provider.quote(link, offer, terms, options),
    async openLease(quote, { signal }) {
      const lease = await provider.openLease(link, quote, 1n, { signal })
      return leaseSession(lease)
    },
    async receipt({ leaseId, sequence }, { signal }) {
      const { receipt, signature } = await link.ask(
        { v: protocolVersion, type: 'receipt', leaseId, sequence },
        'receipt',
        { signal },
      )
      if (receipt.leaseId !== leaseId || receipt.sequence !== sequence) {
        throw new ReceiptMismatchError(link.node, 'it is for another run.')
      }
      if (recover(digest(separator, receiptType, receipt), signature) !== link.node) {
        throw new ReceiptMismatchError(link.node, 'the node did not sign it.')
      }
      return { receipt, signature }
    },
  }

  function leaseSession(lease: Lease): LeaseSession {
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
        if (plan === undefined || !lease.begin(plan.cap)) {
          const reason = 'The lease has no room or no time left for what the run may cost.'
          throw new NoOfferError(
            lease.offer.model.name,
            { chosen: '', considered: [], excluded: [{ node: link.node, reason }] },
            false,
          )
        }
        const terms = { model: quote.modelRoot, maxTokens: plan.maxTokens, continuation: undefined }
        const prepared = provider.prepare(work, terms, idempotencyKey)
        const answer = createAnswer({ token, stops: [], signal })
        serveAlone(answer, { lease, plan, prepared, idempotencyKey }).catch(answer.fail)
        return answer.started
      },
    }
  }

  /** No other provider goes on: what the part comes to is what the answer comes to. */
  async function serveAlone(answer: Answer, step: Omit<PartStep, 'sink' | 'signal'>): Promise<void> {
    const part = await provider.start({ ...step, sink: answer.sink, signal: answer.signal })
    answer.enter(part, chosenByCaller)
    const outcome = await part.outcome
    const error = 'error' in outcome ? outcome.error : undefined
    answer.leave(part, outcome, error)
    if ('ending' in outcome) answer.finish(outcome.ending.finish, outcome.ending.bundle.response)
    else answer.fail(error)
  }
}

function capOf(lease: Lease, amountMax: Amount | undefined): Amount {
  return amountMax === undefined ? lease.remaining : lesserOf(amountMax, lease.remaining)
}
