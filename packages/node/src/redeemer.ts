/**
 * Turns vouchers into money: many channels in one transaction, by policy. The chain is the truth for what was redeemed:
 * views are read before, so nothing is sent twice, and after, so nothing is counted that the chain does not show.
 */
import type { ChainWriter, RedemptionResult } from '@millrace/chain'
import type { Address, Amount, Hash } from '@millrace/protocol'
import type { ChannelBook, ChannelEntry } from './channel-book.ts'
import { redeemable } from './channel-ledger.ts'
import { errorFields, type Log } from './log.ts'
import type { NodeLimits } from './node-limits.ts'
import type { NodeStore } from './node-store.ts'
import { type RedeemPolicy, type RedeemUrgency, redeemUrgency } from './redeem-policy.ts'

/** One redemption transaction. */
export type RedeemOutcome = {
  readonly transactionHash: Hash
  readonly paid: Amount
  readonly gasUsed: bigint
  readonly results: readonly RedemptionResult[]
}

export type Redeemer = {
  /** Redeems what the policy says is due. Never rejects: a failure is logged and tried again after a pause. */
  tick(): Promise<void>
  /**
   * Redeems everything, whatever the policy says.
   *
   * @throws what the chain answers; what was redeemed until then stays redeemed.
   */
  redeemAll(options: { readonly signal: AbortSignal }): Promise<readonly RedeemOutcome[]>
}

type RedeemerComponents = {
  readonly writer: ChainWriter
  readonly channels: ChannelBook
  readonly store: NodeStore
  readonly now: () => number
  readonly random: (bytes: number) => Uint8Array
  readonly log: Log
  readonly signal: AbortSignal
}

type RedeemerInit = {
  readonly operator: Address
  readonly token: Address
  readonly policy: RedeemPolicy
  readonly limits: NodeLimits
}

export function createRedeemer(components: RedeemerComponents, init: RedeemerInit): Redeemer {
  const { channels, now, log } = components
  const { policy, limits } = init
  const backoff = createBackoff(components, limits)
  let last: Promise<unknown> = Promise.resolve()
  let ticking = false

  /** One redemption after another: two at a time would redeem the same vouchers. */
  const exclusively = <T>(work: () => Promise<T>): Promise<T> => {
    const done = last.then(work)
    last = done.catch(() => undefined)
    return done
  }

  const redeemDue = async () => {
    await renewOldViews(components, limits)
    const due = select(channels, (urgency) => urgency === 'due' || urgency === 'urgent', policy, now())
    const urgent = due.some((entry) => redeemUrgency(entry, policy, now()) === 'urgent')
    if (due.length === 0 || (!urgent && (backoff.isOn() || !isWorth(due, policy)))) return
    await redeemBatches(components, init, due, components.signal)
    backoff.reset()
  }

  return {
    async tick() {
      if (ticking) return
      ticking = true
      try {
        await exclusively(redeemDue)
      } catch (error) {
        const waitMs = backoff.grow()
        log('warn', 'redeem-failed', { waitMs, ...errorFields(error) })
      } finally {
        ticking = false
      }
    },
    redeemAll: ({ signal }) =>
      exclusively(() => {
        const all = select(channels, (urgency) => urgency !== 'nothing', policy, now())
        return redeemBatches(components, init, all, signal)
      }),
  }
}

async function redeemBatches(
  components: RedeemerComponents,
  init: RedeemerInit,
  entries: readonly ChannelEntry[],
  signal: AbortSignal,
): Promise<readonly RedeemOutcome[]> {
  const outcomes: RedeemOutcome[] = []
  const { redemptionsPerBatchMax } = init.limits
  for (let start = 0; start < entries.length; start += redemptionsPerBatchMax) {
    const outcome = await redeemBatch(components, init, entries.slice(start, start + redemptionsPerBatchMax), signal)
    if (outcome !== undefined) outcomes.push(outcome)
  }
  return outcomes
}

