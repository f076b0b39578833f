/** The owner's comfort beside a provider: pauses by the rules, and at the end what was earned and what the energy for it cost. */
import { earningsPerKwh, energyCost } from '@millrace/hardware'
import type { Log, Node, NodeStatus } from '@millrace/node'
import type { Amount } from '@millrace/protocol'
import type { ComfortTerms } from './comfort-terms.ts'
import { type EnergyUsed, keepComfort } from './keep-comfort.ts'
import { createMachineWatch } from './watch-machine.ts'

type Serving = {
  readonly noticeSeconds: number
  /** Whether answers are computed on a card. */
  readonly gpu: boolean
  /** Ends the watch. */
  readonly signal: AbortSignal
}

/** Starts watching, where the owner asked for it. `tellEarned`, once the signal is aborted, logs what came of it. */
export function startComfort(
  {
    node,
    log,
    now,
  }: { readonly node: Pick<Node, 'pause' | 'resume' | 'status'>; readonly log: Log; readonly now: () => number },
  { rules, kwhPrice }: ComfortTerms,
  { noticeSeconds, gpu, signal }: Serving,
): { readonly tellEarned: () => Promise<void> } {
  const before = earnedEver(node.status())
  const isOwnGpuBusy = () => gpu && node.status().load.running > 0
  const watched =
    rules === undefined && kwhPrice === undefined
      ? undefined
      : keepComfort(
          { ...createMachineWatch(process.pid, now), node, isOwnGpuBusy, log },
          { rules, noticeSeconds },
          { signal },
        )
  return {
    async tellEarned() {
      const earned = earnedEver(node.status()) - before
      log('info', 'earned', { amount: earned, ...energyFields(earned, await watched, kwhPrice) })
    },
  }
}

/** Returns what this node has delivered for, ever, in base units: paid by the chain, promised, or about to be. */
export function earnedEver({ settled, channels }: Pick<NodeStatus, 'settled' | 'channels'>): Amount {
  return channels.reduce((sum, { owed, redeemed }) => sum + owed - redeemed, settled)
}

/** Returns what the energy cost and was earned for, as far as it was metered. */
export function energyFields(earned: Amount, used: EnergyUsed | undefined, kwhPrice: Amount | undefined) {
  if (used === undefined) return {}
  if (!used.isMetered) return { energy: 'not metered: nothing here tells what it draws, or only root may read it' }
  const perKwh = earningsPerKwh(earned, used.joules)
  return {
    kwh: Number((used.joules / 3_600_000).toPrecision(3)),
    ...(kwhPrice === undefined ? {} : { energyCost: energyCost(used.joules, kwhPrice) }),
    ...(perKwh === undefined ? {} : { earnedPerKwh: perKwh }),
  }
}
