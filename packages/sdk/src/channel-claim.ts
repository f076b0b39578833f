/**
 * What a provider says of a channel: the best voucher it holds, and what it believes is owed. The voucher counts only with
 * this buyer's own signature; the rest is a claim.
 */
import {
  type Address,
  type Amount,
  type Channel,
  digest,
  type Hash,
  protocolVersion,
  type RecoverSigner,
  type Signature,
  type Voucher,
  voucherType,
} from '@millrace/protocol'
import { ChannelDisputedError, ProviderRefusedError } from './buyer-error.ts'
import type { ProviderLink } from './provider-link.ts'

export type ChannelClaim = {
  /** Base units that the provider believes are owed; not to be believed beyond what may have come unseen. */
  readonly owed: Amount
  /** The best voucher it holds of this epoch, signed by this buyer. */
  readonly voucher?: { readonly amount: Amount; readonly signature: Signature }
}

type Components = {
  readonly link: ProviderLink
  readonly separator: Uint8Array
  readonly recover: RecoverSigner
  /** The session key's address. */
  readonly signer: Address
}

/**
 * Returns the provider's claim; nothing is owed where it knows no such channel.
 *
 * @throws {ChannelDisputedError} when it shows a voucher that cannot be this buyer's. It is suspended then.
 */
export async function askClaim(
  components: Components,
  channel: { readonly channelId: Hash } & Pick<Channel, 'epoch' | 'deposit'>,
  { signal }: { signal: AbortSignal },
): Promise<ChannelClaim> {
  const { link } = components
  const answer = await answerOf(link, channel.channelId, signal)
  if (answer === undefined) return { owed: 0n }
  const { owed, voucher, signature } = answer
  if (voucher === undefined || signature === undefined || voucher.epoch < channel.epoch) return { owed }
  const fault = faultOf(components, channel, voucher, signature)
  if (fault === undefined) return { owed, voucher: { amount: voucher.amount, signature } }
  link.suspend(`It lied about its channel: ${fault}`)
  throw new ChannelDisputedError(link.node, fault)
}

async function answerOf(link: ProviderLink, channelId: Hash, signal: AbortSignal) {
  try {
    return await link.ask({ v: protocolVersion, type: 'channel', channelId }, 'channel', { signal })
  } catch (error) {
    if (error instanceof ProviderRefusedError) return undefined
    throw error
  }
}

function faultOf(
  { separator, recover, signer }: Components,
  { channelId, epoch, deposit }: { readonly channelId: Hash } & Pick<Channel, 'epoch' | 'deposit'>,
  voucher: Voucher,
  signature: Signature,
): string | undefined {
  if (voucher.channelId !== channelId) return 'it shows a voucher of another channel.'
  if (voucher.epoch !== epoch) return 'it shows a voucher of an epoch yet to come.'
  if (voucher.amount > deposit) return 'it shows a voucher above the deposit.'
  if (recover(digest(separator, voucherType, voucher), signature) === signer) return undefined
  return 'it shows a voucher that this buyer did not sign.'
}
