import type { OpeningFrame, ProviderFrame } from '@millrace/protocol'
import type { ChannelEntry } from './channel-book.ts'
import { errorFields } from './log.ts'
import type { NodeContext, Peer } from './node-context.ts'
import { RefusalError } from './refusal-error.ts'

type ChannelFrame = Extract<OpeningFrame, { type: 'channel' }>

/**
 * Returns the answer to `channel`: the best voucher held and what is owed, for a buyer that lost its own record. The
 * voucher is on disk before it is shown.
 *
 * @throws {RefusalError} CHANNEL_UNKNOWN, also for a channel of somebody else's.
 */
export async function serveChannel(context: NodeContext, peer: Peer, frame: ChannelFrame): Promise<ProviderFrame> {
  const entry = context.channels.find(frame.channelId)
  if (entry === undefined || entry.view.signer !== peer.remote) {
    throw new RefusalError('CHANNEL_UNKNOWN', 'This node works on no such channel of yours.')
  }
  // What it is told is owed must not grow by runs that it has lost.
  context.runs.endOlder(frame.channelId, peer)
  await lookAgain(context, entry)
  await context.channels.save(entry)
  const { channelId, voucher, ledger, view } = entry
  if (voucher === undefined) return { type: 'channel', channelId, owed: ledger.owed }
  return {
    type: 'channel',
    channelId,
    voucher: { channelId, epoch: view.epoch, amount: voucher.amount },
    signature: voucher.signature,
    owed: ledger.owed,
  }
}

/** A channel closed and opened anew must not be answered for with the old books; without the chain, what is known must do. */
async function lookAgain(context: NodeContext, entry: ChannelEntry): Promise<void> {
  if (context.now() - entry.viewedAt <= context.limits.channelViewMsMax) return
  try {
    await context.channels.refresh(entry)
  } catch (error) {
    context.log('debug', 'channel-view-old', { channelId: entry.channelId, ...errorFields(error) })
  }
}
