import { expect, test } from 'vitest'
import { threefry } from '../sampler/noise.ts'
import { factorKeyOf, factorLine } from './factors.ts'

const seed = `0x${'5a'.repeat(32)}` as const
const otherSeed = `0x${'5b'.repeat(32)}` as const

test('lines are Threefry of line and position, as the sampler computes it', () => {
  const key = factorKeyOf(seed, 3)
  for (const line of [0, 1, 4_095, 40_000]) {
    const words = new DataView(factorLine(key, line, 64).buffer)
    for (let at = 0; at < 8; at++) {
      expect([words.getUint32(8 * at, true), words.getUint32(8 * at + 4, true)]).toEqual([...threefry(key, line, at)])
    }
  }
})

test('rounds, lines and seeds share nothing', () => {
  const lines = [
    factorLine(factorKeyOf(seed, 0), 0, 64),
    factorLine(factorKeyOf(seed, 1), 0, 64),
    factorLine(factorKeyOf(seed, 0), 1, 64),
    factorLine(factorKeyOf(otherSeed, 0), 0, 64),
  ].map(String)
  expect(new Set(lines).size).toBe(4)
})

test('bytes are spread evenly over int8', () => {
  const line = factorLine(factorKeyOf(seed, 0), 7, 65_536)
  const counts = new Map<number, number>()
  for (const byte of line) counts.set(byte, (counts.get(byte) ?? 0) + 1)
  expect(counts.size).toBe(256)
  // 256 ± 16 expected; ten deviations.
  for (const count of counts.values()) expect(Math.abs(count - 256)).toBeLessThan(160)
})
