import { expect, test } from 'vitest'
import { benchFlood } from '../src/mesh/flood.bench.ts'

test('every honest offer arrives, whatever floods the receiver', async () => {
  const lines = await benchFlood({ providers: 3, offers: 15, gapMs: 10, messages: 1_000 })
  expect(lines.map(({ delivered, offers }) => [delivered, offers])).toEqual(Array(5).fill([15, 15]))
  expect(lines.map(({ sent }) => sent > 0)).toEqual([false, true, true, true, true])
  for (const { judged } of lines.slice(1)) expect(judged).toBeGreaterThan(0)
})
