/** Closing channels on the chain: starts the delay, or takes the rest of the deposit back once it is over. */
import type { Address } from '@millrace/protocol'
import type { BuyerChain } from './buyer.ts'
import { codeOfError, describeError } from './buyer-error.ts'
import type { ChannelOpener } from './channel-opener.ts'
import type { ChannelView, CloseOutcome } from './channel-view.ts'

/** Which channel to close. */
export type ChannelKey = Pick<ChannelView, 'channelId' | 'operator' | 'token'>

/** Asks an operator to close at once; resolves to whether it did. The wire has no frame for it yet. */
export type CooperativeClose = (channel: ChannelKey, options: { signal: AbortSignal }) => Promise<boolean>

type Components = {
  readonly chain: BuyerChain
  readonly opener: ChannelOpener
  readonly closeCooperatively?: CooperativeClose
}

/** Returns what became of each channel; one that fails does not keep the others from closing. */
export async function closeChannels(
  { chain, opener, closeCooperatively }: Components,
  channels: readonly ChannelKey[],
  { signal }: { signal: AbortSignal },
): Promise<readonly CloseOutcome[]> {
  const outcomes: CloseOutcome[] = []
  for (const view of channels) {
    signal.throwIfAborted()
    const { channelId, operator } = view
    try {
      opener.forget(operator)
      const agreed = (await closeCooperatively?.(view, { signal })) ?? false
      const outcome = agreed ? ({ outcome: 'closed' } as const) : await closeAlone(chain, operator, view.token, signal)
      outcomes.push({ channelId, operator, ...outcome })
    } catch (error) {
      signal.throwIfAborted()
      outcomes.push({
        channelId,
        operator,
        outcome: 'failed',
        code: codeOfError(error),
        message: describeError(error),
      })
    }
  }
  return outcomes
}

async function closeAlone(chain: BuyerChain, operator: Address, token: Address, signal: AbortSignal) {
  const { state, closesAt } = await chain.channel(chain.account, operator, token, { signal })
  if (state === 'none') return { outcome: 'closed' } as const
  if (state === 'open') {
    const started = await chain.startClose(operator, token, { signal })
    return { outcome: 'closing', closesAt: started.closesAt } as const
  }
  if ((await chain.blockTimestamp({ signal })) < closesAt) return { outcome: 'closing', closesAt } as const
  await chain.finishClose(chain.account, operator, token, { signal })
  return { outcome: 'closed' } as const
}
