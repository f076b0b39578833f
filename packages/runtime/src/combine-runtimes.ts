/** Several runtimes as one, each job routed by the root of its model. */
import type { Hex32, Runtime, RuntimeModel } from './runtime.ts'
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
    load() {
      const loads = runtimes.map((runtime) => runtime.load())
      return {
        slots: sum(loads.map((load) => load.slots)),
        running: sum(loads.map((load) => load.running)),
        queued: sum(loads.map((load) => load.queued)),
      }
    },
    generate: async (modelRoot, job, options) => find(modelRoot).generate(modelRoot, job, options),
    embed: async (modelRoot, job, options) => find(modelRoot).embed(modelRoot, job, options),
    close,
    [Symbol.asyncDispose]: close,
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
