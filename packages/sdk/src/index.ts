export type { Ask, ChatMessage, GenerationParameters, RunOptions, Work } from './ask.ts'
export {
  type Buyer,
  type BuyerChain,
  type BuyerComponents,
  type BuyerInit,
  type BuyerLog,
  createBuyer,
} from './buyer.ts'
export { type BuyerLimits, buyerLimits } from './buyer-limits.ts'
export type { BuyerStore, IdempotencyRecord, LeaseRecord, VoucherRecord } from './buyer-store.ts'
export type { ChannelView, CloseOutcome } from './channel-view.ts'
export type { Choice, ConsideredOffer, ExcludedOffer } from './choose-offer.ts'
export { createMemoryBuyerStore } from './memory-buyer-store.ts'
export type { OfferView, ProviderOffer, RejectedOffer, UnreachableProvider } from './offer-view.ts'
export type { Run, RunChunk, RunResult } from './run.ts'
export type { CallOptions, LeaseSession, ProviderSession, SignedQuote } from './session.ts'
export { openBuyerStore } from './sqlite-buyer-store.ts'
