import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createRandom, type Random } from '../../test/support/random-market.ts'
import { boundCount, clearBounds, widenBounds } from '../book/leaf-bounds.ts'
import {
  createRowTable,
  decode,
  gpuMemory,
  height,
  inputHigh,
  inputLow,
  measured,
  memoryCode,
  none,
  outputHigh,
  outputLow,
  prefill,
  queue,
  reputation,
  x,
  y,
  z,
} from '../book/offer-rows.ts'
import { memoryScoreCount, scoreBoundCount, writeMemoryScores, writeScoreBounds } from '../book/score-bounds.ts'
import { latencyScoreOf, leastLatencyScoreOf, leastScoreOf, type Pricing, riskScoreOf, workScoreOf } from './pricing.ts'

test('no row scores below the least score of its bounds, whatever its words and the order', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2 ** 32 - 1 }), (seed) => {
      const random = createRandom(seed)
      const rows = createRowTable()
      rows.reserve(0)
      const [block] = rows.blocks as [Uint32Array]
      const bounds = new Float64Array(boundCount)
      const scores = new Float32Array(scoreBoundCount)
      const memoryScores = new Float32Array(memoryScoreCount)
      clearBounds(bounds, 0)
      const count = 1 + random.below(4)
      const similar = random.chance(0.5)
      for (let row = 0; row < count; row++) {
        writeRow(random, block, row, similar && row > 0)
        widenBounds(bounds, 0, block, row)
      }
      writeScoreBounds(scores, 0, bounds, 0)
      writeMemoryScores(memoryScores, 0, bounds, 0)
      for (let i = 0; i < 20; i++) {
        const pricing = randomPricing(random)
        const least = leastScoreOf(pricing, scores, memoryScores, 0)
        const rows = Array.from({ length: count }, (_, row) => row)
        const large = rows.filter((row) => memoryCode(block[gpuMemory + row] as number) >= pricing.memory)
        const actual = Math.min(...large.map((row) => scoreOf(pricing, block, row)))
        expect(least).toBeLessThanOrEqual(actual)
        const leastLatency = leastLatencyScoreOf(pricing, scores, 0)
        for (const row of rows) {
          expect(leastLatency).toBeLessThanOrEqual(latencyScoreOf(pricing, block, row))
        }
        // With one row the bounds are the row, but for what single precision loses.
        if (large.length === 1 && count === 1 && isTight(pricing, block))
          expect(least).toBeGreaterThanOrEqual(actual * (1 - 1e-6))
      }
    }),
    { numRuns: 2_000 },
  )
})

function scoreOf(pricing: Pricing, block: Uint32Array, row: number): number {
  const work = workScoreOf(pricing, block, row)
  return work + latencyScoreOf(pricing, block, row) + riskScoreOf(pricing, work, block[reputation + row] as number)
}

/** Without a place the least score leaves out the queue; small distances are what is left of large coordinates. */
function isTight({ isPlaced }: Pricing, block: Uint32Array): boolean {
  return !isPlaced ? block[height] === none || block[measured] !== none : block[measured] !== none
}

const words = [0, 1, 5, 1_000, 16_777_217, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 2]

function writeRow(random: Random, block: Uint32Array, row: number, isLikeFirst: boolean): void {
  for (const column of [inputLow, outputLow, x, y, z, prefill, decode, queue]) {
    const word = random.chance(0.5) ? random.pick(words) : random.below(2 ** 32 - 1)
    block[column + row] = isLikeFirst && random.chance(0.8) ? (block[column] as number) : word
  }
  for (const column of [inputHigh, outputHigh]) block[column + row] = random.chance(0.8) ? 0 : random.below(2 ** 32)
  block[gpuMemory + row] = random.pick([0, 24_576, 40_000, 81_920])
  block[measured + row] = random.chance(0.6) ? none : random.below(2 ** 32 - 1)
  block[height + row] = random.chance(0.3) ? none : random.below(9_000_000)
  block[reputation + row] = random.pick([0, 1, 50_000, 999_999, 1_000_000, random.below(1_000_001)])
}

function randomPricing(random: Random): Pricing {
  const place = (): number => random.pick([0, random.below(2_000) - 1_000, (random.below(2 ** 32) - 2 ** 31) / 1_000])
  return {
    inputUnits: random.pick([0, 1, 3_000, random.below(2 ** 32)]),
    outputUnits: random.pick([0, 1, 400, random.below(2 ** 32)]),
    latencyPricePerSecond: random.pick([0, 1, 400, 1e17, 2 ** 127]),
    failureCost: random.pick([-1, -1, 0, 7, 1e18]),
    memory: random.pick([0, 0, 1, 2, 3]),
    isPlaced: random.chance(0.7),
    x: place(),
    y: place(),
    z: place(),
    heightMs: random.pick([0, 1.5, 40]),
  }
}
