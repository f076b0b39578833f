/** What policies add to an order, as people read it. */
import { policies, type VerificationPolicy } from '@millrace/protocol'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { defaultParameters } from './parameters.ts'
import { policyCost } from './policy-cost.ts'

const each: readonly VerificationPolicy[] = [
  { name: 'trust' },
  { name: 'sampled', ratePpm: 20_000 },
  { name: 'replicas', agree: 2, of: 3 },
  { name: 'exact' },
  { name: 'attested' },
]

test('sampling 2 % adds 2.2 %, item by item', () => {
  expect(policyCost({ name: 'sampled', ratePpm: 20_000 }, 1_000_000n, defaultParameters)).toEqual({
    total: 21_496n,
    bps: 215,
    items: [
      { name: 'canaries', amount: 10_000n, bps: 100, why: '1 % of jobs are canaries, paid like any other' },
      { name: 'audits', amount: 8_400n, bps: 84, why: '2 % of jobs are computed again by auditors' },
      { name: 'receipts', amount: 2_000n, bps: 20, why: 'receipts are committed on the chain' },
      { name: 'stake', amount: 1_096n, bps: 11, why: 'stake of 4 times the price is bound for 24 h' },
    ],
  })
})

test('every policy is priced', () => {
  expect(each.map(({ name }) => name)).toEqual(Object.keys(policies))
  expect(each.map((policy) => policyCost(policy, 1_000_000n, defaultParameters).bps)).toEqual([
    0, 215, 20_077, 4_231, 731,
  ])
})

test('items add up, each rounded up, and a dearer order never costs less', () => {
  const price = fc.bigInt({ min: 0n, max: 2n ** 100n })
  fc.assert(
    fc.property(fc.constantFrom(...each), price, price, (policy, one, more) => {
      const cost = policyCost(policy, one, defaultParameters)
      expect(cost.items.reduce((sum, { amount }) => sum + amount, 0n)).toBe(cost.total)
      expect(policyCost(policy, one + more, defaultParameters).total).toBeGreaterThanOrEqual(cost.total)
    }),
  )
  expect(policyCost({ name: 'exact' }, 0n, defaultParameters)).toMatchObject({ total: 0n, bps: 0 })
  expect(() => policyCost({ name: 'exact' }, -1n, defaultParameters)).toThrow(RangeError)
})
