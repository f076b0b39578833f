/** Takes vouchers in, for all channels of one buyer, each acknowledged once it is on disk. */
import {
  type BuyerFrame,
  decodeBuyerFrame,
  digest,
  encodeFrame,
  MalformedError,
  type PeerStream,
  type Signature,
  type Voucher,
  voucherType,
} from '@millrace/protocol'
import type { ChannelEntry } from './channel-book.ts'
import { judgeVoucher } from './channel-ledger.ts'
import type { NodeContext, Peer } from './node-context.ts'
import { RefusalError } from './refusal-error.ts'

/** Reads vouchers until the buyer ends the stream. @throws {RefusalError} on the first that is not good. */
export async function servePay(
  context: NodeContext,
  stream: PeerStream,
  frames: AsyncIterator<Uint8Array>,
  peer: Peer,
): Promise<void> {
  for (let next = await frames.next(); next.done !== true; next = await frames.next()) {
    const frame = readVoucher(context, next.value)
    const { channelId } = frame.voucher
    const entry = context.channels.find(channelId)
    if (entry === undefined || entry.view.signer !== peer.remote) {
      throw new RefusalError('CHANNEL_UNKNOWN', 'This node works on no such channel of yours.')
    }
    context.runs.endOlder(channelId, peer)
    await takeVoucher(context, entry, frame.voucher, frame.signature)
    await stream.send(encodeFrame({ type: 'paid', channelId, amount: entry.ledger.paid }))
  }
}

async function takeVoucher(
  context: NodeContext,
  entry: ChannelEntry,
  voucher: Voucher,
  signature: Signature,
): Promise<void> {
  // What the chain is known to say may be behind: a top-up, or the channel opened anew.
  if (voucher.epoch !== entry.view.epoch || judgeVoucher(entry.ledger, voucher.amount) === 'over-deposit') {
    await context.channels.refresh(entry)
  }
  if (voucher.epoch !== entry.view.epoch || entry.view.state === 'none') {
    throw new RefusalError('VOUCHER_EPOCH_WRONG', `The channel is in epoch ${entry.view.epoch}, not ${voucher.epoch}.`)
  }
  const outcome = judgeVoucher(entry.ledger, voucher.amount)
  if (outcome === 'stale') {
    throw new RefusalError(
      'VOUCHER_STALE',
      `A voucher for ${entry.ledger.signed} is here; this one is for ${voucher.amount}.`,
    )
  }
  if (outcome === 'equal' && entry.ledger.paid >= voucher.amount) return
  if (context.recoverSigner(digest(context.separator, voucherType, voucher), signature) !== entry.view.signer) {
    throw new RefusalError('VOUCHER_SIGNATURE_INVALID', "The signature is not that of the channel's session key here.")
  }
  if (outcome === 'over-deposit') {
    throw new RefusalError(
      'VOUCHER_OVER_DEPOSIT',
      `The channel holds ${entry.view.deposit}; the voucher promises ${voucher.amount}.`,
    )
  }
  await context.channels.pay(entry, voucher.amount, signature)
}

function readVoucher(context: NodeContext, bytes: Uint8Array): Extract<BuyerFrame, { type: 'voucher' }> {
  if (bytes.length > context.limits.controlFrameBytesMax) {
    throw new MalformedError('frame', `at most ${context.limits.controlFrameBytesMax} bytes`, bytes.length)
  }
  const frame = decodeBuyerFrame(bytes)
  if (frame.type !== 'voucher')
    throw new RefusalError('FRAME_UNEXPECTED', `A pay stream carries vouchers, not ${frame.type}.`)
  return frame
}
