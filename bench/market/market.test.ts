/** The market bench with tiny parameters: that it runs and ends with its line of JSON. Figures are for the bench. */
import { afterEach, expect, test, vi } from 'vitest'
import { runMarketBench } from './run.ts'

afterEach(() => vi.restoreAllMocks())

test('the market bench has figures of every matcher', () => {
  const lines: string[] = []
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    lines.push(String(text))
    return true
  })
  vi.spyOn(process.stderr, 'write').mockReturnValue(true)
  const figures = runMarketBench({ seed: 2, size: { providers: 60, buyers: 5, jobs: 60, hours: 2 } })
  expect(figures.map(({ matcher }) => matcher)).toEqual(['expected cost', 'cheapest first', 'cheapest idle', 'random'])
  expect(JSON.parse(lines.join('').trim().split('\n').at(-1) ?? '')).toMatchObject({
    bench: 'market',
    seed: 2,
    resultHash: expect.stringMatching(/^[0-9a-f]{64}$/),
    figures: { 'expected-cost_totalCost': expect.any(Number) },
  })
})
