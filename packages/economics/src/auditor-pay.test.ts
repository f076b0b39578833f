/** Auditors are paid for auditing, and lose by signing without it. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { auditFeeNeeded, auditorProfit, plantedFaultsNeeded } from './auditor-pay.ts'
import { chanceOfPpm } from './chance.ts'
import { defaultParameters } from './parameters.ts'
import { policyCost } from './policy-cost.ts'

const terms = { price: 1_000n, canarySharePpm: 500_000, auditCost: 350n }
const nobody = { chance: 0n, reward: 10n ** 9n }

test('the fee covers canary and computation where nobody cheats; a conviction comes on top', () => {
  const fee = auditFeeNeeded(terms, 200_000)
  expect(fee).toBe(920n)
  expect(auditorProfit(fee, terms, nobody)).toBe(70n)
  expect(auditorProfit(fee, terms, { chance: chanceOfPpm(1_000), reward: 20_000n })).toBe(90n)
})

test('what a sampled order adds for canaries and audits pays its auditors', () => {
  const { sampledRatePpm, canarySharePpm, costs } = defaultParameters
  const price = 10n ** 9n
  const paid = policyCost({ name: 'sampled', ratePpm: sampledRatePpm }, price, defaultParameters)
    .items.filter(({ name }) => name === 'canaries' || name === 'audits')
    .reduce((sum, { amount }) => sum + amount, 0n)
  const auditCost = (price * BigInt(costs.auditPpm)) / 1_000_000n
  const fee = auditFeeNeeded({ price, canarySharePpm, auditCost }, costs.auditorMarginPpm)
  expect(paid).toBe((fee * BigInt(sampledRatePpm)) / 1_000_000n)
})

test('with so many planted faults a lazy auditor loses more than it saves', () => {
  const amount = fc.bigInt({ min: 1n, max: 2n ** 80n })
  fc.assert(
    fc.property(amount, amount, (auditCost, bond) => {
      const planted = plantedFaultsNeeded(auditCost, bond)
      if (planted === undefined) expect(bond).toBeLessThanOrEqual(auditCost)
      else expect(BigInt(planted) * bond).toBeGreaterThan(auditCost * 1_000_000n)
    }),
  )
})
