import { expect, test } from 'vitest'
import { testSigner } from '../test/support/keys.ts'
import { resultSeal, samplerSeed, zeroHash } from './index.ts'

const one = `0x${'01'.repeat(32)}` as const
const result = { node: testSigner(1).address, leaseId: zeroHash, sequence: 1n, responseHash: zeroHash, salt: zeroHash }

test('a seal holds for one node, lease, run, response and salt', () => {
  const seals = [
    result,
    { ...result, node: testSigner(2).address },
    { ...result, leaseId: one },
    { ...result, sequence: 2n },
    { ...result, responseHash: one },
    { ...result, salt: one },
  ].map(resultSeal)
  expect(new Set(seals).size).toBe(seals.length)
  expect(resultSeal({ ...result })).toBe(seals[0])
})

test('a drawn seed depends on beacon, run and request; a fixed one on nothing else', () => {
  const run = { beacon: zeroHash, receiptId: zeroHash, requestHash: zeroHash }
  const drawn = [run, { ...run, beacon: one }, { ...run, receiptId: one }, { ...run, requestHash: one }].map(
    samplerSeed,
  )
  expect(new Set(drawn).size).toBe(drawn.length)
  const fixed = [0, 1, 2 ** 32 - 1].map((fixedSeed) => samplerSeed({ ...run, fixedSeed }))
  expect(new Set([...fixed, ...drawn]).size).toBe(fixed.length + drawn.length)
  expect(samplerSeed({ ...run, beacon: one, requestHash: one, fixedSeed: 1 })).toBe(fixed[1])
})
