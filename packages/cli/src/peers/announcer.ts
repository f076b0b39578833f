/**
 * Takes a node's offers to the network by gossip. Gossip reaches who is there: the first offers wait for peers, and the last
 * word, that nothing is offered any more, is sent before the peers are left.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import type { OfferMesh } from '@millrace/p2p'
import type { SignedOffer } from '@millrace/protocol'
import { describeFailure } from '../tell-error.ts'
import type { PeerLog } from './transport-log.ts'

/** Longest wait for peers before the first offers are announced, in milliseconds; who comes later asks for them. */
export const meetMsMax = 5_000
/** Longest wait for the last announcements to leave, in milliseconds. */
export const lastWordMsMax = 1_000
const lookMs = 20

export type Announcer = AsyncDisposable & { readonly announce: (offers: readonly SignedOffer[]) => void }

/** @param bootstrap - how many peers there are to meet others through; none means that the others come here. */
export function createAnnouncer(
  mesh: Pick<OfferMesh, 'announce' | 'stats'>,
  { bootstrap, now, log }: { readonly bootstrap: number; readonly now: () => number; readonly log: PeerLog },
): Announcer {
  const closing = new AbortController()
  const { signal } = closing
  const under = new Set<Promise<void>>()
  const met = untilMet()

  async function untilMet(): Promise<void> {
    const until = now() + meetMsMax
    while (mesh.stats().peers < bootstrap && now() < until) await sleep(lookMs, undefined, { signal })
  }

  async function tell(offers: readonly SignedOffer[]): Promise<void> {
    try {
      await met
      await mesh.announce(offers, { signal })
    } catch (error) {
      if (!signal.aborted) log('warn', 'announce-failed', { message: describeFailure(error).message })
    }
  }

  return {
    announce(offers) {
      const told = tell(offers)
      under.add(told)
      void told.finally(() => under.delete(told))
    },
    async [Symbol.asyncDispose]() {
      await Promise.race([Promise.all(under), sleep(lastWordMsMax, undefined, { ref: false })])
      closing.abort()
    },
  }
}
