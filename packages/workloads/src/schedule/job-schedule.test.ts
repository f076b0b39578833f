import { expect, test } from 'vitest'
import type { JobAction, JobPlan } from './job-plan.ts'
import { createJobSchedule } from './job-schedule.ts'

const plan: JobPlan = {
  ...{ items: 3, atOnceMax: 2, startsMax: 2, retriesMax: 1, retryDelayMs: 50 },
  ...{ amountMax: 100n, startAmountMax: 10n, deadlineMs: undefined },
}
const limits = {
  ...{ stragglerFactor: 3, stragglerFinishedMin: 1, stragglerMsMin: 10 },
  ...{ refusalDelayMs: 5, refusalDelayMsMax: 20, refusalsMax: 3 },
}

test('no more than asked for are under way, and what finishes makes room', () => {
  const schedule = createJobSchedule(plan, undefined, limits)
  expect(schedule.step({ type: 'time' }, 0)).toEqual([begin(0, 0), begin(1, 1)])
  expect(schedule.step(good(0, 4n), 1)).toEqual([{ type: 'accept', start: 0, item: 0 }, begin(2, 2)])
  expect(schedule.view()).toMatchObject({ accepted: 1, underWay: 2, waiting: 0, spent: 4n, reserved: 20n })
  expect(schedule.step(good(2), 2)).toEqual([{ type: 'accept', start: 2, item: 2 }])
  expect(schedule.step(good(1), 3)).toEqual([
    { type: 'accept', start: 1, item: 1 },
    { type: 'end', reason: 'done' },
  ])
  expect(schedule.step({ type: 'time' }, 4)).toEqual([])
})

test('what is lost is begun anew elsewhere, and given up after enough', () => {
  const schedule = createJobSchedule({ ...plan, items: 1 }, undefined, limits)
  schedule.step({ type: 'time' }, 0)
  expect(schedule.step({ type: 'lost', start: 0, amount: 3n }, 1)).toEqual([begin(1, 0, [0])])
  expect(schedule.step({ type: 'lost', start: 1, amount: 3n }, 2)).toEqual([
    { type: 'give-up', item: 0 },
    { type: 'end', reason: 'done' },
  ])
  expect(schedule.view()).toMatchObject({ givenUp: 1, lost: 2, spent: 6n, reserved: 0n })
})

test('a program that fails is begun again after the delay, and its last failure is its result', () => {
  const schedule = createJobSchedule({ ...plan, items: 1 }, undefined, limits)
  schedule.step({ type: 'time' }, 0)
  expect(schedule.step({ ...good(0), isGood: false }, 1)).toEqual([])
  expect(schedule.wakeAtMs()).toBe(51)
  expect(schedule.step({ type: 'time' }, 50)).toEqual([])
  expect(schedule.step({ type: 'time' }, 51)).toEqual([begin(1, 0)])
  expect(schedule.step({ ...good(1), isGood: false }, 52)).toEqual([
    { type: 'accept', start: 1, item: 0 },
    { type: 'end', reason: 'done' },
  ])
})

test('a straggler is re-issued once elsewhere, when nothing waits; the slower is cancelled and whatever it says is not taken', () => {
  const schedule = createJobSchedule(plan, undefined, limits)
  schedule.step({ type: 'time' }, 0)
  schedule.step(good(0), 5)
  expect(schedule.wakeAtMs()).toBe(15)
  expect(schedule.step({ type: 'time' }, 15)).toEqual([])
  expect(schedule.step(good(2), 16)).toEqual([{ type: 'accept', start: 2, item: 2 }, begin(3, 1, [1])])
  expect(schedule.step({ type: 'time' }, 99)).toEqual([])
  expect(schedule.step(good(3), 100)).toEqual([
    { type: 'accept', start: 3, item: 1 },
    { type: 'cancel', start: 1 },
  ])
  expect(schedule.step(good(1, 7n), 101)).toEqual([{ type: 'end', reason: 'done' }])
  expect(schedule.view()).toMatchObject({ accepted: 3, reissued: 1, spent: 7n })
})

