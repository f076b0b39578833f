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
export { type BookEntry, BookEntryError } from './book/book-entry.ts'
export { BookNodesFullError } from './book/node-table.ts'
export { bookOffersMax, createOfferBook, type OfferBook } from './book/offer-book.ts'
export {
  type Coordinate,
  coordinateFromDetails,
  coordinateToDetails,
  createCoordinate,
  roundTripEstimateMs,
  updateCoordinate,
} from './coordinates.ts'
export { type FailureInputs, failureCostOf } from './failure-cost.ts'
export { type FirstTokenInputs, firstTokenEstimateMs } from './first-token.ts'
export { explainExclusions, explainMatch, explainNoMatch, explainRelaxation } from './match/explain.ts'
export { matchOffers } from './match/match-offers.ts'
export {
  type ConstraintName,
  type ExclusionCount,
  type ExclusionCounts,
  type Match,
  type MatchAt,
  type MatchOrder,
  type MatchReasons,
  type MatchResult,
  matchCountMax,
  orderListMax,
  type Relaxation,
  type RelaxationChange,
} from './match/match-order.ts'
export { relaxOrder } from './match/relax-order.ts'
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
  cancelReservation,
  confirmReservation,
  createReservations,
  earliestFit,
  forgetPastReservations,
  type Reservation,
  type ReservationAnswer,
  type ReservationAsk,
  type Reservations,
  reservationFee,
  reservationHorizonSecondsMax,
  reservationsMax,
  reservedSlotsAt,
  reserveSlots,
} from './reservations.ts'
export {
  type AskCommitment,
  commitmentOf,
  type OpenedAsks,
  openAsks,
  type SealedAsk,
  sealedAskType,
} from './sealed-asks.ts'
export {
  type CheckpointPort,
  createSpotPool,
  type SpotAction,
  type SpotBid,
  type SpotEvent,
  type SpotInput,
  type SpotJob,
  type SpotPool,
  type SpotState,
  type SpotStep,
  spotJobsMax,
  spotSlots,
  spotTransition,
  spotTransitions,
  stepSpot,
} from './spot.ts'
export {
  cancelOrder,
  createStandingOrders,
  expireOrders,
  type FillRule,
  fillOrders,
  type OpenOffer,
  type OrderFill,
  type OrderPlaced,
  type OrderRefused,
  placeOrder,
  type StandingEntry,
  type StandingOrder,
  type StandingOrders,
  standingOrdersMax,
} from './standing-orders.ts'
export type { Millis } from './time.ts'
