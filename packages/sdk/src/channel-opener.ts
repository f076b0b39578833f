/**
 * The buyer's channels, one per operator: opened, or adopted after a restart, each by one call at a time however many
 * asks wait for it.
 *
 * An adopted channel continues from the best voucher known: the store's, or the provider's when its signature is our own.
 */
import type { TokenInfo } from '@millrace/chain'
import {
  type Address,
  type Amount,
  type Channel,
  channelIdOf,
  type Hash,
  type RecoverSigner,
  type Signer,
} from '@millrace/protocol'
import { untilAborted } from './abortable.ts'
import type { BuyerChain, BuyerLog } from './buyer.ts'
import {
  ChannelClosingError,
  ChannelDisputedError,
  ChannelSignerMismatchError,
  describeError,
  InsufficientBalanceError,
} from './buyer-error.ts'
import type { BuyerLimits } from './buyer-limits.ts'
import type { BuyerStore, VoucherRecord } from './buyer-store.ts'
import { askClaim, type ChannelClaim } from './channel-claim.ts'
import type { Need } from './channel-funding.ts'
import type { ChannelView } from './channel-view.ts'
import { greaterOf, lesserOf } from './compare-amounts.ts'
import { createPaymentChannel, type PaymentChannel } from './payment-channel.ts'
import type { ProviderLink } from './provider-link.ts'
import type { VoucherDesk } from './voucher-desk.ts'

export type ChannelOpener = {
  /**
   * Returns the operator's channel, open, with the link told of its best voucher.
   *
   * @param need.cap - base units the deposit must have room for. @param need.increment - of the lease that wants it.
   * @throws {InsufficientBalanceError} @throws {ChannelClosingError} @throws {ChannelSignerMismatchError}
   * @throws {ChannelDisputedError} when the provider shows a voucher that this buyer did not sign.
   */
  ready(link: ProviderLink, operator: Address, need: Need, options: { signal: AbortSignal }): Promise<PaymentChannel>
  /** Asks the provider what it believes is owed, and accepts that as far as work may have come unseen. */
  settleClaims(link: ProviderLink, channel: PaymentChannel, options: { signal: AbortSignal }): Promise<void>
  /** Takes in what the chain says of the channel. */
  observe(channel: PaymentChannel, onChain: Channel): void
  /** Whether the channel is the one in use with its operator. */
  isCurrent(channel: PaymentChannel): boolean
  /** Has the chain asked again before the channel is used. */
  forget(operator: Address): void
  /** Whether a channel is being opened. */
  readonly isBusy: boolean
  views(): readonly ChannelView[]
}

type Components = {
  readonly chain: BuyerChain
  readonly signer: Signer
  readonly recover: RecoverSigner
  readonly store: BuyerStore
  readonly desk: VoucherDesk
  readonly log: BuyerLog
}

type Init = {
  readonly token: TokenInfo
  readonly channelDeposit: Amount
  readonly limits: BuyerLimits
}

type Entry = {
  readonly operator: Address
  channel: PaymentChannel | undefined
  onChain: Channel | undefined
  opening: Promise<PaymentChannel> | undefined
  /** The connection on which each provider was last told of the channel. */
  joined: WeakMap<ProviderLink, number>
  joining: Map<ProviderLink, Promise<void>>
  /** The connection on which each provider last said what is owed. */
  claimed: WeakMap<ProviderLink, number>
}

export function createChannelOpener(
  { chain, signer, recover, store, desk, log }: Components,
  { token, channelDeposit, limits }: Init,
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
    { cap, increment }: Need,
    onChain: Channel,
  ): Promise<PaymentChannel> {
    const { operator } = entry
    checkSigner(operator, onChain)
    const channelId = idOf(operator)
    const record = store.voucher(channelId, onChain.epoch)
    const claim = await claimOrRecord(link, { ...onChain, channelId }, record)
    if (claim.voucher !== undefined && claim.voucher.amount > (record?.amount ?? 0n)) {
      const { epoch } = onChain
      store.saveVouchers([{ channelId, epoch, operator, token: token.address, ...claim.voucher, credit: 0n }])
    }
    const best = greaterOf(greaterOf(record?.amount ?? 0n, claim.voucher?.amount ?? 0n), onChain.redeemed)
    const allowance = greaterOf(record?.credit ?? 0n, lesserOf(increment, cap))
    const channel = ledgerOf(operator, onChain, { signed: best, allowance })
    const disputed = channel.acceptClaim(claim.owed)
    entry.claimed.set(link, link.generation)
    entry.onChain = onChain
    log({ event: 'channel-adopted', operator, epoch: onChain.epoch, signed: best, owed: channel.owed, disputed })
    if (channel.owed > channel.signed) desk.touch(channel)
    return channel
  }

  /** The provider's claim; where the provider is silent, what the store knows suffices. */
  async function claimOrRecord(
    link: ProviderLink,
    channel: Channel & { readonly channelId: Hash },
    record: VoucherRecord | undefined,
  ): Promise<ChannelClaim> {
    try {
      return await claimOf(link, channel, AbortSignal.timeout(limits.answerMsMax))
    } catch (error) {
      if (record === undefined || error instanceof ChannelDisputedError) throw error
      log({ event: 'channel-claim-missing', node: link.node, reason: describeError(error) })
      return { owed: 0n }
    }
  }

  function claimOf(
    link: ProviderLink,
    channel: Pick<Channel, 'epoch' | 'deposit'> & { readonly channelId: Hash },
    signal: AbortSignal,
  ): Promise<ChannelClaim> {
    const { separator } = chain
    return askClaim({ link, separator, recover, signer: signer.address }, channel, { signal })
  }

  async function settleClaims(
    link: ProviderLink,
    channel: PaymentChannel,
    { signal }: { signal: AbortSignal },
  ): Promise<void> {
    const { owed } = await claimOf(link, channel, signal)
    const refused = channel.acceptClaim(owed)
    if (refused > 0n) log({ event: 'claim-refused', node: link.node, channelId: channel.channelId, refused })
    if (channel.owed > channel.signed) desk.touch(channel)
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

  return {
    ready,
    settleClaims,
    observe(channel, onChain) {
      const entry = entryOf(channel.operator)
      entry.onChain = onChain
      if (onChain.state === 'open' && onChain.epoch === channel.epoch) {
        channel.setDeposit(onChain.deposit)
        desk.touch(channel)
      } else if (entry.channel === channel) retire(entry, channel)
    },
    isCurrent: (channel) => entries.get(channel.operator)?.channel === channel,
    forget(operator) {
      const entry = entries.get(operator)
      if (entry?.channel !== undefined) retire(entry, entry.channel)
    },
    get isBusy() {
      return [...entries.values()].some(({ opening }) => opening !== undefined)
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
