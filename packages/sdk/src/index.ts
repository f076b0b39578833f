export type { EarlierPart } from './answer.ts'
export type { Ask, ChatMessage, GenerationParameters, Hedge, Needs, RunOptions, Work } from './ask.ts'
export { assuranceOf, assuredOffer, auditorsMinDefault } from './assurance.ts'
export { auditorsLookedAtMax, coverAnswersMax, coverFreshMs } from './assurance-cover.ts'
export type { AuditChain } from './audits/audit-chain.ts'
export { type SampledAuditLimits, sampledAuditLimits } from './audits/audit-limits.ts'
export {
  type AuditFinding,
  type AuditStore,
  type AuditTotals,
  auditFindingsKeptMax,
} from './audits/audit-store.ts'
export type { AuditsView } from './audits/sampled-audits.ts'
export { type BatchInit, batchMemoryPagesDefault, batchWork } from './batch-work.ts'
export {
  type Buyer,
  type BuyerChain,
  type BuyerComponents,
  type BuyerInit,
  type BuyerLog,
  type BuyerMesh,
  createBuyer,
} from './buyer.ts'
export {
  AskInvalidError,
  BuyerClosedError,
  BuyerStoreError,
  BuyerStoreInUseError,
  BuyerStoreTooNewError,
  ChannelClosingError,
  ChannelCrowdedError,
  ChannelDisputedError,
  ChannelSignerMismatchError,
  IdempotencyInProgressError,
  IdempotencyKeyReusedError,
  InsufficientBalanceError,
  LeasesCrowdedError,
  OverchargedError,
  ProviderError,
  ProviderLostError,
  ProviderMisbehavedError,
  ProviderRefusedError,
  ProviderStalledError,
  ProviderUnreachableError,
  QuoteRefusedError,
  quotedTextCharsMax,
  ReceiptMismatchError,
} from './buyer-error.ts'
export { type BuyerLimits, buyerLimits } from './buyer-limits.ts'
export type { BuyerStore, IdempotencyRecord, LeaseRecord, NodeRecord, VoucherRecord } from './buyer-store.ts'
export { topUpWaitsMax } from './channel-funding.ts'
export type { ChannelView, CloseOutcome } from './channel-view.ts'
export type { Choice, ConsideredOffer, ExcludedOffer } from './choice.ts'
export { modelNamesListedMax, offersRankedMax, unavailableListedMax } from './choose-match.ts'
export type { CooperativeClose } from './close-channels.ts'
export type { AskExplanation, AskOutline } from './explain-ask.ts'
export { firstOutputModelsMax, firstOutputsKeptMax } from './first-outputs.ts'
export { offersPerOperatorMax, offersPerProviderMax } from './held-offers.ts'
export {
  itemName,
  linesOf,
  shardItemsPath,
  shardRange,
  shardResultsPath,
  shardWallMsMax,
} from './jobs/batch-of-manifest.ts'
export { JobNotServedError, type UnservedPart } from './jobs/job-error.ts'
export { jobOfManifest, jobStartsMax, type ManifestJob, unservedParts } from './jobs/job-of-manifest.ts'
export {
  type ItemProof,
  type ItemResult,
  type JobNews,
  type JobOrder,
  type JobResult,
  type JobStore,
  type JobTask,
  jobLimits,
} from './jobs/job-order.ts'
export { type JobComponents, runJob } from './jobs/run-job.ts'
export { leaseWaitsMax } from './lease-pool.ts'
export {
  AuditorsTooFewError,
  HedgeLostError,
  ModelAmbiguousError,
  ModelNotOfferedError,
  NegotiationFailedError,
  NoOfferError,
  ProviderEndedError,
  ProviderSlowError,
  ProvidersExhaustedError,
  ReservationNotDueError,
  StandingOrderExpiredError,
  StandingOrdersFullError,
  TokenUncoveredError,
} from './market-error.ts'
export { createMemoryBuyerStore } from './memory-buyer-store.ts'
export { measuredNodesMax } from './net-position.ts'
export { nodeRecordsGatheredMs, nodeRecordsMax } from './node-records.ts'
export { heardNodesWaitingMax, operatorsKeptMax, registryAsksMax } from './offer-book.ts'
export type { OfferView, ProviderOffer, RejectedOffer, UnreachableProvider } from './offer-view.ts'
export { payerProofMarginMs, payerProofMs } from './payer-proof.ts'
export {
  maxTokensDefault,
  outputTokensExpected,
  templateTokensMax,
  templateTokensPerMessageMax,
} from './plan-work.ts'
export { quoteMarginMs } from './provider-desk.ts'
export { heardLinksMax } from './provider-links.ts'
export type { ReceiptsView } from './receipts/receipt-proofs.ts'
export type { KeptReceipt, ReceiptTally } from './receipts/receipt-store.ts'
export { triesPerProviderMax } from './relay.ts'
export type { ReplicaJudgement, ReplicasAsk, ReplicatedResult, ReplicaView } from './replicate.ts'
export type { Reservation, ReserveAsk } from './reservation.ts'
export type { PartFailure, Run, RunChunk, RunPart, RunResult } from './run.ts'
export { noticesPerRunMax } from './run-part.ts'
export { charsPerUnitMax, chunksSpareMax } from './run-tally.ts'
export { healthLimits } from './services/check-health.ts'
export { runService, type ServiceComponents } from './services/run-service.ts'
export { TaskConnectionResetError, TaskEndedError, TaskPortClosedError } from './services/service-error.ts'
export {
  type ManifestService,
  serviceOfManifest,
  servicePeriodMs,
  serviceReadyMsMax,
} from './services/service-of-manifest.ts'
export type {
  ServiceInstance,
  ServiceLog,
  ServiceNews,
  ServiceOrder,
  ServiceResult,
  ServiceRevision,
  ServiceRun,
  ServiceStore,
} from './services/service-order.ts'
export type {
  RemoteExec,
  RemoteExecSpec,
  TaskEnd,
  TaskInstance,
  TaskNotice,
} from './services/task-instance.ts'
export type { CallOptions, LeaseSession, ProviderSession, SignedQuote } from './session.ts'
export {
  idempotencyKeysKeptMax,
  leasesKeptMax,
  lockWaitMsMax,
  nodeRecordsKeptMax,
  openBuyerStore,
} from './sqlite-buyer-store.ts'
export { type StandingAsk, standingMsMax, standingOrdersMax } from './standing-order.ts'
export { TaskStorageMissingError } from './tasks/task-error.ts'
export { taskLimits } from './tasks/task-limits.ts'
export type { TaskAnswer, TaskOrder, TaskOrderInput, TaskRun, TaskStart } from './tasks/task-order.ts'
export { priceMax } from './verify-offer.ts'
