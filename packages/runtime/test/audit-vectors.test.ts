/** Embeddings read again by the same build: the same bits, and nothing else. */
import { expect, test } from 'vitest'
import { createLlamaRuntime, type VectorReading } from '../src/index.ts'
import { findTestModel, type TestModel } from './test-models.ts'

const minilm = await findTestModel('minilm-l6-v2')
const { signal } = new AbortController()

test.skipIf(minilm === undefined)(
  'embeddings are found again bit for bit; a changed, missing or foreign one is not',
  async () => {
    const model = minilm as TestModel
    const { root } = model.model
    await using provider = createLlamaRuntime({}, { models: [model], threads: 1 })
    await using auditor = createLlamaRuntime({}, { models: [model], threads: 1 })
    const request = { kind: 'embed', inputs: ['a small dog', 'the stock market fell', 'Grüße an 世界'] } as const
    // other work before must leave no trace
    await provider.embed(root, { kind: 'embed', inputs: ['something else, and longer'] }, { signal })
    const { vectors, inputTokens, build } = await provider.embed(root, request, { signal })
    const read = async (claimed: readonly Float32Array[]): Promise<VectorReading> => {
      const reading = await auditor.audit?.(
        root,
        { kind: 'vectors', request, claimed: { vectors: claimed } },
        { signal },
      )
      if (reading?.kind !== 'vectors') throw new Error('Expected a reading of vectors')
      return reading
    }
    const reading = await read(vectors)
    expect(reading).toMatchObject({ isEqual: true, inputTokens, build })
    expect(build).toBe(auditor.models[0]?.build)
    expect(build).toMatch(/^0x[0-9a-f]{64}$/)
    expect(reading.replayed).toEqual(vectors)
    const nudged = Float32Array.from(vectors[1] ?? [])
    nudged[7] = (nudged[7] ?? 0) + 1e-7
    expect((await read(vectors.with(1, nudged))).isEqual).toBe(false)
    expect((await read(vectors.slice(1))).isEqual).toBe(false)
    expect((await read(vectors.toReversed())).isEqual).toBe(false)
    expect((await read(vectors.with(0, new Float32Array()))).isEqual).toBe(false)
    await expect(
      auditor.audit?.(root, { kind: 'vectors', request: { ...request, inputs: [] }, claimed: { vectors } }, { signal }),
    ).rejects.toMatchObject({ code: 'BAD_JOB' })
  },
)
