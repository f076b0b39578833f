/**
 * A receipt as its reader gets it: with the proof that it is in its node's posted root, once the buyer has fetched that. What the gateway
 * keeps was written with the answer, before there was a root.
 */
import {
  bytesToHex,
  digest,
  domainSeparator,
  parseHash,
  parseReceiptBundle,
  receiptBundleToJson,
  receiptType,
} from '@millrace/protocol'
import type { Buyer } from '@millrace/sdk'

/** Returns the bundle's JSON with its proof, unchanged where there is none or it is there. Cost: reading it, at most its largest answer. */
export function receiptWithProof(text: string, buyer: Partial<Pick<Buyer, 'proofOf'>>): string {
  if (buyer.proofOf === undefined) return text
  const bundle = parseReceiptBundle(JSON.parse(text))
  if (bundle.inclusion !== undefined) return text
  const { receipt } = bundle
  const hash = parseHash(bytesToHex(digest(domainSeparator(bundle.domain), receiptType, receipt)))
  const inclusion = buyer.proofOf(hash)
  return inclusion === undefined ? text : JSON.stringify(receiptBundleToJson({ ...bundle, inclusion }))
}
