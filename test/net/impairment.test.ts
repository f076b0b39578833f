/** The model of a bad link, without a clock or a socket. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createLinkSchedule, type Impairment, segmentBytes } from './impairment.ts'
import { seededRandom } from './seeded-random.ts'

const links: fc.Arbitrary<Impairment> = fc.record({
  delayMs: fc.integer({ min: 0, max: 500 }),
  jitterMs: fc.integer({ min: 0, max: 100 }),
  bytesPerSecond: fc.oneof(fc.constant(Number.POSITIVE_INFINITY), fc.integer({ min: 1, max: 10_000_000 })),
  burstBytes: fc.integer({ min: 0, max: 100_000 }),
  lossRate: fc.constantFrom(0, 0.01, 0.5),
  retransmitMs: fc.integer({ min: 0, max: 1_000 }),
})
/** Pieces as they come: milliseconds since the one before, and bytes. */
const arrivals = fc.array(fc.tuple(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 0, max: 70_000 })), {
  maxLength: 50,
})

function play(link: Partial<Impairment>, seed: number, pieces: readonly (readonly [afterMs: number, bytes: number])[]) {
  const schedule = createLinkSchedule(link, seededRandom(seed))
  let atMs = 1_000
  return pieces.map(([afterMs, bytes]) => {
    atMs += afterMs
    return { atMs, bytes, ...schedule.next(atMs, bytes) }
  })
}

describe('a bad link', () => {
  test('never lets a piece overtake another, nor out before its delay', () => {
    fc.assert(
      fc.property(links, fc.integer(), arrivals, (link, seed, pieces) => {
        let lastMs = 0
        for (const { atMs, releaseAtMs } of play(link, seed, pieces)) {
          expect(releaseAtMs).toBeGreaterThanOrEqual(Math.max(lastMs, atMs + link.delayMs))
          lastMs = releaseAtMs
        }
      }),
    )
  })

  test('lets no more out by any time than the burst and the rate allow', () => {
    fc.assert(
      fc.property(links, arrivals, (link, pieces) => {
        const releases = play({ ...link, delayMs: 0, jitterMs: 0, lossRate: 0 }, 1, pieces)
        let passed = 0
        for (const { bytes, releaseAtMs } of releases) {
          passed += bytes
          const sinceMs = releaseAtMs - (releases[0]?.atMs ?? 0)
          const allowed = link.burstBytes + (link.bytesPerSecond * sinceMs) / 1_000
          // Infinity times no time is no number: an endless rate allows all.
          if (link.bytesPerSecond !== Number.POSITIVE_INFINITY)
            expect(passed).toBeLessThanOrEqual(allowed * (1 + 1e-9) + 1e-3)
        }
      }),
    )
  })

  test('does the same again from the same seed', () => {
    fc.assert(
      fc.property(links, fc.integer(), arrivals, (link, seed, pieces) => {
        expect(play(link, seed, pieces)).toEqual(play(link, seed, pieces))
      }),
    )
  })

  test('passes a burst at once, then at its rate, and rests to burst again', () => {
    const link = { bytesPerSecond: 10_000, burstBytes: 2_000 }
    const pieces = [
      [0, 2_000],
      [0, 1_000],
      [50, 1_000],
      [1_150, 2_000],
    ] as const
    expect(play(link, 1, pieces).map(({ releaseAtMs }) => releaseAtMs)).toEqual([1_000, 1_100, 1_200, 2_200])
  })

  test('holds back what follows a lost segment', () => {
    const draws = [0.9, 0.5, 0.1, 0.9, 0.5, 0.9, 0.5]
    const schedule = createLinkSchedule({ delayMs: 10, lossRate: 0.2, retransmitMs: 300 }, () => draws.shift() ?? 0.9)
    const releases = [0, 1, 2].map((atMs) => schedule.next(atMs, 100))
    expect(releases).toEqual([
      { releaseAtMs: 10, losses: 0 },
      { releaseAtMs: 311, losses: 1 },
      { releaseAtMs: 311, losses: 0 },
    ])
  })

  test('loses the share of segments that it should', () => {
    const schedule = createLinkSchedule({ lossRate: 0.05 }, seededRandom(7))
    let losses = 0
    for (let i = 0; i < 1_000; i++) losses += schedule.next(i, 20 * segmentBytes).losses
    // 20,000 segments: the mean is 1,053 with those lost again, the deviation 33.
    expect(losses).toBeGreaterThan(1_053 - 5 * 33)
    expect(losses).toBeLessThan(1_053 + 5 * 33)
  })

  test('changes for what comes after', () => {
    const schedule = createLinkSchedule({ delayMs: 100 }, seededRandom(1))
    expect(schedule.next(0, 1).releaseAtMs).toBe(100)
    schedule.change({ delayMs: 20 })
    expect(schedule.next(90, 1).releaseAtMs).toBe(110)
    expect(schedule.next(91, 1).releaseAtMs).toBe(111)
  })

  test.each([
    { delayMs: -1 },
    { jitterMs: Number.NaN },
    { bytesPerSecond: 0 },
    { bytesPerSecond: Number.NaN },
    { burstBytes: -1 },
    { lossRate: 1 },
    { retransmitMs: Number.POSITIVE_INFINITY },
  ])('%o is refused', (link) => {
    expect(() => createLinkSchedule(link, () => 0)).toThrow(RangeError)
    expect(() => createLinkSchedule({}, () => 0).change(link)).toThrow(RangeError)
  })
})
