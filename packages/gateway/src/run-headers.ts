/** The headers that tell who served an answer, at what price, why, and where its receipt is. */
import { bundleReceiptId, type Hash, policyText } from '@millrace/protocol'
import type { Run, RunResult } from '@millrace/sdk'

/** Characters of the reason: the matcher's sentences on cost, place, time, record and the next best, and room for a long price. */
const reasonCharsMax = 1_000

/** Returns the identifiers of the receipts that can be fetched, in the order the parts began; at least one. */
export function receiptIdsOf(run: Run, { parts }: RunResult): readonly Hash[] {
  const ids = parts.flatMap(({ bundle }) => (bundle === undefined ? [] : [bundleReceiptId(bundle)]))
  return ids.length === 0 ? [run.receiptId] : ids
}

/**
 * Returns header names and values, flat, as `writeHead` takes them. Provider and price are those of who delivered first.
 *
 * @param result - where the answer has ended already: then all its receipts are named.
 */
export function runHeaders(run: Run, result?: RunResult): string[] {
  const { prices, token, provider } = run
  const [receiptId, ...others] = result === undefined ? [run.receiptId] : receiptIdsOf(run, result)
  return [
    'millrace-provider',
    provider.node,
    'millrace-operator',
    provider.operator,
    'millrace-price',
    `input=${prices.inputPrice};output=${prices.outputPrice};token=${visibleAscii(token.symbol)};per=1000000`,
    'millrace-exactness',
    run.exactness,
    'millrace-policy',
    policyText(run.policy),
    'millrace-lease',
    run.leaseId,
    'millrace-receipt',
    receiptId ?? run.receiptId,
    ...(others.length === 0 ? [] : ['millrace-receipts', [receiptId, ...others].join(',')]),
    'millrace-reason',
    visibleAscii(run.why.chosen),
  ]
}

const unfit = /[^\x20-\x7e]+/g

/** Headers carry visible ASCII; a reason may repeat what a provider wrote. */
function visibleAscii(text: string): string {
  return text.slice(0, reasonCharsMax).replace(unfit, '?').trim()
}
