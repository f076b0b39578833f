/** The bench in small: it runs on real answers, convicts the cheats, goes on from its records, and ends with its line. */
import { mkdtemp, readFile, rm, truncate } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseCalibration } from '@millrace/verification'
import { afterEach, expect, test, vi } from 'vitest'
import { runVerificationBench, type VerificationBenchOptions } from './run.ts'

afterEach(() => vi.restoreAllMocks())

test('the bench convicts cheats, spares the honest, and goes on from what it has', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'millrace-bench-'))
  const lines: string[] = []
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    lines.push(String(text))
    return true
  })
  const every = (stories: number) => ({ f32: 0, f16: 0, q8_0: stories, tinyllama: 0 })
  const options: VerificationBenchOptions = {
    seed: 1,
    claimed: ['q8_0'],
    amounts: {
      maxTokens: 12,
      honestTokens: every(36),
      cheatRequests: every(2),
      honestRequests: every(3),
      instructionSets: ['haswell'],
    },
    costs: [{ claimed: 'q8_0', draft: undefined, requests: 1, maxTokens: 8 }],
    economy: { markets: 2, epochs: 4, honestProviders: 3, jobsPerEpoch: 100 },
    recordsFolder: join(folder, 'records'),
    calibrationsFile: join(folder, 'calibrations.json'),
    signal: new AbortController().signal,
  }
  try {
    const first = await runVerificationBench(options)
    const [honest] = first.honest.filter(({ mode }) => mode === 'canonical')
    expect(honest).toMatchObject({ tokens: 36, wrong: 0 })
    const found = new Map(first.detection.map(({ cheat, canonical }) => [cheat, canonical.median]))
    expect(found.get('last layer skipped')).toBeLessThan(24)
    expect(found.get('early stop')).toBe(6)
    expect(first.economy.some(({ policy }) => policy.name === 'replicas')).toBe(true)
    expect(lastLine(lines)).toMatchObject({
      bench: 'verification',
      seed: 1,
      figures: { falseAlarms: 0, honestTokens: 36 },
    })
    const written = JSON.parse(await readFile(join(folder, 'calibrations.json'), 'utf8')) as unknown[]
    const calibration = parseCalibration(written[0])
    // so few requests that nothing may be convicted, and it says so
    expect(lines.join('')).toContain('all of them, as written, q8_0: q4_0 weights')
    // the odd one of three is held out, in each of two libraries
    expect(first.heldOut.map(({ requests, tokens, stretches }) => [requests, tokens, stretches])).toEqual([
      [1, 12, 0],
      [1, 12, 0],
    ])
    expect(calibration.honest).toHaveLength(6)

    // a line that was cut off is made again, the others are not
    const path = join(folder, 'records', 'q8_0.canonical.this-library.jsonl')
    await truncate(path, (await readFile(path)).length - 5)
    const second = await runVerificationBench(options)
    expect(JSON.parse(await readFile(join(folder, 'calibrations.json'), 'utf8'))).toHaveLength(1)
    expect(second.detection).toEqual(first.detection)
    expect(second.honest).toEqual(first.honest)
  } finally {
    await rm(folder, { recursive: true })
  }
}, 120_000)

function lastLine(lines: readonly string[]): unknown {
  return JSON.parse(lines.join('').trim().split('\n').at(-1) ?? '')
}
