/**
 * Slots held for a time to come, for a fee that is due with the order: a lease of their own to run under, at one provider,
 * from the start to the end that were asked for.
 */
import type { TokenInfo } from '@millrace/chain'
import {
  type Address,
  type Amount,
  type Hash,
  type Prices,
  protocolVersion,
  reservedSlotsMax,
  type Workload,
} from '@millrace/protocol'
import type { RunOptions, Work } from './ask.ts'
import { AskInvalidError, ProviderError, ProviderRefusedError } from './buyer-error.ts'
import type { BuyerLimits } from './buyer-limits.ts'
import type { Chooser } from './choose-match.ts'
import type { Lease } from './lease.ts'
import { createLeaseSession, type PartWatcher } from './lease-session.ts'
import { ProvidersExhaustedError, ReservationNotDueError } from './market-error.ts'
import type { ProviderOffer } from './offer-view.ts'
import { sizeOf } from './plan-work.ts'
import type { ProviderDesk } from './provider-desk.ts'
import type { ProviderLink } from './provider-link.ts'
import type { Run } from './run.ts'

export type ReserveAsk = {
  /** The model's name or its root. */
  readonly model: string
  readonly kind: Workload
  readonly slots: number
  /** Unix seconds. */
  readonly startsAt: bigint
  readonly endsAt: bigint
  /** Base units that holding the slots may cost; what runs cost comes to it. */
  readonly feeMax: Amount
  /** Base units that all runs under it may cost; the buyer's `leaseAmountMax` for each slot without it. */
  readonly amountMax?: Amount
}

export type Reservation = {
  readonly leaseId: Hash
  readonly node: Address
  readonly operator: Address
  readonly slots: number
  readonly startsAt: bigint
  readonly endsAt: bigint
  readonly fee: Amount
  readonly prices: Prices
  /** Runs work in the slots. No other provider is tried. @throws {ReservationNotDueError} before it begins. */
  run(work: Work & { readonly amountMax?: Amount }, options: RunOptions): Promise<Run>
  /** Gives the slots back before they begin; the fee stays paid. */
  release(options: { signal: AbortSignal }): Promise<void>
}

type Components = {
  readonly chooser: Chooser
  readonly provider: ProviderDesk
  readonly linkOf: (node: Address) => ProviderLink
  readonly onOutcome: PartWatcher
  readonly now: () => number
  readonly token: TokenInfo
  readonly limits: BuyerLimits
  readonly leaseAmountMax: Amount
}

/**
 * Returns the reservation at the best provider that grants it within the fee. Where one may have taken the order without a
 * word, the others are offered what is left: all fees together stay within `feeMax`.
 *
 * @throws {NoOfferError} when nothing matches. @throws {ProvidersExhaustedError} when none of those asked grants it.
 */
export async function reserveSlots(components: Components, ask: ReserveAsk, options: { signal: AbortSignal }) {
  const { chooser, limits, now } = components
  checkAsk(ask, now())
  const work: Work =
    ask.kind === 'chat' || ask.kind === 'completion'
      ? { kind: 'completion', prompt: '' }
      : { kind: 'embed', inputs: [] }
  const size = sizeOf(work)
  const wanted = { size, amountMax: undefined, excluded: new Set<Address>(), provider: undefined, preferred: undefined }
  const placeholder = { ...work, kind: ask.kind, model: ask.model } as Parameters<Chooser>[0]
  const { ranked } = await chooser(placeholder, wanted, options)
  const errors: ProviderError[] = []
  // What holding slots may still cost: who took an order and said nothing of it may claim its fee.
  let feeLeft = ask.feeMax
  const onOrder = (fee: Amount) => {
    feeLeft -= fee
  }
  for (const offer of ranked.slice(0, limits.attemptsMax)) {
    const feeBefore = feeLeft
    try {
      return await reserveAt(components, offer, { ...ask, feeMax: feeLeft }, onOrder, options)
    } catch (error) {
      options.signal.throwIfAborted()
      if (!(error instanceof ProviderError)) throw error
      if (error instanceof ProviderRefusedError) feeLeft = feeBefore
      errors.push(error)
    }
  }
  const [first] = errors
  if (first !== undefined && errors.every(({ code }) => code === first.code)) throw first
  throw new ProvidersExhaustedError(errors)
}

async function reserveAt(
  { provider, linkOf, now, onOutcome, token, leaseAmountMax }: Components,
  offer: ProviderOffer,
  ask: ReserveAsk,
  onOrder: (fee: Amount) => void,
  options: { signal: AbortSignal },
): Promise<Reservation> {
  const link = linkOf(offer.node)
  const { slots, startsAt, endsAt, feeMax } = ask
  const amountMax = ask.amountMax ?? leaseAmountMax * BigInt(slots)
  const reservation = { slots, startsAt, endsAt, feeMax }
  const quote = await provider.quote(link, offer, { amountMax, reservation }, options)
  onOrder(quote.quote.fee)
  const lease = await provider.openLease(link, quote, { cap: 1n, reservation }, options)
  return handleOf({ provider, link, now, onOutcome, token }, lease, ask)
}

function handleOf(
  {
    provider,
    link,
    now,
    onOutcome,
    token,
  }: Pick<Components, 'provider' | 'now' | 'onOutcome' | 'token'> & { link: ProviderLink },
  lease: Lease,
  { endsAt }: ReserveAsk,
): Reservation {
  const { leaseId, quote } = lease
  const session = createLeaseSession({ provider, now, onOutcome, token }, lease)
  return {
    leaseId,
    node: quote.node,
    operator: quote.operator,
    slots: quote.slots,
    startsAt: quote.startsAt,
    endsAt,
    fee: quote.fee,
    prices: { inputPrice: quote.inputPrice, outputPrice: quote.outputPrice },
    async run(work, options) {
      if (now() < Number(quote.startsAt) * 1000) throw new ReservationNotDueError(quote.node, quote.startsAt)
      return session.run(work, options)
    },
    async release(options) {
      await link.ask({ v: protocolVersion, type: 'release', leaseId }, 'released', options)
      lease.close()
    },
  }
}

function checkAsk({ slots, startsAt, endsAt }: ReserveAsk, nowMs: number): void {
  if (!Number.isInteger(slots) || slots < 1 || slots > reservedSlotsMax) {
    throw new AskInvalidError(`slots: expected 1 to ${reservedSlotsMax}, got ${slots}.`)
  }
  if (endsAt <= startsAt) throw new AskInvalidError('endsAt: the reservation ends before it begins.')
  if (Number(endsAt) * 1000 <= nowMs) throw new AskInvalidError('endsAt: that time is over.')
}
