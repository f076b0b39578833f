/**
 * The golden path for one ask: choose, lease, run; and the next choice where a provider fails before anything was
 * delivered.
 */

import type { TokenInfo } from '@millrace/chain'
import {
  type Address,
  canonicalJson,
  contentHash,
  type Finish,
  type Hash,
  isMillraceError,
  type MillraceError,
} from '@millrace/protocol'
import { ignore } from './abortable.ts'
import type { Ask, RunOptions } from './ask.ts'
import {
  describeError,
  IdempotencyKeyReusedError,
  ModelAmbiguousError,
  ModelNotOfferedError,
  NoOfferError,
  ProviderLostError,
  ProviderRefusedError,
  ProvidersExhaustedError,
} from './buyer-error.ts'
import type { BuyerLimits } from './buyer-limits.ts'
import type { BuyerStore, IdempotencyRecord } from './buyer-store.ts'
import type { ChannelOpener } from './channel-opener.ts'
import { type Candidate, type Choice, chooseOffer, type Demand, type RankedOffer } from './choose-offer.ts'
import type { LeasePool } from './lease-pool.ts'
import type { OfferBook } from './offer-book.ts'
import type { OfferView, ProviderOffer } from './offer-view.ts'
import { sizeOf } from './plan-work.ts'
import type { PreparedRequest, ProviderDesk } from './provider-desk.ts'
import type { ProviderLink } from './provider-link.ts'
import type { Run } from './run.ts'
import type { VoucherDesk } from './voucher-desk.ts'

/** Characters of an idempotency key, as the protocol allows. */
const idempotencyKeyPattern = /^[\s\S]{1,128}$/
/** Tries at one provider for one ask: again only where a try found stale state (connection, lease, channel, offer). */
export const triesPerProviderMax = 3
/** Names that the error on an unknown model lists. */
export const modelNamesListedMax = 32

type Components = {
  readonly book: OfferBook
  readonly pool: LeasePool
  readonly provider: ProviderDesk
  readonly opener: ChannelOpener
  readonly desk: VoucherDesk
  readonly store: BuyerStore
  readonly now: () => number
  readonly token: TokenInfo
  readonly limits: BuyerLimits
  readonly linkOf: (node: Address) => ProviderLink
  /** Model names that mean one root, whatever providers say. */
  readonly pinned: ReadonlyMap<string, Hash>
}

type Attempt = {
  readonly ask: Ask
  readonly askHash: Hash | undefined
  readonly known: IdempotencyRecord | undefined
  readonly options: RunOptions
}

