/** Room on channels: tabs for runs, and top-ups on the chain, one at a time for each channel however many runs wait. */
import type { TokenInfo } from '@millrace/chain'
import type { Amount, Channel } from '@millrace/protocol'
import { ignore, untilAborted } from './abortable.ts'
import type { BuyerChain, BuyerLog } from './buyer.ts'
import { ChannelCrowdedError, describeError, InsufficientBalanceError } from './buyer-error.ts'
import type { BuyerLimits } from './buyer-limits.ts'
import { greaterOf, lesserOf } from './compare-amounts.ts'
import type { PaymentChannel, Tab } from './payment-channel.ts'

/** Top-ups a run waits for before it gives up: each was used up by other runs. */
export const topUpWaitsMax = 16

export type Need = { readonly cap: Amount; readonly increment: Amount }

export type ChannelFunding = {
  /** Returns a tab on the channel; tops it up first where it has no room. @throws {InsufficientBalanceError} */
  openTab(channel: PaymentChannel, need: Need, options: { signal: AbortSignal }): Promise<Tab>
  /** Tops the channel up in the background where little is left. */
  refill(channel: PaymentChannel): void
  readonly isBusy: boolean
}

type Components = {
  readonly chain: BuyerChain
  readonly now: () => number
  readonly log: BuyerLog
  /** Told what the chain says after a top-up. */
  readonly onTopUp: (channel: PaymentChannel, onChain: Channel) => void
}

type Init = {
  readonly token: TokenInfo
  readonly channelDeposit: Amount
  readonly topUpBelow: Amount
  readonly limits: BuyerLimits
}

export function createChannelFunding(
  { chain, now, log, onTopUp }: Components,
  { token, channelDeposit, topUpBelow, limits }: Init,
): ChannelFunding {
  const underWay = new Map<PaymentChannel, Promise<void>>()
  /** Unix milliseconds before which no background top-up is tried again. */
  const refillAt = new WeakMap<PaymentChannel, number>()

  /** Little is left, or less than half of what the runs under way may need, as far as a channel is meant to hold that. */
  function isLow({ deposit, owed, reserved }: PaymentChannel): boolean {
    const left = deposit - owed
    return left < topUpBelow || left * 2n < lesserOf(reserved, channelDeposit)
  }

  /** Fills the channel up to `channelDeposit` left, or to `cap` where that is more, as far as the balance goes. */
  function topUp(channel: PaymentChannel, cap: Amount): Promise<void> {
    const known = underWay.get(channel)
    if (known !== undefined) return known
    const begun = transfer(channel, cap).finally(() => underWay.delete(channel))
    underWay.set(channel, begun)
    return begun
  }

  async function transfer(channel: PaymentChannel, cap: Amount): Promise<void> {
    const signal = AbortSignal.timeout(limits.chainMsMax)
    const { operator } = channel
    const left = channel.deposit - channel.owed
    const needed = greaterOf(cap - left, 1n)
    const wanted = greaterOf(greaterOf(channelDeposit, cap) - left, needed)
    const balance = await chain.escrowBalance(token.address, chain.account, { signal })
    if (balance < needed) throw new InsufficientBalanceError(token, balance, needed)
    const amount = lesserOf(wanted, balance)
    await chain.topUp(operator, token.address, amount, { signal })
    const onChain = await chain.channel(chain.account, operator, token.address, { signal })
    log({ event: 'channel-topped-up', operator, amount, deposit: onChain.deposit })
    onTopUp(channel, onChain)
  }

  return {
    async openTab(channel, need, { signal }) {
      for (let waits = 0; waits < topUpWaitsMax; waits++) {
        const tab = channel.openTab(need)
        if (tab !== undefined) return tab
        // One under way may be for less, and its failure says nothing of what this run needs.
        const known = underWay.get(channel)
        await untilAborted(known?.catch(ignore) ?? topUp(channel, need.cap), signal)
      }
      throw new ChannelCrowdedError(channel.operator)
    },
    refill(channel) {
      if (!isLow(channel) || underWay.has(channel) || now() < (refillAt.get(channel) ?? 0)) return
      topUp(channel, 0n).catch((error: unknown) => {
        refillAt.set(channel, now() + limits.topUpSpacingMs)
        log({ event: 'top-up-failed', operator: channel.operator, reason: describeError(error) })
      })
    },
    get isBusy() {
      return underWay.size > 0
    },
  }
}
