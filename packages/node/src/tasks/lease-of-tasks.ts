import type { Hash } from '@millrace/protocol'
import { workloads } from '@millrace/protocol'
import type { Lease } from '../lease-table.ts'
import type { NodeContext, Peer } from '../node-context.ts'
import { RefusalError } from '../refusal-error.ts'

/**
 * Returns the open lease of tasks that this peer ordered.
 *
 * @throws {RefusalError} LEASE_UNKNOWN, LEASE_FOREIGN, LEASE_CLOSED, REQUEST_NOT_LEASED
 */
export function leaseOfTasks(context: NodeContext, peer: Peer, leaseId: Hash): Lease {
  const lease = context.leases.find(leaseId, context.now())
  if (lease === undefined) throw new RefusalError('LEASE_UNKNOWN', 'This node holds no such lease.')
  if (lease.order.signer !== peer.remote) {
    throw new RefusalError('LEASE_FOREIGN', `The lease is ${lease.order.signer}'s, the connection ${peer.remote}'s.`)
  }
  if (lease.quote.workload !== workloads.task) {
    throw new RefusalError('REQUEST_NOT_LEASED', 'This is for tasks, and the lease is for other work.')
  }
  if (lease.state !== 'open') throw new RefusalError('LEASE_CLOSED', 'The lease is closed.')
  return lease
}
