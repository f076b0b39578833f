/** The bench with tiny parameters: every way answers right, and it ends with its line of JSON. Figures are for the bench. */
import { afterEach, expect, test, vi } from 'vitest'
import { runFirstTokenBench } from './run.ts'

afterEach(() => vi.restoreAllMocks())

test('every way answers every order, and none is faster than the model itself', async () => {
  const lines: string[] = []
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    lines.push(String(text))
    return true
  })
  const times = await runFirstTokenBench({
    pace: { words: 4, firstTokenMs: 5, betweenTokensMs: 1 },
    furtherOffers: 8,
    warmUps: 1,
    samples: 2,
    firstOrders: 1,
  })
  expect(times.map(({ way, addedMs, wrong }) => [way, addedMs.length, wrong])).toEqual([
    ['bare HTTP stub', 2, 0],
    ['warm lease, tls', 2, 0],
    ['warm lease, libp2p', 2, 0],
    ['warm lease, relayed', 2, 0],
    ['warm, free choice', 2, 0],
    ['warm, gateway', 2, 0],
    ['first order', 1, 0],
  ])
  for (const { addedMs } of times) for (const ms of addedMs) expect(ms).toBeGreaterThan(0)
  expect(JSON.parse(lines.join('').trim().split('\n').at(-1) ?? '')).toMatchObject({
    bench: 'first-token',
    figures: { offers: 11, wrong: 0, warm_lease_relayed_p99Ms: expect.any(Number) },
  })
})
