/** What the package offers. */
export { auditorContent, createAuditRuntime } from './judge/audit-runtime.ts'
export type { Finding, Judgement, TolerantReading, UnableCode } from './judge/finding.ts'
export { judgeBundle, judgeBundleText } from './judge/judge-bundle.ts'
export type { JudgeComponents, JudgeOptions } from './judge/judge-components.ts'
