/** Jobs over providers that die, straggle and refuse, from a seed; what must hold whatever happens is looked at from outside. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { JobAction, JobEvent, JobPlan, JobStanding } from './job-plan.ts'
import { createJobSchedule } from './job-schedule.ts'
import { seededRandom } from './seeded-random.ts'

const limits = {
  ...{ stragglerFactor: 3, stragglerFinishedMin: 3, stragglerMsMin: 20 },
  ...{ refusalDelayMs: 5, refusalDelayMsMax: 40, refusalsMax: 6 },
}

type Odds = { readonly lost: number; readonly slow: number; readonly refused: number; readonly bad: number }

const odds = (max: number) => fc.integer({ min: 0, max }).map((percent) => percent / 100)
const world = fc.record({
  seed: fc.integer({ min: 1, max: 2 ** 31 - 1 }),
  odds: fc.record({ lost: odds(60), slow: odds(40), refused: odds(50), bad: odds(40) }),
  plan: fc.record({
    items: fc.integer({ min: 0, max: 40 }),
    atOnceMax: fc.integer({ min: 1, max: 12 }),
    startsMax: fc.integer({ min: 1, max: 4 }),
    retriesMax: fc.integer({ min: 0, max: 2 }),
    retryDelayMs: fc.constantFrom(0, 7),
    amountMax: fc.bigInt({ min: 0n, max: 4_000n }),
    startAmountMax: fc.option(fc.bigInt({ min: 0n, max: 60n }), { nil: undefined }),
    deadlineMs: fc.option(fc.integer({ min: 0, max: 3_000 }), { nil: undefined }),
  }),
  cutAt: fc.option(fc.integer({ min: 0, max: 60 }), { nil: undefined }),
})

test('whatever happens: bounds hold, every item has at most one result, and the job ends', () => {
  fc.assert(
    fc.property(world, ({ seed, odds, plan, cutAt }) => {
      const first = simulate(plan, odds, seed, undefined, cutAt)
      if (!first.isCut) return
      // The process was killed; the next one knows what was accepted, and counts what was under way as spent.
      const standing = { accepted: [...first.accepted], spent: first.spentAtMost, firstStart: first.starts }
      const second = simulate(plan, odds, seed + 1, standing, undefined)
      expect(second.accepted.size).toBeGreaterThanOrEqual(first.accepted.size)
    }),
    { numRuns: 200 },
  )
})

test('a job of good providers is done, at no more than one start an item', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2 ** 31 - 1 }), fc.integer({ min: 1, max: 60 }), (seed, items) => {
      const plan = { ...easy, items }
      const none = { lost: 0, slow: 0, refused: 0, bad: 0 }
      const { accepted, starts, end } = simulate(plan, none, seed, undefined, undefined)
      expect({ accepted: accepted.size, starts, end }).toEqual({ accepted: items, starts: items, end: 'done' })
    }),
    { numRuns: 50 },
  )
})

const easy: JobPlan = {
  ...{ items: 1, atOnceMax: 8, startsMax: 3, retriesMax: 0, retryDelayMs: 0 },
  ...{ amountMax: 10_000n, startAmountMax: 20n, deadlineMs: undefined },
}

/** Plays a job out; `cutAt`: after so many steps the process is killed. */
function simulate(
  plan: JobPlan,
  odds: Odds,
  seed: number,
  standing: JobStanding | undefined,
  cutAt: number | undefined,
) {
  const random = seededRandom(seed)
  const schedule = createJobSchedule(plan, standing, limits)
  const accepted = new Set(standing?.accepted)
  const givenUp = new Set<number>()
  const live = new Map<number, { item: number; atMs: number; amountMax: bigint; slow: boolean; cancelled: boolean }>()
  const begun = new Map<number, number[]>()
  const lostOf = new Map<number, number>()
  let spent = standing?.spent ?? 0n
  let nowMs = 0
  let starts = standing?.firstStart ?? 0
  let end: string | undefined
  let steps = 0

  function obey(actions: readonly JobAction[], cause: JobEvent): void {
    for (const action of actions) {
      expect(end).toBeUndefined()
      if (action.type === 'start') {
        expect(action.start).toBe(starts++)
        expect(accepted.has(action.item) || givenUp.has(action.item)).toBe(false)
        const twins = [...live.values()].filter(({ item }) => item === action.item)
        expect(twins.length).toBeLessThanOrEqual(1)
        const earlier = begun.get(action.item) ?? []
        if (twins.length === 1) expect(action.apartFrom).toEqual(earlier)
        begun.set(action.item, [...earlier, action.start])
        const slow = random() < odds.slow
        const atMs = nowMs + Math.floor(random() * 10) * (slow ? 30 : 1)
        live.set(action.start, { item: action.item, atMs, amountMax: action.amountMax, slow, cancelled: false })
      } else if (action.type === 'cancel') {
        const it = live.get(action.start)
        expect(it?.cancelled).toBe(false)
        if (it !== undefined) Object.assign(it, { cancelled: true, atMs: nowMs + Math.floor(random() * 3) })
      } else if (action.type === 'accept') {
        expect(cause).toMatchObject({ type: 'finished', start: action.start })
        expect(accepted.has(action.item)).toBe(false)
        accepted.add(action.item)
      } else if (action.type === 'give-up') {
        expect(lostOf.get(action.item)).toBeGreaterThanOrEqual(plan.startsMax)
        givenUp.add(action.item)
      } else end = action.reason
    }
    expect(live.size).toBeLessThanOrEqual(plan.atOnceMax)
    const reserved = [...live.values()].reduce((sum, { amountMax }) => sum + amountMax, 0n)
    if ((standing?.spent ?? 0n) <= plan.amountMax) expect(spent + reserved).toBeLessThanOrEqual(plan.amountMax)
    expect(schedule.view()).toMatchObject({ spent, reserved, underWay: live.size, accepted: accepted.size })
    for (const [item, list] of begun) {
      const most = plan.startsMax + plan.retriesMax + 2 + (refusedOf.get(item) ?? 0)
      expect(list.length).toBeLessThanOrEqual(most)
    }
  }

  const refusedOf = new Map<number, number>()
  obey(schedule.step({ type: 'time' }, nowMs), { type: 'time' })
  while (end === undefined) {
    if (steps++ === cutAt) break
    expect(steps).toBeLessThan(20_000)
    const [next] = [...live].sort(([, a], [, b]) => a.atMs - b.atMs)
    const wakeAtMs = schedule.wakeAtMs()
    if (wakeAtMs !== undefined) expect(wakeAtMs).toBeGreaterThan(nowMs)
    if (next === undefined || (wakeAtMs !== undefined && wakeAtMs < next[1].atMs)) {
      expect(wakeAtMs).toBeDefined()
      nowMs = wakeAtMs ?? nowMs
      obey(schedule.step({ type: 'time' }, nowMs), { type: 'time' })
      continue
    }
    const [start, { item, atMs, amountMax, cancelled }] = next
    nowMs = Math.max(nowMs, atMs)
    live.delete(start)
    const event = eventOf(start, amountMax, cancelled)
    if (event.type === 'lost') lostOf.set(item, (lostOf.get(item) ?? 0) + 1)
    if (event.type === 'refused') refusedOf.set(item, (refusedOf.get(item) ?? 0) + 1)
    spent += event.amount
    obey(schedule.step(event, nowMs), event)
  }
  if (end !== undefined) {
    expect(live.size).toBe(0)
    if (end === 'done') expect(accepted.size + givenUp.size).toBe(plan.items)
    expect(schedule.step({ type: 'time' }, nowMs + 1)).toEqual([])
  }
  const reserved = [...live.values()].reduce((sum, { amountMax }) => sum + amountMax, 0n)
  return { accepted, starts, end, isCut: end === undefined, spentAtMost: spent + reserved }

  function eventOf(start: number, amountMax: bigint, cancelled: boolean) {
    const amount = BigInt(Math.floor(random() * (Number(amountMax) + 1)))
    const roll = random()
    if (cancelled && roll < 0.5) return { type: 'cancelled', start, amount } as const
    if (roll < odds.lost) return { type: 'lost', start, amount } as const
    if (random() < odds.refused) return { type: 'refused', start, amount: 0n } as const
    return { type: 'finished', start, amount, isGood: random() >= odds.bad } as const
  }
}
