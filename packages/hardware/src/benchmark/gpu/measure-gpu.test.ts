import type { Hash } from '@millrace/protocol'
import { expect, test } from 'vitest'
import { largestSide } from './card-product.ts'
import { measureGpu } from './measure-gpu.ts'

const seed = `0x${'07'.repeat(32)}` as Hash
const { signal } = new AbortController()

test('a card is measured and right, or could not be tested, with the reason', async () => {
  const found = await measureGpu({ aimMs: 50, seed, signal })
  if (found.state === 'could-not-test') expect(found.reason).not.toBe('')
  else expect(found.value.units).toBeGreaterThan(0)
}, 180_000)

test('an abort ends the process and tells its reason', async () => {
  const stopping = new AbortController()
  const measuring = measureGpu({ aimMs: 60_000, seed, signal: stopping.signal })
  stopping.abort(new Error('stopped by the test'))
  await expect(measuring).rejects.toThrow('stopped by the test')
})

test('the side follows from what the card gives at once', () => {
  const adapter = (bytes: number) => ({
    ...{ info: { vendor: '', architecture: '', device: '', description: '' }, requestDevice: () => Promise.reject() },
    limits: { maxBufferSize: bytes, maxStorageBufferBindingSize: 2 ** 40 },
  })
  expect([2 ** 20, 2 ** 27, 2 ** 31, 2 ** 40].map((bytes) => largestSide(adapter(bytes), 16_384))).toEqual([
    ...[512, 5_632, 16_384, 16_384],
  ])
  expect(largestSide(adapter(1_000), 16_384)).toBe(0)
})
