import { type Hash, parseHash } from '@millrace/protocol'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { exp, gumbel, noiseKeyOf } from './noise.ts'
import type { SamplingRules } from './rules.ts'
import { createSampler } from './sampler.ts'
import type { TopLogits } from './top-logits.ts'

const seedOf = (number: number) => parseHash(`0x${number.toString(16).padStart(64, '0')}`)
const seeds = fc.nat().map(seedOf)

const rules: fc.Arbitrary<SamplingRules> = fc.record({
  temperature: fc.oneof(fc.constantFrom(0, 1, 0.8, 1e-300, 1e-3), fc.double({ min: 0.05, max: 2, noNaN: true })),
  topK: fc.oneof(fc.constantFrom(0, 0, 1, 40, 64, 65, 100), fc.nat({ max: 600 })),
  topP: fc.oneof(fc.constantFrom(1, 1, 0.9, 0.999), fc.double({ min: 0, max: 1, noNaN: true })),
  minP: fc.oneof(fc.constantFrom(0, 0, 0.05, 1), fc.double({ min: 0, max: 1, noNaN: true })),
})

/** Logits of all shapes: spread widely or little, with equal ones, −0, and −∞. */
const vocabularies = fc
  .record({
    size: fc.oneof(fc.integer({ min: 1, max: 70 }), fc.integer({ min: 65, max: 700 })),
    seed: fc.nat(),
    spread: fc.constantFrom(0, 0.01, 1, 4, 10, 40),
    grain: fc.constantFrom(0, 0.5),
    dropped: fc.constantFrom(0, 0, 0.3, 0.95),
  })
  .map(({ size, seed, spread, grain, dropped }) => {
    const key = noiseKeyOf(seedOf(seed))
    return Float32Array.from({ length: size }, (_, id) => {
      if (id > 0 && gumbel(key, 1, id) > -Math.log(-Math.log(1 - dropped + 1e-9))) return Number.NEGATIVE_INFINITY
      const logit = spread * gumbel(key, 0, id)
      return grain === 0 ? logit : Math.round(logit / grain) * grain
    })
  })

describe('pick', () => {
  test('is what pickFromAll gives, or nothing, whatever was read', () => {
    let [known, unknown] = [0, 0]
    fc.assert(
      fc.property(seeds, rules, vocabularies, fc.nat(), fc.integer({ min: 1, max: 64 }), fc.boolean(), readable),
      { numRuns: 5_000 },
    )
    expect(known).toBeGreaterThan(1_000)
    expect(unknown).toBeGreaterThan(100)

    function readable(
      seed: Hash,
      sampling: SamplingRules,
      logits: Float32Array,
      position: number,
      count: number,
      withHeavy: boolean,
    ) {
      const sampler = createSampler({ seed, rules: sampling, vocabularySize: logits.length })
      const heavy = withHeavy ? chosen(logits, sampler.heavyIds(position)) : undefined
      const token = sampler.pick(position, topOf(logits, count), heavy)
      const truth = reference(seed, sampling, logits, position)
      expect(sampler.pickFromAll(position, logits)).toBe(truth)
      if (token === undefined) unknown += 1
      else known += 1
      if (token !== undefined) expect(token).toBe(truth)
    }
  })
})

/** The written order, word for word, over the whole vocabulary. */
function reference(
  seed: Hash,
  { temperature, topK, topP, minP }: SamplingRules,
  logits: Float32Array,
  position: number,
) {
  const sorted = topOf(logits, logits.length)
  const [ids, z] = [[...sorted.ids], [...sorted.logits]]
  if (temperature === 0) return ids[0]
  const kept: number[] = []
  const first = z[0] as number
  const weights = z
    .filter((logit) => logit > Number.NEGATIVE_INFINITY)
    .map((logit) => exp((logit - first) / temperature))
  if (topK > 0) weights.splice(topK)
  const mass = topP * weights.reduce((sum, weight) => sum + weight, 0)
  let before = 0
  for (const [index, weight] of weights.entries()) {
    if (index > 0 && ((topP < 1 && before >= mass) || weight < minP)) break
    kept.push(index)
    before += weight
  }
  const key = noiseKeyOf(seed)
  let [best, bestScore] = [-1, Number.NEGATIVE_INFINITY]
  for (const index of kept) {
    const id = ids[index] as number
    const score = ((z[index] as number) - first) / temperature + gumbel(key, position, id)
    if (score > bestScore || (score === bestScore && id < best)) [best, bestScore] = [id, score]
  }
  return best
}

function topOf(logits: Float32Array, count: number): TopLogits {
  const order = [...logits.keys()].sort((a, b) =>
    logits[b] === logits[a] ? a - b : (logits[b] as number) > (logits[a] as number) ? 1 : -1,
  )
  return chosen(logits, order.slice(0, count))
}

function chosen(logits: Float32Array, ids: Iterable<number>): TopLogits {
  return { ids: Int32Array.from(ids), logits: Float32Array.from(ids, (id) => logits[id] as number) }
}
