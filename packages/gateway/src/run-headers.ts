/** The headers that tell who served an answer, at what price, why, and where its receipt is. */
import type { Run } from '@millrace/sdk'

/** Characters of the reason: the matcher's sentences on cost, place, time, record and the next best, and room for a long price. */
const reasonCharsMax = 1_000

/** Returns header names and values, flat, as `writeHead` takes them. */
export function runHeaders(run: Run): string[] {
  const { prices, token, provider } = run
  return [
    'millrace-provider',
    provider.node,
    'millrace-operator',
    provider.operator,
    'millrace-price',
    `input=${prices.inputPrice};output=${prices.outputPrice};token=${visibleAscii(token.symbol)};per=1000000`,
    'millrace-lease',
    run.leaseId,
    'millrace-receipt',
    run.receiptId,
    'millrace-reason',
    visibleAscii(run.why.chosen),
  ]
}

const unfit = /[^\x20-\x7e]+/g

/** Headers carry visible ASCII; a reason may repeat what a provider wrote. */
function visibleAscii(text: string): string {
  return text.slice(0, reasonCharsMax).replace(unfit, '?').trim()
}
