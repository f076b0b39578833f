/**
 * The buyer's channels, one per operator: opened, adopted after a restart, topped up and closed on the chain, each by one
 * call at a time however many asks wait for it.
 *
 * An adopted channel continues from the best voucher known: the store's, or the provider's when its signature is our own.
 */
import type { TokenInfo } from '@millrace/chain'
import {
  type Address,
  type Amount,
  type Channel,
  channelIdOf,
  digest,
  type Hash,
  protocolVersion,
  type RecoverSigner,
  type Signer,
  type Voucher,
  voucherType,
} from '@millrace/protocol'
import { ignore, untilAborted } from './abortable.ts'
import type { BuyerChain, BuyerLog } from './buyer.ts'
import {
  ChannelClosingError,
  ChannelCrowdedError,
  ChannelDisputedError,
  ChannelSignerMismatchError,
  describeError,
  InsufficientBalanceError,
  ProviderRefusedError,
} from './buyer-error.ts'
import type { BuyerLimits } from './buyer-limits.ts'
import type { BuyerStore, VoucherRecord } from './buyer-store.ts'
import type { ChannelView } from './channel-view.ts'
import { greaterOf, lesserOf } from './compare-amounts.ts'
import { createPaymentChannel, type PaymentChannel, type Tab } from './payment-channel.ts'
import type { ProviderLink } from './provider-link.ts'
import type { VoucherDesk } from './voucher-desk.ts'

/** Top-ups a run waits for before it gives up: each was used up by other runs. */
export const topUpWaitsMax = 16

export type ChannelOpener = {
  /**
   * Returns the operator's channel, open, with the link told of its best voucher.
   *
   * @param need.cap - base units the deposit must have room for. @param need.increment - of the lease that wants it.
   * @throws {InsufficientBalanceError} @throws {ChannelClosingError} @throws {ChannelSignerMismatchError}
   * @throws {ChannelDisputedError} when the provider shows a voucher that this buyer did not sign.
   */
  ready(link: ProviderLink, operator: Address, need: Need, options: { signal: AbortSignal }): Promise<PaymentChannel>
  /** Returns a tab on the channel; tops it up first where it has no room. @throws {InsufficientBalanceError} */
  openTab(channel: PaymentChannel, need: Need, options: { signal: AbortSignal }): Promise<Tab>
  /** Asks the provider what it believes is owed, and accepts that as far as work may have come unseen. */
  settleClaims(link: ProviderLink, channel: PaymentChannel, options: { signal: AbortSignal }): Promise<void>
  /** Tops the channel up in the background where little is left. */
  refill(channel: PaymentChannel): void
  /** Whether the channel is the one in use with its operator. */
  isCurrent(channel: PaymentChannel): boolean
  /** Has the chain asked again before the channel is used. */
  forget(operator: Address): void
  /** Whether a channel is being opened or topped up. */
  readonly isBusy: boolean
  views(): readonly ChannelView[]
}

export type Need = { readonly cap: Amount; readonly increment: Amount }

type Components = {
  readonly chain: BuyerChain
  readonly signer: Signer
  readonly recover: RecoverSigner
  readonly store: BuyerStore
  readonly desk: VoucherDesk
  readonly now: () => number
  readonly log: BuyerLog
}

type Init = {
  readonly token: TokenInfo
  readonly channelDeposit: Amount
  readonly topUpBelow: Amount
  readonly limits: BuyerLimits
}

type Entry = {
  readonly operator: Address
  channel: PaymentChannel | undefined
  onChain: Channel | undefined
  opening: Promise<PaymentChannel> | undefined
  toppingUp: Promise<void> | undefined
  /** Unix milliseconds before which no background top-up is tried again. */
  refillAt: number
  /** The connection on which each provider was last told of the channel. */
  joined: WeakMap<ProviderLink, number>
  joining: Map<ProviderLink, Promise<void>>
  /** The connection on which each provider last said what is owed. */
  claimed: WeakMap<ProviderLink, number>
}

