export type { CaseRecord } from './case-records.ts'
export type { ChannelLedger } from './channel-ledger.ts'
export type { CaseStatus } from './court-desk.ts'
export { chunksPerTurnMax } from './deliver-text.ts'
export { lazyWriteMsMax } from './group-commit.ts'
export {
  type Listing,
  ListingError,
  listedSlotsMax,
  listingsMax,
  noticeSecondsMax,
  type PostedPricing,
} from './listing.ts'
export type { Log, LogFields, LogLevel } from './log.ts'
export { createNode, type Node, type NodeComponents, type NodeInit } from './node.ts'
export { type NodeLimits, nodeLimits } from './node-limits.ts'
export { NodeNotRegisteredError } from './node-not-registered-error.ts'
export type { ChannelStatus, NodeStatus } from './node-status.ts'
export { type NodeStore, openNodeStore } from './node-store.ts'
export { type ObjectLimits, objectLimits } from './objects/object-limits.ts'
export type { ReceiptRoot, TokenTotal } from './receipt-roots.ts'
export type { RedeemPolicy } from './redeem-policy.ts'
export type { RedeemOutcome } from './redeemer.ts'
export { type RefusalCode, RefusalError, refusals } from './refusal-error.ts'
export type { BulkPort } from './serve-bulk.ts'
export { StoreError } from './store-error.ts'
export {
  answerAgeMsMax,
  answersBytesMax,
  answersKeptMax,
  endedChannelAgeMsMax,
  idleLeaseAgeMs,
  idleLeaseLookMs,
  prunedRowsMax,
  receiptAgeMsMax,
  receiptEvidenceMsMin,
  receiptsKeptMax,
  settlementsKeptMax,
  storeLockWaitMsMax,
} from './store-limits.ts'
export type {
  AnswerRow,
  ChannelRow,
  LeaseRow,
  ReceiptRootRow,
  ReceiptRow,
  ReservationRow,
  SettlementRow,
  StoreIdentity,
} from './store-rows.ts'
export { type TaskTimes, taskLimits } from './tasks/task-limits.ts'
export {
  createTaskRuntime,
  type TaskCaps,
  type TaskRuntimeComponents,
  type TaskRuntimeInit,
} from './tasks/task-runtime.ts'
export { createWasmRuntime } from './wasm-runtime.ts'
