import { createFixedLatencyRuntime, type Hex32 } from '../src/index.ts'
import { describeRuntimeCompliance } from './runtime-compliance.ts'

const root: Hex32 = `0x${'01'.repeat(32)}`

describeRuntimeCompliance('the fixed-latency runtime', {
  generates: root,
  embeds: undefined,
  continuesExactly: true,
  create: async (limits) =>
    createFixedLatencyRuntime({
      model: { root, name: 'fixed', workloads: ['chat', 'completion'], contextTokensMax: 256 },
      firstTokenMs: 2,
      betweenTokensMs: 1,
      tokens: 40,
      text: 'The quick brown fox jumps over the lazy dog, and 👩‍👩‍👧‍👦 laugh. '.repeat(4),
      ...limits,
    }),
})
