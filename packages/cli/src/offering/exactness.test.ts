import { expect, test } from 'vitest'
import { draftOf, type ExactnessOptions, exactnessOf } from './exactness.ts'

test('answers are tolerant unless they are said to be replayable, and those are drafted by a smaller encoding', () => {
  const plain = exactnessOf({})
  expect(plain).toEqual({ isReplayable: false, premiumBps: 0, draft: undefined })
  expect(draftOf('stories15m', plain)).toBeUndefined()
  const replayable = exactnessOf({ replayable: true, replayablePremium: '12.5' })
  expect(replayable).toEqual({ isReplayable: true, premiumBps: 1_250, draft: undefined })
  expect(draftOf('stories15m', replayable)).toBe('stories15m-q8_0')
  expect(draftOf('tinyllama-1.1b-chat', replayable)).toBeUndefined()
  expect(draftOf('stories15m', exactnessOf({ replayable: true, draft: 'none' }))).toBeUndefined()
  expect(draftOf('any', exactnessOf({ replayable: true, draft: 'stories15m-q4_0' }))).toBe('stories15m-q4_0')
})

test.each<ExactnessOptions>([
  { replayable: true, upstream: 'http://127.0.0.1:1' },
  { replayablePremium: '1' },
  { draft: 'none' },
  { replayable: true, replayablePremium: '100.01' },
  { replayable: true, replayablePremium: '-1' },
  { replayable: true, replayablePremium: '1e1' },
  { replayable: true, replayablePremium: '1.234' },
  { replayable: true, replayablePremium: '' },
])('%j is refused', (options) => {
  expect(() => exactnessOf(options)).toThrow(expect.objectContaining({ code: 'USAGE_INVALID' }))
})
