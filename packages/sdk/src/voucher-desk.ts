/**
 * Signs vouchers: at most one per channel and event-loop turn, whatever number of runs asked for it. What was signed is
 * kept in the store, all channels in one commit, before any of it is sent.
 */
import {
  type Amount,
  digest,
  encodeFrame,
  type Hash,
  type Signature,
  type Signer,
  voucherType,
} from '@millrace/protocol'
import { BuyerStoreError } from './buyer-error.ts'
import type { BuyerStore, VoucherRecord } from './buyer-store.ts'
import type { PaymentChannel } from './payment-channel.ts'

/** Where a channel's vouchers go. */
export type VoucherReceiver = {
  sendVoucher(channelId: Hash, frame: Uint8Array): void
  /** The amount it acknowledged. */
  paid(channelId: Hash): Amount
}

export type VoucherDesk = {
  /** Has the channel's owed promised at the end of this turn of the event loop. */
  touch(channel: PaymentChannel): void
  /** Sends the channel's vouchers to the receiver too, beginning with the best one so far. */
  join(channel: PaymentChannel, receiver: VoucherReceiver): void
  /** Signs, keeps and sends what is due, now. */
  flush(): void
  /** Whether a voucher was sent that its receiver did not acknowledge. */
  unacknowledged(): boolean
  /** Drops a channel that is no longer in use. */
  leave(channel: PaymentChannel): void
  /** Signatures made so far. */
  readonly signatures: number
}

type Components = {
  readonly signer: Signer
  readonly separator: Uint8Array
  readonly store: BuyerStore
  /** Told after each voucher was sent. */
  readonly onSigned: (channel: PaymentChannel) => void
  /** Told when the store fails: nothing that was signed was sent. */
  readonly onFailure: (error: BuyerStoreError) => void
}

export function createVoucherDesk({ signer, separator, store, onSigned, onFailure }: Components): VoucherDesk {
  const due = new Set<PaymentChannel>()
  const receivers = new Map<PaymentChannel, Set<VoucherReceiver>>()
  let scheduled = false
  let signatures = 0

  function sign(channel: PaymentChannel, amount: Amount): VoucherRecord {
    signatures++
    const { channelId, epoch, operator, token, credit } = channel
    const signature = signer.sign(digest(separator, voucherType, { channelId, epoch, amount }))
    return { channelId, epoch, operator, token, amount, signature, credit }
  }

  function flush(): void {
    scheduled = false
    const signed: { channel: PaymentChannel; record: VoucherRecord }[] = []
    for (const channel of due) {
      const amount = channel.take()
      if (amount !== undefined) signed.push({ channel, record: sign(channel, amount) })
    }
    due.clear()
    if (signed.length === 0) return
    try {
      store.saveVouchers(signed.map(({ record }) => record))
    } catch (cause) {
      onFailure(new BuyerStoreError('a voucher could not be kept, so it was not sent.', cause))
      return
    }
    for (const { channel, record } of signed) {
      send(channel, record, receivers.get(channel) ?? [])
      onSigned(channel)
    }
  }

  return {
    touch(channel) {
      due.add(channel)
      if (scheduled) return
      scheduled = true
      setImmediate(flush)
    },
    join(channel, receiver) {
      const known = receivers.get(channel)
      if (known === undefined) receivers.set(channel, new Set([receiver]))
      else known.add(receiver)
      const best = store.voucher(channel.channelId, channel.epoch)
      if (best !== undefined) send(channel, best, [receiver])
    },
    flush,
    unacknowledged() {
      for (const [channel, all] of receivers) {
        for (const receiver of all) if (receiver.paid(channel.channelId) < channel.signed) return true
      }
      return false
    },
    leave(channel) {
      receivers.delete(channel)
    },
    get signatures() {
      return signatures
    },
  }
}

function send(
  { channelId, epoch }: PaymentChannel,
  { amount, signature }: { amount: Amount; signature: Signature },
  receivers: Iterable<VoucherReceiver>,
): void {
  const frame = encodeFrame({ type: 'voucher', voucher: { channelId, epoch, amount }, signature })
  for (const receiver of receivers) receiver.sendVoucher(channelId, frame)
}