async function redeemBatch(
  { writer, channels, store, now, log }: RedeemerComponents,
  { operator, token }: RedeemerInit,
  entries: readonly ChannelEntry[],
  signal: AbortSignal,
): Promise<RedeemOutcome | undefined> {
  await refreshAll(channels, entries)
  const ready = entries.flatMap((entry) =>
    entry.voucher !== undefined && redeemable(entry.ledger) > 0n ? [{ entry, voucher: entry.voucher }] : [],
  )
  if (ready.length === 0) return undefined
  const redemptions = ready.map(({ entry, voucher }) => ({ payer: entry.payer, ...voucher }))
  const tx = await writer.redeem(operator, token, redemptions, { signal })
  log('info', 'redeemed', { transactionHash: tx.hash, paid: tx.paid, channels: ready.length, gasUsed: tx.gasUsed })
  for (const result of tx.results) {
    if (result.outcome === 'skipped') log('warn', 'redemption-skipped', { payer: result.payer, reason: result.reason })
  }
  await store.saveSettlement({
    transactionHash: tx.hash,
    blockNumber: tx.blockNumber,
    paid: tx.paid,
    gasUsed: tx.gasUsed,
    channels: ready.length,
    createdAt: Math.floor(now()),
  })
  await refreshAll(
    channels,
    ready.map(({ entry }) => entry),
  )
  return { transactionHash: tx.hash, paid: tx.paid, gasUsed: tx.gasUsed, results: tx.results }
}

/** Looks again at channels with money in them that were not looked at for long: a closing one must not be missed. */
async function renewOldViews({ channels, now }: RedeemerComponents, limits: NodeLimits): Promise<void> {
  const viewedBefore = now() - limits.channelViewMsMax
  const goneAfter = now() - limits.goneWatchMsMax
  const holdsMoney = ({ ledger, goneAt }: ChannelEntry) =>
    redeemable(ledger) > 0n || (goneAt !== undefined && goneAt > goneAfter)
  const old = [...channels.entries()].filter((entry) => entry.viewedAt < viewedBefore && holdsMoney(entry))
  // The longest unseen first, or many channels would keep the last ones from ever being looked at.
  old.sort((a, b) => (a.viewedAt < b.viewedAt ? -1 : 1))
  await refreshAll(channels, old.slice(0, limits.viewsPerTickMax))
}

/**
 * Looks at channels again, as far as the chain answers; a failed look is in the log. What is known must do then: a voucher
 * sent in vain costs a refused estimate, one not sent may be lost.
 */
async function refreshAll(channels: ChannelBook, entries: readonly ChannelEntry[]): Promise<void> {
  const refreshesMax = 16
  for (let start = 0; start < entries.length; start += refreshesMax) {
    await Promise.allSettled(entries.slice(start, start + refreshesMax).map((entry) => channels.refresh(entry)))
  }
}

function select(
  channels: ChannelBook,
  wanted: (urgency: RedeemUrgency) => boolean,
  policy: RedeemPolicy,
  now: number,
): readonly ChannelEntry[] {
  const selected = [...channels.entries()].filter((entry) => wanted(redeemUrgency(entry, policy, now)))
  return selected.sort((a, b) => (redeemable(a.ledger) < redeemable(b.ledger) ? 1 : -1))
}

function isWorth(entries: readonly ChannelEntry[], { costOf }: RedeemPolicy): boolean {
  if (costOf === undefined) return true
  const amount = entries.reduce((sum, entry) => sum + redeemable(entry.ledger), 0n)
  return amount > costOf(entries.length)
}

function createBackoff({ now, random }: RedeemerComponents, limits: NodeLimits) {
  let failures = 0
  let until = Number.NEGATIVE_INFINITY
  return {
    isOn: () => now() < until,
    reset() {
      failures = 0
    },
    /** @returns milliseconds until the next try: doubled each time, bounded, and spread so that nodes do not march in step. */
    grow(): number {
      const waitMs = Math.min(limits.redeemBackoffMs * 2 ** Math.min(failures++, 30), limits.redeemBackoffMsMax)
      const spreadMs = Math.round(waitMs * (0.5 + (random(1)[0] ?? 0) / 510))
      until = now() + spreadMs
      return spreadMs
    },
  }
}
