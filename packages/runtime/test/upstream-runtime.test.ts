import { afterAll, beforeAll } from 'vitest'
import {
  combineRuntimes,
  createLlamaRuntime,
  createUpstreamRuntime,
  type Runtime,
  runtimeModelOf,
  upstreamManifest,
} from '../src/index.ts'
import { type OpenAiServer, startOpenAiServer } from './openai-server.ts'
import { describeRuntimeCompliance } from './runtime-compliance.ts'
import { findTestModel } from './test-models.ts'

const stories = await findTestModel('stories15m')
const minilm = await findTestModel('minilm-l6-v2')
const generating = runtimeModelOf(
  upstreamManifest({ name: 'stories', workloads: ['chat', 'completion'], contextTokensMax: 256 }),
)
const embedding = runtimeModelOf(upstreamManifest({ name: 'minilm', workloads: ['embed'], contextTokensMax: 512 }))

if (stories !== undefined && minilm !== undefined) {
  let backend: Runtime
  let server: OpenAiServer
  beforeAll(async () => {
    backend = combineRuntimes([
      createLlamaRuntime({}, { models: [{ ...stories, slots: 2, queuedMax: 8 }] }),
      createLlamaRuntime({}, { models: [minilm] }),
    ])
    server = await startOpenAiServer(backend, { generates: stories.model.root, embeds: minilm.model.root })
  })
  afterAll(async () => {
    await server.close()
    await backend.close()
  })

  describeRuntimeCompliance('the upstream runtime on an OpenAI-compatible server', {
    generates: generating.root,
    embeds: embedding.root,
    create: async (limits) =>
      createUpstreamRuntime({
        baseUrl: server.baseUrl,
        models: [{ model: generating }, { model: embedding }],
        chatContinuation: 'assistant-last',
        ...limits,
      }),
  })
}
