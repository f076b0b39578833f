/** Waiting for a provider to be reached again: what a stream does when it has no other. */
import { setTimeout as sleep } from 'node:timers/promises'
import { ignore } from './abortable.ts'
import type { BuyerLimits } from './buyer-limits.ts'
import type { ProviderLink } from './provider-link.ts'

/** Returns whether it can be used again within {@link BuyerLimits.reconnectMsMax}; on abort, that it cannot. */
export async function reachAgain(
  link: ProviderLink,
  { now, limits, signal }: { readonly now: () => number; readonly limits: BuyerLimits; readonly signal: AbortSignal },
): Promise<boolean> {
  const until = now() + limits.reconnectMsMax
  while (!signal.aborted) {
    const isReached = await link.connect({ signal }).then(yes, no)
    if (isReached) return link.unavailable() === undefined
    if (now() >= until) return false
    await sleep(limits.redialMs, undefined, { signal }).catch(ignore)
  }
  return false
}

const yes = () => true
const no = () => false