/** Returns the function that runs asks. */
export function createAskRunner(components: Components): (ask: Ask, options: RunOptions) => Promise<Run> {
  const { book, pool, provider, opener, desk, store, now, token, limits, linkOf, pinned } = components

  return async function run(ask, options) {
    const { signal, idempotencyKey } = options
    signal.throwIfAborted()
    const attempt = attemptOf(ask, options)
    const view = await book.view({ signal })
    const size = sizeOf(ask)
    const demand: Demand = {
      workload: ask.kind,
      size,
      token,
      now: now(),
      ...(ask.amountMax === undefined ? {} : { amountMax: ask.amountMax }),
      ...providerOf(ask, attempt.known),
    }
    const { ranked, why } = chooseOffer(candidatesOf(view, ask), demand)
    const explained: Choice = { ...why, excluded: [...why.excluded, ...unreachable(view)] }
    if (ranked.length === 0) throw new NoOfferError(ask.model, explained, true)
    const failures: { offer: ProviderOffer; error: MillraceError }[] = []
    for (const choice of ranked.slice(0, limits.attemptsMax)) {
      try {
        return await tryProvider(attempt, choice, afterFailures(explained, choice, failures))
      } catch (error) {
        signal.throwIfAborted()
        if (!isMillraceError(error) || !mayMoveOn(error, idempotencyKey)) throw error
        failures.push({ offer: choice.offer, error })
        book.outdate(linkOf(choice.offer.node))
      }
    }
    throw combined(failures.map(({ error }) => error))
  }

  /** An answer that was paid is where it is; an earlier try without one only says where to look first. */
  function providerOf(ask: Ask, known: IdempotencyRecord | undefined): Pick<Demand, 'provider' | 'preferred'> {
    const provider = known?.isAnswered === true ? known.node : ask.provider
    const preferred = known?.node
    return { ...(provider === undefined ? {} : { provider }), ...(preferred === undefined ? {} : { preferred }) }
  }

  function attemptOf(ask: Ask, options: RunOptions): Attempt {
    const key = options.idempotencyKey
    if (key === undefined) return { ask, askHash: undefined, known: undefined, options }
    if (!idempotencyKeyPattern.test(key)) throw new TypeError('An idempotency key has 1 to 128 characters.')
    const { amountMax: _cap, provider: _provider, ...work } = ask
    const askHash = contentHash('request', JSON.parse(canonicalJson(withoutUndefined(work))))
    const known = store.idempotency(key)
    if (known !== undefined && known.askHash !== askHash) throw new IdempotencyKeyReusedError()
    return { ask, askHash, known, options }
  }

  /** Tries one provider, and again where a try only showed that a connection, lease or channel was stale. */
  async function tryProvider(attempt: Attempt, choice: RankedOffer, why: Choice): Promise<Run> {
    let offer: ProviderOffer | undefined = choice.offer
    for (let tries = 1; ; tries++) {
      try {
        return await tryOnce(attempt, { offer, plan: choice.plan }, why)
      } catch (error) {
        attempt.options.signal.throwIfAborted()
        const mended: ProviderOffer | undefined = await mend(offer, error, attempt.options)
        if (mended === undefined || tries >= triesPerProviderMax) throw error
        offer = mended
      }
    }
  }

  async function tryOnce({ ask, askHash, known, options }: Attempt, choice: RankedOffer, why: Choice): Promise<Run> {
    const { offer, plan } = choice
    const { signal, idempotencyKey } = options
    const maxTokens = known?.node === offer.node ? known.maxTokens : plan.maxTokens
    const prepared = provider.prepare(ask, offer.modelRoot, maxTokens, idempotencyKey)
    const lease = await pool.acquire(offer, plan.cap, { signal })
    const record = remember(prepared, { key: idempotencyKey, askHash, node: offer.node })
    const run = await provider.run({ lease, plan, prepared, idempotencyKey, why, signal })
    if (record !== undefined) run.result.then(({ finish }) => markAnswered(record, finish), ignore)
    return run
  }

  function remember(
    { requestHash, maxTokens }: PreparedRequest,
    { key, askHash, node }: { key: string | undefined; askHash: Hash | undefined; node: Address },
  ): IdempotencyRecord | undefined {
    if (key === undefined || askHash === undefined) return undefined
    const known = store.idempotency(key)
    const isAnswered = known?.node === node && known.isAnswered
    const record = { key, askHash, node, requestHash, maxTokens, savedAt: now(), isAnswered }
    store.saveIdempotency(record)
    return record
  }

  /** Only a whole answer is kept by the node; others may be asked for anew. */
  function markAnswered(record: IdempotencyRecord, finish: Finish): void {
    if (record.isAnswered || (finish !== 'stop' && finish !== 'length')) return
    store.saveIdempotency({ ...record, isAnswered: true })
  }

  /** Puts right what the failure shows to be stale. Returns the offer to try again with, if that may do better. */
  async function mend(
    offer: ProviderOffer,
    error: unknown,
    { signal }: RunOptions,
  ): Promise<ProviderOffer | undefined> {
    if (error instanceof ProviderLostError) return offer
    if (!(error instanceof ProviderRefusedError)) return undefined
    const code = error.providerCode
    if (code === 'LEASE_IN_ARREARS' || code === 'PAYMENT_REQUIRED') {
      const lease = await pool.acquire(offer, 0n, { signal })
      lease.finish(0n, 0n)
      await opener.settleClaims(linkOf(offer.node), lease.channel, { signal })
      desk.flush()
      desk.join(lease.channel, linkOf(offer.node))
      return offer
    }
    if (code === 'SEQUENCE_STALE') return offer
    if (code === 'OFFER_UNKNOWN' || code === 'OFFER_EXPIRED') {
      const fresh = await book.fetch(linkOf(offer.node), { signal })
      return fresh.find((each) => isSameDeal(each, offer))
    }
    if (code.startsWith('LEASE_')) pool.drop(offer)
    else if (code.startsWith('CHANNEL_')) opener.forget(offer.operator)
    else return undefined
    return offer
  }

  function candidatesOf(view: OfferView, { model, kind }: Ask): readonly Candidate[] {
    const root = /^0x[0-9a-fA-F]{64}$/.test(model) ? (model.toLowerCase() as Hash) : pinned.get(model)
    const offers = view.offers.filter((offer) =>
      root === undefined ? offer.model.name === model : offer.modelRoot === root,
    )
    if (offers.length === 0) throw new ModelNotOfferedError(model, namesOf(view))
    const roots = new Set(offers.map((offer) => offer.modelRoot))
    if (roots.size > 1) throw new ModelAmbiguousError(model, [...roots].slice(0, modelNamesListedMax))
    const able = new Set(offers.filter(({ workload }) => workload === kind).map(({ node }) => node))
    const relevant = offers.filter(({ node, workload }) => workload === kind || !able.has(node))
    return relevant.map((offer) => {
      const unavailable = linkOf(offer.node).unavailable()
      return unavailable === undefined ? { offer } : { offer, unavailable }
    })
  }
}

