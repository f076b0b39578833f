import { describe, expect, test } from 'vitest'
import { checkAuditJob, checkGenerationJob } from './check-job.ts'
import type { AuditJob, CompletionJob, GenerationMode } from './runtime.ts'
import { BadJobError } from './runtime-error.ts'

const mode: GenerationMode = { exactness: 'replayable', samplerSeed: `0x${'0a'.repeat(32)}`, topK: 1, minP: 1 }
const request = { kind: 'completion', prompt: '', maxTokens: 1, temperature: 0, topP: 1, stop: [], mode } as const
const job = (change: Partial<GenerationMode>): CompletionJob => ({ ...request, mode: { ...mode, ...change } })

describe('checkGenerationJob', () => {
  test('takes a mode at its limits', () => {
    expect(() => checkGenerationJob(job({ minP: 0 }))).not.toThrow()
    expect(() => checkGenerationJob(job({ topK: undefined, minP: undefined }))).not.toThrow()
  })

  test.for<[string, Partial<GenerationMode>]>([
    ['a seed of 31 bytes', { samplerSeed: `0x${'0a'.repeat(31)}` }],
    ['a seed in upper case', { samplerSeed: `0x${'0A'.repeat(32)}` }],
    ['topK 0', { topK: 0 }],
    ['topK 1.5', { topK: 1.5 }],
    ['topK NaN', { topK: Number.NaN }],
    ['minP below 0', { minP: -0.1 }],
    ['minP above 1', { minP: 1.1 }],
    ['minP NaN', { minP: Number.NaN }],
  ])('refuses %s', ([, change]) => {
    expect(() => checkGenerationJob(job(change))).toThrow(BadJobError)
  })
})

describe('checkAuditJob', () => {
  const tokens = (tokenIds: readonly number[]): AuditJob => ({
    kind: 'tokens',
    request: { ...request, mode },
    claimed: { tokenIds, text: '', finish: 'stop' },
  })

  test('takes what a request may ask for, and no more', () => {
    expect(() => checkAuditJob(tokens([1, 2]))).not.toThrow()
    expect(() => checkAuditJob(tokens(new Array(1_000_001).fill(1)))).toThrow(BadJobError)
    const vectors = new Array(513).fill(new Float32Array())
    const embed: AuditJob = { kind: 'vectors', request: { kind: 'embed', inputs: ['a'] }, claimed: { vectors } }
    expect(() => checkAuditJob(embed)).toThrow(BadJobError)
    expect(() => checkAuditJob({ ...embed, claimed: { vectors: vectors.slice(1) } })).not.toThrow()
  })
})
