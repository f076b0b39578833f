import { afterAll, test } from 'vitest'
import { createUpstreamRuntime, runtimeModelOf, upstreamManifest } from '../src/index.ts'
import { startLlamafile } from './llamafile.ts'
import { describeRuntimeCompliance } from './runtime-compliance.ts'
import { findTestModel } from './test-models.ts'

const stories = await findTestModel('stories15m')
const server = stories === undefined ? undefined : await startLlamafile(stories.path)
// 0.8.1 has no completions endpoint of OpenAI's shape, and no usage in its stream
const model = runtimeModelOf(upstreamManifest({ name: 'stories', workloads: ['chat'], contextTokensMax: 256 }))
afterAll(() => server?.close())

if (server === undefined) test.skip('the upstream runtime on llamafile: it cannot be had or run here', () => undefined)
else {
  describeRuntimeCompliance('the upstream runtime on llamafile', {
    generates: model.root,
    embeds: undefined,
    kinds: ['chat'],
    continues: [],
    create: async (limits) =>
      createUpstreamRuntime({ baseUrl: server.baseUrl, models: [{ model }], tokenizePath: '../tokenize', ...limits }),
  })
}
