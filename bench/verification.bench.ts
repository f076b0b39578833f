/**
 * `npm run bench:verification`: how soon each cheat is convicted, how often the honest are, and what it costs, on stories15M (f32, f16,
 * q8_0) and TinyLlama, with real answers and real audits.
 *
 * Answers and audits are kept as they are made (`--records FOLDER`, by default in the user's cache), so a run that was stopped goes on.
 * `--only q8_0,f16` takes some models, `--quick` a few answers of one, `--calibrations FILE` writes what a
 * tolerant auditor needs (packages/runtime/calibrations/built-in.json is such a list).
 *
 * The back-of-envelope limit of an audit is the ratio of one prefill to token-by-token decoding: about 0.2 on this library.
 */
import { homedir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { runVerificationBench } from './verification/run.ts'
import { type ClaimedName, claimedNames } from './verification/series.ts'

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    only: { type: 'string', default: claimedNames.join(',') },
    records: { type: 'string' },
    calibrations: { type: 'string' },
  },
})
const { quick, only, calibrations } = values
const stopping = new AbortController()
process.once('SIGINT', () => stopping.abort(new Error('stopped; the same command goes on from here')))
const claimed: readonly ClaimedName[] = quick ? ['q8_0'] : claimedNames.filter((name) => only.split(',').includes(name))
const every = (stories: number, tinyllama: number) => ({ f32: stories, f16: stories, q8_0: stories, tinyllama })

await runVerificationBench({
  seed: 1,
  claimed,
  amounts: quick
    ? {
        maxTokens: 32,
        honestTokens: every(640, 0),
        cheatRequests: every(3, 0),
        honestRequests: every(12, 0),
        instructionSets: ['haswell'],
      }
    : {
        maxTokens: 64,
        honestTokens: { q8_0: 120_000, f16: 40_000, f32: 40_000, tinyllama: 256 },
        cheatRequests: { q8_0: 48, f16: 24, f32: 24, tinyllama: 2 },
        // classes are ways to serve × three kinds of rules; f16 and f32 get a look, and no calibration that would convict
        honestRequests: { q8_0: 720, f16: 24, f32: 24, tinyllama: 0 },
        instructionSets: ['haswell', 'sse42'],
      },
  costs: [
    { claimed: 'q8_0' as const, draft: 'q4_0' as const },
    { claimed: 'f16' as const, draft: 'q8_0' as const },
    { claimed: 'f32' as const, draft: 'q8_0' as const },
    { claimed: 'tinyllama' as const, draft: undefined },
  ]
    .filter((cost) => claimed.includes(cost.claimed))
    .map((cost) =>
      cost.claimed === 'tinyllama'
        ? { ...cost, requests: 1, maxTokens: 64 }
        : { ...cost, requests: quick ? 2 : 8, maxTokens: 128 },
    ),
  economy: quick
    ? { markets: 4, epochs: 8, honestProviders: 4, jobsPerEpoch: 800 }
    : { markets: 20, epochs: 40, honestProviders: 8, jobsPerEpoch: 4_000 },
  recordsFolder:
    values.records ?? join(homedir(), '.cache', 'millrace', 'bench-verification', quick ? 'quick' : 'full'),
  ...(calibrations === undefined ? {} : { calibrationsFile: calibrations }),
  signal: stopping.signal,
})
