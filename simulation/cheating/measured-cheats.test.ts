/** With the detection that was measured, no cheat is ahead at the default policy: on every job, split, rare, patient, or together. */
import { defaultParameters } from '@millrace/economics'
import { describe, expect, test } from 'vitest'
import { type CheatTableInit, cheatRow, coveredPrice, defaultTableInit, type PolicyCase } from './cheat-table.ts'
import { strategies } from './cheats.ts'
import { measuredCheats } from './measured-cheats.ts'

const init: CheatTableInit = {
  ...defaultTableInit,
  parameters: defaultParameters,
  markets: 8,
  epochs: 12,
  honestProviders: 4,
  jobsPerEpoch: 800,
}
const canonical: PolicyCase = {
  policy: { name: 'sampled', ratePpm: defaultParameters.sampledRatePpm },
  mode: 'canonical',
}
const price = coveredPrice(init, canonical, measuredCheats)
const splitPrice = coveredPrice(init, canonical, measuredCheats, 5)

describe('at the default policy', () => {
  test('a price is covered', () => expect(price).toBeGreaterThan(0n))

  test.each(measuredCheats.map((cheat) => [cheat.name, cheat] as const))('%s, always: behind', (_, cheat) => {
    const row = cheatRow(init, { ...canonical, cheat, strategy: { name: 'always' }, price })
    expect(row.convicted).toBeGreaterThan(0.9)
    expect(row.net + 3 * row.netError).toBeLessThan(0)
  })

  test.each(strategies.map((strategy) => [strategy.name, strategy] as const))(
    'the most gainful, %s: behind',
    (name, strategy) => {
      const [cheat] = measuredCheats.toSorted((one, other) => other.gainPpm - one.gainPpm)
      if (cheat === undefined) throw new RangeError('there are cheats')
      const under = { ...canonical, cheat, strategy, price: name === 'sybils' ? splitPrice : price }
      // few cheated jobs are a lottery with a small stake in it: it takes many to see that it loses
      const row = cheatRow({ ...init, markets: name === 'stops in time' ? 150 : 20 }, under)
      expect(row.gained).toBeGreaterThan(0)
      expect(row.net).toBeLessThan(0)
    },
  )
})
