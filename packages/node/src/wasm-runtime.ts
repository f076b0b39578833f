/**
 * The WebAssembly sandbox as a runtime: its engine is the model, a batch the only work it does. What the machine fails at passes
 * through as the sandbox's typed error, so that it is never a result and nobody is charged for it.
 */
import { batchInputUnits, batchOutputUnits, modelRoot, type OutputsResponse } from '@millrace/protocol'
import { ModelNotServedError, type Runtime, type RuntimeModel, type WholeResult } from '@millrace/runtime'
import { sandboxLimits, type WasmSandbox, wasmEngineContent } from '@millrace/sandbox'

/**
 * Returns the runtime over a sandbox, which it closes with itself.
 *
 * @param init.queuedMax - jobs that may wait: as the sandbox was made with.
 */
export function createWasmRuntime(
  sandbox: Pick<WasmSandbox, 'run' | 'load' | 'close'>,
  { queuedMax = sandboxLimits.queuedMax }: { readonly queuedMax?: number } = {},
): Runtime {
  const content = wasmEngineContent()
  const root = modelRoot(content)
  const model: RuntimeModel = {
    root,
    name: content.name,
    workloads: content.workloads,
    contextTokensMax: content.contextTokensMax,
    exactness: 'exact',
  }
  const refuse = async (asked: string, { kind }: { readonly kind: RuntimeModel['workloads'][number] }) => {
    throw asked === root ? new ModelNotServedError(asked, kind) : new ModelNotServedError(asked)
  }
  return {
    models: [model],
    load: (asked) =>
      asked === undefined || asked === root
        ? { ...sandbox.load(), queuedMax }
        : { slots: 0, running: 0, queued: 0, queuedMax: 0 },
    generate: refuse,
    embed: refuse,
    async perform(asked, request, { signal }): Promise<WholeResult> {
      if (asked !== root || request.kind !== 'batch') return refuse(asked, request)
      const { outputs } = await sandbox.run(request, { signal })
      const response: OutputsResponse = { kind: 'outputs', outputs: [...outputs] }
      return {
        response,
        units: { inputUnits: BigInt(batchInputUnits(request)), outputUnits: batchOutputUnits(outputs) },
      }
    },
    close: () => sandbox.close(),
    [Symbol.asyncDispose]: () => sandbox.close(),
  }
}
