import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  createSpotPool,
  type SpotAction,
  type SpotBid,
  type SpotInput,
  type SpotPool,
  type SpotStep,
  spotJobsMax,
  spotSlots,
  spotTransition,
  spotTransitions,
  stepSpot,
} from './spot.ts'

const noticeMs = 1_000

describe('a spot pool', () => {
  test('runs the highest bids, and tells the lowest first when slots go away', () => {
    let step = after(
      createSpotPool({ slots: 3, noticeMs }),
      [bid('a', 5n), bid('b', 7n), bid('c', 6n), bid('d', 9n)],
      0,
    )
    expect(statesOf(step.pool)).toEqual({ a: 'running', b: 'running', c: 'running', d: 'waiting' })
    step = stepSpot(step.pool, { type: 'slots', slots: 1 }, 100)
    expect(step.actions).toEqual([
      { type: 'notice', id: 'c', endsAt: 1_100 },
      { type: 'notice', id: 'a', endsAt: 1_100 },
    ])
    step = stepSpot(step.pool, { type: 'checkpointed', id: 'c' }, 500)
    expect(statesOf(step.pool)).toEqual({ a: 'noticed', b: 'running', c: 'checkpointed', d: 'waiting' })
    step = stepSpot(step.pool, { type: 'time' }, 1_100)
    expect(step.actions).toEqual([{ type: 'end', id: 'a', reason: 'preempted' }])
    step = stepSpot(step.pool, { type: 'finished', id: 'b' }, 1_200)
    expect(step.actions).toEqual([
      { type: 'end', id: 'b', reason: 'finished' },
      { type: 'start', id: 'd' },
    ])
    step = stepSpot(step.pool, { type: 'slots', slots: 2 }, 1_300)
    expect(step.actions).toEqual([{ type: 'start', id: 'c' }])
  })

  test('among equal bids tells the youngest first', () => {
    const { pool } = after(createSpotPool({ slots: 2, noticeMs }), [bid('a', 5n), bid('b', 5n)], 0)
    expect(stepSpot(pool, { type: 'slots', slots: 1 }, 0).actions).toEqual([
      { type: 'notice', id: 'b', endsAt: noticeMs },
    ])
  })

  test('takes a notice back when slots come back in time', () => {
    const { pool } = after(createSpotPool({ slots: 2, noticeMs }), [bid('a', 5n), bid('b', 6n)], 0)
    const cut = stepSpot(pool, { type: 'slots', slots: 0 }, 0)
    expect(stepSpot(cut.pool, { type: 'slots', slots: 1 }, 10).actions).toEqual([{ type: 'keep', id: 'b' }])
  })

  test('sells no slot that is still being given back', () => {
    const { pool } = after(createSpotPool({ slots: 1, noticeMs }), [bid('a', 5n)], 0)
    const cut = stepSpot(pool, { type: 'slots', slots: 0 }, 0)
    const dearer = stepSpot(cut.pool, { type: 'bid', bid: bid('b', 99n) }, 10)
    expect(dearer.actions).toEqual([])
    expect(stepSpot(dearer.pool, { type: 'slots', slots: 1 }, 20).actions).toEqual([{ type: 'keep', id: 'a' }])
  })

  test('refuses bids twice, of no slots, and beyond its bound', () => {
    const { pool } = after(createSpotPool({ slots: 1, noticeMs }), [bid('a', 5n)], 0)
    expect(stepSpot(pool, { type: 'bid', bid: bid('a', 6n) }, 0).actions).toEqual([refusal('a', 'known')])
    for (const wrong of [{ slots: 0 }, { slots: 0.5 }, { bid: -1n }]) {
      const malformed = { ...bid('x', 1n), ...wrong }
      expect(stepSpot(pool, { type: 'bid', bid: malformed }, 0).actions).toEqual([refusal('x', 'malformed')])
    }
    const jobs = Array.from({ length: spotJobsMax }, (_, age) => ({
      ...bid(`job ${age}`, 1n),
      state: 'waiting' as const,
      age,
      endsAt: undefined,
    }))
    const full: SpotPool = { slots: 0, noticeMs, jobs, nextAge: spotJobsMax }
    expect(stepSpot(full, { type: 'bid', bid: bid('x', 6n) }, 0).actions).toEqual([refusal('x', 'full')])
    expect(() => stepSpot(pool, { type: 'slots', slots: -1 }, 0)).toThrow(RangeError)
  })

  test('ends are final', () => {
    expect(spotTransitions.ended).toEqual({})
    expect(spotTransition('waiting', 'notice')).toBeUndefined()
  })
})

