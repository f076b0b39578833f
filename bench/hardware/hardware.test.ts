/** The hardware bench with tiny parameters: that it runs and ends with its line of JSON. Figures are for the bench. */
import { tmpdir } from 'node:os'
import { expect, test, vi } from 'vitest'
import { runHardwareBench } from './run.ts'

test('the hardware bench puts every challenge and tells what it found', async () => {
  const lines: string[] = []
  const write = vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    lines.push(String(text))
    return true
  })
  const rows = await runHardwareBench({
    ...{ seed: 1, threads: 1, aimMs: 10, memoryBytes: 2 ** 22, spanBytes: 2 ** 23, diskBytes: 100_000 },
    ...{ scalarSide: 64, opened: 16, folder: tmpdir(), signal: new AbortController().signal },
  }).finally(() => write.mockRestore())
  expect(rows.map(({ group }) => group.results.length)).toEqual([1, 1, 2, 2])
  for (const { group } of rows) {
    for (const { reasons } of group.results) expect(reasons).not.toContain('wrong-product')
  }
  expect(JSON.parse(lines.join('').trim().split('\n').at(-1) ?? '')).toMatchObject({
    ...{ bench: 'hardware', seed: 1, figures: { product_units: expect.any(Number) } },
  })
}, 120_000)
