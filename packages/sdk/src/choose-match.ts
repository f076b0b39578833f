/**
 * Who is to serve an ask: the offers that will do, cheapest in expectation first, by the matcher. Sentences about the choice
 * are made when they are read: choosing itself costs microseconds, whatever the size of the book.
 */
import type { TokenInfo } from '@millrace/chain'
import {
  type Coordinate,
  explainMatch,
  explainNoMatch,
  failureCostOf,
  type Match,
  type MatchOrder,
  type MatchResult,
  matchCountMax,
  matchOffers,
} from '@millrace/matching'
import {
  type Address,
  attestationKinds,
  exactnessClasses,
  type Hash,
  isMillraceError,
  type MillraceError,
  offerTerms,
  type Workload,
  workloads,
} from '@millrace/protocol'
import type { Ask, Needs } from './ask.ts'
import { assuranceOf, assuredOffer } from './assurance.ts'
import type { AssuranceCover } from './assurance-cover.ts'
import type { Choice, ExcludedOffer } from './choice.ts'
import type { HeldOffers } from './held-offers.ts'
import { ModelAmbiguousError, ModelNotOfferedError, NoOfferError } from './market-error.ts'
import type { OfferBook } from './offer-book.ts'
import type { ProviderOffer } from './offer-view.ts'
import { maxTokensDefault, outputTokensExpected, planWork, sizeOf, type WorkSize } from './plan-work.ts'
import type { Selection, Wanted } from './relay-components.ts'

/** Names that the error on an unknown model lists. */
export const modelNamesListedMax = 32
/** Offers that one choice ranks: the first, and those that may take over. */
export const offersRankedMax = 8
/** Nodes that cannot be used now which an error lists, each with its reason; the rest are counted. */
export const unavailableListedMax = 64
/** Providers that are looked at for one ask and found wanting, before it is given up. */
export const uncoveredMax = 64
/** Seconds for which an offer must still be open: a usual answer. */
const availableForSecondsDefault = 30
/** What a second is worth where nobody says, in base units: a tenth of a second decides between two that cost the same. */
const latencyPriceDefault = 10n
/** Milliseconds from a failure until it is noticed: most are lost connections, few are silence. */
const failureSilenceMs = 1_000
/** Models whose last input price is remembered. */
const inputPricesMax = 4_096

export type ChooserComponents = {
  readonly book: OfferBook
  readonly now: () => number
  /** 32 random bits, which break ties. */
  readonly seed: () => number
  readonly token: TokenInfo
  /** Where this buyer stands in the network. */
  readonly coordinate: () => Coordinate | undefined
  /** Whether what an offer's policy promises can be kept. */
  readonly cover: Pick<AssuranceCover, 'require'>
  /** Nodes that are asked for nothing, unless by name; undefined where nobody looks. */
  readonly struck?: () => ReadonlySet<Address> | undefined
}

type Init = {
  /** What an ask leaves out. */
  readonly needs: Needs
  /** Model names that mean one root, whatever providers say. */
  readonly pinned: ReadonlyMap<string, Hash>
}

export type ChooseTerms = Wanted & {
  /** Only this operator or node. */
  readonly provider: Address | undefined
  /** The node that may hold the answer to an earlier try. */
  readonly preferred: Address | undefined
  /** None of these operators' nodes. */
  readonly exceptOperators?: readonly Address[] | undefined
}

/** What choosing needs to know of work. */
export type WishedWork = OrderWish & { readonly model: string }

export type Chooser = (ask: WishedWork, terms: ChooseTerms, options: { signal: AbortSignal }) => Promise<Selection>

