/** Whom a panel member asks for the evidence of a case: the peer that the case's locator names, where that may be dialed. */
import type { PeerEndpoint } from '@millrace/protocol'
import { EvidenceMissingError } from '../auditor-error.ts'
import type { CourtContext } from './court-context.ts'
import type { Duty } from './court-store.ts'
import { decodeLocator } from './locator.ts'

/** @throws {EvidenceMissingError} where the locator names nobody, or nowhere that may be dialed is known. */
export async function findReporter(
  { findPeer, mayDial = () => false }: Pick<CourtContext, 'findPeer' | 'mayDial'>,
  { caseId, locator }: Pick<Duty, 'caseId' | 'locator'>,
  { signal }: { readonly signal: AbortSignal },
): Promise<PeerEndpoint> {
  const named = decodeLocator(locator, mayDial)
  if (named === undefined) throw new EvidenceMissingError(caseId, 'its locator names nobody')
  const known = await findPeer(named.address, { signal })
  const addresses = [...new Set([...named.addresses, ...(known?.addresses ?? [])])]
  if (addresses.length === 0) {
    throw new EvidenceMissingError(caseId, `nowhere that may be dialed is known for ${named.address}`)
  }
  return { address: named.address, addresses }
}
