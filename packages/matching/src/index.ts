export {
  type Coordinate,
  coordinateFromDetails,
  coordinateToDetails,
  createCoordinate,
  roundTripEstimateMs,
  updateCoordinate,
} from './coordinates.ts'
export { type FirstTokenInputs, firstTokenEstimateMs } from './first-token.ts'
export { nextPostedPrice, type PostedPriceStep } from './posted-price.ts'
export {
  createReputationRecord,
  decayedReputation,
  type Reputation,
  type ReputationRecord,
  recordOutcome,
  reputationLowerBound,
} from './reputation.ts'
export { type Millis, unixSecondsOf } from './time.ts'
