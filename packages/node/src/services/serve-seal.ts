import type { OpeningFrame, ProviderFrame } from '@millrace/protocol'
import type { NodeContext, Peer } from '../node-context.ts'
import { leaseOfTasks } from '../tasks/lease-of-tasks.ts'

type SealFrame = Extract<OpeningFrame, { type: 'seal' }>

/**
 * Returns the key that secrets of tasks under the lease are sealed to.
 *
 * @throws {RefusalError} LEASE_UNKNOWN, LEASE_FOREIGN, LEASE_CLOSED, REQUEST_NOT_LEASED
 */
export async function serveSeal(context: NodeContext, peer: Peer, { leaseId }: SealFrame): Promise<ProviderFrame> {
  leaseOfTasks(context, peer, leaseId)
  return context.sealing.key()
}
