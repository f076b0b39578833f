/** The same fixed-latency model behind both gateways: what it says and when. */
import {
  createFixedLatencyRuntime,
  type ModelManifest,
  type Runtime,
  runtimeModelOf,
  upstreamManifest,
} from '@millrace/runtime'

export type StubSettings = { readonly firstTokenMs: number; readonly betweenTokensMs: number; readonly tokens: number }

export const stubModel = 'fixed-latency'
const stubToken = ' drop'

/** Returns the answer the stub gives. */
export function stubText(tokens: number): string {
  return stubToken.repeat(tokens)
}

/** Returns the stub's manifest: a model that is only a name. */
export function stubManifest(): ModelManifest {
  return upstreamManifest({ name: stubModel, workloads: ['chat'], contextTokensMax: 4096 })
}

/** Returns the runtime that both sides of the bench put behind their gateway. */
export function stubRuntime(settings: StubSettings): Runtime {
  return createFixedLatencyRuntime({
    model: runtimeModelOf(stubManifest()),
    text: stubText(settings.tokens),
    ...settings,
  })
}
