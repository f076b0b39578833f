/** Follows the Escrow's events of this operator's channels: whatever happens to one we hold, we look at it again. */
import type { ChainReader, EscrowEvent } from '@millrace/chain'
import type { Address } from '@millrace/protocol'
import type { ChannelBook } from './channel-book.ts'
import { errorFields, type Log } from './log.ts'

type WatchComponents = {
  readonly reader: ChainReader
  readonly channels: ChannelBook
  readonly log: Log
  readonly pause: (delayMs: number) => Promise<void>
  /** Called when a channel was seen to be closing. */
  readonly onClosing: () => void
}

type WatchInit = { readonly operator: Address; readonly pollMs: number; readonly signal: AbortSignal }

/** Watches until the signal aborts. Never rejects: a chain that does not answer is asked again after a pause. */
export async function watchChannels(components: WatchComponents, init: WatchInit): Promise<void> {
  const { reader, log, pause } = components
  const { operator, pollMs, signal } = init
  let fromBlock: bigint | undefined
  while (!signal.aborted) {
    try {
      fromBlock ??= await reader.blockNumber({ signal })
      for await (const event of reader.watchEscrow({ operator, fromBlock, pollMs, confirmations: 0, signal })) {
        fromBlock = event.type === 'Reorganized' ? event.lastValidBlock + 1n : event.blockNumber
        await noteEvent(components, event)
      }
    } catch (error) {
      if (signal.aborted) return
      log('warn', 'watch-failed', errorFields(error))
      await pause(pollMs)
    }
  }
}

async function noteEvent({ channels, log, onClosing }: WatchComponents, event: EscrowEvent): Promise<void> {
  if (event.type === 'Reorganized') {
    for (const entry of channels.entries()) entry.viewedAt = Number.NEGATIVE_INFINITY
    return
  }
  const entry = 'channelId' in event ? channels.find(event.channelId) : undefined
  if (entry === undefined) return
  // Whether or not the read below succeeds, nothing relies on the old view.
  entry.viewedAt = Number.NEGATIVE_INFINITY
  const refreshed = channels.refresh(entry).then(
    () => {
      if (entry.view.state === 'closing') onClosing()
    },
    (error: unknown) => log('warn', 'channel-view-old', { channelId: entry.channelId, ...errorFields(error) }),
  )
  // Only an exit is waited for: a payer that tops up in small steps must not hold up the others.
  if (event.type === 'ChannelCloseStarted') await refreshed
}
