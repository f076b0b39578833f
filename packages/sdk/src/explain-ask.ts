/**
 * Who would serve an ask, and why, before any money moves: the same matching as for asks, with its reasons and with what
 * each constraint rules out.
 */
import { explainExclusions, explainMatch, explainNoMatch, type MatchResult, matchOffers } from '@millrace/matching'
import type { Address, Amount, Hash, Prices, Workload } from '@millrace/protocol'
import type { Needs } from './ask.ts'
import { type ChooserComponents, modelNamesListedMax, orderOf, rootOf, withStruck } from './choose-match.ts'
import { ModelNotOfferedError } from './market-error.ts'
import type { ProviderOffer } from './offer-view.ts'

/** What an ask would be, with its size in place of its words. */
export type AskOutline = Needs & {
  /** The model's name or its root. */
  readonly model: string
  readonly kind: Workload
  /** Expected tokens read, at least 1, and written. */
  readonly inputUnits: number
  readonly outputUnits: number
  /** Base units it may cost in all. */
  readonly costMax?: Amount
  /** Base units per million tokens. */
  readonly pricesMax?: Prices
  /** Only this operator or node. */
  readonly provider?: Address
  /** Milliseconds for which the provider must stay open. */
  readonly deadlineMs?: number
  /** Offers to rank, at most `matchCountMax`; all of them are needed where they must be distinct. 1 without it. */
  readonly count?: number
}

export type AskExplanation = {
  readonly result: MatchResult
  /** The offers that matched, best first, each with sentences on why. */
  readonly ranked: readonly { readonly offer: ProviderOffer; readonly why: readonly string[] }[]
  /** Why the others did not match, or why nothing does and what would. */
  readonly why: readonly string[]
}

type Init = { readonly needs: Needs; readonly pinned: ReadonlyMap<string, Hash> }

/**
 * Returns how the ask would be matched now.
 *
 * @throws {ModelNotOfferedError} {@link ModelAmbiguousError}
 */
export async function explainAsk(
  components: ChooserComponents,
  { needs, pinned }: Init,
  outline: AskOutline,
  options: { readonly signal: AbortSignal },
): Promise<AskExplanation> {
  const { book, now, seed, token, coordinate } = components
  const { held } = book
  await book.ready(options)
  await book.complete(options)
  const root = rootOf(outline.model, held, pinned)
  if (root === undefined) throw new ModelNotOfferedError(outline.model, held.names().slice(0, modelNamesListedMax))
  const { inputUnits, outputUnits, provider, count = 1, costMax, pricesMax } = outline
  const isCounted = outline.kind === 'batch' || outline.kind === 'audit'
  const size = {
    inputUnitsExpected: inputUnits,
    inputUnitsMax: inputUnits,
    maxTokens: outputUnits,
    contexts: isCounted ? 0 : 1,
    isWhole: isCounted,
  }
  const wish = { ...needs, ...outline }
  const excluded = withStruck(components, { excluded: new Set(), provider })
  const order = {
    ...orderOf(wish, root, { size, excluded, provider }, { held, coordinate }),
    outputUnits,
    count,
    countMin: wish.distinct === undefined ? 1 : count,
    ...(costMax === undefined ? {} : { costMax }),
    ...(pricesMax === undefined ? {} : { inputPriceMax: pricesMax.inputPrice, outputPriceMax: pricesMax.outputPrice }),
  }
  const result = matchOffers(held.matching, order, { nowMs: now(), seed: seed(), countExclusions: true })
  if (result.outcome === 'no-match') return { result, ranked: [], why: explainNoMatch(result, token) }
  const ranked = result.matches.flatMap((match) => {
    const offer = held.get(match.id)
    return offer === undefined ? [] : [{ offer, why: explainMatch(match, token) }]
  })
  return { result, ranked, why: explainExclusions(result.excluded) }
}