export function createChannelOpener(
  { chain, signer, recover, store, desk, now, log }: Components,
  { token, channelDeposit, topUpBelow, limits }: Init,
): ChannelOpener {
  const entries = new Map<Address, Entry>()

  function entryOf(operator: Address): Entry {
    const known = entries.get(operator)
    if (known !== undefined) return known
    const entry: Entry = {
      operator,
      channel: undefined,
      onChain: undefined,
      opening: undefined,
      toppingUp: undefined,
      refillAt: 0,
      joined: new WeakMap(),
      joining: new Map(),
      claimed: new WeakMap(),
    }
    entries.set(operator, entry)
    return entry
  }

  async function ready(
    link: ProviderLink,
    operator: Address,
    need: Need,
    { signal }: { signal: AbortSignal },
  ): Promise<PaymentChannel> {
    const entry = entryOf(operator)
    if (entry.channel === undefined) {
      entry.opening ??= openOrAdopt(entry, link, need).finally(() => {
        entry.opening = undefined
      })
      await untilAborted(entry.opening, signal)
    }
    const channel = entry.channel
    if (channel === undefined) throw new ChannelClosingError(operator, 0n)
    if (entry.joined.get(link) !== link.generation) await untilAborted(join(entry, channel, link), signal)
    return channel
  }

  /** On a new connection: settles what was lost with the last one, then sends the best voucher again. */
  function join(entry: Entry, channel: PaymentChannel, link: ProviderLink): Promise<void> {
    const known = entry.joining.get(link)
    if (known !== undefined) return known
    const generation = link.generation
    const signal = AbortSignal.timeout(limits.answerMsMax)
    const isUnsettled = channel.allowance > 0n && entry.claimed.get(link) !== generation
    const joining = (isUnsettled ? settleClaims(link, channel, { signal }) : Promise.resolve())
      .then(() => {
        desk.join(channel, link)
        entry.joined.set(link, generation)
      })
      .finally(() => entry.joining.delete(link))
    entry.joining.set(link, joining)
    return joining
  }

  async function openOrAdopt(entry: Entry, link: ProviderLink, need: Need): Promise<PaymentChannel> {
    const signal = AbortSignal.timeout(limits.chainMsMax)
    const { operator } = entry
    let onChain = await chain.channel(chain.account, operator, token.address, { signal })
    if (onChain.state === 'closing') {
      if ((await chain.blockTimestamp({ signal })) < onChain.closesAt) {
        entry.onChain = onChain
        throw new ChannelClosingError(operator, onChain.closesAt)
      }
      await chain.finishClose(chain.account, operator, token.address, { signal })
      onChain = await chain.channel(chain.account, operator, token.address, { signal })
    }
    const channel = onChain.state === 'none' ? await open(entry, need, signal) : await adopt(entry, link, need, onChain)
    entry.channel = channel
    entry.joined = new WeakMap()
    return channel
  }

  async function open(entry: Entry, { cap }: Need, signal: AbortSignal): Promise<PaymentChannel> {
    const { operator } = entry
    const balance = await chain.escrowBalance(token.address, chain.account, { signal })
    if (balance < cap) throw new InsufficientBalanceError(token, balance, cap)
    const wanted = greaterOf(cap, channelDeposit)
    const deposit = lesserOf(wanted, balance)
    await chain.openChannel({ operator, token: token.address, deposit, signer: signer.address }, { signal })
    const onChain = await chain.channel(chain.account, operator, token.address, { signal })
    checkSigner(operator, onChain)
    entry.onChain = onChain
    log({ event: 'channel-opened', operator, epoch: onChain.epoch, deposit })
    return ledgerOf(operator, onChain, { signed: 0n, allowance: 0n })
  }

  async function adopt(
    entry: Entry,
    link: ProviderLink,
    { increment }: Need,
    onChain: Channel,
  ): Promise<PaymentChannel> {
    const { operator } = entry
    checkSigner(operator, onChain)
    const channelId = idOf(operator)
    const record = store.voucher(channelId, onChain.epoch)
    const claim = await claimOf(link, channelId, onChain, record)
    const best = greaterOf(greaterOf(record?.amount ?? 0n, claim.amount), onChain.redeemed)
    const allowance = greaterOf(record?.credit ?? 0n, increment)
    const channel = ledgerOf(operator, onChain, { signed: best, allowance })
    const disputed = channel.acceptClaim(claim.owed)
    entry.claimed.set(link, link.generation)
    entry.onChain = onChain
    log({ event: 'channel-adopted', operator, epoch: onChain.epoch, signed: best, owed: channel.owed, disputed })
    if (channel.owed > channel.signed) desk.touch(channel)
    return channel
  }

  /** Returns what the provider says, its voucher checked; what the store knows suffices where the provider is silent. */
  async function claimOf(
    link: ProviderLink,
    channelId: Hash,
    onChain: Channel,
    record: VoucherRecord | undefined,
  ): Promise<{ amount: Amount; owed: Amount }> {
    const signal = AbortSignal.timeout(limits.answerMsMax)
    try {
      const answer = await link.ask({ v: protocolVersion, type: 'channel', channelId }, 'channel', { signal })
      if (answer.channelId !== channelId) throw new ChannelDisputedError(link.node, 'it answered for another channel.')
      const { voucher, signature } = answer
      if (voucher === undefined || signature === undefined || voucher.epoch < onChain.epoch) {
        return { amount: 0n, owed: answer.owed }
      }
      checkVoucher(link, voucher, { channelId, onChain })
      if (recover(digest(chain.separator, voucherType, voucher), signature) !== signer.address) {
        throw disputed(link, 'it shows a voucher that this buyer did not sign.')
      }
      if (voucher.amount > (record?.amount ?? 0n)) {
        const { epoch, amount } = voucher
        const operator = record?.operator ?? operatorOfChannel(channelId)
        store.saveVouchers([{ channelId, epoch, operator, token: token.address, amount, signature, credit: 0n }])
      }
      return { amount: voucher.amount, owed: answer.owed }
    } catch (error) {
      if (error instanceof ChannelDisputedError) throw error
      if (record === undefined && !(error instanceof ProviderRefusedError)) throw error
      log({ event: 'channel-claim-missing', node: link.node, reason: describeError(error) })
      return { amount: 0n, owed: 0n }
    }
  }

  function checkVoucher(link: ProviderLink, voucher: Voucher, at: { channelId: Hash; onChain: Channel }): void {
    if (voucher.channelId !== at.channelId) throw disputed(link, 'it shows a voucher of another channel.')
    if (voucher.epoch !== at.onChain.epoch) throw disputed(link, 'it shows a voucher of an epoch yet to come.')
    if (voucher.amount > at.onChain.deposit) throw disputed(link, 'it shows a voucher above the deposit.')
  }

  function disputed(link: ProviderLink, what: string): ChannelDisputedError {
    link.suspend(`It lied about its channel: ${what}`)
    return new ChannelDisputedError(link.node, what)
  }

  async function settleClaims(
    link: ProviderLink,
    channel: PaymentChannel,
    { signal }: { signal: AbortSignal },
  ): Promise<void> {
    const { channelId } = channel
    try {
      const answer = await link.ask({ v: protocolVersion, type: 'channel', channelId }, 'channel', { signal })
      if (answer.channelId !== channelId) return
      const refused = channel.acceptClaim(answer.owed)
      if (refused > 0n) log({ event: 'claim-refused', node: link.node, channelId, refused })
      if (channel.owed > channel.signed) desk.touch(channel)
    } catch (error) {
      log({ event: 'channel-claim-missing', node: link.node, reason: describeError(error) })
    }
  }

  async function openTab(channel: PaymentChannel, need: Need, { signal }: { signal: AbortSignal }): Promise<Tab> {
    const entry = entryOf(channel.operator)
    for (let tries = 0; tries < topUpWaitsMax; tries++) {
      const tab = channel.openTab(need)
      if (tab !== undefined) return tab
      // One under way may be for less, and its failure says nothing of what this run needs.
      if (entry.toppingUp === undefined) await untilAborted(topUp(entry, channel, need.cap), signal)
      else await untilAborted(entry.toppingUp.catch(ignore), signal)
    }
    throw new ChannelCrowdedError(channel.operator)
  }

  function refill(channel: PaymentChannel): void {
    if (!isLow(channel)) return
    const entry = entryOf(channel.operator)
    if (entry.toppingUp !== undefined || now() < entry.refillAt) return
    topUp(entry, channel, 1n).catch((error: unknown) => {
      entry.refillAt = now() + limits.topUpSpacingMs
      log({ event: 'top-up-failed', operator: channel.operator, reason: describeError(error) })
    })
  }

  /** Little is left, or less than half of what the runs under way may need, as far as a channel is meant to hold that. */
  function isLow({ deposit, owed, reserved }: PaymentChannel): boolean {
    const left = deposit - owed
    return left < topUpBelow || left * 2n < lesserOf(reserved, channelDeposit)
  }

  /** Fills the channel up to `channelDeposit` left, or to `cap` where that is more, as far as the balance goes. */
  function topUp(entry: Entry, channel: PaymentChannel, cap: Amount): Promise<void> {
    entry.toppingUp ??= transferUp(entry, channel, cap).finally(() => {
      entry.toppingUp = undefined
    })
    return entry.toppingUp
  }

  async function transferUp(entry: Entry, channel: PaymentChannel, cap: Amount): Promise<void> {
    const signal = AbortSignal.timeout(limits.chainMsMax)
    const { operator } = entry
    const left = channel.deposit - channel.owed
    const needed = cap - left
    const wanted = greaterOf(channelDeposit, cap) - left
    const balance = await chain.escrowBalance(token.address, chain.account, { signal })
    const amount = lesserOf(wanted, balance)
    if (amount < needed || amount <= 0n) throw new InsufficientBalanceError(token, balance, greaterOf(needed, 1n))
    await chain.topUp(operator, token.address, amount, { signal })
    const onChain = await chain.channel(chain.account, operator, token.address, { signal })
    entry.onChain = onChain
    if (onChain.state === 'open' && onChain.epoch === channel.epoch) {
      channel.setDeposit(onChain.deposit)
      desk.touch(channel)
    } else retire(entry, channel)
    log({ event: 'channel-topped-up', operator, amount, deposit: onChain.deposit })
  }

  function retire(entry: Entry, channel: PaymentChannel): void {
    desk.flush()
    desk.leave(channel)
    entry.channel = undefined
  }

  function checkSigner(operator: Address, onChain: Channel): void {
    if (onChain.signer !== signer.address) {
      throw new ChannelSignerMismatchError(operator, signer.address, onChain.signer)
    }
  }

  function ledgerOf(operator: Address, onChain: Channel, so: { signed: Amount; allowance: Amount }): PaymentChannel {
    const { epoch, deposit } = onChain
    return createPaymentChannel({ channelId: idOf(operator), epoch, operator, token: token.address, deposit, ...so })
  }

  function idOf(operator: Address): Hash {
    return channelIdOf(chain.account, operator, token.address)
  }

  function operatorOfChannel(channelId: Hash): Address {
    for (const operator of entries.keys()) if (idOf(operator) === channelId) return operator
    throw new TypeError('A claim is only asked for on a channel of a known operator.')
  }

  return {
    ready,
    openTab,
    settleClaims,
    refill,
    isCurrent: (channel) => entries.get(channel.operator)?.channel === channel,
    forget(operator) {
      const entry = entries.get(operator)
      if (entry?.channel !== undefined) retire(entry, entry.channel)
    },
    get isBusy() {
      return [...entries.values()].some(({ opening, toppingUp }) => opening !== undefined || toppingUp !== undefined)
    },
    views: () => [...entries.values()].flatMap((entry) => viewOf(entry)),
  }

  function viewOf({ operator, channel, onChain }: Entry): readonly ChannelView[] {
    if (onChain === undefined) return []
    return [
      {
        channelId: idOf(operator),
        operator,
        token: token.address,
        epoch: onChain.epoch,
        state: onChain.state,
        deposit: channel?.deposit ?? onChain.deposit,
        signed: channel?.signed ?? onChain.redeemed,
        owed: channel?.owed ?? onChain.redeemed,
        closesAt: onChain.closesAt,
      },
    ]
  }
}
