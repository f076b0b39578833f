/** When a process that has just joined knows what there is on offer: gossip has no end, but catching up has. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { OfferMesh } from '@millrace/p2p'

/** Longest wait for the first peer that tells what it holds, in milliseconds: a busy machine, or a relay far away, answers in it. */
export const heardMsMax = 15_000
/** Milliseconds without news after which a network where some peer does not answer counts as heard. */
const quietMs = 500
const lookMs = 20

/**
 * Resolves when every peer to meet others through was caught up with, or those that answer have told all they hold, or the
 * longest wait is over. On abort it rejects with the signal's reason.
 *
 * @param bootstrap - how many peers there are to meet others through; none means there is nothing to wait for.
 */
export async function untilHeard(
  mesh: Pick<OfferMesh, 'stats'>,
  { bootstrap, now, signal }: { readonly bootstrap: number; readonly now: () => number; readonly signal: AbortSignal },
): Promise<void> {
  const until = now() + heardMsMax
  let last = { news: '', at: now() }
  while (bootstrap > 0 && now() < until) {
    const { peers, catchUps, offersHeld } = mesh.stats()
    const asked = catchUps.done + catchUps.failed
    const news = `${peers} ${asked} ${offersHeld}`
    if (news !== last.news) last = { news, at: now() }
    const isComplete = peers >= bootstrap && asked >= peers && catchUps.open === 0
    const isQuiet = catchUps.done > 0 && now() - last.at >= quietMs
    if (isComplete || isQuiet) return
    await sleep(lookMs, undefined, { signal })
  }
}
