/** Whole work in tests: a stand-in that says how much gas each input used, and requests for it. */
import {
  type BatchRequest,
  batchInputUnits,
  batchOutputUnits,
  type ModelContent,
  modelRoot,
  type OutputsResponse,
  workloads,
} from '@millrace/protocol'
import type { Runtime, WholeResult } from '@millrace/runtime'
import type { FixtureInit } from './fixture.ts'
import { randomNonce } from './scripted-buyer.ts'
import { createTestRuntime } from './test-model.ts'

export const batchModel: ModelContent = {
  version: 1,
  name: 'test-engine',
  format: 'wasm',
  workloads: ['batch', 'audit'],
  contextTokensMax: 1,
  files: [],
}
export const batchModelRoot = modelRoot(batchModel)
export const batchWorkload = workloads.batch

export type BatchStandIn = Runtime & {
  /** Jobs begun. */
  readonly begun: { count: number }
  /** Each job waits for this. */
  gate: Promise<void>
}

/** Returns a runtime whose outputs are the inputs, each for that much gas. */
export function createBatchStandIn(gas = '2500000', change: Partial<WholeResult> = {}): BatchStandIn {
  const begun = { count: 0 }
  const runtime: BatchStandIn = {
    ...createTestRuntime(),
    models: [
      {
        ...{ root: batchModelRoot, name: batchModel.name, workloads: batchModel.workloads, contextTokensMax: 1 },
        exactness: 'exact',
      },
    ],
    begun,
    gate: Promise.resolve(),
    async perform(_modelRoot, request, { signal }) {
      begun.count++
      await Promise.race([runtime.gate, new Promise((_resolve, reject) => signal.addEventListener('abort', reject))])
      if (request.kind !== 'batch') throw new Error('only batches')
      const outputs = request.inputs.map((output) => ({ status: 'exited' as const, exitCode: 0, gas, output }))
      const response: OutputsResponse = { kind: 'outputs', outputs }
      const inputUnits = BigInt(batchInputUnits(request))
      return { response, units: { inputUnits, outputUnits: batchOutputUnits(outputs) }, ...change }
    },
  }
  return runtime
}

/** Returns what a fixture needs to sell batches. */
export function sellingBatches(runtime: BatchStandIn, init: FixtureInit = {}): FixtureInit {
  const listing = { modelRoot: batchModelRoot, inputPrice: 1_000_000n, outputPrice: 1_000_000n, creditTokens: 16 }
  const listings = [{ ...listing, workload: 'batch' as const, ...init.listing }]
  return {
    ...init,
    runtime,
    components: { models: [batchModel], ...init.components },
    node: { listings, ...init.node },
  }
}

/** One KiB of program, two inputs of four bytes each: 2 units in, at most 6 million gas out. */
export function batchRequest(change: Partial<BatchRequest> = {}): BatchRequest {
  return {
    kind: 'batch',
    model: batchModelRoot,
    nonce: randomNonce(),
    program: Buffer.alloc(1024).toString('base64'),
    inputs: [Buffer.from('one.').toString('base64'), Buffer.from('two.').toString('base64')],
    gasMax: '3000000',
    memoryPagesMax: 16,
    entropy: `0x${'0'.repeat(64)}`,
    ...change,
  }
}
