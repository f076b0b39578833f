import { zeroHash } from '@millrace/protocol'
import { expect, test } from 'vitest'
import { createRateMeter } from './rate-meter.ts'

test('nothing is said of a model that has not run', () => {
  expect(createRateMeter().published(zeroHash, 3)).toEqual({
    prefillTokensPerSecond: 0,
    decodeTokensPerSecond: 0,
    queueMs: 0,
  })
})

test('rates are tokens over time, recent runs count more, and small moves are not published', () => {
  const meter = createRateMeter()
  const run = { inputTokens: 100, prefillMs: 100, outputTokens: 51, decodeMs: 1_000 }
  meter.record(zeroHash, run)
  const first = meter.published(zeroHash, 0)
  expect(first).toEqual({ prefillTokensPerSecond: 1_000, decodeTokensPerSecond: 50, queueMs: 0 })
  meter.record(zeroHash, { ...run, decodeMs: 1_100 })
  expect(meter.published(zeroHash, 0)).toBe(first)
  for (let i = 0; i < 30; i++) meter.record(zeroHash, { ...run, prefillMs: 400, decodeMs: 500 })
  const later = meter.published(zeroHash, 0)
  expect(later.decodeTokensPerSecond).toBeGreaterThan(90)
  expect(later.decodeTokensPerSecond).toBeLessThanOrEqual(100)
  expect(later.prefillTokensPerSecond).toBeLessThan(300)
  expect(meter.published(zeroHash, 2).queueMs).toBeGreaterThan(1_500)
})

test('what the clock cannot tell and what payment held up is left out', () => {
  const meter = createRateMeter()
  meter.record(zeroHash, { inputTokens: 5_000, prefillMs: 1, outputTokens: 500, decodeMs: 0 })
  meter.record(zeroHash, { inputTokens: 2, prefillMs: 50, outputTokens: 1, decodeMs: 50 })
  meter.record(zeroHash, { inputTokens: 2, prefillMs: 2, outputTokens: 100, decodeMs: undefined })
  expect(meter.published(zeroHash, 0)).toEqual({ prefillTokensPerSecond: 0, decodeTokensPerSecond: 0, queueMs: 0 })
})
