/**
 * Where offers come from: asked of listed providers over their own connections, and heard by gossip. Both end in one book
 * of held offers, verified: the node signed it, the registry knows the node as the operator's, model and details have the
 * hashes that it names, the token is ours, it has not expired, and no newer one was seen.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { type Address, type Hash, protocolVersion, type RecoverSigner, type SignedOffer } from '@millrace/protocol'
import { untilAborted } from './abortable.ts'
import type { BuyerChain } from './buyer.ts'
import { codeOfError, describeError } from './buyer-error.ts'
import type { BuyerLimits } from './buyer-limits.ts'
import { type HeldOffers, offersPerProviderMax } from './held-offers.ts'
import type { OfferView, ProviderOffer, RejectedOffer, UnreachableProvider } from './offer-view.ts'
import type { ProviderLink } from './provider-link.ts'
import { verifyOffer } from './verify-offer.ts'

/** Nodes whose offers were heard and wait for the registry's word; more are dropped, and heard again when they are renewed. */
export const heardNodesWaitingMax = 1_024
/** Nodes that the registry is asked about at a time. */
export const registryAsksMax = 4
/** Nodes of which the registry's word is kept. */
export const operatorsKeptMax = 100_000

export type OfferBook = {
  readonly held: HeldOffers
  /** Has old offers asked for again in the background; waits for them only where nothing is held. PERF: called per ask. */
  ready(options: { signal: AbortSignal }): Promise<void>
  /** Waits until every listed provider has answered or failed once. */
  complete(options: { signal: AbortSignal }): Promise<void>
  /** Returns all there is, with what could not be reached. Cost: O(offers). */
  view(options: { signal: AbortSignal }): Promise<OfferView>
  /** Listed providers that gave no offers when they were last asked. */
  unreachable(): readonly UnreachableProvider[]
  /** Asks one provider and returns its verified offers. */
  fetch(link: ProviderLink, options: { signal: AbortSignal }): Promise<readonly ProviderOffer[]>
  /** Asks this provider, too, from the next look on. */
  add(link: ProviderLink): void
  /** Forgets the provider and what it offered. */
  remove(link: ProviderLink): void
  /** Has the provider asked again at the next look: something it said no longer holds. */
  outdate(link: ProviderLink): void
  /** Takes up offers that came by gossip, their signatures checked. Never waits, never throws. */
  hear(offers: readonly SignedOffer[]): void
}

type Components = {
  readonly chain: BuyerChain
  readonly recover: RecoverSigner
  readonly held: HeldOffers
  readonly now: () => number
}

type Page = {
  readonly link: ProviderLink
  rejected: readonly RejectedOffer[]
  failure: UnreachableProvider | undefined
  /** Unix milliseconds; 0: never. */
  fetchedAt: number
  fetching: Promise<void> | undefined
  /** Highest sequence seen of each deal. */
  readonly sequences: Map<string, bigint>
}