const id = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g')
const input: fc.Arbitrary<SpotInput> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ type: fc.constant('bid' as const), bid: bidOf(id) }) },
  fc.record({ type: fc.constant('finished' as const), id }),
  fc.record({ type: fc.constant('checkpointed' as const), id }),
  { weight: 2, arbitrary: fc.record({ type: fc.constant('slots' as const), slots: fc.integer({ min: 0, max: 8 }) }) },
  fc.record({ type: fc.constant('time' as const) }),
)
const inputs = fc.array(fc.tuple(input, fc.nat(600)), { maxLength: 50 })

describe('whatever happens', () => {
  test('slots are conserved: what runs fits, and nothing starts in what is not free', () => {
    everyStep(({ before, step }) => {
      expect(spotSlots(step.pool, ['running'])).toBeLessThanOrEqual(step.pool.slots)
      const held = spotSlots(step.pool, ['running', 'noticed'])
      expect(held).toBeLessThanOrEqual(Math.max(step.pool.slots, spotSlots(before, ['running', 'noticed'])))
      if (step.actions.some(({ type }) => type === 'start')) expect(held).toBeLessThanOrEqual(step.pool.slots)
    })
  })

  test('no job is told while a lower bid runs, and none waits that would fit', () => {
    everyStep(({ step }) => {
      const told = step.actions.filter(({ type }) => type === 'notice').map((action) => action.id)
      const running = step.pool.jobs.filter(({ state }) => state === 'running')
      for (const job of step.pool.jobs.filter((one) => told.includes(one.id))) {
        for (const other of running) {
          expect(other.bid > job.bid || (other.bid === job.bid && other.age < job.age)).toBe(true)
        }
      }
      const free = step.pool.slots - spotSlots(step.pool, ['running', 'noticed'])
      for (const job of step.pool.jobs) {
        if (job.state === 'waiting' || job.state === 'checkpointed') expect(job.slots).toBeGreaterThan(free)
      }
    })
  })

  test('a notice lasts as long as was promised, unless the job ends or is kept', () => {
    everyStep(({ before, step, now }) => {
      for (const action of step.actions) {
        if (action.type === 'notice') expect(action.endsAt).toBe(now + noticeMs)
        if (action.type !== 'end' || action.reason !== 'preempted') continue
        const job = before.jobs.find((one) => one.id === action.id)
        expect(job?.state).toBe('noticed')
        expect(job?.endsAt).toBeLessThanOrEqual(now)
      }
      for (const { state, endsAt } of step.pool.jobs) expect(endsAt !== undefined).toBe(state === 'noticed')
    })
  })

  test('every bid is waiting, running, noticed, checkpointed, or was ended or refused, and no other', () => {
    fc.assert(
      fc.property(inputs, (list) => {
        const open = new Set<string>()
        run(list, ({ input: event, step }) => {
          if (event.type === 'bid') open.add(event.bid.id)
          const isOver = (action: SpotAction) =>
            action.type === 'end' || (action.type === 'refuse' && action.reason !== 'known')
          for (const action of step.actions.filter(isOver)) open.delete(action.id)
          const known = new Set(step.pool.jobs.map((job) => job.id))
          const finishedUnseen = event.type === 'finished' && !known.has(event.id)
          if (finishedUnseen) open.delete(event.id)
          expect(known).toEqual(open)
          expect(known.size).toBe(step.pool.jobs.length)
        })
      }),
    )
  })
})

type Observation = { input: SpotInput; before: SpotPool; step: SpotStep; now: number }

function everyStep(check: (seen: Observation) => void): void {
  fc.assert(fc.property(inputs, (list) => run(list, check)))
}

function run(list: readonly (readonly [SpotInput, number])[], check: (seen: Observation) => void): void {
  let [pool, now] = [createSpotPool({ slots: 4, noticeMs }), 0]
  for (const [event, waitMs] of list) {
    now += waitMs
    const step = stepSpot(pool, event, now)
    check({ input: event, before: pool, step, now })
    pool = step.pool
  }
}

function after(pool: SpotPool, bids: readonly SpotBid[], now: number): SpotStep {
  return bids.reduce<SpotStep>((step, one) => stepSpot(step.pool, { type: 'bid', bid: one }, now), {
    pool,
    actions: [],
  })
}

function bid(name: string, price: bigint): SpotBid {
  return { id: name, bid: price, slots: 1 }
}

function bidOf(name: fc.Arbitrary<string>): fc.Arbitrary<SpotBid> {
  return fc.record({ id: name, bid: fc.bigInt({ min: 0n, max: 5n }), slots: fc.integer({ min: 1, max: 4 }) })
}

function refusal(name: string, reason: string): object {
  return { type: 'refuse', id: name, reason }
}

function statesOf(pool: SpotPool): Record<string, string> {
  return Object.fromEntries(pool.jobs.map((job) => [job.id, job.state]))
}
