import { type Hash, parseHash } from '@millrace/protocol'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { exp, gumbel, noiseKeyOf } from './noise.ts'
import { type SamplingRules, samplingRulesOf } from './rules.ts'
import { createSampler } from './sampler.ts'
import { LogitsInvalidError, orderTokens, sortLogits, type TopLogits } from './top-logits.ts'

const seedOf = (number: number) => parseHash(`0x${number.toString(16).padStart(64, '0')}`)
const seeds = fc.nat().map(seedOf)

/** Even over 0 to 1, where fast-check’s doubles are nearly all next to 0. */
const share = fc.nat({ max: 1_000_000 }).map((part) => part / 1_000_000)

const rules: fc.Arbitrary<SamplingRules> = fc.record({
  temperature: fc.oneof(fc.constantFrom(0, 1, 0.8, 1e-300, 1e-3), fc.double({ min: 0.05, max: 2, noNaN: true })),
  topK: fc.oneof(fc.constantFrom(0, 0, 1, 40, 64, 65, 100), fc.nat({ max: 600 })),
  topP: fc.oneof(fc.constantFrom(1, 1, 0.9, 0.999), share),
  minP: fc.oneof(fc.constantFrom(0, 0, 0.05, 1), share),
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

describe('rivals', () => {
  /** Whether rules and vocabulary are such that they are named. */
  const unfiltered = { topK: 0, topP: 1, minP: 0 }
  const temperatures = fc.oneof(
    fc.constantFrom(1, 0.8, 1e-300, 5e-324, 1e-3),
    fc.double({ min: 0.05, max: 2, noNaN: true }),
  )

  test('and the top ones are all that can win', () => {
    let [none, some] = [0, 0]
    fc.assert(
      fc.property(seeds, temperatures, vocabularies, fc.nat(), fc.integer({ min: 1, max: 90 }), (...drawn) => {
        const [seed, temperature, logits, position, count] = drawn
        const sampler = createSampler({ seed, rules: { ...unfiltered, temperature }, vocabularySize: logits.length })
        const top = topOf(logits, Math.min(count, logits.length))
        const rivals = sampler.rivals(position, top)
        if (rivals === undefined) return
        if (rivals.length === 0) none += 1
        else some += 1
        const picked = sampler.pickAmong(position, top, chosen(logits, [...rivals].reverse()))
        expect(picked).toBe(sampler.pickFromAll(position, logits))
      }),
      { numRuns: 2_000 },
    )
    expect(none).toBeGreaterThan(100)
    expect(some).toBeGreaterThan(100)
  })

  test('are few where the top ones are far ahead, and not named where they are many', () => {
    const sampler = createSampler({ seed: seedOf(1), rules: { ...unfiltered, temperature: 1 }, vocabularySize: 32_000 })
    const steps = (step: number) => ({
      ids: Int32Array.from({ length: 64 }, (_, id) => id),
      logits: Float32Array.from({ length: 64 }, (_, id) => -step * id),
    })
    const counts = Array.from({ length: 50 }, (_, position) => sampler.rivals(position, steps(0.1))?.length ?? -1)
    expect(Math.max(...counts)).toBeLessThan(400)
    expect(Math.min(...counts)).toBeGreaterThanOrEqual(0)
    expect(sampler.rivals(7, steps(1))).toHaveLength(0)
    expect(sampler.rivals(7, steps(0))).toBeUndefined()
  })

  test('are not named under rules that filter', () => {
    const top = topOf(Float32Array.of(3, 2, 1), 2)
    for (const rule of [{ topK: 2 }, { topP: 0.9 }, { minP: 0.1 }, { temperature: 0 }]) {
      const rules = { ...unfiltered, temperature: 1, ...rule }
      expect(createSampler({ seed: seedOf(1), rules, vocabularySize: 300 }).rivals(1, top)).toBeUndefined()
    }
  })
})

describe('a sampler', () => {
  const greedy = { temperature: 0, topK: 0, topP: 1, minP: 0 }
  const plain = { ...greedy, temperature: 1 }
  const infinity = Number.POSITIVE_INFINITY
  const of = (sampling: SamplingRules, vocabularySize: number, seed = 1) =>
    createSampler({ seed: seedOf(seed), rules: sampling, vocabularySize })

  test('takes the greatest logit at temperature 0, at a tie the lower id', () => {
    expect(of(greedy, 5).pickFromAll(9, Float32Array.of(1, -0, 3, 3, 2))).toBe(2)
    expect(of(greedy, 3).pickFromAll(9, Float32Array.of(-infinity, 0, -0))).toBe(1)
    expect(of(greedy, 9).pick(9, { ids: Int32Array.of(4, 7), logits: Float32Array.of(3, 3) })).toBe(4)
  })

  test('comes to the greedy token as the temperature falls', () => {
    for (const temperature of [1e-3, 1e-30, 5e-324]) {
      expect(of({ ...plain, temperature }, 4).pickFromAll(9, Float32Array.of(1, 2, 3, 2.5))).toBe(2)
    }
  })

  test('keeps the first token under any rule', () => {
    const logits = Float32Array.of(0.5, 0.5, 0.25)
    for (const rule of [{ topK: 1 }, { topP: 0 }, { topP: 5e-324 }]) {
      for (let seed = 0; seed < 40; seed += 1) expect(of({ ...plain, ...rule }, 3, seed).pickFromAll(1, logits)).toBe(0)
    }
    const equals = Array.from({ length: 40 }, (_, seed) => of({ ...plain, minP: 1 }, 3, seed).pickFromAll(1, logits))
    expect(new Set(equals)).toEqual(new Set([0, 1]))
  })

  test('draws from the softmax', () => {
    const logits = Float32Array.of(0, 1, 2, -1, 0.5)
    const sampler = of({ ...plain, temperature: 0.8 }, 5)
    const counts = [0, 0, 0, 0, 0]
    for (let position = 0; position < 20_000; position += 1) {
      const token = sampler.pickFromAll(position, logits)
      counts[token] = (counts[token] ?? 0) + 1
    }
    const weights = Array.from(logits, (logit) => Math.exp(logit / 0.8))
    const sum = weights.reduce((total, weight) => total + weight, 0)
    for (const [id, weight] of weights.entries()) {
      const share = weight / sum
      expect(Math.abs((counts[id] ?? 0) - 20_000 * share)).toBeLessThan(4 * Math.sqrt(20_000 * share * (1 - share)))
    }
  })

  test('gives a tie of scores to the lower id', () => {
    let ties = 0
    for (let seed = 0; seed < 400; seed += 1) {
      const key = noiseKeyOf(seedOf(seed))
      const [lower, higher] = [gumbel(key, 1, 0), gumbel(key, 1, 1)]
      // The token of less noise gets logit 0, the other −1, at a temperature that makes up for the difference.
      const temperature = 1 / Math.abs(lower - higher)
      if (-1 / temperature + Math.max(lower, higher) !== Math.min(lower, higher)) continue
      ties += 1
      const logits = lower < higher ? Float32Array.of(0, -1) : Float32Array.of(-1, 0)
      expect(of({ ...plain, temperature }, 2, seed).pickFromAll(1, logits)).toBe(0)
      expect(of({ ...plain, temperature, topK: 2 }, 2, seed).pickFromAll(1, logits)).toBe(0)
      expect(of({ ...plain, temperature }, 2, seed).pick(1, topOf(logits, 2))).toBe(0)
    }
    expect(ties).toBeGreaterThan(50)
  })

  test('does not guess where a token that may be kept would win', () => {
    const logits = Float32Array.of(0, -0.1, -0.2, -0.3, -3, ...Array<number>(10).fill(-3))
    const [few, all] = [topOf(logits, 5), topOf(logits, 15)]
    let unknown = 0
    for (let seed = 0; seed < 200; seed += 1) {
      const sampler = of({ ...plain, topP: 0.7 }, 15, seed)
      const token = sampler.pick(0, few)
      if (token === undefined) unknown += 1
      else expect(token).toBe(sampler.pick(0, all))
    }
    expect(unknown).toBeGreaterThan(20)
    expect(unknown).toBeLessThan(80)
  })

  test('asks for noisy ids only where the rules may keep more than the top ones', () => {
    const counts = Array.from({ length: 50 }, (_, position) => of(plain, 32_000).heavyIds(position).length)
    expect(counts.reduce((sum, count) => sum + count, 0) / 50).toBeCloseTo(64, -1)
    const none = [greedy, { ...plain, topK: 64 }, { ...plain, minP: 0.05 }]
    expect(none.map((sampling) => of(sampling, 32_000).heavyIds(3).length)).toEqual([0, 0, 0])
    expect(of(plain, 100).heavyIds(3)).toHaveLength(0)
  })

  test('needs no other logits at nearly all positions of a large vocabulary', () => {
    const sampler = of(plain, 32_000)
    let known = 0
    for (let position = 0; position < 50; position += 1) {
      const key = noiseKeyOf(seedOf(1_000 + position))
      const logits = Float32Array.from({ length: 32_000 }, (_, id) => 1.5 * gumbel(key, 0, id))
      const token = sampler.pick(position, topOf(logits, 64), chosen(logits, sampler.heavyIds(position)))
      if (token !== undefined) known += 1
      expect([sampler.pickFromAll(position, logits), undefined]).toContain(token)
    }
    expect(known).toBeGreaterThan(40)
  })

  test('refuses what are no logits', () => {
    for (const sampling of [greedy, plain, { ...plain, topK: 2 }]) {
      const sampler = of(sampling, 3)
      for (const wrong of [
        [0, Number.NaN, 1],
        [Number.NaN, 0, 1],
        [0, infinity, 1],
        [-infinity, -infinity, -infinity],
      ]) {
        expect(() => sampler.pickFromAll(0, Float32Array.from(wrong))).toThrow(LogitsInvalidError)
        const top = { ids: Int32Array.of(0, 1, 2), logits: Float32Array.from(wrong) }
        expect(() => sampler.pick(0, top)).toThrow(LogitsInvalidError)
      }
    }
    const sampler = of(plain, 1_000)
    const heavy = { ids: sampler.heavyIds(0), logits: new Float32Array(sampler.heavyIds(0).length).fill(Number.NaN) }
    expect(() =>
      sampler.pick(0, orderTokens({ ids: Int32Array.of(1, 2), logits: Float32Array.of(1, 2) }), heavy),
    ).toThrow(LogitsInvalidError)
  })

  test('refuses candidates that are out of order, missing or not of this vocabulary', () => {
    const sampler = of(plain, 1_000)
    const top = (ids: number[], logits: number[]) => ({ ids: Int32Array.from(ids), logits: Float32Array.from(logits) })
    for (const [ids, logits] of [
      [
        [1, 2],
        [1, 2],
      ],
      [
        [2, 1],
        [1, 1],
      ],
      [
        [1, 1],
        [1, 1],
      ],
      [
        [1, 1_000],
        [2, 1],
      ],
      [[-1], [2]],
      [[1, 2], [2]],
    ] as const) {
      expect(() => sampler.pick(0, top([...ids], [...logits]))).toThrow(RangeError)
    }
    const ids = [...sampler.heavyIds(0)]
    const good = top([1_000 - 1], [5])
    expect(() => sampler.pick(0, good, top(ids.slice(1), Array(ids.length - 1).fill(0)))).toThrow(RangeError)
    expect(() => sampler.pick(0, good, top(ids, Array(ids.length).fill(6)))).toThrow(RangeError)
    expect(() => sampler.pickFromAll(0, new Float32Array(999))).toThrow(RangeError)
    for (const position of [-1, 0.5, 2 ** 31]) expect(() => sampler.heavyIds(position)).toThrow(RangeError)
  })

  test('refuses rules that no request may carry', () => {
    const wrong = [{ temperature: -1 }, { temperature: Number.NaN }, { topK: 1.5 }, { topP: 1.1 }, { minP: -0.1 }]
    for (const rule of wrong) expect(() => of({ ...plain, ...rule }, 10)).toThrow(RangeError)
    for (const size of [0, 2 ** 20 + 1, 1.5]) expect(() => of(plain, size)).toThrow(RangeError)
  })
})

test('a request’s rules: top-p without top-k is taken of the first 64', () => {
  expect(samplingRulesOf({ temperature: 1, topP: 0.9 })).toEqual({ temperature: 1, topK: 64, topP: 0.9, minP: 0 })
  expect(samplingRulesOf({ temperature: 1, topP: 1 })).toEqual({ temperature: 1, topK: 0, topP: 1, minP: 0 })
  expect(samplingRulesOf({ temperature: 1, topP: 0.9, topK: 7, minP: 0.1 })).toMatchObject({ topK: 7, minP: 0.1 })
})

test('tokens read in any order, and a whole vocabulary, come in the one order', () => {
  fc.assert(
    fc.property(vocabularies, fc.nat({ max: 80 }), (logits, count) => {
      const { ids, logits: sorted } = topOf(logits, logits.length)
      expect(orderTokens(chosen(logits, [...logits.keys()]))).toEqual({ ids, logits: sorted })
      const finite = sorted.filter((logit) => logit > Number.NEGATIVE_INFINITY).length
      expect([...sortLogits(logits, count).ids]).toEqual([...ids.slice(0, Math.min(count, finite))])
    }),
  )
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
