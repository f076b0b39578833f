import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { panelVectors } from '../../scripts/panel-vectors.ts'
import { addressOf, hashOf } from '../../test/support/replica-rounds.ts'
import {
  type AuditorSlots,
  drawPanel,
  type EnrolledAuditor,
  isEligible,
  type PanelQuery,
  panelSeed,
} from './draw-panel.ts'

type PanelCase = {
  roll: EnrolledAuditor[]
  query: Omit<PanelQuery, 'taken' | 'firstProbe' | 'probesMax'> & { firstProbe: number; probesMax: number }
  taken: string[]
  drawn: string[]
  nextProbe: number
}
const text = readFileSync(new URL('../../../../vectors/panel.json', import.meta.url), 'utf8')
const { seeds, cases } = JSON.parse(text) as {
  seeds: { beacon: `0x${string}`; caseId: `0x${string}`; round: number; seed: string }[]
  cases: PanelCase[]
}

describe('the draw of a panel', () => {
  test('the committed vectors are what the generator writes', () => {
    expect(text).toBe(panelVectors())
  })

  test('seeds: every vector', () => {
    expect(seeds.length).toBeGreaterThan(1)
    for (const { beacon, caseId, round, seed } of seeds) expect(panelSeed(beacon, caseId, round)).toBe(seed)
  })

  test('draws: every vector', () => {
    expect(cases.length).toBeGreaterThan(8)
    expect(cases.filter(({ drawn }) => drawn.length > 1).length).toBeGreaterThan(4)
    for (const { roll, query, taken: names, ...given } of cases) {
      const expected = { drawn: given.drawn, nextProbe: given.nextProbe }
      const taken = roll.filter((entry) => names.includes(entry?.auditor))
      const bounds = { firstProbe: BigInt(query.firstProbe), probesMax: BigInt(query.probesMax) }
      const { drawn, nextProbe } = drawPanel({ ...query, ...bounds, taken }, roll)
      expect({ drawn: drawn.map(({ auditor }) => auditor), nextProbe: Number(nextProbe) }).toEqual(expected)
    }
  })

  test('what happens at the opening is not before it', () => {
    const query = queryOf({})
    const auditor = auditorOf(1)
    const isIn = (change: Partial<EnrolledAuditor>) => isEligible({ ...auditor, ...change }, query)
    const listed = (since: number) => [{ build: hashOf(5), since }]
    expect([isIn({ joinedAt: 99 }), isIn({ joinedAt: 100 })]).toEqual([true, false])
    expect([isIn({ leaveRequestedAt: 99 }), isIn({ leaveRequestedAt: 100 })]).toEqual([false, true])
    expect([isIn({ builds: listed(99) }), isIn({ builds: listed(100) })]).toEqual([true, false])
    expect([isIn({ missedInARow: 3 }), isIn({ missedInARow: 4 })]).toEqual([true, false])
  })

  test('a draw spread over calls takes the same', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 20 }), { minLength: 1, maxLength: 8 }), fc.nat(), (parts, n) => {
        const all = parts.reduce((sum, part) => sum + part, 0)
        const whole = drawPanel(queryOf({ seed: hashOf(n), probesMax: BigInt(all) }), roll)
        let [firstProbe, drawn] = [0n, [] as EnrolledAuditor[]]
        for (const part of parts) {
          const wanted = 5 - drawn.length
          const next = drawPanel(
            queryOf({ seed: hashOf(n), firstProbe, probesMax: BigInt(part), wanted, taken: drawn }),
            roll,
          )
          firstProbe = next.nextProbe
          drawn = [...drawn, ...next.drawn]
        }
        expect({ drawn, nextProbe: firstProbe }).toEqual(whole)
      }),
    )
  })

  test('every slot is as likely as any other', () => {
    const counts = new Map<string, number>()
    const draws = 6_000
    for (let i = 0; i < draws; i++) {
      const [first] = drawPanel(queryOf({ seed: hashOf(i), wanted: 1, probesMax: 1n }), roll).drawn
      counts.set(first?.auditor ?? '', (counts.get(first?.auditor ?? '') ?? 0) + 1)
    }
    const want = draws / roll.length
    const chiSquared = [...counts.values()].reduce((sum, count) => sum + (count - want) ** 2 / want, 0)
    expect(counts.size).toBe(roll.length)
    // 99.9 % of chi squared with eleven degrees of freedom; the seeds are fixed.
    expect(chiSquared).toBeLessThan(31.3)
  })

  test('a smaller share of the roll than half rarely has the larger part of a panel of five', () => {
    // A quarter of 24 slots, each bad one its own operator and subnet: hypergeometric, at least 3 of 5.
    const slots = Array.from({ length: 24 }, (_, i) => auditorOf(i))
    const choose = (n: number, k: number): number => (k === 0 ? 1 : (choose(n - 1, k - 1) * n) / k)
    const exact = [3, 4, 5].reduce((sum, k) => sum + (choose(6, k) * choose(18, 5 - k)) / choose(24, 5), 0)
    const draws = 3_000
    let bad = 0
    for (let i = 0; i < draws; i++) {
      const { drawn } = drawPanel(queryOf({ seed: hashOf(i), slots: 24 }), slots)
      expect(drawn).toHaveLength(5)
      if (drawn.filter((auditor) => slots.indexOf(auditor) < 6).length >= 3) bad++
    }
    expect(Math.abs(bad / draws - exact)).toBeLessThan(4 * Math.sqrt((exact * (1 - exact)) / draws))
  })
})

const roll: AuditorSlots = Array.from({ length: 12 }, (_, i) => auditorOf(i))

function auditorOf(i: number): EnrolledAuditor {
  return {
    auditor: addressOf(1 + i),
    operator: addressOf(1_000 + i),
    subnet: `0x${(1 + i).toString(16).padStart(16, '0')}`,
    classes: 4,
    joinedAt: 10,
    leaveRequestedAt: 0,
    missedInARow: 0,
    isBonded: true,
    builds: [{ build: hashOf(5), since: 20 }],
  }
}

function queryOf(change: Partial<PanelQuery>): PanelQuery {
  return {
    seed: hashOf(1),
    firstProbe: 0n,
    probesMax: 10_000n,
    slots: 12,
    wanted: 5,
    openedAt: 100,
    exactness: 2,
    build: hashOf(5),
    accused: addressOf(9_999),
    accusedSubnet: '0xffffffffffffffff',
    reporter: addressOf(9_998),
    taken: [],
    ...change,
  }
}
