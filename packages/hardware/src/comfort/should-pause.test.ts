import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Fact } from '../probe/fact.ts'
import {
  notPaused,
  ordinaryPauseRules,
  type PauseReading,
  type PauseRules,
  type PauseState,
  shouldPause,
} from './should-pause.ts'

const is = (value: number): Fact<number> => ({ state: 'present', value, source: 'the test' })
const silent: Fact<number> = { state: 'unknown', reason: 'the test' }
const quiet: Omit<PauseReading, 'at'> = {
  ...{ ownerCores: is(0), gpuUse: is(0), idleMs: is(10 ** 9), isOwnGpuBusy: false },
  ...{ processorCelsius: is(40), gpuCelsius: is(40), watts: is(50) },
}
const rules: PauseRules = { ...ordinaryPauseRules(8), watts: { above: 300, below: 250 }, calmMs: 1_000 }

/** Plays readings 500 ms apart; returns what holds after each. */
function play(...readings: readonly Partial<PauseReading>[]): readonly PauseState[] {
  let state = notPaused
  return readings.map((reading, i) => {
    state = shouldPause(state, { ...quiet, at: i * 500, ...reading }, rules)
    return state
  })
}

const paused = (states: readonly PauseState[]) => states.map(({ isPaused }) => isPaused)

describe('each cause', () => {
  test.each([
    ['owner-processor', { ownerCores: is(3) }],
    ['owner-gpu', { gpuUse: is(0.5) }],
    ['owner-input', { idleMs: is(5_000) }],
    ['processor-heat', { processorCelsius: is(95) }],
    ['gpu-heat', { gpuCelsius: is(90) }],
    ['power', { watts: is(301) }],
  ] as const)('%s pauses, and calm ends it', (cause, reading) => {
    const states = play({}, reading, {}, {}, {}, {})
    expect(states[1]).toEqual({ isPaused: true, causes: [cause], calmSince: undefined })
    expect(paused(states)).toEqual([false, true, true, true, false, false])
  })
})

test('between the thresholds what holds goes on, and what does not does not begin', () => {
  const between = { ownerCores: is(2) }
  expect(paused(play(between, between))).toEqual([false, false])
  expect(paused(play({ ownerCores: is(3) }, between, between, between, between))).toEqual([
    true,
    true,
    true,
    true,
    true,
  ])
})

test('a new cause starts the calm time again', () => {
  const hot = { processorCelsius: is(95) }
  expect(paused(play(hot, {}, {}, hot, {}, {}, {}))).toEqual([true, true, true, true, true, true, false])
})

test('what is unknown begins no pause, and ends none', () => {
  expect(paused(play({ processorCelsius: silent, ownerCores: silent, idleMs: silent }))).toEqual([false])
  const states = play(
    { processorCelsius: is(95) },
    { processorCelsius: silent },
    { processorCelsius: silent },
    {},
    {},
    {},
  )
  expect(paused(states)).toEqual([true, true, true, true, true, false])
})

test('our own work on a card is not the owner’s', () => {
  expect(paused(play({ gpuUse: is(1), isOwnGpuBusy: true }))).toEqual([false])
})

test('rules that are left out never pause', () => {
  const reading = { ...quiet, at: 0, ownerCores: is(64), watts: is(10_000), gpuCelsius: is(150) }
  expect(shouldPause(notPaused, reading, { calmMs: 0 })).toEqual(notPaused)
})

test('it never goes on sooner than the calm time after a cause', () => {
  fc.assert(
    fc.property(
      fc.array(fc.record({ cores: fc.double({ min: 0, max: 8, noNaN: true }), ms: fc.nat(700) })),
      (steps) => {
        let state = notPaused
        let at = 0
        let lastCause = Number.NEGATIVE_INFINITY
        for (const { cores, ms } of steps) {
          at += ms
          state = shouldPause(state, { ...quiet, at, ownerCores: is(cores) }, rules)
          if (state.causes.length > 0) lastCause = at
          expect(state.isPaused || at - lastCause >= rules.calmMs).toBe(true)
          if (cores >= (rules.ownerCores?.above ?? 0)) expect(state.isPaused).toBe(true)
        }
      },
    ),
  )
})
