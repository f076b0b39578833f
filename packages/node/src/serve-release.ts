import type { OpeningFrame, ProviderFrame } from '@millrace/protocol'
import type { NodeContext, Peer } from './node-context.ts'
import { RefusalError } from './refusal-error.ts'

type ReleaseFrame = Extract<OpeningFrame, { type: 'release' }>

/**
 * Returns the answer to `release` once the slots that a lease reserved are free on disk; the lease is closed, its fee stays paid.
 *
 * @throws {RefusalError} LEASE_UNKNOWN, also for a lease of somebody else's, RESERVATION_UNKNOWN, RESERVATION_STARTED
 */
export async function serveRelease(
  context: NodeContext,
  peer: Peer,
  { leaseId }: ReleaseFrame,
): Promise<ProviderFrame> {
  const lease = context.leases.find(leaseId, context.now())
  if (lease === undefined || lease.order.signer !== peer.remote) {
    throw new RefusalError('LEASE_UNKNOWN', 'This node holds no such lease of yours.')
  }
  await context.reservations.cancel(lease)
  return { type: 'released', leaseId }
}
