import { sandboxLimits } from '@millrace/sandbox'
import { expect, test } from 'vitest'
import { type BatchOptions, batchOf } from './batch.ts'

const token = { symbol: 'tUSD', decimals: 6 }

test('programs are run where that has a price, within the limits that are given', () => {
  expect(batchOf({}, token, { cores: 8 })).toBeUndefined()
  expect(batchOf({ batch: '0.10/1.00' }, token, { cores: 8 })).toEqual({
    prices: { inputPrice: 100_000n, outputPrice: 1_000_000n },
    slots: 4,
    memoryPagesMax: sandboxLimits.memoryPagesMax,
    jobMsMax: sandboxLimits.jobMsMax,
  })
  const limits = { batchSlots: '3', batchMemory: '256', batchSeconds: '20' }
  expect(batchOf({ batch: '0/0', ...limits }, token, { cores: 1 })).toMatchObject({
    ...{ slots: 3, memoryPagesMax: 4_096, jobMsMax: 20_000 },
  })
  expect(batchOf({ batch: '0/0' }, token, { cores: 1 })?.slots).toBe(1)
})

test.each<BatchOptions>([
  { batch: '' },
  { batch: '1' },
  { batch: '1/' },
  { batch: '-1/2' },
  { batch: '1/0.0000001' },
  { batchSlots: '1' },
  { batch: '1/1', batchSlots: '0' },
  { batch: '1/1', batchMemory: '4097' },
  { batch: '1/1', batchSeconds: '1.5' },
])('%j is refused', (options) => {
  expect(() => batchOf(options, token, { cores: 2 })).toThrow(expect.objectContaining({ code: 'USAGE_INVALID' }))
})
