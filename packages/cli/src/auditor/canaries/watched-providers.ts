/** Whom an auditor's canaries watch: providers on offer whose answers it can compute again, as their buyers ask for them. */
import type { ChainReader } from '@millrace/chain'
import { defaultParameters, ppmOne } from '@millrace/economics'
import { type Address, exactnessClasses, type Hash } from '@millrace/protocol'
import type { Buyer, Needs, ProviderOffer } from '@millrace/sdk'
import type { WatchedProvider } from './open-canaries.ts'

/** Providers that are watched; of more, the first heard of. */
export const watchedProvidersMax = 500
const dayMs = 86_400_000

type Kind = keyof WatchedProvider['models']

type Components = {
  readonly buyer: Pick<Buyer, 'offers'>
  readonly chain: Pick<ChainReader, 'receiptRoot' | 'deployment'>
  /** Roots of the models that this auditor judges by. */
  readonly models: ReadonlySet<Hash>
  readonly operator: Address
  readonly now: () => number
}

/** Returns the function that looks who there is to watch. */
export function createWatch({ buyer, chain, models, operator, now }: Components) {
  return async ({ signal }: { readonly signal: AbortSignal }): Promise<readonly WatchedProvider[]> => {
    const { offers } = await buyer.offers({ signal })
    const byNode = Map.groupBy(
      offers.filter((offer) => models.has(offer.modelRoot) && isComparable(offer) && offer.operator !== operator),
      ({ node }) => node,
    )
    const watched: WatchedProvider[] = []
    for (const [node, offered] of [...byNode].slice(0, watchedProvidersMax)) {
      const kinds = offered.filter(({ workload }) => workload === 'chat' || workload === 'completion')
      if (kinds.length === 0) continue
      watched.push({
        node,
        models: Object.fromEntries(kinds.map(({ workload, modelRoot }) => [workload as Kind, modelRoot])),
        needs: needsOf(kinds),
        runsPerDay: await runsPerDay(node, signal),
        neededPpm: Math.round((defaultParameters.sampledRatePpm * defaultParameters.canarySharePpm) / ppmOne),
      })
    }
    return watched
  }

  /** By the root of its last whole epoch but one; what it did not post is not known to be work. */
  async function runsPerDay(node: Address, signal: AbortSignal): Promise<number> {
    const epochMs = chain.deployment.receiptEpochSeconds * 1_000
    const epoch = BigInt(Math.max(0, Math.floor(now() / epochMs) - 2))
    const posted = await chain.receiptRoot(node, epoch, { signal })
    return ((posted?.count ?? 0) * dayMs) / epochMs
  }
}

function isComparable({ offer }: ProviderOffer): boolean {
  return offer.exactness >= exactnessClasses.tolerant
}

/** As a gateway asks by itself: what can be replayed, where it is sold, under the usual policy. */
function needsOf(offers: readonly ProviderOffer[]): Needs {
  const isReplayable = offers.every(({ offer }) => offer.exactness >= exactnessClasses.replayable)
  const policy = { name: 'sampled', ratePpm: defaultParameters.sampledRatePpm } as const
  return isReplayable ? { policy, exactness: 'replayable' } : { policy, exactnessMin: 'tolerant' }
}