export function createOfferBook(
  { chain, recover, held, now }: Components,
  { token, limits }: { token: Address; limits: BuyerLimits },
): OfferBook {
  const pages = new Map<ProviderLink, Page>()
  const operators = new Map<Address, { operator: Address | undefined; at: number }>()
  const heard = new Map<Address, Map<Hash, SignedOffer>>()
  let registryAsks = 0
  /** Those who wait until nothing heard waits any more. */
  let waiters: (() => void)[] = []
  /** Unix milliseconds before which no page is old. */
  let nextLookAt = 0

  function pageOf(link: ProviderLink): Page {
    const known = pages.get(link)
    if (known !== undefined) return known
    const page: Page = {
      link,
      rejected: [],
      failure: undefined,
      fetchedAt: 0,
      fetching: undefined,
      sequences: new Map(),
    }
    pages.set(link, page)
    nextLookAt = 0
    return page
  }

  async function ready({ signal }: { signal: AbortSignal }): Promise<void> {
    const at = now()
    held.expire(at)
    if (at < nextLookAt && held.size > 0) return
    signal.throwIfAborted()
    const old = [...pages.values()].filter((page) => page.fetchedAt + limits.offersFreshMs <= at)
    const refreshed = Promise.all(old.map(refresh))
    nextLookAt = Math.min(...[...pages.values()].map(({ fetchedAt }) => Math.max(fetchedAt, at) + limits.offersFreshMs))
    if (held.live().length === 0) await untilAborted(Promise.all([soonEnough(refreshed, old), allTaken()]), signal)
  }

  /** Resolves when all that was heard has been taken up, or after a bound: the registry may not answer. */
  async function allTaken(): Promise<void> {
    if (heard.size === 0 && registryAsks === 0) return
    const taken = Promise.withResolvers<void>()
    waiters.push(taken.resolve)
    await Promise.race([taken.promise, sleep(limits.heardGraceMs, undefined, { ref: false })])
  }

  /** Resolves when all have answered, or a little after the first did: a provider that is down does not hold up the rest. */
  async function soonEnough(all: Promise<unknown>, asked: readonly Page[]): Promise<void> {
    const first = Promise.any(asked.map((page) => refresh(page).then(() => requireOffers(page))))
    const graceful = first.then(
      () => sleep(limits.offersGraceMs, undefined, { ref: false }),
      () => all,
    )
    await Promise.race([all, graceful])
  }

  function requireOffers({ link }: Page): void {
    if (held.offersOf(link.node).length === 0) throw new TypeError('No offer came; nobody sees this.')
  }

  /** Never rejects: a failure stands in the page. */
  async function refresh(page: Page): Promise<void> {
    page.fetching ??= load(page, AbortSignal.timeout(limits.dialMsMax + limits.answerMsMax + limits.chainMsMax))
      .catch((error: unknown) => {
        page.failure = { endpoint: page.link.endpoint, code: codeOfError(error), message: describeError(error) }
      })
      .finally(() => {
        page.fetchedAt = now()
        page.fetching = undefined
      })
    await page.fetching
  }

  /** What the node says now is all that it offers. */
  async function load(page: Page, signal: AbortSignal): Promise<void> {
    const { link } = page
    const { offers } = await link.ask({ v: protocolVersion, type: 'offers' }, 'offers', { signal })
    const operator = await operatorOf(link.node, signal)
    const rejected: RejectedOffer[] = []
    const current = new Set<Hash>()
    for (const signed of offers.slice(0, offersPerProviderMax)) {
      const verdict = take(page, signed, operator)
      if (typeof verdict === 'string') rejected.push({ endpoint: link.endpoint, reason: verdict })
      else current.add(verdict.offerHash)
    }
    for (const { offerHash } of held.offersOf(link.node)) if (!current.has(offerHash)) held.remove(offerHash)
    page.rejected = rejected
    page.failure = undefined
  }

  function take({ link, sequences }: Page, signed: SignedOffer, operator: Address | undefined): ProviderOffer | string {
    const terms = { separator: chain.separator, recover, token, nowMs: now(), operator }
    const verdict = verifyOffer(signed, link.endpoint, terms)
    if (typeof verdict === 'string') return verdict
    const { offer } = verdict
    const key = `${offer.modelRoot}:${offer.workload}:${offer.terms}`
    if (offer.sequence < (sequences.get(key) ?? 0n)) return 'A newer offer was seen before.'
    if (sequences.size < offersPerProviderMax || sequences.has(key)) sequences.set(key, offer.sequence)
    const outcome = held.put(verdict)
    if (outcome === 'stale') return 'A newer offer was seen before.'
    return outcome === 'full' ? 'There is no room for more offers of it.' : verdict
  }

  async function operatorOf(node: Address, signal: AbortSignal): Promise<Address | undefined> {
    const known = operators.get(node)
    const freshMs = known?.operator === undefined ? limits.strangerFreshMs : limits.operatorFreshMs
    if (known !== undefined && now() < known.at + freshMs) return known.operator
    const operator = await chain.operatorOf(node, { signal })
    if (operator === undefined && isListed(node)) return undefined
    operators.delete(node)
    operators.set(node, { operator, at: now() })
    for (const [oldest] of operators) {
      if (operators.size <= operatorsKeptMax) break
      operators.delete(oldest)
    }
    return operator
  }

  function isListed(node: Address): boolean {
    for (const { link } of pages.values()) if (link.node === node) return true
    return false
  }

  function hear(offers: readonly SignedOffer[]): void {
    for (const signed of offers.slice(0, offersPerProviderMax)) {
      const { node, detailsHash } = signed.offer
      const waiting = heard.get(node) ?? new Map<Hash, SignedOffer>()
      if (waiting.size >= offersPerProviderMax || (waiting.size === 0 && heard.size >= heardNodesWaitingMax)) continue
      // Renewals of one deal differ in their sequence; the last to come counts when it is taken up.
      waiting.set(
        `${signed.offer.modelRoot}${signed.offer.workload}${signed.offer.terms}${detailsHash}` as Hash,
        signed,
      )
      heard.set(node, waiting)
    }
    takeUp()
  }

  /** Takes up what was heard, as the registry's word on each node comes in. */
  function takeUp(): void {
    for (const [node, waiting] of heard) {
      if (registryAsks >= registryAsksMax) return
      heard.delete(node)
      registryAsks++
      operatorOf(node, AbortSignal.timeout(limits.chainMsMax))
        .then((operator) => {
          for (const signed of waiting.values()) takeHeard(signed, operator)
        })
        // Heard again when it is renewed.
        .catch(() => operators.delete(node))
        .finally(() => {
          registryAsks--
          takeUp()
          if (registryAsks > 0) return
          for (const resolve of waiters) resolve()
          waiters = []
        })
    }
  }

  function takeHeard(signed: SignedOffer, operator: Address | undefined): void {
    const endpoint = { address: signed.offer.node, addresses: signed.details.addresses }
    const verdict = verifyOffer(signed, endpoint, { separator: chain.separator, token, nowMs: now(), operator })
    if (typeof verdict !== 'string') held.put(verdict)
  }

  return {
    held,
    ready,
    async complete({ signal }) {
      const asked = [...pages.values()].filter(isUnasked).map(refresh)
      await untilAborted(Promise.all([...asked, allTaken()]), signal)
    },
    async view(options) {
      options.signal.throwIfAborted()
      await ready(options)
      await untilAborted(allTaken(), options.signal)
      const all = [...pages.values()]
      return {
        offers: held.live(),
        unreachable: all.flatMap(({ failure }) => failure ?? []),
        rejected: all.flatMap(({ rejected }) => rejected),
      }
    },
    unreachable: () => [...pages.values()].flatMap(({ failure }) => failure ?? []),
    async fetch(link, { signal }) {
      const page = pageOf(link)
      await load(page, signal)
      page.fetchedAt = now()
      return held.offersOf(link.node)
    },
    add(link) {
      pageOf(link)
    },
    remove(link) {
      pages.delete(link)
      for (const { offerHash } of held.offersOf(link.node)) held.remove(offerHash)
    },
    outdate(link) {
      const page = pages.get(link)
      if (page === undefined) return
      page.fetchedAt = 0
      nextLookAt = 0
    },
    hear,
  }
}

function isUnasked({ fetchedAt, fetching }: Page): boolean {
  return fetchedAt === 0 || fetching !== undefined
}
