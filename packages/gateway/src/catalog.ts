/**
 * The models on offer, from the buyer's verified offers: read without waiting on the request path, refreshed in the
 * background. Its names are the only model names that metrics may carry.
 */
import type { Amount, Hash, OfferTerms, Prices, Workload } from '@millrace/protocol'
import { charge, exactnessClasses, nameOfCode, offerTerms } from '@millrace/protocol'
import { assuredOffer, type Buyer, type ProviderOffer } from '@millrace/sdk'
import type { AssuredNeeds } from './assured-wish.ts'
import { modelNotFound, RequestError } from './gateway-error.ts'
import type { GatewayLimits } from './gateway-limits.ts'

export type CatalogModel = {
  readonly name: string
  readonly root: Hash
  readonly workloads: readonly Workload[]
  /** Of the roomiest offer. */
  readonly contextTokensMax: number
  readonly offers: readonly ProviderOffer[]
  /** Unix seconds at which this gateway first saw it. */
  readonly seenAt: number
}

export type Catalog = {
  /** Returns the model of that name or root, from the last refresh. */
  find(nameOrRoot: string): CatalogModel | undefined
  /** The same, but looks again before giving up. */
  findOrRefresh(nameOrRoot: string): Promise<CatalogModel | undefined>
  list(): readonly CatalogModel[]
  counts(): { readonly offers: number; readonly unreachable: number; readonly rejected: number }
  close(): Promise<void>
}

type State = {
  readonly byName: ReadonlyMap<string, CatalogModel>
  readonly byRoot: ReadonlyMap<string, CatalogModel>
  readonly models: readonly CatalogModel[]
  readonly counts: { readonly offers: number; readonly unreachable: number; readonly rejected: number }
}

/** Starts the catalog; the first refresh has been tried when it resolves. */
export async function createCatalog(
  components: {
    readonly buyer: Pick<Buyer, 'offers'>
    readonly now: () => number
    readonly onFailure: (error: unknown) => void
    /** Roots that names mean whatever providers say. */
    readonly pinned: ReadonlyMap<string, Hash>
  },
  limits: GatewayLimits,
  { signal }: { readonly signal: AbortSignal },
): Promise<Catalog> {
  const { buyer, now, onFailure, pinned } = components
  const closing = new AbortController()
  const ended = AbortSignal.any([closing.signal, signal])
  let state: State = emptyState
  let refreshedAt = Number.NEGATIVE_INFINITY
  let refreshing: Promise<void> | undefined

  async function refresh(): Promise<void> {
    try {
      const view = await buyer.offers({ signal: AbortSignal.any([ended, AbortSignal.timeout(limits.catalogMsMax)]) })
      state = stateOf(view, state, pinned, Math.floor(now() / 1000))
    } catch (error) {
      if (!ended.aborted) onFailure(error)
    }
    refreshedAt = now()
    refreshing = undefined
  }

  function refreshOnce(): Promise<void> {
    refreshing ??= refresh()
    return refreshing
  }

  function refreshWhenOld(): void {
    if (now() - refreshedAt >= limits.catalogFreshMs && !ended.aborted) void refreshOnce()
  }

  const find = (nameOrRoot: string) => state.byName.get(nameOrRoot) ?? state.byRoot.get(nameOrRoot.toLowerCase())
  await refreshOnce()

  return {
    find(nameOrRoot) {
      refreshWhenOld()
      return find(nameOrRoot)
    },
    async findOrRefresh(nameOrRoot) {
      // At most one look a second, so that unknown names cannot be used to keep the network busy.
      if (find(nameOrRoot) === undefined && now() - refreshedAt >= 1_000) await refreshOnce()
      return find(nameOrRoot)
    },
    list() {
      refreshWhenOld()
      return state.models
    },
    counts: () => state.counts,
    async close() {
      closing.abort()
      await refreshing
    },
  }
}

export type CostBounds = {
  /** At the cheapest offer. */
  readonly least: Amount
  /** At the dearest offer that is within `reserveFactorMax` of the cheapest. */
  readonly most: Amount
  /** For another provider to read all of it, should the first be lost; `most` and this are within `reserveFactorMax`, too. */
  readonly spare: Amount
  /** For the input alone, at the cheapest offer. */
  readonly input: Amount
}

/**
 * Returns what a run may cost, in base units, for the most input and output the request allows.
 *
 * @param work.contexts - contexts it fills: one, or one per text to embed.
 * @throws {RequestError} `GATEWAY_MODEL_NOT_FOR_WORK` when no offer of the model serves such work,
 *   `GATEWAY_EXACTNESS_NOT_OFFERED` when none does so exactly enough, `INPUT_TOO_LONG` when the input cannot fit any of them.
 */
