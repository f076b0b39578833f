/** Hands the evidence of a case to the members of its panel, where an auditor runs beside the node. */
import type { Address, Hash, OpeningFrame, ProviderFrame } from '@millrace/protocol'
import type { NodeContext, Peer } from './node-context.ts'
import { RefusalError } from './refusal-error.ts'

/**
 * Returns the bundle that a case is about, as JSON.
 *
 * @param remote - who asks, as the transport proved. @throws a typed error for all but the panel's members.
 */
export type EvidencePort = (caseId: Hash, remote: Address, options: { readonly signal: AbortSignal }) => Promise<string>

/** Returns the answer to `evidence`. @throws {RefusalError} EVIDENCE_UNAVAILABLE where this node brings no cases. */
export async function serveEvidence(
  { evidence, signal }: NodeContext,
  peer: Peer,
  { caseId }: Extract<OpeningFrame, { type: 'evidence' }>,
): Promise<ProviderFrame> {
  if (evidence === undefined) throw new RefusalError('EVIDENCE_UNAVAILABLE', 'This node brings no cases to court.')
  return { type: 'evidence', bundle: await evidence(caseId, peer.remote, { signal }) }
}
