import { expect, test } from 'vitest'
import { benchBulk } from '../src/bulk/bulk.bench.ts'

test('the bench runs', async () => {
  const lines = await benchBulk({ bytes: 2_000_000, samples: 1 })
  expect(lines.length).toBe(5)
  for (const { megabytesPerSecond } of lines) expect(megabytesPerSecond.every((sample) => sample > 0)).toBe(true)
})
