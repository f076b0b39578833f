/** What the package offers. */
export {
  type Auditor,
  type AuditorComponents,
  type AuditorInit,
  type AuditorStatus,
  createAuditor,
} from './auditor.ts'
export {
  AuditorClosedError,
  AuditorStoreError,
  CaseUnfoundedError,
  CourtBudgetError,
  EvidenceBusyError,
  EvidenceMissingError,
  EvidenceRefusedError,
} from './auditor-error.ts'
export type { AuditorLog } from './auditor-log.ts'
export { auditorLockWaitMsMax } from './auditor-store.ts'
export type { CanaryBuyer } from './canaries/buy-canary.ts'
export type { CanaryPayer, WatchedProvider } from './canaries/canary-context.ts'
export { type CanaryLimits, canaryLimits, canaryRowsKeptMax } from './canaries/canary-limits.ts'
export type { CanaryStatus } from './canaries/canary-loop.ts'
export type { CourtStatus } from './court/court.ts'
export { type CourtLimits, courtLimits, endedRowsKeptMax } from './court/court-limits.ts'
export type { DutyState, OwnCase, OwnCaseState } from './court/court-store.ts'
export { evidenceHandler, fetchEvidence, type ServeEvidence } from './court/evidence-stream.ts'
export { encodeLocator, locatorPortMin } from './court/locator.ts'
export { auditorContent, auditSlotsDefault, auditsQueuedMax, createAuditRuntime } from './judge/audit-runtime.ts'
export type { Finding, Judgement, TolerantReading, UnableCode } from './judge/finding.ts'
export { judgeBundle, judgeBundleText, judgeMsMax } from './judge/judge-bundle.ts'
export type { JudgeComponents, JudgeOptions } from './judge/judge-components.ts'
