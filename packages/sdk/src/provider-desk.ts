/** The steps with one provider that both paths share: quote, lease, run. */
import type { TokenInfo } from '@millrace/chain'
import {
  type Amount,
  bytesToHex,
  creditIncrement,
  type Hash,
  type Prices,
  type RecoverSigner,
  requestHash,
  type Signer,
  type WorkRequest,
} from '@millrace/protocol'
import type { Continuation } from './answer.ts'
import type { Work } from './ask.ts'
import type { AssuranceCover } from './assurance-cover.ts'
import type { BuyerChain, BuyerLog } from './buyer.ts'
import { ProviderLostError, ProviderRefusedError } from './buyer-error.ts'
import type { BuyerLimits } from './buyer-limits.ts'
import type { BuyerStore } from './buyer-store.ts'
import type { ChannelFunding } from './channel-funding.ts'
import type { ChannelOpener } from './channel-opener.ts'
import { lesserOf } from './compare-amounts.ts'
import { type Lease, openLease } from './lease.ts'
import type { ProviderOffer } from './offer-view.ts'
import type { SignedPayerProof } from './payer-proof.ts'
import type { PaymentChannel, Tab } from './payment-channel.ts'
import { nonceOf, requestOf, type WorkPlan } from './plan-work.ts'
import type { ProviderLink } from './provider-link.ts'
import { type QuoteTerms, requestQuote } from './quote.ts'
import { type Part, type PartSink, startPart } from './run-part.ts'
import type { SignedQuote } from './session.ts'
import type { StallWatch } from './stall-watch.ts'
import type { TaskWork } from './tasks/task-order.ts'
import type { VoucherDesk } from './voucher-desk.ts'

/** Milliseconds a quote must still be good for when it is ordered on. */
export const quoteMarginMs = 2_000
const nonceBytes = 16
/** Nonces drawn at once: a call to the system's source costs far more than its bytes. */
const noncesDrawn = 256

export type DeskComponents = {
  readonly chain: BuyerChain
  readonly signer: Signer
  readonly recover: RecoverSigner
  readonly store: BuyerStore
  readonly opener: ChannelOpener
  readonly funding: ChannelFunding
  readonly cover: AssuranceCover
  readonly desk: VoucherDesk
  readonly stalls: StallWatch
  readonly now: () => number
  readonly random: (bytes: number) => Uint8Array
  readonly log: BuyerLog
  readonly token: TokenInfo
  readonly limits: BuyerLimits
  /** The payer's word for this session, where its key is at hand. */
  readonly proof?: (() => SignedPayerProof) | undefined
}

export type PartStep = {
  readonly lease: Lease
  readonly plan: Pick<WorkPlan, 'cap' | 'inputUnitsMax'>
  readonly prepared: PreparedRequest
  readonly idempotencyKey: string | undefined
  readonly sink: PartSink
  readonly signal: AbortSignal
}

export type PreparedRequest = { readonly request: WorkRequest; readonly requestHash: Hash; readonly maxTokens: number }

export type ProviderDesk = {
  quote(
    link: ProviderLink,
    offer: ProviderOffer,
    terms: QuoteTerms,
    options: { signal: AbortSignal },
  ): Promise<SignedQuote>
  /**
   * Opens the channel where needed, then the lease; the fee of a reservation is owed from then on.
   *
   * @param need.cap - base units the first run may cost. @param need.reservation - what the quote holds, if it holds slots.
   * @param need.lastsMs - longest run that the lease is to outlast.
   */
  openLease(
    link: ProviderLink,
    quote: SignedQuote,
    need: { cap: Amount; lastsMs?: number } & Pick<QuoteTerms, 'limit' | 'reservation'>,
    options: { signal: AbortSignal },
  ): Promise<Lease>
  /** Returns the request with its nonce, derived from the idempotency key where there is one. */
  prepare(
    work: Work | TaskWork,
    terms: { model: Hash; maxTokens: number; continuation: Continuation | undefined },
    idempotencyKey: string | undefined,
  ): PreparedRequest
  /** Starts a part on a lease on which the plan's cap is set aside already; on abort before that it is given back. */
  start(step: PartStep): Promise<Part>
}

