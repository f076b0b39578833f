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
  const reads = { of: 0, all: 0 }
  const reader: RowReader = {
    // never ends inside a tie, as a real one
    async top() {
      const end = order.logits.indexOf(order.logits[64] as number)
      return end === 0
        ? { ids: order.ids.slice(0, 64), logits: order.logits.slice(0, 64) }
        : { ids: order.ids.slice(0, end), logits: order.logits.slice(0, end) }
    },
    async of(_row, ids) {
      reads.of += 1
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
    topK: fc.constantFrom(0, 1, 40, 100),
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

test('mostly reads no more than the top ones', async () => {
  const rules = { temperature: 1, topK: 0, topP: 1, minP: 0 }
  const sampler = createSampler({ seed: seedOf('cd'), rules, vocabularySize })
  let read = 0
  for (let seed = 0; seed < 100; seed += 1) {
    const { reader, reads } = rowOf(seed, 24)
    await chooseToken(sampler, { reader, row: 0, position: seed })
    read += reads.of + reads.all
  }
  expect(read).toBeLessThan(60)
})
