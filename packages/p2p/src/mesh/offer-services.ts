/** The services that a host needs for the mesh of offers. */
import type { Domain } from '@millrace/protocol'
import { offerGossip } from './gossip-service.ts'
import { type MeshLimits, meshLimits } from './mesh-limits.ts'
import { topicDirectory } from './topic-directory.ts'

export type OfferServicesInit = {
  /** `server` for hosts that others can reach: it keeps records for them. `client` for the rest. */
  readonly directory: 'client' | 'server'
  readonly limits?: Partial<MeshLimits>
}

/** Returns the factories, to be given to the host under these names. */
export function offerServices(domain: Domain, { directory, limits }: OfferServicesInit) {
  return {
    gossip: offerGossip(domain, { ...meshLimits, ...limits }),
    directory: topicDirectory(domain, directory),
  }
}
