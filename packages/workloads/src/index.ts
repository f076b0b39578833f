/** What the package offers. */

export type { DocumentProblem } from './document/document-problem.ts'
export { importAkash } from './import/akash/import-akash.ts'
export { importCompose } from './import/compose/import-compose.ts'
export type { ImportOptions } from './import/finish-import.ts'
export {
  type ImportedWorkload,
  type ImportedWorkloads,
  type ImportFinding,
  ImportRefusedError,
} from './import/import-finding.ts'
export type { Deadline } from './manifest/deadline.ts'
export type { Image } from './manifest/image.ts'
export type {
  ArrayParameter,
  BatchManifest,
  CommonManifest,
  GangManifest,
  HealthCheck,
  ManifestGpus,
  ManifestInput,
  ManifestLimits,
  ManifestOutput,
  ManifestResources,
  Placement,
  ProgramManifest,
  Restart,
  RollingUpdate,
  ServiceManifest,
  ServicePort,
  TaskManifest,
  WorkloadKind,
  WorkloadManifest,
} from './manifest/manifest.ts'
export { ManifestInvalidError } from './manifest/manifest-invalid-error.ts'
export type { ManifestDraft } from './manifest/manifest-schema.ts'
export type { Money, Rate } from './manifest/money.ts'
export { parseManifest } from './manifest/parse-manifest.ts'
export type { Source } from './manifest/source.ts'
export { ArrayInvalidError, countTasks, expandArray, type TaskInstance } from './plan/expand-array.ts'
export {
  type CapabilityNeed,
  type ResourceRequirement,
  requirementOf,
  type UnitRequirement,
} from './plan/requirement.ts'
export {
  type JobAction,
  type JobEnd,
  type JobEvent,
  type JobPlan,
  type JobStanding,
  type JobView,
  type ScheduleLimits,
  scheduleLimits,
} from './schedule/job-plan.ts'
export { createJobSchedule, type JobSchedule } from './schedule/job-schedule.ts'
export { medianKeptMax } from './schedule/running-median.ts'
export {
  type InstanceState,
  type ServiceAction,
  type ServiceEnd,
  type ServiceEvent,
  type ServiceLimits,
  type ServicePlan,
  type ServiceView,
  serviceLimits,
} from './service/service-plan.ts'
export { createServiceSchedule, type ServiceSchedule } from './service/service-schedule.ts'
