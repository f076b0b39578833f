/** The power of an audit from measured mismatches. */
import { expect, test } from 'vitest'
import { chanceOfPpm } from './chance.ts'
import { auditPowerPpm, auditsToConvict, jobsToConviction } from './detector.ts'

test('one wrong token convicts, so long answers hardly escape', () => {
  expect(auditPowerPpm(140_000, 20)).toBe(Math.floor((1 - 0.86 ** 20) * 1e6))
  expect(auditPowerPpm(0, 1_000)).toBe(0)
  expect(auditPowerPpm(1_000_000, 1)).toBe(1_000_000)
})

test('capped evidence takes several requests', () => {
  expect(auditsToConvict(13.8, 3)).toBe(5)
  expect(auditsToConvict(13.8, 13.8)).toBe(1)
})

test('jobs until a conviction on average', () => {
  expect(jobsToConviction(chanceOfPpm(20_000))).toBe(50n)
  expect(jobsToConviction(chanceOfPpm(20_000), 5)).toBe(250n)
  expect(jobsToConviction(chanceOfPpm(300_000))).toBe(4n)
  expect(jobsToConviction(0n)).toBeUndefined()
})
