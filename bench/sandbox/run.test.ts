/** The bench with tiny parameters: that every side runs, and the last line is JSON. Figures are for the bench. */
import { SandboxUnavailableError } from '@millrace/sandbox'
import { afterEach, expect, test, vi } from 'vitest'
import { runSandboxBench } from './run.ts'

afterEach(() => vi.restoreAllMocks())

test('every side starts programs', async ({ skip }) => {
  const lines: string[] = []
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    lines.push(String(text))
    return true
  })
  const rows = await runSandboxBench({ samples: 2, tasks: 3, sleepers: 2 }).catch((error: unknown) => {
    if (error instanceof SandboxUnavailableError) return skip(`${error.message} ${error.hint}`)
    throw error
  })
  expect(rows.map(({ side, startMs, wholeMs }) => [side, startMs.length, wholeMs.length]).slice(0, 3)).toEqual([
    ['no sandbox', 2, 2],
    ['bare bwrap', 2, 2],
    ['millrace bubblewrap', 2, 2],
  ])
  for (const { tasksPerSecond, bytesPerTask } of rows) {
    expect(tasksPerSecond).toBeGreaterThan(0)
    expect(bytesPerTask).toBeGreaterThan(0)
  }
  const last = JSON.parse(lines.join('').trim().split('\n').at(-1) ?? '')
  expect(last).toMatchObject({ bench: 'sandbox', seed: 0, figures: { overhead_ms: expect.any(Number) } })
})
