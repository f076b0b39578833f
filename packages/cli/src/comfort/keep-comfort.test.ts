import { expect, test } from 'vitest'
import { type ComfortLook, comfortLookMs, keepComfort } from './keep-comfort.ts'
import { energyFields } from './start-comfort.ts'

const unknown = { state: 'unknown', reason: 'a test' } as const
const cores = (value: number): ComfortLook => ({
  ownerCores: { state: 'present', value, source: 'a test' },
  ...{ gpuUse: unknown, idleMs: unknown, processorCelsius: unknown, gpuCelsius: unknown, watts: unknown },
  joules: 1_000,
})
const rules = { ownerCores: { above: 2, below: 1 }, calmMs: 2 * comfortLookMs }

/** Plays looks, an error being one that failed, and returns what was done, by the number of the look. */
async function play(looks: readonly (ComfortLook | Error)[], init: Partial<Parameters<typeof keepComfort>[1]> = {}) {
  const ending = new AbortController()
  const done: string[] = []
  let at = -1
  const used = await keepComfort(
    {
      node: {
        pause: ({ noticeSeconds }) => void done.push(`${at} pause ${noticeSeconds}`),
        resume: () => void done.push(`${at} resume`),
      },
      async look() {
        at += 1
        const look = looks[at]
        if (at === looks.length - 1) ending.abort()
        if (look === undefined || look instanceof Error) throw look
        return look
      },
      isOwnGpuBusy: () => false,
      wait: async () => undefined,
      now: () => at * comfortLookMs,
      log: (level, event, fields) =>
        void done.push(`${at} ${level} ${event} ${fields?.because ?? fields?.error ?? ''}`),
    },
    { rules, noticeSeconds: 30, ...init },
    { signal: ending.signal },
  )
  return { done, used }
}

test('it pauses once when the owner comes, and sells again once it was calm for long enough', async () => {
  const { done, used } = await play([0, 2, 3, 1.5, 0.5, 0.5, 2.5, 0.5, 0.5, 0.5, 0.5].map(cores))
  expect(done).toEqual([
    '1 info paused other programs use the processor',
    '1 pause 30',
    '9 info selling-again ',
    '9 resume',
  ])
  expect(used).toEqual({ joules: 11_000, isMetered: true })
})

test('a look that fails is told, and neither pauses nor goes on', async () => {
  const { done } = await play([cores(3), new Error('no /proc'), cores(0.5), cores(0.5), cores(0.5)])
  expect(done).toEqual([
    '0 info paused other programs use the processor',
    '0 pause 30',
    '1 warn comfort-look-failed no /proc',
    '4 info selling-again ',
    '4 resume',
  ])
})

test('without rules it only counts energy; where nothing meters it, that is said', async () => {
  const { done, used } = await play([3, 3].map(cores), { rules: undefined })
  expect([done, used]).toEqual([[], { joules: 2_000, isMetered: true }])
  const unmetered = await play([{ ...cores(0), joules: undefined }])
  expect(unmetered.used).toEqual({ joules: 0, isMetered: false })
})

test('what was earned is held against the energy, rounded against the provider', () => {
  const half = { joules: 1_800_000, isMetered: true }
  expect(energyFields(1_001n, half, 300_001n)).toEqual({ kwh: 0.5, energyCost: 150_001n, earnedPerKwh: 2_002n })
  expect(energyFields(1_001n, half, undefined)).toEqual({ kwh: 0.5, earnedPerKwh: 2_002n })
  expect(energyFields(5n, undefined, 1n)).toEqual({})
  expect(energyFields(5n, { joules: 0, isMetered: false }, 1n)).toEqual({
    energy: expect.stringContaining('not metered'),
  })
})
