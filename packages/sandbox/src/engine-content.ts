/**
 * The engine as a model: what orders, leases and receipts name where a chat names weights. Two sandboxes with the same root compute
 * the same outputs, gas included, from the same job.
 */
import type { ModelContent } from '@millrace/protocol'
import { rewriterVersion } from './rewrite/rewrite-module.ts'

/** Returns the content whose root names this engine. */
export function wasmEngineContent(): ModelContent {
  return {
    version: 1,
    name: `millrace-wasm:${rewriterVersion}`,
    format: 'wasm',
    workloads: ['batch'],
    // Nothing is counted in tokens; 1 is the least the field can say.
    contextTokensMax: 1,
    files: [],
  }
}