/** Returns the chooser. It throws {@link ModelNotOfferedError}, {@link ModelAmbiguousError} or {@link NoOfferError}. */
export function createChooser(components: ChooserComponents, { needs, pinned }: Init): Chooser {
  const { book, now, seed, token, coordinate, cover } = components
  const { held } = book
  const inputPrices = new Map<Hash, bigint>()

  return (ask, terms, options) => {
    const excluded = withoutOperators(held, terms, withStruck(components, terms))
    return chooseCovered(cover, choose, { ask, terms: { ...terms, excluded } }, options)
  }

  async function choose(ask: WishedWork, terms: ChooseTerms, { signal }: { signal: AbortSignal }): Promise<Selection> {
    await book.ready({ signal })
    const root = rootOf(ask.model, held, pinned) ?? (await rootAfterAll(ask.model, { signal }))
    const wish = { ...needs, ...ask }
    const assurance = assuranceOf(wish)
    const order = orderOf(wish, root, terms, {
      held,
      coordinate,
      inputPrice: inputPrices.get(root),
    })
    const at = { nowMs: now(), seed: seed() }
    const result = matchOffers(held.matching, order, at)
    if (result.outcome === 'matched') remember(root, result.matches[0]?.reasons.inputPrice)
    const matches = [...preferredMatches(order, terms, at), ...(result.outcome === 'matched' ? result.matches : [])]
    // Offers may have come since the nodes of excluded operators were looked up.
    const isExcluded = ({ operator }: ProviderOffer) => terms.exceptOperators?.includes(operator) === true
    const plans = (offer: ProviderOffer) =>
      !isExcluded(offer) && planWork(terms.size, offer, terms.amountMax) !== undefined
    const ranked = [...new Set(matches.map(({ id }) => held.get(id)))]
      .filter((offer) => offer !== undefined)
      .map((offer) => assuredOffer(offer, assurance))
      .filter(plans)
    const [best, ...others] = ranked
    if (best !== undefined) return { ranked: [best, ...others], why: explain(order, at, matches, terms) }
    // What is left over would do but for what the ask may cost: the dearest reading of it, and one token.
    const inputUnits = terms.size.inputUnitsMax
    const outputUnits = terms.size.maxTokens === 0 ? 0 : 1
    const capped = {
      ...order,
      ...(terms.amountMax === undefined ? {} : { costMax: terms.amountMax }),
      inputUnits,
      outputUnits,
    }
    const failed = result.outcome === 'matched' ? matchOffers(held.matching, capped, at) : result
    const reasons =
      failed.outcome === 'matched' ? ['What matches would cost more than is left.'] : explainNoMatch(failed, token)
    const excluded = [...reasons.map((reason) => ({ reason })), ...unavailable(root), ...unreachable()]
    const counts = failed.outcome === 'no-match' ? failed : undefined
    throw new NoOfferError(ask.model, { chosen: '', considered: [], excluded }, true, counts)
  }

  /** What reading costs at the next provider is about what it costs at the best one so far. */
  function remember(root: Hash, inputPrice: bigint | undefined): void {
    if (inputPrice === undefined) return
    if (inputPrices.size >= inputPricesMax) inputPrices.clear()
    inputPrices.set(root, inputPrice)
  }

  async function rootAfterAll(model: string, options: { signal: AbortSignal }): Promise<Hash> {
    await book.complete(options)
    const root = rootOf(model, held, pinned)
    if (root === undefined) throw new ModelNotOfferedError(model, held.names().slice(0, modelNamesListedMax))
    return root
  }

  function preferredMatches(order: MatchOrder, { preferred, excluded }: ChooseTerms, at: At): readonly Match[] {
    if (preferred === undefined || excluded.has(preferred) || !held.hasNode(preferred)) return []
    const { distinct: _distinct, ...rest } = order
    const result = matchOffers(held.matching, { ...rest, nodes: [preferred], count: 1 }, at)
    return result.outcome === 'matched' ? result.matches : []
  }

  function explain(order: MatchOrder, at: At, matches: readonly Match[], { preferred }: ChooseTerms): Choice {
    return {
      get chosen() {
        const [first] = matches
        if (first === undefined) return ''
        if (first.node === preferred)
          return 'It took the earlier try with this idempotency key, so it may hold the answer.'
        return explainMatch(first, token).join(' ')
      },
      get considered() {
        return matches.map((match) => ({
          node: match.node,
          expectedCost: match.reasons.workCost,
          reason: explainMatch(match, token).join(' '),
        }))
      },
      get excluded() {
        const result = matchOffers(held.matching, order, { ...at, countExclusions: true })
        return [...exclusionsOf(result), ...unreachable()]
      },
    }
  }

  /** Nodes of the model that are not used now, each with its reason. */
  function unavailable(root: Hash): readonly ExcludedOffer[] {
    const nodes = new Set(held.live().flatMap(({ node, modelRoot }) => (modelRoot === root ? [node] : [])))
    const reasons = [...nodes].flatMap((node) => {
      const known = held.matching.unavailability(node, now())
      return known === undefined ? [] : [{ node, reason: known.reason }]
    })
    return reasons.slice(0, unavailableListedMax)
  }

  function unreachable(): readonly ExcludedOffer[] {
    return book.unreachable().map(({ endpoint, message }) => ({
      node: endpoint.address,
      reason: `It gave no offers (${message}).`,
    }))
  }
}

