/** Offers as a table: a row for each deal of a node, with what the matcher expects of it from here. */
import { formatAmount, nameOfCode, offerTerms, regionOfCountry, type TokenUnit } from '@millrace/protocol'
import type { AskExplanation, ProviderOffer } from '@millrace/sdk'

/** What is expected of an offer from here, for a usual order. */
export type Expectation = Pick<
  Extract<AskExplanation['result'], { outcome: 'matched' }>['matches'][number]['reasons'],
  'roundTripMs' | 'roundTripFrom' | 'firstTokenMs' | 'reputation'
>

export const offerColumns = [
  'model',
  'workloads',
  'in per 1M',
  'out per 1M',
  'terms',
  'region',
  'slots',
  'trip',
  'first token',
  'record',
  'node',
]

/** Returns rows, the cheapest of a model first; workloads of a node on the same terms share a row. */
export function offerRows(
  offers: readonly ProviderOffer[],
  expectations: ReadonlyMap<ProviderOffer['offerHash'], Expectation>,
  token: TokenUnit,
): readonly (readonly string[])[] {
  const rows = new Map<string, { readonly offer: ProviderOffer; readonly workloads: string[] }>()
  for (const each of offers) {
    const { inputPrice, outputPrice } = each.prices
    const { terms, slots } = each.offer
    const key = [each.modelRoot, each.node, inputPrice, outputPrice, terms, slots].join()
    const row = rows.get(key)
    if (row === undefined) rows.set(key, { offer: each, workloads: [each.workload] })
    else row.workloads.push(each.workload)
  }
  return [...rows.values()]
    .sort((a, b) => compare(a.offer, b.offer))
    .map(({ offer, workloads }) => rowOf(offer, workloads, expectations.get(offer.offerHash), token))
}

function rowOf(
  { model, prices, offer, node }: ProviderOffer,
  workloads: readonly string[],
  expected: Expectation | undefined,
  token: TokenUnit,
): readonly string[] {
  return [
    model.name,
    workloads.toSorted().join(' '),
    formatAmount(prices.inputPrice, token),
    formatAmount(prices.outputPrice, token),
    nameOfCode(offerTerms, offer.terms, 'terms'),
    regionOfCountry(offer.country),
    String(offer.slots),
    expected === undefined
      ? '-'
      : `${expected.roundTripFrom === 'measured' ? '' : '~'}${milliseconds(expected.roundTripMs)}`,
    expected === undefined ? '-' : `~${milliseconds(expected.firstTokenMs)}`,
    expected === undefined ? '-' : `${Math.floor(expected.reputation * 100)} %`,
    shortened(node),
  ]
}

function compare(a: ProviderOffer, b: ProviderOffer): number {
  return (
    a.model.name.localeCompare(b.model.name) ||
    Number(a.prices.outputPrice - b.prices.outputPrice) ||
    Number(a.prices.inputPrice - b.prices.inputPrice) ||
    a.node.localeCompare(b.node)
  )
}

function milliseconds(ms: number): string {
  if (!Number.isFinite(ms)) return 'unknown'
  return ms < 10 ? `${Math.ceil(ms * 10) / 10} ms` : ms < 10_000 ? `${Math.ceil(ms)} ms` : `${Math.ceil(ms / 1000)} s`
}

/** Enough of an address to find it in the JSON form. */
function shortened(address: string): string {
  return `${address.slice(0, 8)}…${address.slice(-4)}`
}
