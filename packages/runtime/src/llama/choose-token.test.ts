import { createSampler, orderTokens } from '@millrace/verification'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { chooseToken } from './choose-token.ts'
import type { RowReader } from './row-context.ts'

const vocabularySize = 2_000
const seedOf = (byte: string): `0x${string}` => `0x${byte.repeat(32)}`

/** Logits that fall from 0 to `-depth` in steps, so that ties happen; a row of them, and how often it was read. */
function rowOf(seed: number, depth: number) {
  const logits = Float32Array.from({ length: vocabularySize }, (_, id) => {
    const word = Math.imul(Math.imul(seed ^ (id + 1), 0x9e3779b1) ^ id, 0x85ebca6b) >>> 0
    return -Math.floor((word / 2 ** 32) ** 0.2 * depth * 4) / 4
  })
  const order = orderTokens({ ids: Int32Array.from(logits.keys()), logits })
  const reads = { wide: 0, of: 0, ids: 0, all: 0 }
  // never ends inside a tie, as a real one
  const first = (count: number) => {
    const end = order.logits.indexOf(order.logits[count] as number) || count
    return { ids: order.ids.slice(0, end), logits: order.logits.slice(0, end) }
  }
  const reader: RowReader = {
    top: async () => first(64),
    async wide() {
      reads.wide += 1
      return first(512)
    },
    async of(_row, ids) {
      reads.of += 1
      reads.ids += ids.length
      return { ids, logits: Float32Array.from(ids, (id) => logits[id] as number) }
    },
    async all() {
      reads.all += 1
      return logits
    },
  }
  return { logits, reader, reads }
}

test('chooses what reading all logits would choose', async () => {
  const anyRules = fc.record({
    temperature: fc.constantFrom(0, 0.5, 1, 2),
    topK: fc.constantFrom(0, 0, 1, 40, 100, 600),
    topP: fc.constantFrom(1, 0.9, 0.3),
    minP: fc.constantFrom(0, 0.05),
  })
  await fc.assert(
    fc.asyncProperty(anyRules, fc.nat(), fc.integer({ min: 1, max: 30 }), async (rules, seed, depth) => {
      const sampler = createSampler({ seed: seedOf('ab'), rules, vocabularySize })
      const { logits, reader } = rowOf(seed, depth)
      const position = seed % 1_000
      expect(await chooseToken(sampler, { reader, row: 0, position })).toBe(sampler.pickFromAll(position, logits))
    }),
    { numRuns: 300 },
  )
})

test('where rules keep all, mostly reads no more than the top ones, and hardly ever all', async () => {
  const rules = { temperature: 1, topK: 0, topP: 1, minP: 0 }
  const sampler = createSampler({ seed: seedOf('cd'), rules, vocabularySize })
  const all = { wide: 0, of: 0, ids: 0, all: 0 }
  for (let seed = 0; seed < 200; seed += 1) {
    const { reader, reads, logits } = rowOf(seed, 24)
    expect(await chooseToken(sampler, { reader, row: 0, position: seed })).toBe(sampler.pickFromAll(seed, logits))
    for (const kind of ['wide', 'of', 'ids', 'all'] as const) all[kind] += reads[kind]
  }
  expect(all.of).toBeLessThan(80)
  expect(all.ids).toBeLessThan(1_000)
  expect(all.wide).toBeLessThan(20)
  expect(all.all).toBe(0)
})

test('reads more tokens where the rules keep more than the top ones', async () => {
  const sampler = createSampler({
    seed: seedOf('ef'),
    rules: { temperature: 2, topK: 300, topP: 1, minP: 0 },
    vocabularySize,
  })
  const { reader, reads, logits } = rowOf(1, 6)
  expect(await chooseToken(sampler, { reader, row: 0, position: 5 })).toBe(sampler.pickFromAll(5, logits))
  expect(reads).toEqual({ wide: 1, of: 0, ids: 0, all: 0 })
})
