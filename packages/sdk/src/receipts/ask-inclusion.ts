/** Asks nodes where receipts are in their roots, over the links that runs go over. */
import { protocolVersion } from '@millrace/protocol'
import type { ProviderLinks } from '../provider-links.ts'
import type { ReceiptProofsComponents } from './receipt-proofs.ts'

/** Returns how to ask. A node that nobody knows any more rejects as one that is not reached. */
export function createInclusionAsk(links: Pick<ProviderLinks, 'of'>): ReceiptProofsComponents['ask'] {
  return async (node, { leaseId, sequence }, options) => {
    const question = { v: protocolVersion, type: 'inclusion', leaseId, sequence } as const
    const { epoch, root, proof } = await links.of(node).ask(question, 'inclusion', options)
    return { epoch, root, proof }
  }
}
