/** What the package offers. */

export { isAuditChosen } from './audits/audit-choice.ts'
export { type AuditOutcome, type AuditRecord, emptyAuditRecord, recordAudit } from './audits/audit-record.ts'
export {
  type AuditableReceipt,
  type AuditSchedule,
  type AuditScheduleEvent,
  type AuditScheduleResult,
  advanceAuditSchedule,
  auditsToAsk,
  type DueAudit,
  type EndedAudit,
  emptyAuditSchedule,
} from './audits/audit-schedule.ts'
export {
  type CanaryFacts,
  type CanaryRules,
  type CanarySchedule,
  type CanarySubject,
  canariesDue,
  canariesPerDay,
  canarySent,
  canaryTime,
  watchProvider,
  withinBudget,
} from './audits/canary-schedule.ts'
export { nextAuditors, rankAuditors } from './audits/rank-auditors.ts'
export { CanariesSpentError } from './canary/canaries-spent-error.ts'
export type { CanaryKind } from './canary/canary-request.ts'
export {
  type AnsweredCanary,
  type Canary,
  type CanaryComponents,
  type CanarySource,
  type CanarySourceInit,
  type CanarySourceState,
  createCanarySource,
  endsSession,
  type NextCanary,
} from './canary/canary-source.ts'
export type { CanaryCorpus, CanaryProgram, PromptBrief } from './canary/canary-text.ts'
export type { WritePrompt } from './canary/text-maker.ts'
export {
  type ObservedRequest,
  type TrafficProfile,
  type TrafficSession,
  trafficProfile,
} from './canary/traffic-profile.ts'
export { cosineDistance, vectorLayout, vectorMargin } from './embeddings/vector-margin.ts'
export {
  type AttestedGroup,
  attestationHash,
  attestationMsMax,
  attestationOf,
  currentAttestations,
  type HardwareAttestation,
} from './hardware/attestation.ts'
export {
  challengeIdOf,
  challengeProblem,
  challengeWork,
  type HardwareChallenge,
  type HardwareClass,
  type HardwareCommitment,
  type HardwareOpening,
  type HardwareRecall,
  hardwareClasses,
  hardwareLimits,
  rowsRoot,
  skippedShareMax,
  unitsOf,
} from './hardware/challenge.ts'
export { type CommittedRows, checkOpening, type OpeningOutcome, rowsToOpen } from './hardware/check-opening.ts'
export { factorKeyOf, factorLine } from './hardware/factors.ts'
export {
  type ChallengeResponse,
  type GroupResult,
  type HardwareClaim,
  type HardwareReason,
  hardwareReasons,
  type JudgeRules,
  judgeChallenge,
  type NodeResult,
  ordinaryJudgeRules,
  type UntestedReason,
} from './hardware/judge-challenge.ts'
export { type ChallengePlan, type PlannedClaim, planChallenge } from './hardware/plan-challenge.ts'
export { createProductCheck, type ProductCheck } from './hardware/product-check.ts'
export {
  type AuditorBounds,
  type AuditorRecord,
  auditorBounds,
  emptyAuditorRecord,
  type PlantedTruth,
  plantCommitment,
  plantsNeeded,
  recordPlanted,
} from './panel/auditor-record.ts'
export {
  type AuditorSlots,
  type DrawnPanel,
  drawPanel,
  type EnrolledAuditor,
  isEligible,
  noSubnet,
  type PanelQuery,
  panelSeed,
} from './panel/draw-panel.ts'
export {
  type AuditorDeed,
  finalDecision,
  isOverturned,
  type PanelDecision,
  type SeatOutcome,
  type Tally,
  tallyVerdicts,
} from './panel/tally-verdicts.ts'
export { compareReplay, type ReplayComparison } from './replay/compare-replay.ts'
export { type AnswerEnd, endsRightly } from './replay/ends-rightly.ts'
export {
  groupCredibilities,
  logOddsNeeded,
  ordinaryAssumptions,
  replicasNeeded,
  type TrustAssumptions,
  type WorkerRecord,
  wrongChance,
} from './replicas/credibility.ts'
export { drawReplicas, isDiverse, type ReplicaCandidate, type ReplicaPlace } from './replicas/draw-replicas.ts'
export {
  advanceReplicaRound,
  askedPerResultMax,
  createReplicaRound,
  type Judgement,
  judgesMax,
  type ReplicaEvent,
  type ReplicaJudge,
  type ReplicaProgress,
  type ReplicaRound,
  type ReplicaRules,
  type ReplicaRun,
  type ReplicaWorker,
} from './replicas/replica-round.ts'
export { type ReplicaShares, type ReplicaStep, replicaStep } from './replicas/replica-step.ts'
export { ReplicasTooFewError } from './replicas/replicas-too-few-error.ts'
export { vocabularySizeMax } from './sampler/noise.ts'
export { type SamplingRules, samplingRulesOf, topLogitsCount } from './sampler/rules.ts'
export { createSampler, type Sampler } from './sampler/sampler.ts'
export { LogitsInvalidError, orderTokens, type TopLogits } from './sampler/top-logits.ts'
export { buildCalibration, type CalibrationSamples, type ClassSamples } from './tolerant/build-calibration.ts'
export {
  type Calibration,
  type CalibrationKind,
  CalibrationMissingError,
  calibrationHash,
  findCalibration,
  parseCalibration,
} from './tolerant/calibration.ts'
export { type CellLayout, tokenLayout } from './tolerant/cells.ts'
export { natsPerRequestMax, natsPerTokenMax } from './tolerant/likelihoods.ts'
export {
  createMarginReader,
  logitTolerances,
  type Margin,
  outsideMargin,
  type TokenReading,
} from './tolerant/margin.ts'
export {
  type AuditedRequest,
  convictionNats,
  createSequentialTest,
  falseAlarmChance,
  type SequentialReport,
  type SequentialState,
  type SequentialTest,
  tokensToTellMax,
} from './tolerant/sequential-test.ts'