export function createProviderDesk(components: DeskComponents): ProviderDesk {
  const { chain, signer, recover, store, opener, funding, cover, desk, now, random, limits } = components
  let lastOrderSequence = 0n
  let nonces: Uint8Array = new Uint8Array(0)
  let nonceAt = 0

  function nextNonce(): string {
    if (nonceAt === nonces.length) {
      nonces = random(nonceBytes * noncesDrawn)
      nonceAt = 0
    }
    nonceAt += nonceBytes
    return bytesToHex(nonces.subarray(nonceAt - nonceBytes, nonceAt))
  }

  /** Differs across restarts too, as long as the clock does not go back. */
  function nextOrderSequence(): bigint {
    const fromClock = BigInt(Math.floor(now())) * 1000n
    lastOrderSequence = fromClock > lastOrderSequence ? fromClock : lastOrderSequence + 1n
    return lastOrderSequence
  }

  const quote: ProviderDesk['quote'] = async (link, offer, terms, options) => {
    await cover.require(offer, options)
    const covered = await cover.orderMax(offer, options)
    const amountMax = covered === undefined ? terms.amountMax : lesserOf(terms.amountMax, covered)
    const parts = { link, payer: chain.account, separator: chain.separator, recover, now, proof: components.proof }
    return requestQuote(parts, offer, { ...terms, amountMax }, options)
  }

  return {
    quote,
    async openLease(link, signed, { cap, limit, reservation, lastsMs }, { signal }) {
      const increment = creditIncrement(signed.quote, signed.quote.creditTokens)
      await link.connect({ signal })
      const channel = await opener.ready(link, signed.quote.operator, { cap, increment }, { signal })
      const isStale = Number(signed.quote.expiresAt) * 1000 - quoteMarginMs <= now()
      const fresh = isStale ? await quote(link, signed.offer, anew(signed, limit, reservation), { signal }) : signed
      const fee = await feeTab(channel, fresh.quote.fee, { signal })
      return openLease(
        { link, channel, signer, payer: chain.account, separator: chain.separator, store, now },
        fresh,
        { orderSequence: nextOrderSequence(), limits, endsAt: reservation?.endsAt, lastsMs },
        { signal },
      ).then(
        (lease) => {
          // The order makes the fee due, whether or not anything runs.
          fee?.countTo(fresh.quote.fee)
          fee?.close()
          desk.touch(channel)
          return lease
        },
        (error: unknown) => {
          if (error instanceof ProviderRefusedError) fee?.void()
          else fee?.lose()
          throw error
        },
      )
    },
    prepare(work, terms, idempotencyKey) {
      const nonce =
        idempotencyKey === undefined
          ? nextNonce()
          : nonceOf(
              store.secret(() => random(32)),
              idempotencyKey,
            )
      const request = requestOf(work, { ...terms, nonce })
      return { request, requestHash: requestHash(request), maxTokens: terms.maxTokens }
    },
    async start({ lease, plan, prepared, idempotencyKey, sink, signal }) {
      const { cap, inputUnitsMax } = plan
      const tab = await openTab(lease, cap, signal)
      if (signal.aborted) {
        tab.void()
        lease.finish(cap, 0n)
        throw signal.reason
      }
      funding.refill(lease.channel)
      return startPart(components, { lease, tab, ...prepared, inputUnitsMax, idempotencyKey, sink })
    },
  }

  /** Room for the fee on the channel, before the order is sent; undefined where there is none to pay. */
  async function feeTab(channel: PaymentChannel, fee: Amount, options: { signal: AbortSignal }) {
    return fee === 0n ? undefined : funding.openTab(channel, { cap: fee, increment: fee }, options)
  }

  async function openTab(lease: Lease, cap: Amount, signal: AbortSignal): Promise<Tab> {
    const need = { cap, increment: lease.increment }
    try {
      await lease.link.connect({ signal })
      const channel = await opener.ready(lease.link, lease.quote.operator, need, { signal })
      if (channel !== lease.channel) throw new ProviderLostError(lease.link.node)
      return await funding.openTab(channel, need, { signal })
    } catch (error) {
      lease.finish(cap, 0n)
      throw error
    }
  }
}

/** What a quote that has expired meanwhile is asked for again: the same slots, for no higher a fee. */
function anew({ quote }: SignedQuote, limit: Prices | undefined, reservation: QuoteTerms['reservation']): QuoteTerms {
  const held = reservation === undefined ? {} : { reservation: { ...reservation, feeMax: quote.fee } }
  return { amountMax: quote.amountMax, limit, ...held }
}
