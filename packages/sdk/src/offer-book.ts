/**
 * What providers offer, verified: the node signed it over its own connection, the registry knows the node as the
 * operator's, the model content has the root, the token is ours, it has not expired, and no newer one was seen.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import {
  type Address,
  type Amount,
  bytesToHex,
  creditTokensMax,
  digest,
  type Hash,
  modelRoot,
  nameOfCode,
  offerType,
  protocolVersion,
  type RecoverSigner,
  type SignedOffer,
  workloads,
} from '@millrace/protocol'
import { untilAborted } from './abortable.ts'
import type { BuyerChain } from './buyer.ts'
import { codeOfError, describeError } from './buyer-error.ts'
import type { BuyerLimits } from './buyer-limits.ts'
import type { OfferView, ProviderOffer, RejectedOffer, UnreachableProvider } from './offer-view.ts'
import type { ProviderLink } from './provider-link.ts'

/** Highest price that is taken seriously: base units per million units. Keeps every charge within 128 bits. */
export const priceMax: Amount = 2n ** 64n
/** Offers kept from one provider. */
export const offersPerProviderMax = 256

export type OfferBook = {
  /** Returns the view; asks the providers first where nothing usable is known, in the background where it is old. */
  view(options: { signal: AbortSignal }): Promise<OfferView>
  /** Asks one provider and returns its verified offers. */
  fetch(link: ProviderLink, options: { signal: AbortSignal }): Promise<readonly ProviderOffer[]>
  /** Asks this provider, too, from the next look on. */
  add(link: ProviderLink): void
  /** Forgets the provider and what it offered. */
  remove(link: ProviderLink): void
  /** Has the provider asked again at the next look: something it said no longer holds. */
  outdate(link: ProviderLink): void
}

type Components = {
  readonly chain: BuyerChain
  readonly recover: RecoverSigner
  readonly now: () => number
}

type Page = {
  readonly link: ProviderLink
  offers: readonly ProviderOffer[]
  rejected: readonly RejectedOffer[]
  failure: UnreachableProvider | undefined
  /** Unix milliseconds; 0: never. */
  fetchedAt: number
  fetching: Promise<void> | undefined
  /** Highest sequence seen of each model and workload. */
  readonly sequences: Map<string, bigint>
}

export function createOfferBook(
  { chain, recover, now }: Components,
  { token, limits }: { token: Address; limits: BuyerLimits },
): OfferBook {
  const pages = new Map<ProviderLink, Page>()
  const operators = new Map<Address, { operator: Address | undefined; at: number }>()

  function pageOf(link: ProviderLink): Page {
    const known = pages.get(link)
    if (known !== undefined) return known
    const page: Page = {
      link,
      offers: [],
      rejected: [],
      failure: undefined,
      fetchedAt: 0,
      fetching: undefined,
      sequences: new Map(),
    }
    pages.set(link, page)
    return page
  }

  async function view({ signal }: { signal: AbortSignal }): Promise<OfferView> {
    signal.throwIfAborted()
    const old = [...pages.values()].filter((page) => page.fetchedAt + limits.offersFreshMs <= now())
    const refreshed = Promise.all(old.map(refresh))
    if (currentOffers().length === 0) await untilAborted(soonEnough(refreshed, old), signal)
    const all = [...pages.values()]
    return {
      offers: currentOffers(),
      unreachable: all.flatMap(({ failure }) => failure ?? []),
      rejected: all.flatMap(({ rejected }) => rejected),
    }
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

  function currentOffers(): readonly ProviderOffer[] {
    return [...pages.values()].flatMap(({ offers }) => offers.filter((offer) => !isExpired(offer)))
  }

  function isExpired({ offer }: ProviderOffer): boolean {
    return Number(offer.expiresAt) * 1000 <= now()
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

  async function load(page: Page, signal: AbortSignal): Promise<void> {
    const { offers } = await page.link.ask({ v: protocolVersion, type: 'offers' }, 'offers', { signal })
    const accepted = new Map<string, ProviderOffer>()
    const rejected: RejectedOffer[] = []
    const operator = await operatorOf(page.link.node, signal)
    for (const signed of offers.slice(0, offersPerProviderMax)) {
      const verdict = verify(page, signed, operator)
      if (typeof verdict === 'string') rejected.push({ endpoint: page.link.endpoint, reason: verdict })
      else accepted.set(keyOf(verdict), verdict)
    }
    page.offers = [...accepted.values()]
    page.rejected = rejected
    page.failure = undefined
  }

  /** Returns the offer, or the reason why it does not count. */
  function verify(page: Page, signed: SignedOffer, operator: Address | undefined): ProviderOffer | string {
    const { offer, signature, model } = signed
    const { node } = page.link
    const hash = digest(chain.separator, offerType, offer)
    if (offer.node !== node) return `The offer is of ${offer.node}, but ${node} sent it.`
    if (recover(hash, signature) !== node) return 'The node did not sign the offer.'
    if (modelRoot(model) !== offer.modelRoot) return 'The model content does not hash to the root of the offer.'
    if (offer.token !== token) return `The offer is in the token ${offer.token}, not in ${token}.`
    if (Number(offer.expiresAt) * 1000 <= now()) return 'The offer has expired.'
    if (offer.inputPrice > priceMax || offer.outputPrice > priceMax) return 'The price is out of range.'
    if (!Object.values(workloads).some((code) => code === offer.workload)) return 'The workload is not known.'
    const workload = nameOfCode(workloads, offer.workload, 'workload')
    if (!model.workloads.includes(workload)) return `The model does not do ${workload}.`
    if (offer.contextTokensMax < 1 || offer.creditTokens < 1) return 'The context or the credit is zero.'
    if (offer.creditTokens > creditTokensMax) {
      return `It asks for ${offer.creditTokens} tokens of trust; at most ${creditTokensMax} are given.`
    }
    if (operator === undefined) return 'The registry knows no operator of the node.'
    if (operator !== offer.operator)
      return `The registry says that ${operator} operates the node, not ${offer.operator}.`
    const key = `${offer.modelRoot}:${offer.workload}`
    const newest = page.sequences.get(key) ?? 0n
    if (offer.sequence < newest) return 'A newer offer was seen before.'
    if (page.sequences.size < offersPerProviderMax || page.sequences.has(key)) page.sequences.set(key, offer.sequence)
    return {
      endpoint: page.link.endpoint,
      operator,
      node,
      workload,
      model,
      modelRoot: offer.modelRoot,
      prices: { inputPrice: offer.inputPrice, outputPrice: offer.outputPrice },
      contextTokensMax: offer.contextTokensMax,
      offer,
      offerHash: bytesToHex(hash) as Hash,
    }
  }

  async function operatorOf(node: Address, signal: AbortSignal): Promise<Address | undefined> {
    const known = operators.get(node)
    if (known !== undefined && now() < known.at + limits.operatorFreshMs) return known.operator
    const operator = await chain.operatorOf(node, { signal })
    if (operator !== undefined) operators.set(node, { operator, at: now() })
    return operator
  }

  return {
    view,
    async fetch(link, { signal }) {
      const page = pageOf(link)
      await load(page, signal)
      page.fetchedAt = now()
      return page.offers
    },
    add(link) {
      pageOf(link)
    },
    remove(link) {
      pages.delete(link)
    },
    outdate(link) {
      pageOf(link).fetchedAt = 0
    },
  }
}

function requireOffers({ offers }: Page): void {
  if (offers.length === 0) throw new TypeError('No offer came; nobody sees this.')
}

function keyOf({ modelRoot: root, workload }: ProviderOffer): string {
  return `${root}:${workload}`
}
