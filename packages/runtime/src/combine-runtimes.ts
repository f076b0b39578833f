/** Several runtimes as one, each job routed by the root of its model. */
import type { Hex32, Runtime, RuntimeLoad } from './runtime.ts'
import { ModelNotServedError } from './runtime-error.ts'

/** Returns one runtime over all; it owns them, so closing it closes each. Where two serve one root, the first wins. */
export function combineRuntimes(runtimes: readonly Runtime[]): Runtime {
  const byRoot = new Map<Hex32, Runtime>()
  for (const runtime of runtimes) {
    for (const { root } of runtime.models) if (!byRoot.has(root)) byRoot.set(root, runtime)
  }
  const find = (modelRoot: Hex32): Runtime => {
    const runtime = byRoot.get(modelRoot)
    if (runtime === undefined) throw new ModelNotServedError(modelRoot)
    return runtime
  }
  const close = async (): Promise<void> => {
    await Promise.all(runtimes.map((runtime) => runtime.close()))
  }
  return {
    // asked anew each time: a model's build is known once it was loaded
    get models() {
      return [...byRoot].flatMap(([root, runtime]) => runtime.models.filter((model) => model.root === root).slice(0, 1))
    },
    load: (modelRoot) =>
      modelRoot === undefined
        ? totalLoad(runtimes.map((runtime) => runtime.load()))
        : (byRoot.get(modelRoot)?.load(modelRoot) ?? totalLoad([])),
    generate: async (modelRoot, job, options) => find(modelRoot).generate(modelRoot, job, options),
    embed: async (modelRoot, job, options) => find(modelRoot).embed(modelRoot, job, options),
    audit: async (modelRoot, job, options) => {
      const runtime = find(modelRoot)
      if (runtime.audit === undefined) throw new ModelNotServedError(modelRoot, 'audit')
      return runtime.audit(modelRoot, job, options)
    },
    perform: async (modelRoot, request, options) => {
      const runtime = find(modelRoot)
      if (runtime.perform === undefined) throw new ModelNotServedError(modelRoot, request.kind)
      return runtime.perform(modelRoot, request, options)
    },
    start: async (modelRoot, request, options) => {
      const runtime = find(modelRoot)
      if (runtime.start === undefined) throw new ModelNotServedError(modelRoot, request.kind)
      return runtime.start(modelRoot, request, options)
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
