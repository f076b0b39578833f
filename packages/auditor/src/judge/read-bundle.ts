/**
 * Reads what somebody handed in to be judged. It may be anything: its length, its nesting and each of its fields are bounded
 * before anything is computed from it.
 */
import {
  auditBundleCharsMax,
  type Domain,
  decodeJson,
  MalformedError,
  parseReceiptBundle,
  type ReceiptBundle,
} from '@millrace/protocol'
import { type Finding, unable } from './finding.ts'

/** Returns the bundle, or why there is nothing to judge. Never throws for what was handed in. */
export function readBundle(text: string, domain: Domain): { readonly bundle: ReceiptBundle } | Finding {
  if (text.length > auditBundleCharsMax) {
    return unable('malformed', `A bundle has at most ${auditBundleCharsMax} characters, not ${text.length}.`)
  }
  const bundle = parsed(text)
  if (bundle === undefined) return unable('malformed', 'What was handed in is no receipt bundle.')
  const { chainId, verifyingContract } = bundle.domain
  if (chainId === domain.chainId && verifyingContract === domain.verifyingContract) return { bundle }
  return unable('other-chain', 'The bundle is of another chain, or of another Escrow on this one.')
}

function parsed(text: string): ReceiptBundle | undefined {
  try {
    return parseReceiptBundle(decodeJson(Buffer.from(text)))
  } catch (error) {
    if (error instanceof MalformedError) return undefined
    throw error
  }
}
