import { type Hash, parseHash } from '@millrace/protocol'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { gumbel, noiseKeyOf } from '../sampler/noise.ts'
import type { SamplingRules } from '../sampler/rules.ts'
import { createSampler } from '../sampler/sampler.ts'
import { LogitsInvalidError, orderTokens } from '../sampler/top-logits.ts'
import { createMarginReader, outsideMargin, type TokenReading } from './margin.ts'

const seedOf = (number: number) => parseHash(`0x${number.toString(16).padStart(64, '0')}`)
const share = fc.nat({ max: 1_000 }).map((part) => part / 1_000)
const rules: fc.Arbitrary<SamplingRules> = fc.record({
  temperature: fc.constantFrom(0, 0.3, 0.8, 1, 2),
  topK: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 90 })),
  topP: fc.oneof(fc.constant(1), share),
  minP: fc.oneof(fc.constant(0), share),
})
const cases = fc.record({ seed: fc.nat(), size: fc.integer({ min: 1, max: 90 }), spread: fc.constantFrom(0.02, 1, 5) })

const logitsOf = ({ seed, size, spread }: { seed: number; size: number; spread: number }) =>
  Float32Array.from({ length: size }, (_, id) => spread * gumbel(noiseKeyOf(seedOf(seed)), 9, id))

function readingOf(logits: Float32Array, position: number, token: number): TokenReading {
  const ids = Int32Array.from(logits.keys())
  const all = orderTokens({ ids, logits })
  const top = { ids: all.ids.slice(0, 64), logits: all.logits.slice(0, 64) }
  return { position, token, logit: logits[token] as number, top }
}

function marginOf(seed: Hash, sampling: SamplingRules, logits: Float32Array, token: number, tolerance: number) {
  const read = createMarginReader({ seed, rules: sampling, vocabularySize: logits.length, tolerance })
  return read(readingOf(logits, 5, token)).margin
}