/** The same ask at another provider would not do better, or would do the work twice. */
function mayMoveOn(error: MillraceError, idempotencyKey: string | undefined): boolean {
  if (error.code === 'ASK_INVALID' || error.code === 'BUYER_STORE_FAILED' || error.code === 'BUYER_CLOSED') return false
  if (idempotencyKey === undefined || !(error instanceof ProviderRefusedError)) return true
  return !error.providerCode.startsWith('IDEMPOTENCY_')
}

/** Whether an offer signed anew is the one that was chosen. */
function isSameDeal(a: ProviderOffer, b: ProviderOffer): boolean {
  return (
    a.modelRoot === b.modelRoot &&
    a.workload === b.workload &&
    a.prices.inputPrice === b.prices.inputPrice &&
    a.prices.outputPrice === b.prices.outputPrice &&
    a.contextTokensMax === b.contextTokensMax
  )
}

function afterFailures(
  why: Choice,
  { offer }: RankedOffer,
  failures: readonly { offer: ProviderOffer; error: MillraceError }[],
): Choice {
  if (failures.length === 0) return why
  const tried = new Set(failures.map((failure) => failure.offer))
  const count = failures.length === 1 ? 'the one before it' : `the ${failures.length} before it`
  return {
    chosen: `It is the next best after ${count} failed: ${why.considered.find(({ node }) => node === offer.node)?.reason ?? ''}`,
    considered: why.considered.filter(({ node }) => ![...tried].some((failed) => failed.node === node)),
    excluded: [
      ...failures.map(({ offer: failed, error }) => ({
        node: failed.node,
        reason: `It was tried and failed (${describeError(error)}).`,
      })),
      ...why.excluded,
    ],
  }
}

function combined(errors: readonly MillraceError[]): MillraceError {
  const [first] = errors
  if (first === undefined) throw new TypeError('At least one provider was tried.')
  return errors.every(({ code }) => code === first.code) ? first : new ProvidersExhaustedError(errors)
}

function unreachable(view: OfferView) {
  return view.unreachable.map(({ endpoint, message }) => ({
    node: endpoint.address,
    reason: `It gave no offers (${message}).`,
  }))
}

function namesOf(view: OfferView): readonly string[] {
  return [...new Set(view.offers.map(({ model }) => model.name))].sort().slice(0, modelNamesListedMax)
}

function withoutUndefined(work: object): object {
  return Object.fromEntries(Object.entries(work).filter(([, value]) => value !== undefined))
}
