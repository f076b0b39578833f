export type { Ask, ChatMessage, GenerationParameters, RunOptions, Work } from './ask.ts'
export { modelNamesListedMax, triesPerProviderMax } from './ask-runner.ts'
export {
  type Buyer,
  type BuyerChain,
  type BuyerComponents,
  type BuyerInit,
  type BuyerLog,
  createBuyer,
} from './buyer.ts'
export {
  AskInvalidError,
  BuyerClosedError,
  BuyerStoreError,
  BuyerStoreInUseError,
  ChannelClosingError,
  ChannelCrowdedError,
  ChannelDisputedError,
  ChannelSignerMismatchError,
  IdempotencyKeyReusedError,
  InsufficientBalanceError,
  LeasesCrowdedError,
  ModelAmbiguousError,
  ModelNotOfferedError,
  NoOfferError,
  OverchargedError,
  ProviderError,
  ProviderLostError,
  ProviderMisbehavedError,
  ProviderRefusedError,
  ProviderStalledError,
  ProvidersExhaustedError,
  ProviderUnreachableError,
  QuoteRefusedError,
  quotedTextCharsMax,
  ReceiptMismatchError,
} from './buyer-error.ts'
export { type BuyerLimits, buyerLimits } from './buyer-limits.ts'
export type { BuyerStore, IdempotencyRecord, LeaseRecord, VoucherRecord } from './buyer-store.ts'
export { topUpWaitsMax } from './channel-funding.ts'
export type { ChannelView, CloseOutcome } from './channel-view.ts'
export { type Choice, type ConsideredOffer, type ExcludedOffer, excludedListedMax } from './choose-offer.ts'
export type { CooperativeClose } from './close-channels.ts'
export { leaseWaitsMax } from './lease-pool.ts'
export { createMemoryBuyerStore } from './memory-buyer-store.ts'
export { offersPerProviderMax, priceMax } from './offer-book.ts'
export type { OfferView, ProviderOffer, RejectedOffer, UnreachableProvider } from './offer-view.ts'
export {
  maxTokensDefault,
  outputTokensExpected,
  templateTokensMax,
  templateTokensPerMessageMax,
} from './plan-work.ts'
export { quoteMarginMs } from './provider-desk.ts'
export type { Run, RunChunk, RunResult } from './run.ts'
export { charsPerUnitMax, chunksSpareMax } from './run-tally.ts'
export type { CallOptions, LeaseSession, ProviderSession, SignedQuote } from './session.ts'
export { idempotencyKeysKeptMax, leasesKeptMax, lockWaitMsMax, openBuyerStore } from './sqlite-buyer-store.ts'