/** Leaves out offers whose policy would promise what cannot be kept, and looks further where none of the best is left. */
async function chooseCovered(
  cover: Pick<AssuranceCover, 'require'>,
  choose: Chooser,
  { ask, terms }: { readonly ask: WishedWork; readonly terms: ChooseTerms },
  options: { signal: AbortSignal },
): Promise<Selection> {
  const refused = new Map<Address, MillraceError>()
  for (;;) {
    const excluded = new Set([...terms.excluded, ...refused.keys()])
    const { ranked, why } = await choose(ask, { ...terms, excluded }, options).catch((error: unknown) => {
      const [first] = refused.values()
      throw error instanceof NoOfferError && first !== undefined ? first : error
    })
    const covered: ProviderOffer[] = []
    for (const offer of ranked) {
      const error = await cover.require(offer, options).then(() => undefined, asMillraceError)
      if (error === undefined) covered.push(offer)
      else refused.set(offer.node, error)
    }
    const [best, ...others] = covered
    if (best !== undefined) return { ranked: [best, ...others], why: withRefused(why, refused) }
    const [first] = refused.values()
    if (refused.size >= uncoveredMax && first !== undefined) throw first
  }
}

function asMillraceError(error: unknown): MillraceError {
  if (isMillraceError(error)) return error
  throw error
}

/** Sentences are still made when they are read. */
function withRefused(why: Choice, refused: ReadonlyMap<Address, MillraceError>): Choice {
  if (refused.size === 0) return why
  return {
    get chosen() {
      return why.chosen
    },
    get considered() {
      return why.considered
    },
    get excluded() {
      return [...[...refused].map(([node, { message }]) => ({ node, reason: message })), ...why.excluded]
    },
  }
}

/** Returns the root of the weights that a name means, undefined where nobody offers such. @throws {ModelAmbiguousError} */
export function rootOf(model: string, held: HeldOffers, pinned: ReadonlyMap<string, Hash>): Hash | undefined {
  const known = /^0x[0-9a-fA-F]{64}$/.test(model) ? (model.toLowerCase() as Hash) : pinned.get(model)
  if (known !== undefined) return held.hasRoot(known) ? known : undefined
  const roots = held.rootsOf(model)
  if (roots.length > 1) throw new ModelAmbiguousError(model, roots.slice(0, modelNamesListedMax))
  return roots[0]
}

/** Returns the function that lists whom a replicated ask may be run by: as many as one match ranks, each once. */
export function createReplicaCandidates(components: ChooserComponents, { needs, pinned }: Init) {
  const { book, now, seed, coordinate } = components
  const { held } = book
  return async (ask: Ask, taken: ReadonlySet<Address>, { signal }: { signal: AbortSignal }) => {
    await book.ready({ signal })
    await book.complete({ signal })
    const root = rootOf(ask.model, held, pinned)
    if (root === undefined) throw new ModelNotOfferedError(ask.model, held.names().slice(0, modelNamesListedMax))
    const size = sizeOf(ask)
    const excluded = withStruck(components, { excluded: taken, provider: undefined })
    const order = orderOf({ ...needs, ...ask }, root, { size, excluded, provider: undefined }, { held, coordinate })
    const result = matchOffers(held.matching, { ...order, count: matchCountMax }, { nowMs: now(), seed: seed() })
    if (result.outcome !== 'matched') return []
    return result.matches.flatMap(({ id }) => held.get(id) ?? [])
  }
}

/** Returns whom an order must not go to. Who is asked by name is not struck. */
export function withStruck(
  { struck }: Pick<ChooserComponents, 'struck'>,
  { excluded, provider }: Pick<ChooseTerms, 'excluded' | 'provider'>,
): ReadonlySet<Address> {
  const nodes = provider === undefined ? struck?.() : undefined
  return nodes === undefined || nodes.size === 0 ? excluded : new Set([...excluded, ...nodes])
}

