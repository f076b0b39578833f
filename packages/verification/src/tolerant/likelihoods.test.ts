import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cellOf, tokenLayout } from './cells.ts'
import {
  betNats,
  honestEnvelope,
  likelihoodsOf,
  natsPerRequestMax,
  natsPerTokenMax,
  requestNats,
  shareUpperBound,
} from './likelihoods.ts'
import { outsideMargin } from './margin.ts'

const layout = { marginEdges: [0, 0.02, 0.1], stratumEdges: [0.5] }
const table = fc.array(fc.array(fc.nat({ max: 5_000 }), { minLength: 5, maxLength: 5 }), { minLength: 2, maxLength: 2 })
const classes = fc.array(
  table.map((counts) => ({ counts })),
  { minLength: 1, maxLength: 4 },
)

describe('a ratio', () => {
  test('is not expected to pass 1 under any honest class, capped or not', () => {
    fc.assert(
      fc.property(classes, classes, (honest, cheats) => {
        const { nats } = likelihoodsOf({ ...layout, honest, cheats })
        for (const { counts } of honest) {
          for (const [stratum, row] of counts.entries()) {
            const total = row.reduce((sum, count) => sum + count, 0)
            if (total === 0) continue
            for (const cheat of nats) {
              const ratios = cheat[stratum] as readonly number[]
              const mean = row.reduce((sum, count, bin) => sum + (count / total) * Math.exp(ratios[bin] as number), 0)
              expect(mean).toBeLessThanOrEqual(1 + 1e-9)
            }
          }
        }
      }),
    )
  })

  test('is capped for a token and for a request, and has no floor', () => {
    const counts = [
      [1e6, 0, 0, 0, 0],
      [1e6, 0, 0, 0, 0],
    ]
    const likelihoods = likelihoodsOf({
      ...layout,
      honest: [{ counts }],
      cheats: [
        {
          counts: [
            [0, 0, 0, 0, 1e6],
            [1, 1, 1, 1, 1],
          ],
        },
      ],
    })
    expect(Math.max(...likelihoods.nats.flat(2))).toBe(natsPerTokenMax)
    const strange = { margin: outsideMargin, topProbability: 0.1 }
    const plain = { margin: 0, topProbability: 0.1 }
    expect(requestNats(likelihoods, [strange])).toEqual([natsPerRequestMax])
    expect(requestNats(likelihoods, [plain])[0]).toBeLessThan(-10)
    expect(requestNats(likelihoods, [])).toEqual([0])
  })

  test('is no evidence where no honest token was seen', () => {
    const none = [
      [0, 0, 0, 0, 0],
      [0, 0, 0, 0, 0],
    ]
    const { nats } = likelihoodsOf({
      ...layout,
      honest: [{ counts: none }],
      cheats: [{ counts: none.map(() => [0, 9, 9, 9, 9]) }],
    })
    expect(Math.max(...nats.flat(2))).toBeLessThanOrEqual(0)
  })
})

test('half is bet on a request, so that it costs ln 2 at most', () => {
  expect(betNats(-1_000, 0)).toBeCloseTo(Math.log(0.5), 12)
  expect(betNats(natsPerRequestMax, 0)).toBeCloseTo(Math.log(0.5 + 0.5 * Math.exp(3)), 12)
  expect(betNats(1, 1)).toBeCloseTo(0, 12)
  expect(betNats(natsPerRequestMax, 0.7)).toBe(betNats(natsPerRequestMax - 0.7, 0))
})

describe('an upper bound', () => {
  test('of a share never seen is ln(1/risk) ÷ n, and of one always seen 1', () => {
    expect(shareUpperBound(0, 100_000, 1e-6)).toBeCloseTo(1 - Math.exp(Math.log(1e-6) / 100_000), 12)
    expect(shareUpperBound(7, 7, 1e-6)).toBe(1)
    expect(shareUpperBound(0, 0, 1e-6)).toBe(1)
  })

  test('is passed by the truth no more often than its risk says', () => {
    // Exactly: the chance that the bound of a binomial count lies under the true share.
    for (const share of [0.001, 0.02, 0.3]) {
      let [chance, missed] = [(1 - share) ** 400, 0]
      for (let count = 0; count <= 400; count += 1) {
        if (shareUpperBound(count, 400, 0.01) < share) missed += chance
        chance *= ((400 - count) / (count + 1)) * (share / (1 - share))
      }
      expect(missed).toBeLessThanOrEqual(0.01)
    }
  })

  test('leaves room for the rarity that counts cannot show', () => {
    const counts = [
      [10_000, 0, 0, 0, 0],
      [9_000, 1_000, 0, 0, 0],
    ]
    const envelope = honestEnvelope({ ...layout, honest: [{ counts }], cheats: [] })
    // ln(10 cells ÷ 5e-4) = 9.9 nats: the bound of what was never seen in 10,000.
    expect(envelope[0]?.[4]).toBeCloseTo(9.9e-4, 5)
    expect(envelope[1]?.[1]).toBeGreaterThan(0.112)
    expect(envelope[1]?.[1]).toBeLessThan(0.116)
  })

  test('of every honest class lies under the envelope', () => {
    fc.assert(
      fc.property(classes, (honest) => {
        const envelope = honestEnvelope({ ...layout, honest, cheats: [] })
        for (const { counts } of honest) {
          for (const [stratum, row] of counts.entries()) {
            const total = Math.max(
              row.reduce((sum, count) => sum + count, 0),
              1,
            )
            for (const [bin, count] of row.entries()) {
              expect(envelope[stratum]?.[bin]).toBeGreaterThanOrEqual(count / total)
            }
          }
        }
      }),
    )
  })
})

test('margins fall into cells, borders to the lower one', () => {
  const tokens = tokenLayout(0.02)
  const bins = [0, 1e-9, 0.005, 0.0051, 0.02, 0.32, 0.33, 999_999, outsideMargin]
  expect(bins.map((margin) => cellOf(tokens, { margin, topProbability: 1 }).bin)).toEqual([0, 1, 1, 2, 3, 6, 7, 7, 8])
  const strata = [0, 0.3, 0.31, 0.85, 0.98, 0.99, 1]
  expect(strata.map((topProbability) => cellOf(tokens, { margin: 0, topProbability }).stratum)).toEqual([
    0, 0, 1, 2, 3, 4, 4,
  ])
  expect(() => cellOf(tokens, { margin: Number.NaN, topProbability: 1 })).toThrow(RangeError)
})