test('where nobody takes a start, fewer are tried until the network has room', () => {
  const schedule = createJobSchedule(plan, undefined, limits)
  schedule.step({ type: 'time' }, 0)
  expect(schedule.step({ type: 'refused', start: 1, amount: 0n }, 1)).toEqual([])
  expect(schedule.wakeAtMs()).toBe(6)
  expect(schedule.step({ type: 'time' }, 6)).toEqual([begin(2, 1)])
})

test('a job that nobody takes ends, after it was tried often enough', () => {
  const schedule = createJobSchedule({ ...plan, atOnceMax: 1 }, undefined, limits)
  const times: number[] = []
  let [action] = schedule.step({ type: 'time' }, 0)
  for (let now = 0; action?.type !== 'end'; ) {
    if (action?.type === 'start') [action] = schedule.step({ type: 'refused', start: action.start, amount: 0n }, now)
    else {
      now = schedule.wakeAtMs() ?? Number.NaN
      times.push(now)
      ;[action] = schedule.step({ type: 'time' }, now)
    }
  }
  expect(action).toEqual({ type: 'end', reason: 'refused' })
  expect(times).toEqual([5, 15, 35])
})

test('the budget is shared among those under way, and its end keeps what there is', () => {
  const schedule = createJobSchedule({ ...plan, startAmountMax: undefined, amountMax: 9n }, undefined, limits)
  expect(schedule.step({ type: 'time' }, 0)).toEqual([begin(0, 0, [], 4n), begin(1, 1, [], 5n)])
  expect(schedule.step(good(0, 4n), 1)).toEqual([{ type: 'accept', start: 0, item: 0 }])
  expect(schedule.step(good(1, 5n), 2)).toEqual([
    { type: 'accept', start: 1, item: 1 },
    { type: 'end', reason: 'budget' },
  ])
  expect(schedule.view()).toMatchObject({ accepted: 2, waiting: 1, spent: 9n })
})

test('at the deadline and when stopped everything is cancelled; what still finishes counts', () => {
  const schedule = createJobSchedule({ ...plan, deadlineMs: 10 }, undefined, limits)
  schedule.step({ type: 'time' }, 0)
  expect(schedule.step({ type: 'time' }, 10)).toEqual([0, 1].map((start) => ({ type: 'cancel', start })))
  expect(schedule.step(good(1), 11)).toEqual([{ type: 'accept', start: 1, item: 1 }])
  expect(schedule.step({ type: 'cancelled', start: 0, amount: 1n }, 12)).toEqual([{ type: 'end', reason: 'deadline' }])
  const stopped = createJobSchedule({ ...plan, items: 0 })
  expect(stopped.step({ type: 'stop' }, 0)).toEqual([{ type: 'end', reason: 'done' }])
})

test('an earlier process is gone on from', () => {
  const schedule = createJobSchedule(plan, { accepted: [1], spent: 95n, firstStart: 7 }, limits)
  expect(schedule.step({ type: 'time' }, 0)).toEqual([{ type: 'end', reason: 'budget' }])
  const richer = createJobSchedule(plan, { accepted: [1, 0], spent: 90n, firstStart: 7 }, limits)
  expect(richer.step({ type: 'time' }, 0)).toEqual([begin(7, 2)])
})

test('a plan of impossible numbers is refused', () => {
  for (const wrong of [{ items: -1 }, { atOnceMax: 0 }, { startsMax: 0.5 }, { amountMax: -1n }]) {
    expect(() => createJobSchedule({ ...plan, ...wrong })).toThrow(RangeError)
  }
  expect(() => createJobSchedule(plan, { accepted: [3], spent: 0n, firstStart: 0 })).toThrow(RangeError)
  expect(() => createJobSchedule(plan).step(good(5), 0)).toThrow('Start 5 is not under way.')
})

function good(start: number, amount = 0n) {
  return { type: 'finished', start, amount, isGood: true } as const
}

function begin(start: number, item: number, apartFrom: readonly number[] = [], amountMax = 10n): JobAction {
  return { type: 'start', start, item, apartFrom, amountMax }
}