/** The matcher knows nodes only. */
function withoutOperators(
  held: HeldOffers,
  { exceptOperators = [] }: Pick<ChooseTerms, 'exceptOperators'>,
  excluded: ReadonlySet<Address>,
): ReadonlySet<Address> {
  if (exceptOperators.length === 0) return excluded
  const theirs = held.live().filter(({ operator }) => exceptOperators.includes(operator))
  return new Set([...excluded, ...theirs.map(({ node }) => node)])
}

/** What an order takes from an ask: the work and what is needed of who does it. */
export type OrderWish = Needs & Pick<Ask, 'deadlineMs' | 'hedge'> & { readonly kind: Workload }
type OrderTerms = Pick<ChooseTerms, 'size' | 'excluded' | 'provider'>
type Surroundings = Pick<ChooserComponents, 'coordinate'> & {
  readonly held: HeldOffers
  /** Base units per million tokens that reading costs at the next provider. */
  readonly inputPrice?: bigint | undefined
}

/** Returns the ask in the matcher's terms. */
export function orderOf(
  wish: OrderWish,
  modelRoot: Hash,
  { size, excluded, provider }: OrderTerms,
  { held, coordinate, inputPrice }: Surroundings,
): MatchOrder {
  const inputUnits = size.inputUnitsExpected
  const outputUnits = outputUnitsOf(size)
  const latencyPricePerSecond = wish.latencyPricePerSecond ?? latencyPriceDefault
  const place = coordinate()
  const attestations = wish.attestations?.reduce((bits, kind) => bits | attestationKinds[kind], 0)
  const distinct =
    wish.hedge === undefined || wish.hedge === 'off' ? wish.distinct : { ...wish.distinct, operator: true }
  return {
    workload: workloads[wish.kind],
    modelRoot,
    terms: offerTerms[wish.terms ?? 'posted'],
    contextTokens: size.contexts === 0 ? 0 : Math.ceil(size.inputUnitsExpected / (2 * size.contexts)),
    inputUnits,
    outputUnits,
    latencyPricePerSecond,
    // Another goes on, so a failure costs what is read again and the wait; where nothing is known, what the work costs.
    ...(inputPrice === undefined
      ? {}
      : {
          failureCost: failureCostOf({
            ...{ inputUnits, outputUnits, inputPrice, latencyPricePerSecond, silenceMs: failureSilenceMs },
          }),
        }),
    count: offersRankedMax,
    countMin: 1,
    availableForSeconds: Math.ceil((wish.deadlineMs ?? availableForSecondsDefault * 1000) / 1000),
    excludedNodes: [...excluded],
    ...onlyAt(provider, held),
    ...(place === undefined ? {} : { coordinate: place }),
    ...defined({
      regions: wish.regions,
      countries: wish.countries,
      attestations,
      distinct,
      roundTripMsMax: wish.roundTripMsMax,
      firstTokenMsMax: wish.firstTokenMsMax,
      reputationMin: wish.reputationMin,
      inputPriceMax: wish.inputPriceMax,
      outputPriceMax: wish.outputPriceMax,
      gpuMemoryMibMin: wish.gpuMemoryMibMin,
      exactnessMin: exactnessMinOf(wish),
    }),
  }
}

/** The best class that the ask names: offers of a lesser one cannot produce it. */
function exactnessMinOf({ exactness, exactnessMin }: Needs): number | undefined {
  const classes = [exactness, exactnessMin].filter((name) => name !== undefined).map((name) => exactnessClasses[name])
  return classes.length === 0 ? undefined : Math.max(...classes)
}

function onlyAt(provider: Address | undefined, held: HeldOffers): Pick<MatchOrder, 'nodes' | 'operators'> {
  if (provider === undefined) return {}
  return held.hasNode(provider) ? { nodes: [provider] } : { operators: [provider] }
}

type At = { readonly nowMs: number; readonly seed: number }

function exclusionsOf({ excluded }: MatchResult): readonly ExcludedOffer[] {
  return Object.entries(excluded).map(([name, { excluded: count }]) => ({
    reason: `${name} excludes ${count} offers.`,
  }))
}

function outputUnitsOf({ maxTokens, outputUnitsExpected = outputTokensExpected }: WorkSize): number {
  return Math.min(maxTokens ?? maxTokensDefault, outputUnitsExpected)
}

/** The fields that have a value. */
function defined<T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as never
}
