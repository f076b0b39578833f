/** Buys one canary as a buyer would: the same sdk, the answer read as it comes, and nothing said of what it is for. */
import type { Address, ReceiptBundle } from '@millrace/protocol'
import type { Ask, Buyer, Needs, Work } from '@millrace/sdk'
import type { Canary } from '@millrace/verification'

/** A buyer's account of the auditor's, with the words that it writes with: what one application of one customer is to a provider. */
export type CanaryBuyer = Pick<Buyer, 'run'>

export type BoughtAnswer = {
  readonly bundle: ReceiptBundle
  /** What it cost, in base units. */
  readonly amount: bigint
}

/** Returns the answer with its receipt. @throws what the buyer throws; none of it is held against the provider. */
export async function buyCanary(
  buyer: CanaryBuyer,
  { request }: Pick<Canary, 'request'>,
  terms: { readonly node: Address; readonly amountMax: bigint; readonly needs: Needs },
  { signal }: { readonly signal: AbortSignal },
): Promise<BoughtAnswer> {
  const ask: Ask = {
    ...terms.needs,
    ...workOf(request),
    model: request.model,
    provider: terms.node,
    amountMax: terms.amountMax,
  }
  const run = await buyer.run(ask, { signal })
  for await (const _chunk of run.chunks) signal.throwIfAborted()
  const { bundle, amount } = await run.result
  if (bundle === undefined) throw new TypeError('An answer of one part has its receipt')
  return { bundle, amount }
}

/** The request without what the buyer fills in itself. */
function workOf(request: Canary['request']): Work {
  const { model: _model, nonce: _nonce, ...work } = request
  if (work.kind === 'embed' || work.kind === 'batch') return withoutUndefined(work)
  const { continuation: _continuation, ...plain } = work
  return withoutUndefined(plain)
}

function withoutUndefined<T extends object>(fields: T): Work {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Work
}
