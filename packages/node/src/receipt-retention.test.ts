import { expect, test } from 'vitest'
import { receiptRetention } from './receipt-retention.ts'
import { receiptAgeMsMax, receiptEvidenceMsMin } from './store-limits.ts'

const day = 86_400

test('by the usual terms receipts are kept as long as usual', () => {
  const usual = { evidenceSeconds: 13 * day, answerSeconds: day, claimSeconds: day }
  expect(receiptRetention(usual)).toEqual({ evidenceMs: receiptEvidenceMsMin, ageMs: receiptAgeMsMax })
  const seconds = { evidenceSeconds: 60, answerSeconds: 60, claimSeconds: 60 }
  expect(receiptRetention(seconds)).toEqual({ evidenceMs: receiptEvidenceMsMin, ageMs: receiptAgeMsMax })
})

test('a court that takes older evidence, or gives more time to answer, has them kept longer', () => {
  const long = { evidenceSeconds: 90 * day, answerSeconds: 14 * day, claimSeconds: 30 * day }
  const { evidenceMs, ageMs } = receiptRetention(long)
  expect(evidenceMs).toBeGreaterThanOrEqual((90 + 14) * day * 1000)
  expect(ageMs).toBeGreaterThanOrEqual(evidenceMs + 30 * day * 1000)
})