export function costBounds(
  model: CatalogModel,
  work: AssuredNeeds & {
    readonly workload: Workload
    /** Offers on other terms are not bought. */
    readonly terms: OfferTerms
    readonly inputUnitsMax: number
    /** Far too long by this guess is refused here; how long exactly, only the model's tokeniser knows. */
    readonly inputUnitsGuess: number
    readonly contexts: number
    readonly outputUnitsMax: number
    /** Parameter that holds the input. */
    readonly inputParam: string
  },
  reserveFactorMax: number,
): CostBounds {
  let least: Amount | undefined
  let most = 0n
  let input = 0n
  let again = 0n
  let contextMax = 0
  let isServed = false
  const unitsAgain = work.inputUnitsMax + work.outputUnitsMax * unitsPerTokenReadAgain
  for (const one of model.offers) {
    const { workload, contextTokensMax, offer } = one
    if (workload !== work.workload || offer.terms !== offerTerms[work.terms]) continue
    isServed = true
    if (offer.exactness < work.exactnessMin) continue
    const { prices } = assuredOffer(one, work.assurance)
    contextMax = Math.max(contextMax, contextTokensMax * work.contexts)
    const inputUnits = Math.min(work.inputUnitsMax, contextTokensMax * work.contexts)
    const cost = costAt(prices, inputUnits, work.outputUnitsMax)
    if (least === undefined || cost < least) {
      least = cost
      input = costAt(prices, inputUnits, 0)
    }
    if (cost > most) most = cost
    const reading = costAt(prices, Math.min(unitsAgain, contextTokensMax * work.contexts), 0)
    if (reading > again) again = reading
  }
  if (least === undefined) throw isServed ? notAsExact(model.name, work) : notForWork(model.name, work.workload)
  if (work.inputUnitsGuess > 2 * contextMax) throw inputTooLong(work, contextMax)
  if (least < 1n) least = 1n
  const ceiling = least * BigInt(reserveFactorMax)
  const usual = most < least ? least : most > ceiling ? ceiling : most
  return { least, most: usual, spare: again > ceiling - usual ? ceiling - usual : again, input }
}

/** Units for which buyers have money ready to have one delivered token read by another provider: itself, and its bytes. */
const unitsPerTokenReadAgain = 8

/** Returns the model or throws as for one that does not exist, when the caller may not use it. */
export function allowedModel(
  model: CatalogModel | undefined,
  asked: string,
  allowed: ReadonlySet<string> | undefined,
): CatalogModel {
  if (model === undefined || !isAllowed(model, allowed)) throw modelNotFound(asked)
  return model
}

/** Returns whether a key limited to these names or roots may use the model. */
export function isAllowed(model: CatalogModel, allowed: ReadonlySet<string> | undefined): boolean {
  return allowed === undefined || allowed.has(model.name) || allowed.has(model.root)
}

function costAt(prices: Prices, inputUnits: number, outputUnits: number): Amount {
  return charge(prices, { inputUnits: BigInt(inputUnits), outputUnits: BigInt(outputUnits) })
}

/** What clients of this interface can ask for; batches and audits are bought elsewhere. */
const servedWorkloads: ReadonlySet<Workload> = new Set(['chat', 'completion', 'embed'])

const emptyState: State = {
  byName: new Map(),
  byRoot: new Map(),
  models: [],
  counts: { offers: 0, unreachable: 0, rejected: 0 },
}

function stateOf(
  view: Awaited<ReturnType<Buyer['offers']>>,
  before: State,
  pinned: ReadonlyMap<string, Hash>,
  nowSeconds: number,
): State {
  const byRoot = new Map<string, CatalogModel>()
  const offersOfRoot = Map.groupBy(view.offers, (offer) => offer.modelRoot)
  for (const [root, offers] of offersOfRoot) {
    const first = offers[0]
    if (first === undefined || !offers.some(({ workload }) => servedWorkloads.has(workload))) continue
    byRoot.set(root, {
      name: first.model.name,
      root,
      workloads: [...new Set(offers.map((offer) => offer.workload))].sort(),
      contextTokensMax: Math.max(...offers.map((offer) => offer.contextTokensMax)),
      offers,
      seenAt: before.byRoot.get(root)?.seenAt ?? nowSeconds,
    })
  }
  const models = [...byRoot.values()].sort((a, b) => a.name.localeCompare(b.name) || a.root.localeCompare(b.root))
  // Where two contents share a name, the one that has it keeps it while it is on offer: a newcomer cannot take it over.
  const byName = new Map<string, CatalogModel>()
  for (const model of models) {
    const pin = pinned.get(model.name)
    if (pin !== undefined && pin !== model.root) continue
    const holds = before.byName.get(model.name)?.root === model.root
    if (holds || !byName.has(model.name)) byName.set(model.name, model)
  }
  return {
    byName,
    byRoot,
    models,
    counts: {
      offers: view.offers.length,
      unreachable: view.unreachable.length,
      rejected: view.rejected.length,
    },
  }
}

function notForWork(model: string, workload: Workload): RequestError {
  return new RequestError({
    code: 'GATEWAY_MODEL_NOT_FOR_WORK',
    param: 'model',
    openAiCode: 'model_not_supported',
    message: `The model '${model}' is offered, but not for ${workload}.`,
    hint: 'GET /v1/models lists what each model is offered for.',
  })
}

function notAsExact(model: string, { exactnessMin }: AssuredNeeds): RequestError {
  return new RequestError({
    code: 'GATEWAY_EXACTNESS_NOT_OFFERED',
    param: 'model',
    openAiCode: 'model_not_supported',
    message: `Nobody offers answers of the model '${model}' that are ${nameOfCode(exactnessClasses, exactnessMin, 'exactness')}.`,
    hint: "Ask for less with 'millrace-exactness', or without a policy with 'millrace-policy: trust'.",
  })
}

function inputTooLong(work: { inputUnitsGuess: number; inputParam: string }, contextMax: number): RequestError {
  return new RequestError({
    code: 'INPUT_TOO_LONG',
    param: work.inputParam,
    openAiCode: 'context_length_exceeded',
    message: `The input is about ${work.inputUnitsGuess} tokens, but this model's maximum context length is ${contextMax} tokens.`,
    hint: 'Shorten the input, or use a model with a longer context.',
  })
}
