/** Whether the auditor's own models can judge a receipt at all; where not, that says nothing about the node. */
import { type Hash, type Receipt, zeroHash } from '@millrace/protocol'
import type { AuditReading, Runtime, Workload } from '@millrace/runtime'
import { type Finding, unable } from './finding.ts'
import type { JudgeComponents } from './judge-components.ts'

type Class = 'tolerant' | 'replayable'

/** Returns the runtime that can read the answer, or why there is none. */
export function runtimeFor(
  { runtime }: JudgeComponents,
  { modelRoot, build }: Pick<Receipt, 'modelRoot' | 'build'>,
  { kind, exactness }: { readonly kind: Workload; readonly exactness: Class },
): { readonly audit: NonNullable<Runtime['audit']> } | Finding {
  const model = runtime?.models.find(({ root }) => root === modelRoot)
  if (runtime?.audit === undefined || model === undefined || !model.workloads.includes(kind)) {
    return unable('model-missing', 'This auditor does not have the model.')
  }
  if (exactness === 'replayable' && build === zeroHash) {
    return unable('other-build', 'The receipt names no build, so that nobody can replay the answer.')
  }
  if (exactness === 'replayable' && model.build !== undefined && model.build !== build) return otherBuild()
  return { audit: (root, job, options) => (runtime.audit as NonNullable<Runtime['audit']>)(root, job, options) }
}

/** Returns the build that read the answer, or why its reading proves nothing. */
export function requireBuild(reading: AuditReading, receipt: Pick<Receipt, 'build'>, exactness: Class): Hash | Finding {
  const { build } = reading
  if (build === undefined) return unable('other-build', 'This auditor cannot name its own build.')
  return exactness === 'replayable' && build !== receipt.build ? otherBuild() : build
}

function otherBuild(): Finding {
  return unable('other-build', 'This auditor has another build or instruction set than the receipt names.')
}
