import { expect, test } from 'vitest'
import { benchTransports } from '../src/peer-transport.bench.ts'

test('the bench runs', async () => {
  const lines = await benchTransports({ roundTrips: 500, samples: 1, bulkBytes: 2_000_000 })
  expect(lines.length).toBe(40)
  for (const { samples } of lines) expect(samples.every((sample) => sample > 0)).toBe(true)
})
