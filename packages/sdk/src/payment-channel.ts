/**
 * The buyer's ledger of one epoch of one channel: what was delivered, what was promised, what is set aside. No clock, no
 * keys, no network.
 *
 * Invariants, whatever the order of calls:
 * - `signed` never goes down, never passes `deposit`, never passes the most that was ever owed;
 * - no tab counts more than its cap;
 * - after {@link PaymentChannel.take}, `signed` is at least `owed` or `deposit`, whichever is less.
 *
 * All amounts are base units of the channel's token.
 */
import { type Address, type Amount, type Hash, voucherDue } from '@millrace/protocol'
import { lesserOf } from './compare-amounts.ts'

/** What one run may and does cost on the channel. */
export type Tab = {
  readonly cap: Amount
  /** Charge of the run so far. */
  readonly counted: Amount
  /**
   * Sets the run's charge so far. Returns false, changing nothing, when it would pass the cap.
   *
   * @param total - charge since the start of the run; never less than before.
   */
  countTo(total: Amount): boolean
  /** Whether a voucher should be signed now. */
  due(): boolean
  /** The run ended and what was counted is owed. Idempotent. */
  close(): void
  /** The run ended with nothing delivered: what was counted is not owed. A promise already signed stays as credit. */
  void(): void
  /** The run ended without a receipt. Returns what may have been delivered unseen: up to one increment, within the cap. */
  lose(): Amount
}

export type PaymentChannel = {
  readonly channelId: Hash
  readonly epoch: bigint
  readonly operator: Address
  readonly token: Address
  readonly deposit: Amount
  readonly owed: Amount
  readonly signed: Amount
  /** What the open tabs may still cost beyond what they counted. */
  readonly reserved: Amount
  /** One increment per open tab, and what may have been delivered unseen. */
  readonly credit: Amount
  /** What may have been delivered unseen, so far not claimed. */
  readonly allowance: Amount
  /**
   * Opens a tab. Returns undefined where the deposit has no room for its cap beside what is owed. Caps of other tabs do not
   * count: they are rarely reached, and the deposit is topped up before it is used up.
   */
  openTab(terms: { cap: Amount; increment: Amount }): Tab | undefined
  /** Returns the amount that the next voucher promises, which counts as signed from now on; undefined when none is needed. */
  take(): Amount | undefined
  /** The deposit as the chain has it. It only grows within an epoch. */
  setDeposit(deposit: Amount): void
  /**
   * Takes the provider's word on what is owed, as far as work may have been delivered unseen. Returns what remains disputed.
   */
  acceptClaim(owed: Amount): Amount
}

export type PaymentChannelInit = {
  readonly channelId: Hash
  readonly epoch: bigint
  readonly operator: Address
  readonly token: Address
  readonly deposit: Amount
  readonly signed: Amount
  readonly allowance: Amount
}

/** Creates the ledger of a channel whose best voucher so far promises `signed`, all of it owed. */
export function createPaymentChannel(init: PaymentChannelInit): PaymentChannel {
  const { channelId, epoch, operator, token } = init
  let { deposit, signed, allowance } = init
  let owed = signed
  let reserved = 0n
  let openCredit = 0n

  return {
    channelId,
    epoch,
    operator,
    token,
    get deposit() {
      return deposit
    },
    get owed() {
      return owed
    },
    get signed() {
      return signed
    },
    get reserved() {
      return reserved
    },
    get credit() {
      return openCredit + allowance
    },
    get allowance() {
      return allowance
    },
    openTab,
    take() {
      const target = lesserOf(owed, deposit)
      if (target <= signed) return undefined
      signed = target
      return target
    },
    setDeposit(next) {
      if (next > deposit) deposit = next
    },
    acceptClaim(claimed) {
      const gap = claimed - owed
      if (gap <= 0n) return 0n
      const accepted = lesserOf(gap, allowance)
      owed += accepted
      allowance -= accepted
      return gap - accepted
    },
  }

  function openTab({ cap, increment }: { cap: Amount; increment: Amount }): Tab | undefined {
    if (owed + cap > deposit) return undefined
    // The increment is the provider's word; more than the run may cost cannot be delivered unseen.
    const unseenMax = lesserOf(increment, cap)
    let counted = 0n
    let open = true
    reserved += cap
    openCredit += unseenMax

    function settle(): boolean {
      if (!open) return false
      open = false
      reserved -= cap - counted
      openCredit -= unseenMax
      return true
    }

    return {
      cap,
      get counted() {
        return counted
      },
      countTo(total) {
        if (total > cap) return false
        const grown = total - counted
        if (!open || grown <= 0n) return true
        counted = total
        owed += grown
        reserved -= grown
        return true
      },
      due: () => voucherDue(owed, signed, increment),
      close() {
        settle()
      },
      void() {
        if (!settle()) return
        owed -= counted
        counted = 0n
      },
      lose() {
        if (!settle()) return 0n
        const unseen = lesserOf(unseenMax, cap - counted)
        allowance += unseen
        return unseen
      },
    }
  }
}
