/**
 * A sandbox for native tasks as a model: what offers, orders and receipts name where a chat names weights. It says what kind of
 * sandbox runs the task, and nothing of the machine: tasks are opaque, and no one can compute them again bit for bit.
 */
import type { ModelContent } from './model-manifest.ts'

export const taskSandboxNames = ['bubblewrap', 'oci', 'slurm', 'kubernetes'] as const
export type TaskSandboxName = (typeof taskSandboxNames)[number]

/** Returns the content whose root names sandboxes of this kind. */
export function taskSandboxContent(name: TaskSandboxName): ModelContent {
  return {
    version: 1,
    name: `millrace-task:${name}`,
    format: 'sandbox',
    workloads: ['task'],
    // Nothing is counted in tokens; 1 is the least the field can say.
    contextTokensMax: 1,
    files: [],
  }
}
