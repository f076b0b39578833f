/** The bench with tiny parameters: that every variant computes the same, and the last line is JSON. Figures are for the bench. */
import { afterEach, expect, test, vi } from 'vitest'
import { runWasmBench } from './run.ts'

afterEach(() => vi.restoreAllMocks())

test('every program comes to the same with and without instruments', async () => {
  const lines: string[] = []
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    lines.push(String(text))
    return true
  })
  const rows = await runWasmBench({ samples: 1, share: 0.01, copies: 2 })
  expect(rows.map(({ name, result }) => [name, result])).toMatchInlineSnapshot(`
    [
      [
        "matrix product, f32x4",
        -854,
      ],
      [
        "SHA-256",
        -796657276,
      ],
      [
        "JSON",
        2102170304,
      ],
      [
        "quicksort",
        180519780,
      ],
      [
        "n-body, f64",
        19583252,
      ],
      [
        "n-body, f64x2",
        19583252,
      ],
      [
        "option prices, f64",
        13716148,
      ],
      [
        "copies and fills",
        1118951562,
      ],
      [
        "recursive calls",
        1,
      ],
    ]
  `)
  for (const { gas } of rows) expect(gas).toBeGreaterThan(0n)
  expect(JSON.parse(lines.join('').trim().split('\n').at(-1) ?? '')).toMatchObject({
    bench: 'wasm',
    figures: {
      median_all: expect.any(Number),
      worst_but_recursion: expect.any(Number),
      rewriting_mb_s: expect.any(Number),
    },
  })
})
