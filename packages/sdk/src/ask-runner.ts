/** The golden path for one ask: what is on offer, who will do, and then the relay of those who serve it. */

import type { TokenInfo } from '@millrace/chain'
import type { Address, Hash } from '@millrace/protocol'
import type { Ask, RunOptions } from './ask.ts'
import { ModelAmbiguousError, ModelNotOfferedError, NoOfferError } from './buyer-error.ts'
import type { BuyerStore } from './buyer-store.ts'
import { type Candidate, chooseOffer, type Demand } from './choose-offer.ts'
import { createIdempotencyLog, type IdempotencyEntry } from './idempotency-log.ts'
import type { OfferBook } from './offer-book.ts'
import type { OfferView } from './offer-view.ts'
import { sizeOf } from './plan-work.ts'
import type { ProviderLink } from './provider-link.ts'
import { type RelayComponents, type Selection, startRelay, type Wanted } from './relay.ts'
import type { Run } from './run.ts'

/** Names that the error on an unknown model lists. */
export const modelNamesListedMax = 32

type Components = Omit<RelayComponents, 'choose' | 'linkOf'> & {
  readonly book: OfferBook
  readonly store: BuyerStore
  readonly now: () => number
  readonly token: TokenInfo
  readonly linkOf: (node: Address) => ProviderLink
  /** Model names that mean one root, whatever providers say. */
  readonly pinned: ReadonlyMap<string, Hash>
}

/** Returns the function that runs asks. */
export function createAskRunner(components: Components): (ask: Ask, options: RunOptions) => Promise<Run> {
  const { book, store, now, token, linkOf, pinned } = components
  const idempotency = createIdempotencyLog(store, now)

  return async function run(ask, { signal, idempotencyKey }) {
    signal.throwIfAborted()
    const entry = idempotencyKey === undefined ? undefined : idempotency.open(idempotencyKey, ask)
    try {
      const size = sizeOf(ask)
      const choose = (wanted: Wanted, options: { signal: AbortSignal }) => select(ask, entry, wanted, options)
      const first = await choose({ size, amountMax: ask.amountMax, excluded: new Set() }, { signal })
      const relay = { ...components, linkOf: ({ node }: { node: Address }) => linkOf(node), choose }
      return await startRelay(relay, { ask, size, signal, entry }, first).started
    } catch (error) {
      entry?.release()
      throw error
    }
  }

  async function select(
    ask: Ask,
    entry: IdempotencyEntry | undefined,
    { size, amountMax, excluded }: Wanted,
    { signal }: { signal: AbortSignal },
  ): Promise<Selection> {
    const view = await book.view({ signal })
    const demand: Demand = {
      workload: ask.kind,
      size,
      token,
      now: now(),
      ...(amountMax === undefined ? {} : { amountMax }),
      ...providerOf(ask, entry),
    }
    const { ranked, why } = chooseOffer(
      candidatesOf(view, ask).filter(({ offer }) => !excluded.has(offer.node)),
      demand,
    )
    const [best, ...others] = ranked.map(({ offer }) => offer)
    const explained = { ...why, excluded: [...why.excluded, ...unreachable(view)] }
    if (best === undefined) throw new NoOfferError(ask.model, explained, true)
    return { ranked: [best, ...others], why: explained }
  }

  /** An answer that was paid is where it is; an earlier try without one only says where to look first. */
  function providerOf(ask: Ask, entry: IdempotencyEntry | undefined): Pick<Demand, 'provider' | 'preferred'> {
    const known = entry?.record
    const provider = known?.isAnswered === true ? known.node : ask.provider
    const preferred = known?.node
    return { ...(provider === undefined ? {} : { provider }), ...(preferred === undefined ? {} : { preferred }) }
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

function unreachable(view: OfferView) {
  return view.unreachable.map(({ endpoint, message }) => ({
    node: endpoint.address,
    reason: `It gave no offers (${message}).`,
  }))
}

function namesOf(view: OfferView): readonly string[] {
  return [...new Set(view.offers.map(({ model }) => model.name))].sort().slice(0, modelNamesListedMax)
}
