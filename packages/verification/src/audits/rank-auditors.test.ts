import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addressOf, hashOf } from '../../test/support/replica-rounds.ts'
import { rankAuditors } from './rank-auditors.ts'

const numbers = fc.uniqueArray(fc.integer({ min: 0, max: 200 }), { maxLength: 40 })

test('the order does not depend on the order given, and leaving moves nobody before another', () => {
  fc.assert(
    fc.property(numbers, fc.nat(), fc.nat({ max: 1_000 }), (chosen, left, receipt) => {
      const auditors = chosen.map(addressOf)
      const ranked = rankAuditors(hashOf(1), hashOf(receipt), auditors)
      expect(rankAuditors(hashOf(1), hashOf(receipt), [...auditors].reverse())).toEqual(ranked)
      expect([...ranked].sort()).toEqual([...auditors].sort())
      const gone = auditors[left % Math.max(1, auditors.length)]
      const rest = auditors.filter((auditor) => auditor !== gone)
      expect(rankAuditors(hashOf(1), hashOf(receipt), rest)).toEqual(ranked.filter((auditor) => auditor !== gone))
    }),
  )
})

test('each is first about as often', () => {
  const auditors = [1, 2, 3, 4, 5].map(addressOf)
  const firsts = new Map<string, number>()
  for (let n = 0; n < 5_000; n++) {
    const [first = ''] = rankAuditors(hashOf(7), hashOf(n), auditors)
    firsts.set(first, (firsts.get(first) ?? 0) + 1)
  }
  // 1,000 each, with a standard deviation of 28.
  for (const auditor of auditors) expect(Math.abs((firsts.get(auditor) ?? 0) - 1_000)).toBeLessThan(170)
})
