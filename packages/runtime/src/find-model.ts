/** Finds the model a job names among those a runtime serves. */
import type { Hex32, RuntimeModel, Workload } from './runtime.ts'
import { ModelNotServedError } from './runtime-error.ts'

/**
 * Returns the entry whose model has that root and does that work.
 *
 * @throws {ModelNotServedError} when there is none.
 */
export function findModel<Entry extends { readonly model: RuntimeModel }>(
  entries: readonly Entry[],
  modelRoot: Hex32,
  workload: Workload,
): Entry {
  const entry = entries.find(({ model }) => model.root === modelRoot)
  if (entry === undefined) throw new ModelNotServedError(modelRoot)
  if (!entry.model.workloads.includes(workload)) throw new ModelNotServedError(modelRoot, workload)
  return entry
}
