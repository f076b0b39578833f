/**
 * Judging as a runtime: what a node needs to sell audits like any other work. Its model is the auditor, its only work a receipt
 * bundle in and a verdict out.
 *
 * What this machine fails at for the moment (too busy, out of memory, too slow) rejects and is charged to nobody. A verdict
 * of `unable` is charged only where the answer was read: an auditor earns nothing by finding reasons not to look.
 */
import {
  auditInputUnits,
  type ModelContent,
  modelRoot,
  type ReceiptBundle,
  type VerdictResponse,
} from '@millrace/protocol'
import {
  ModelNotServedError,
  type Runtime,
  RuntimeBusyError,
  RuntimeClosedError,
  type RuntimeModel,
  type WholeResult,
} from '@millrace/runtime'
import type { Finding, Judgement } from './finding.ts'
import { judgeBundle } from './judge-bundle.ts'
import type { JudgeComponents } from './judge-components.ts'
import { readBundle } from './read-bundle.ts'

/** Audits at once: each takes a slot of the model it reads with. */
export const auditSlotsDefault = 2
/** Audits that may wait; each holds a bundle of up to 5.6 MB. */
export const auditsQueuedMax = 16

/** The rules by which audits are judged: another version may judge otherwise. */
export const auditorVersion = 1

/** Returns the content whose root names audits by these rules: what offers, leases and receipts of audits name. */
export function auditorContent(): ModelContent {
  return {
    version: 1,
    name: `millrace-auditor:${auditorVersion}`,
    format: 'auditor',
    workloads: ['audit'],
    // Nothing is counted in a context of its own; 1 is the least the field can say.
    contextTokensMax: 1,
    files: [],
  }
}

export type AuditRuntimeInit = {
  /** Audits at once, at least 1. */
  readonly slots?: number
  /** Audits that may wait, at least 0. */
  readonly queuedMax?: number
  /** Told of each judgement; must not throw. */
  readonly onJudged?: (bundle: ReceiptBundle, judgement: Judgement) => void
}

/** Returns the runtime. It owns none of its components: close them after it. */
export function createAuditRuntime(
  components: JudgeComponents,
  { slots = auditSlotsDefault, queuedMax = auditsQueuedMax, onJudged }: AuditRuntimeInit = {},
): Runtime {
  const content = auditorContent()
  const root = modelRoot(content)
  const { name, workloads, contextTokensMax } = content
  const model: RuntimeModel = { root, name, workloads, contextTokensMax, exactness: 'opaque' }
  const closing = new AbortController()
  const running = new Set<Promise<unknown>>()
  const none = { slots: 0, running: 0, queued: 0, queuedMax: 0 }
  const refuse = async (asked: string, { kind }: { readonly kind: RuntimeModel['workloads'][number] }) => {
    throw asked === root ? new ModelNotServedError(asked, kind) : new ModelNotServedError(asked)
  }
  const perform = async (bundleText: string, signal: AbortSignal): Promise<WholeResult> => {
    const read = readBundle(bundleText, components.domain)
    if (!('bundle' in read)) return { response: verdictOf(read), units: { inputUnits: 0n, outputUnits: 0n } }
    const judgement = await judgeBundle(components, read.bundle, { signal })
    if (judgement.cause?.retryable === true) throw judgement.cause
    onJudged?.(read.bundle, judgement)
    const isEarned = judgement.outcome !== 'unable' || judgement.checked > 0
    const inputUnits = isEarned ? auditInputUnits(read.bundle) : 0n
    return { response: verdictOf(judgement), units: { inputUnits, outputUnits: 0n } }
  }
  const close = async (): Promise<void> => {
    closing.abort(new RuntimeClosedError())
    await Promise.allSettled(running)
  }

  return {
    models: [model],
    // The models' own queues keep order; here only the number is bounded.
    load: (asked) =>
      asked === undefined || asked === root
        ? { slots, running: Math.min(running.size, slots), queued: Math.max(0, running.size - slots), queuedMax }
        : none,
    generate: refuse,
    embed: refuse,
    async perform(asked, request, { signal }) {
      if (asked !== root || request.kind !== 'audit') return refuse(asked, request)
      if (closing.signal.aborted) throw new RuntimeClosedError()
      if (running.size >= slots + queuedMax) throw new RuntimeBusyError(slots, queuedMax)
      const work = perform(request.bundle, AbortSignal.any([signal, closing.signal]))
      running.add(work)
      return work.finally(() => running.delete(work))
    },
    close,
    [Symbol.asyncDispose]: close,
  }
}

function verdictOf({ outcome, reason, checked, mismatches, firstMismatch, score }: Finding): VerdictResponse {
  return {
    kind: 'verdict',
    outcome,
    reason,
    checked,
    mismatches,
    ...(firstMismatch === undefined ? {} : { firstMismatch }),
    ...(score === undefined ? {} : { score }),
  }
}
