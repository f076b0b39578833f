/** Several runtimes as one, each job routed by the root of its model. */
import type { Hex32, Runtime, RuntimeLoad, RuntimeModel } from './runtime.ts'
import { ModelNotServedError } from './runtime-error.ts'

/** Returns one runtime over all; it owns them, so closing it closes each. Where two serve one root, the first wins. */
export function combineRuntimes(runtimes: readonly Runtime[]): Runtime {
  const byRoot = new Map<Hex32, { runtime: Runtime; model: RuntimeModel }>()
  for (const runtime of runtimes) {
    for (const model of runtime.models) if (!byRoot.has(model.root)) byRoot.set(model.root, { runtime, model })
  }
  const find = (modelRoot: Hex32): Runtime => {
    const entry = byRoot.get(modelRoot)
    if (entry === undefined) throw new ModelNotServedError(modelRoot)
    return entry.runtime
  }
  const close = async (): Promise<void> => {
    await Promise.all(runtimes.map((runtime) => runtime.close()))
  }
  return {
    models: [...byRoot.values()].map(({ model }) => model),
    load: (modelRoot) =>
      modelRoot === undefined
        ? totalLoad(runtimes.map((runtime) => runtime.load()))
        : (byRoot.get(modelRoot)?.runtime.load(modelRoot) ?? totalLoad([])),
    generate: async (modelRoot, job, options) => find(modelRoot).generate(modelRoot, job, options),
    embed: async (modelRoot, job, options) => find(modelRoot).embed(modelRoot, job, options),
    perform: async (modelRoot, request, options) => {
      const runtime = find(modelRoot)
      if (runtime.perform === undefined) throw new ModelNotServedError(modelRoot, request.kind)
      return runtime.perform(modelRoot, request, options)
    },
    close,
    [Symbol.asyncDispose]: close,
  }
}

/** Returns the load of slots that are apart. */
export function totalLoad(loads: readonly RuntimeLoad[]): RuntimeLoad {
  const sum = (key: keyof RuntimeLoad) => loads.reduce((total, load) => total + load[key], 0)
  return { slots: sum('slots'), running: sum('running'), queued: sum('queued'), queuedMax: sum('queuedMax') }
}
