import type { ProviderFrame } from '@millrace/protocol'
import type { NodeContext } from './node-context.ts'

/** Returns the answer to `offers`: every offer of this node, none close to its expiry. */
export function serveOffers(context: NodeContext): ProviderFrame {
  return { type: 'offers', offers: [...context.offers.current(context.now())] }
}