describe('the margin', () => {
  test('of the token that the same logits give is 0', () => {
    fc.assert(
      fc.property(cases, rules, fc.constantFrom(0.001, 0.02, 0.1), (one, sampling, tolerance) => {
        const logits = logitsOf(one)
        const seed = seedOf(one.seed + 1)
        const sampler = createSampler({ seed, rules: sampling, vocabularySize: logits.length })
        expect(marginOf(seed, sampling, logits, sampler.pickFromAll(5, logits), tolerance)).toBe(0)
      }),
      { numRuns: 2_000 },
    )
  })

  test('of the token that logits within half the tolerance give is at most the tolerance', () => {
    let moved = 0
    fc.assert(
      fc.property(cases, rules, fc.constantFrom(0.02, 0.1, 0.5), (one, anyRules, tolerance) => {
        const sampling = { ...anyRules, topP: 1 }
        const logits = logitsOf(one)
        const key = noiseKeyOf(seedOf(one.seed + 2))
        const other = logits.map((logit, id) => logit + 0.499 * tolerance * Math.sign(gumbel(key, 3, id) - 0.3665))
        const seed = seedOf(one.seed + 1)
        const token = createSampler({ seed, rules: sampling, vocabularySize: logits.length }).pickFromAll(5, other)
        const margin = marginOf(seed, sampling, logits, token, tolerance)
        if (margin > 0) moved += 1
        expect(margin).toBeLessThanOrEqual(tolerance)
      }),
      { numRuns: 3_000 },
    )
    expect(moved).toBeGreaterThan(20)
  })

  test('is what a token’s logit lacks', () => {
    const logits = Float32Array.of(3, 1, 2.5, 0)
    const greedy = { temperature: 0, topK: 0, topP: 1, minP: 0 }
    const margins = [0, 1, 2, 3].map((token) => marginOf(seedOf(1), greedy, logits, token, 0.1))
    expect(margins).toEqual([0, 2, 0.5, 3])
    const sampling = { ...greedy, temperature: 0.5 }
    const key = noiseKeyOf(seedOf(1))
    const heights = Array.from(logits, (logit, id) => logit + 0.5 * gumbel(key, 5, id))
    const highest = Math.max(...heights)
    const sampled = [0, 1, 2, 3].map((token) => marginOf(seedOf(1), sampling, logits, token, 0.1))
    expect(sampled).toEqual(heights.map((height) => highest - height))
  })

  test('is outside where the relaxed filters drop the token, and forgiving at their border', () => {
    const logits = Float32Array.of(3, 2.95, 2.5, 0)
    const all = { temperature: 1, topK: 0, topP: 1, minP: 0 }
    const tokens = [0, 1, 2, 3]
    const outside = (sampling: SamplingRules, tolerance: number) =>
      tokens.filter((token) => marginOf(seedOf(2), sampling, logits, token, tolerance) === outsideMargin)
    expect(outside({ ...all, topK: 1 }, 0.02)).toEqual([1, 2, 3])
    expect(outside({ ...all, topK: 1 }, 0.1)).toEqual([2, 3])
    expect(outside({ ...all, minP: 0.7 }, 0.1)).toEqual([2, 3])
    expect(outside({ ...all, minP: 0.6 }, 0.1)).toEqual([3])
    // Masses before: 0, 0.383, 0.748, 0.981.
    expect(outside({ ...all, topP: 0.74 }, 0.02)).toEqual([2, 3])
    expect(outside({ ...all, topP: 0.74 }, 0.1)).toEqual([3])
    expect(outside(all, 0)).toEqual([])
    // At the border no competitor is sure, so whichever of the two was claimed stands.
    expect([0, 1].map((token) => marginOf(seedOf(2), { ...all, topK: 1 }, logits, token, 0.1))).toEqual([0, 0])
  })

  test('is over competitors that pass the tightened filters alone', () => {
    const logits = Float32Array.of(3, 2.95, 2.5, 0)
    // Of token 2: masses before 0.748, share of the first 0.607, third by logit, the next 2.5 lower.
    const borders = [
      { tight: 0.1, loose: 0.001, rule: { topP: 0.75 } },
      { tight: 0.1, loose: 0.001, rule: { minP: 0.6 } },
      { tight: 2.6, loose: 2.4, rule: { topK: 3 } },
    ]
    for (const { tight, loose, rule } of borders) {
      const sampling = { temperature: 1, topK: 0, topP: 1, minP: 0, ...rule }
      let won = 0
      for (let seed = 0; seed < 40; seed += 1) {
        const key = noiseKeyOf(seedOf(seed))
        const [h0, h1, h2] = [0, 1, 2].map((id) => (logits[id] as number) + gumbel(key, 5, id)) as [
          number,
          number,
          number,
        ]
        if (h2 < Math.max(h0, h1)) continue
        won += 1
        expect(marginOf(seedOf(seed), sampling, logits, 0, loose)).toBe(h2 - h0)
        expect(marginOf(seedOf(seed), sampling, logits, 0, tight)).toBe(Math.max(h1 - h0, 0))
      }
      expect(won).toBeGreaterThan(3)
    }
  })

  test('counts noisy tokens as competitors where nothing is filtered', () => {
    const logits = Float32Array.from({ length: 2_000 }, (_, id) => gumbel(noiseKeyOf(seedOf(4)), 1, id))
    const sampling = { temperature: 1, topK: 0, topP: 1, minP: 0 }
    const sampler = createSampler({ seed: seedOf(5), rules: sampling, vocabularySize: 2_000 })
    const ids = sampler.heavyIds(5)
    const heavy = { ids, logits: Float32Array.from(ids, (id) => logits[id] as number) }
    const reading = readingOf(logits, 5, 0)
    const read = createMarginReader({ seed: seedOf(5), rules: sampling, vocabularySize: 2_000, tolerance: 0.02 })
    expect(read({ ...reading, heavy }).margin).toBeGreaterThanOrEqual(read(reading).margin)
    const token = sampler.pickFromAll(5, logits)
    expect(read({ ...readingOf(logits, 5, token), heavy }).margin).toBe(0)
    const strongest = ids[0] as number
    const loud = { ids: Int32Array.of(strongest), logits: Float32Array.of(20) }
    expect(read({ ...reading, heavy: loud }).margin).toBeGreaterThan(read(reading).margin)
  })
})

test('a reading tells how sure the reference is, and refuses what is no logit', () => {
  const logits = Float32Array.of(1, 0, Number.NEGATIVE_INFINITY)
  const sampling = { temperature: 1, topK: 0, topP: 1, minP: 0 }
  const read = createMarginReader({ seed: seedOf(1), rules: sampling, vocabularySize: 3, tolerance: 0.1 })
  expect(read(readingOf(logits, 5, 0)).topProbability).toBeCloseTo(Math.E / (Math.E + 1), 12)
  expect(read(readingOf(logits, 5, 2)).margin).toBe(outsideMargin)
  expect(() => read({ ...readingOf(logits, 5, 0), logit: Number.NaN })).toThrow(LogitsInvalidError)
})
