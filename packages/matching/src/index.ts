export {
  type AdmissionAnswer,
  type AdmissionLimits,
  createQuoteAdmission,
  defaultAdmissionLimits,
  type QuoteAdmission,
  type QuoteAdmissionAsk,
} from './admission.ts'
export {
  type AuctionInit,
  type AuctionResult,
  auctionEntriesMax,
  type BatchAsk,
  type BatchLimit,
  clearAuction,
} from './auction.ts'
export { availabilityHorizonMsMax, createSchedule, type OpenSpan, type Schedule } from './availability.ts'
export {
  type Coordinate,
  coordinateFromDetails,
  coordinateToDetails,
  createCoordinate,
  roundTripEstimateMs,
  updateCoordinate,
} from './coordinates.ts'
export { type FirstTokenInputs, firstTokenEstimateMs } from './first-token.ts'
export {
  type BuyerMove,
  type BuyerRound,
  buyerNext,
  type SellerAnswer,
  type SellerRound,
  sellerAnswer,
} from './negotiation.ts'
export { nextPostedPrice, type PostedPriceStep } from './posted-price.ts'
export {
  createReputationRecord,
  decayedReputation,
  type Reputation,
  type ReputationRecord,
  recordOutcome,
  reputationLowerBound,
} from './reputation.ts'
export {
  type AskCommitment,
  commitmentOf,
  type OpenedAsks,
  openAsks,
  type SealedAsk,
  sealedAskType,
} from './sealed-asks.ts'
export { type Millis, unixSecondsOf } from './time.ts'
