/** What a serving node does by itself, on timers and watches of the chain. */
import type { ChainWriter } from '@millrace/chain'
import type { CourtDesk } from './court-desk.ts'
import { leaseRowOf } from './lease-row.ts'
import { errorFields } from './log.ts'
import type { NodeContext } from './node-context.ts'
import { keepAll, receiptRetention } from './receipt-retention.ts'
import { createRootPoster } from './receipt-roots.ts'
import type { Redeemer } from './redeemer.ts'
import { watchChannels } from './watch-channels.ts'

type BackgroundParts = {
  readonly context: NodeContext
  readonly redeemer: Redeemer | undefined
  readonly court: CourtDesk
  readonly writer: ChainWriter | undefined
  /** The market's. */
  readonly tick: () => void
}

/** Starts it. @returns the function that stops it. */
export function startBackground(
  { context, redeemer, court, writer, tick }: BackgroundParts,
  { postReceiptRoots = true }: { readonly postReceiptRoots?: boolean },
): () => void {
  const { limits, log, reader, operator, signal } = context
  if (redeemer === undefined) log('warn', 'no-redeemer')
  if (!postReceiptRoots) log('warn', 'receipts-uncommitted')
  const pause = (delayMs: number) =>
    new Promise<void>((resolve) => {
      context.deadlines.after(delayMs, resolve)
    })
  void watchChannels(
    { reader, channels: context.channels, log, pause, onClosing: () => void redeemer?.tick() },
    { operator, pollMs: limits.watchPollMs, signal },
  )
  void court.watch()
  const postRoots = writer === undefined || !postReceiptRoots ? undefined : rootPosterOf(writer, context)
  const prune = createPruner(context)
  const timers = [
    setInterval(() => void redeemer?.tick(), limits.redeemTickMs),
    setInterval(() => void postRoots?.(), limits.receiptRootTickMs),
    setInterval(tick, limits.marketTickMs),
    setInterval(() => void court.tick(), limits.courtTickMs),
    setInterval(() => void prune(), limits.pruneTickMs),
  ]
  return () => {
    for (const timer of timers) clearInterval(timer)
  }
}

function rootPosterOf(writer: ChainWriter, context: NodeContext): () => Promise<void> {
  const { store, now, log, signal, signer, receiptEpochs: epochs } = context
  return createRootPoster({ writer, node: signer.address, store, epochs, now, log, signal })
}

/** Returns the function that drops what the file need not keep. Never rejects. No receipt goes before the court's terms are known. */
function createPruner({ leases, store, reader, now, log, signal }: NodeContext): () => Promise<void> {
  let retention = keepAll
  const learn = async () => {
    if (retention !== keepAll) return
    try {
      retention = receiptRetention(await reader.court.times({ signal }))
    } catch (error) {
      if (!signal.aborted) log('warn', 'court-terms-unknown', errorFields(error))
    }
  }
  return async () => {
    await learn()
    if (signal.aborted) return
    try {
      for (const lease of leases.expire(now())) void store.saveLease(leaseRowOf(lease))
      store.prune(now(), retention)
    } catch (error) {
      log('error', 'prune-failed', errorFields(error))
    }
  }
}
