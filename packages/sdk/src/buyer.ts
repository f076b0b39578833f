/** The buyer: the golden path over many providers. Types; `createBuyer` wires the parts. */
import type { ChainWriter } from '@millrace/chain'
import type { Address, Amount, PeerEndpoint, PeerTransport, Signer } from '@millrace/protocol'
import type { Ask, RunOptions } from './ask.ts'
import type { BuyerStore } from './buyer-store.ts'
import type { ChannelView, CloseOutcome } from './channel-view.ts'
import type { OfferView } from './offer-view.ts'
import type { Run } from './run.ts'
import type { CallOptions, ProviderSession } from './session.ts'

/** What a buyer needs of a chain; a {@link ChainWriter} of the payer's account satisfies it. */
export type BuyerChain = Pick<
  ChainWriter,
  | 'account'
  | 'deployment'
  | 'domain'
  | 'separator'
  | 'channel'
  | 'escrowBalance'
  | 'operatorOf'
  | 'openChannel'
  | 'topUp'
  | 'startClose'
  | 'finishClose'
  | 'blockTimestamp'
>

/** One line of what happened, for a log. Never a secret, never a prompt. */
export type BuyerLog = (event: { readonly event: string; readonly [field: string]: unknown }) => void

export type BuyerComponents = {
  readonly chain: BuyerChain
  /** The session signer: the hot key that signs orders and vouchers, and that the transport proves to hold. */
  readonly signer: Signer
  readonly transport: PeerTransport
  readonly store: BuyerStore
  /** Unix milliseconds. */
  readonly now: () => number
  readonly random: (bytes: number) => Uint8Array
  readonly log?: BuyerLog
}

export type BuyerInit = {
  readonly providers: readonly PeerEndpoint[]
  /** The settlement token. */
  readonly token: Address
  /** Base units a new channel is opened with; less when the balance is less. */
  readonly channelDeposit: Amount
  /** Base units left in a channel below which it is topped up to `channelDeposit`. */
  readonly topUpBelow: Amount
  /** Base units one lease may cost; a single run that may cost more gets a larger lease. */
  readonly leaseAmountMax: Amount
  /** Milliseconds; see limits. Tests shorten them. */
  readonly limits?: Partial<BuyerLimits>
}

/** Named limits, changeable for tests and unusual links. Milliseconds. */
export type BuyerLimits = {
  readonly dialMsMax: number
  readonly answerMsMax: number
  readonly firstFrameMsMax: number
  readonly frameSilenceMsMax: number
  readonly offersFreshMs: number
  readonly operatorFreshMs: number
  readonly suspendMs: number
  readonly leaseMs: number
  readonly attemptsMax: number
}

export type Buyer = {
  /** Returns what providers offer, verified. Cached; refreshed in the background when old. */
  offers(options: CallOptions): Promise<OfferView>
  /** Chooses a provider, pays it and returns the run once its first output has come. On abort the run is cancelled. */
  run(ask: Ask, options: RunOptions): Promise<Run>
  /** Connects to one provider: the explicit path. */
  connect(endpoint: PeerEndpoint, options: CallOptions): Promise<ProviderSession>
  channels(): readonly ChannelView[]
  /** Returns the base units promised by vouchers so far, over all channels and epochs that the store knows. */
  spent(): Amount
  /** Starts to close every open channel, or finishes it where its delay is over. */
  closeChannels(options: CallOptions): Promise<readonly CloseOutcome[]>
  /** Cancels runs, sends the last vouchers and closes connections and the store. */
  close(): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}
