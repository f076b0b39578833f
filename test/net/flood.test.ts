/** The flood bench over several hosts, small: every honest offer arrives, whatever floods the peer that hears it. */
import { describe, expect, test } from 'vitest'
import { benchFloodAcrossHosts } from './flood.bench.ts'
import { labMissing } from './lab-missing.ts'

describe.skipIf(labMissing)('a flood from another host', { timeout: 120_000 }, () => {
  test('keeps no honest offer back', async () => {
    const lines = await benchFloodAcrossHosts({ providers: 2, offers: 3, gapMs: 100 })
    expect(lines.map(({ delaysMs, announced }) => [delaysMs.length, announced])).toEqual(lines.map(() => [6, 6]))
    expect(lines.map(({ refused }) => refused > 0)).toEqual([false, true, true, true])
  })
})
