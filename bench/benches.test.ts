/** The benches with tiny parameters: that they run, answer right and end with their line of JSON. Figures are for the benches. */
import { afterEach, expect, test, vi } from 'vitest'
import { runGatewayBench } from './gateway/run.ts'
import { runTokensBench } from './tokens/run.ts'

afterEach(() => vi.restoreAllMocks())

test('the gateway bench answers every request on every side', async () => {
  const lines = captureOutput()
  const rows = await runGatewayBench({
    stub: { firstTokenMs: 1, betweenTokensMs: 0, tokens: 4 },
    rounds: 1,
    warmUpRequests: 2,
    levels: [{ concurrency: 2, requests: 4 }],
  })
  expect(rows.map(({ side, load }) => [side, load.latenciesMs.length, load.errors])).toEqual([
    ['stub alone', 4, 0],
    ['portkey', 4, 0],
    ['millrace', 4, 0],
  ])
  expect(lastLine(lines)).toMatchObject({ bench: 'gateway', seed: 0, figures: { 'millrace@2_errors': 0 } })
}, 120_000)

test('the tokens bench gives the same answer both ways', async () => {
  const lines = captureOutput()
  const [row] = await runTokensBench({ rounds: 1, models: [{ name: 'stories15m', maxTokens: 8 }] })
  expect(row?.text.length).toBeGreaterThan(0)
  expect(lastLine(lines)).toMatchObject({ bench: 'tokens', figures: { stories15m_share: expect.any(Number) } })
}, 120_000)

function captureOutput(): string[] {
  const lines: string[] = []
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    lines.push(String(text))
    return true
  })
  return lines
}

function lastLine(lines: readonly string[]): unknown {
  return JSON.parse(lines.join('').trim().split('\n').at(-1) ?? '')
}
