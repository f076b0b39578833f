import { afterEach, expect, test, vi } from 'vitest'
import { runMatchingBench } from './run.ts'

afterEach(() => vi.restoreAllMocks())

test('the matching bench finds what a plain scan finds, and the same again', async () => {
  const lines: string[] = []
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    lines.push(String(text))
    return true
  })
  const options = {
    seed: 3,
    sizes: [200, 2_000],
    updates: 200,
    orders: 300,
    warmUpOrders: 0,
    passes: 2,
    scanOrders: 150,
  }
  const [small, large] = await runMatchingBench(options)
  expect([small?.offers, large?.offers]).toEqual([200, 2_000])
  expect(large?.samples.filter(({ outcome }) => outcome === 'no-match').length).toBeGreaterThan(10)
  expect(large?.samples.filter(({ outcome }) => outcome === 'matched').length).toBeGreaterThan(100)
  expect((await runMatchingBench(options)).map(({ answers }) => answers)).toEqual([small?.answers, large?.answers])
  const reports = lines.filter((line) => line.startsWith('{')).map((line) => JSON.parse(line))
  expect(reports[0]).toMatchObject({
    bench: 'matching',
    seed: 3,
    figures: { '2000_matchesPerSecond': expect.any(Number) },
  })
  expect(reports[0]?.resultHash).toBe(reports[1]?.resultHash)
}, 120_000)
