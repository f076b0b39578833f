/**
 * Which offer to take, and why. Pure: hard constraints first, then the lowest expected cost; equal costs go to the lower
 * node address, so the same offers always give the same choice.
 */
import type { TokenInfo } from '@millrace/chain'
import { type Address, type Amount, formatAmount, type Prices, type Workload } from '@millrace/protocol'
import type { Choice, ExcludedOffer } from './choice.ts'
import type { ProviderOffer } from './offer-view.ts'
import { planWork, type WorkPlan, type WorkSize } from './plan-work.ts'

/** Exclusions that one choice lists; the rest are counted. */
export const excludedListedMax = 64

/** An offer of the model asked for, and why its provider cannot be used now, if so. */
export type Candidate = { readonly offer: ProviderOffer; readonly unavailable?: string }

export type Demand = {
  readonly workload: Workload
  readonly size: WorkSize
  readonly amountMax?: Amount
  /** Only this operator or node. */
  readonly provider?: Address
  /** The node that has the answer to an earlier try with the same idempotency key. */
  readonly preferred?: Address
  readonly token: TokenInfo
  /** Unix milliseconds. */
  readonly now: number
}

export type RankedOffer = { readonly offer: ProviderOffer; readonly plan: WorkPlan }

/** Returns the offers that will do, best first, and the reasons. `chosen` is empty where none will do. */
export function chooseOffer(
  candidates: readonly Candidate[],
  demand: Demand,
): { readonly ranked: readonly RankedOffer[]; readonly why: Choice } {
  const ranked: RankedOffer[] = []
  const excluded: ExcludedOffer[] = []
  for (const candidate of candidates) {
    const plan = screen(candidate, demand)
    if (typeof plan === 'string') excluded.push({ node: candidate.offer.node, reason: plan })
    else ranked.push({ offer: candidate.offer, plan })
  }
  ranked.sort((a, b) => compare(a, b, demand.preferred))
  excluded.sort((a, b) => compareText(a.node ?? '', b.node ?? '') || compareText(a.reason, b.reason))
  return {
    ranked,
    why: {
      chosen: reasonOfFirst(ranked, demand),
      considered: ranked.map(({ offer, plan }) => ({
        node: offer.node,
        expectedCost: plan.expectedCost,
        reason: `${priceText(offer.prices, demand.token)}; about ${formatAmount(plan.expectedCost, demand.token)} for this ask, at most ${formatAmount(plan.cap, demand.token)}.`,
      })),
      excluded: bounded(excluded),
    },
  }
}

/** Returns prices in words, per million tokens. */
export function priceText(prices: Prices, token: TokenInfo): string {
  return `${formatAmount(prices.inputPrice, token)} per million input tokens, ${formatAmount(prices.outputPrice, token)} per million output tokens`
}

/** Returns the plan, or the reason why the offer will not do. */
function screen({ offer, unavailable }: Candidate, demand: Demand): WorkPlan | string {
  const { size, amountMax, provider, token } = demand
  if (provider !== undefined && provider !== offer.node && provider !== offer.operator) {
    return 'It is not the provider that was asked for.'
  }
  if (offer.workload !== demand.workload) return `It offers ${offer.workload}, not ${demand.workload}.`
  if (Number(offer.offer.expiresAt) * 1000 <= demand.now) return 'Its offer has expired.'
  if (unavailable !== undefined) return unavailable
  if (size.inputUnitsExpected > 2 * offer.contextTokensMax * size.contexts) {
    return `The input is about ${size.inputUnitsExpected} tokens, but its context holds ${offer.contextTokensMax}.`
  }
  const plan = planWork(size, offer, amountMax)
  if (plan === undefined) {
    return `It may cost more than ${formatAmount(amountMax ?? 0n, token)} at ${priceText(offer.prices, token)}.`
  }
  return plan
}

function compare(a: RankedOffer, b: RankedOffer, preferred: Address | undefined): number {
  const preference = Number(b.offer.node === preferred) - Number(a.offer.node === preferred)
  if (preference !== 0) return preference
  if (a.plan.expectedCost !== b.plan.expectedCost) return a.plan.expectedCost < b.plan.expectedCost ? -1 : 1
  return comparePrices(a.offer.prices, b.offer.prices) || compareText(a.offer.node, b.offer.node)
}

/** Small asks cost the same after rounding up; the prices still differ. */
function comparePrices(a: Prices, b: Prices): number {
  const difference = a.outputPrice - b.outputPrice || a.inputPrice - b.inputPrice
  return difference === 0n ? 0 : difference < 0n ? -1 : 1
}

function compareText(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1
}

function reasonOfFirst(ranked: readonly RankedOffer[], { preferred, token, size }: Demand): string {
  const first = ranked[0]
  if (first === undefined) return ''
  if (first.offer.node === preferred)
    return 'It took the earlier try with this idempotency key, so it may hold the answer.'
  const cost = `about ${formatAmount(first.plan.expectedCost, token)} for ${size.inputUnitsExpected} input and ${first.plan.outputUnitsExpected} output tokens`
  const second = ranked[1]
  if (second === undefined) return `It is the only one that will do: ${cost}.`
  if (second.plan.expectedCost > first.plan.expectedCost) {
    return `It is the cheapest of ${ranked.length}: ${cost}; the next is ${formatAmount(second.plan.expectedCost, token)}.`
  }
  const tie = comparePrices(first.offer.prices, second.offer.prices) === 0 ? 'the lower address' : 'the lower price'
  return `It is one of the cheapest of ${ranked.length}, ${cost}; ${tie} decides between equals.`
}

function bounded(excluded: readonly ExcludedOffer[]): readonly ExcludedOffer[] {
  if (excluded.length <= excludedListedMax) return excluded
  const rest = excluded.length - excludedListedMax
  return [...excluded.slice(0, excludedListedMax), { reason: `${rest} more were excluded.` }]
}
