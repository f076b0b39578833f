/** A stand-in model: ten tokens of fixed text, and embeddings of eight numbers. */
import { type ChatRequest, type ModelContent, modelRoot, workloads } from '@millrace/protocol'
import { createFixedLatencyRuntime, type FixedLatencyInit, type Runtime } from '@millrace/runtime'
import { randomNonce } from './scripted-buyer.ts'

export const testModel: ModelContent = {
  version: 1,
  name: 'test-model',
  format: 'upstream',
  workloads: ['chat', 'embed'],
  contextTokensMax: 4_096,
  files: [],
}
export const testModelRoot = modelRoot(testModel)
export const embedWorkload = workloads.embed

export function createTestRuntime(latency: Partial<FixedLatencyInit> = {}): Runtime {
  return createFixedLatencyRuntime({
    model: { root: testModelRoot, name: testModel.name, workloads: testModel.workloads, contextTokensMax: 4_096 },
    firstTokenMs: 0,
    betweenTokensMs: 0,
    tokens: 10,
    text: 'ten tokens of text',
    ...latency,
  })
}

export function chatRequest(content = 'four tokens here', change: Partial<ChatRequest> = {}): ChatRequest {
  return {
    kind: 'chat',
    model: testModelRoot,
    nonce: randomNonce(),
    messages: [{ role: 'user', content }],
    maxTokens: 64,
    temperature: 0,
    topP: 1,
    stop: [],
    ...change,
  }
}
