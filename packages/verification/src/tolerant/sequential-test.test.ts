import { parseHash } from '@millrace/protocol'
import { describe, expect, test } from 'vitest'
import {
  type Behaviour,
  calibrationOf,
  cheats,
  drawRequests,
  facts,
  honest,
  type Uniform,
  uniformOf,
} from '../../test/support/drawn-margins.ts'
import { buildCalibration } from './build-calibration.ts'
import { type Calibration, CalibrationMissingError, findCalibration, parseCalibration } from './calibration.ts'
import type { Margin } from './margin.ts'
import { convictionNats, createSequentialTest, type SequentialState, tokensToTellMax } from './sequential-test.ts'

const calibration = calibrationOf(1, 1_000)
const sequential = createSequentialTest(calibration)

/** Requests until conviction, or undefined; looks after every one. */
function requestsToConviction(
  draw: () => readonly Margin[],
  most: number,
  from = sequential.initial(),
): number | undefined {
  let state = from
  for (let request = 1; request <= most; request += 1) {
    state = sequential.advance(state, { temperature: 1, margins: draw() })
    if (state.convictedAt !== undefined) return request
  }
  return undefined
}

const drawing = (uniform: Uniform, behaviour: Behaviour) => () => drawRequests(uniform, behaviour, 1)[0] as Margin[]
const behaviour = (of: Readonly<Record<string, Behaviour>>, name: string) => of[name] as Behaviour

describe('the sequential test', () => {
  test('starts at nothing and forgets nothing in JSON', () => {
    const start = sequential.report(sequential.initial())
    expect(start).toMatchObject({ convicted: false, requests: 0, tokens: 0 })
    expect(start.score).toBeCloseTo(0, 12)
    let [kept, stored] = [sequential.initial(), sequential.initial()]
    const draw = drawing(uniformOf(2), behaviour(cheats, 'other quantisation'))
    for (let request = 0; request < 30; request += 1) {
      const margins = draw()
      kept = sequential.advance(kept, { temperature: 0.8, margins })
      const revived = JSON.parse(JSON.stringify(stored)) as SequentialState
      stored = createSequentialTest(calibration).advance(revived, { temperature: 0.8, margins })
    }
    expect(stored).toEqual(kept)
    expect(sequential.advance(kept, { temperature: 0.8, margins: [] })).toEqual(kept)
  })

  test('convicts cheats, names the likeliest, and keeps to it', () => {
    const draw = drawing(uniformOf(3), behaviour(cheats, 'other seed'))
    const requests = requestsToConviction(draw, 20)
    // Two nats and more above 13.8 for the choice of class and beginning, at most 3 a request.
    expect(requests).toBeGreaterThanOrEqual(5)
    expect(requests).toBeLessThanOrEqual(8)
    let state = sequential.initial()
    for (let request = 0; request < 10; request += 1)
      state = sequential.advance(state, { temperature: 1, margins: draw() })
    expect(sequential.report(state)).toMatchObject({
      convicted: true,
      likeliest: 'other seed',
      requests: 10,
      tokens: 500,
    })
    expect(sequential.report(state).score).toBeGreaterThan(convictionNats)
    const clean = drawing(uniformOf(4), behaviour(honest, 'same build'))
    for (let request = 0; request < 200; request += 1)
      state = sequential.advance(state, { temperature: 1, margins: clean() })
    expect(sequential.report(state).convicted).toBe(true)
  })

  test('convicts a weaker cheat later, and a copy of an honest class never', () => {
    const weak = requestsToConviction(drawing(uniformOf(5), behaviour(cheats, 'other quantisation')), 400)
    expect(weak).toBeGreaterThan(6)
    expect(weak).toBeLessThan(100)
    expect(requestsToConviction(drawing(uniformOf(6), behaviour(cheats, 'nearly the same')), 2_000)).toBeUndefined()
    expect(sequential.report(sequential.initial()).indistinguishable).toEqual(['nearly the same'])
    expect(tokensToTellMax).toBe(20_000)
  })

  test('convicts a cheat that shows in one request of three', () => {
    const uniform = uniformOf(11)
    const [shown, hidden] = [behaviour(cheats, 'other seed'), behaviour(honest, 'same build')]
    let request = 0
    const draw = () => drawing(uniform, request++ % 3 === 0 ? shown : hidden)()
    const requests = requestsToConviction(draw, 200)
    expect(requests).toBeGreaterThan(15)
    expect(requests).toBeLessThan(100)
  })

  test('convicts one who was honest for long and then cheats', () => {
    const uniform = uniformOf(7)
    let state = sequential.initial()
    const clean = drawing(uniform, behaviour(honest, 'other library'))
    for (let request = 0; request < 2_000; request += 1)
      state = sequential.advance(state, { temperature: 1, margins: clean() })
    expect(sequential.report(state).convicted).toBe(false)
    const after = requestsToConviction(drawing(uniform, behaviour(cheats, 'other seed')), 50, state)
    // The beginning at request 2,000 weighs 1/(2·2,000·2,001): 16 nats, six requests more.
    expect(after).toBeLessThanOrEqual(14)
  })

  test('gains nothing from requests that say nothing', () => {
    // Nothing honest was ever counted and the cheat is always in the first bin: every ratio is 1 − 5e-9.
    const [first] = calibration.cheats
    const only = {
      ...first,
      normaliserNats: 0,
      counts: first?.counts.map(([, ...bins]) => [1e9, ...bins.map(() => 0)]),
    }
    const none = { ...calibration.honest[0], counts: first?.counts.map((bins) => bins.map(() => 0)) }
    const mute = createSequentialTest(parseCalibration({ ...calibration, honest: [none], cheats: [only] }))
    let state = mute.initial()
    for (let request = 0; request < 1_000; request += 1) {
      state = mute.advance(state, { temperature: 1, margins: [{ margin: 0, topProbability: 0.5 }] })
    }
    expect(Math.abs(mute.report(state).score)).toBeLessThan(1e-4)
  })

  test('expects no honest request to raise the mean bet', () => {
    // The score's exponential is a supermartingale: its mean stays at most 1, and one run in four at most ever reaches ln 4.
    const uniform = uniformOf(8)
    for (const one of Object.values(honest)) {
      const draw = drawing(uniform, one)
      let [mean, alarms] = [0, 0]
      for (let run = 0; run < 300; run += 1) {
        let [state, highest] = [sequential.initial(), 0]
        for (let request = 0; request < 10; request += 1) {
          state = sequential.advance(state, { temperature: 1, margins: draw() })
          highest = Math.max(highest, sequential.report(state).score)
        }
        mean += Math.exp(sequential.report(state).score) / 300
        if (highest >= Math.log(4)) alarms += 1
      }
      expect(alarms).toBeLessThanOrEqual(300 / 4)
      expect(mean).toBeLessThan(1)
    }
  })
})

describe('honest requests whose tokens stray together', () => {
  // One request in ten strays twenty times as often: by token as the calibration counts them, but not independent.
  const strayed: Behaviour = { rate: 0.2, mean: 0.008 }
  const usual: Behaviour = { rate: 0.002, mean: 0.008 }
  const clustered = (uniform: Uniform, count: number) =>
    Array.from({ length: count }, () => drawRequests(uniform, uniform() < 0.1 ? strayed : usual, 1)[0] as Margin[])
  const uniform = uniformOf(9)
  const built = buildCalibration({
    ...facts,
    honest: [{ name: 'clustered', requests: clustered(uniform, 2_000) }],
    cheats: [{ name: 'worse', requests: drawRequests(uniform, { rate: 0.2, mean: 0.02 }, 500) }],
  })

  test('convict nobody, thanks to the normaliser', () => {
    expect(built.cheats[0]?.normaliserNats).toBeGreaterThan(0.3)
    expect(falseConvictions(built)).toBe(0)
  })

  test('would count for too much without it', () => {
    const naive: Calibration = { ...built, cheats: built.cheats.map((one) => ({ ...one, normaliserNats: 0 })) }
    expect(meanBet(naive)).toBeGreaterThan(1.1)
    expect(meanBet(built)).toBeLessThan(1)
  })

  function falseConvictions(under: Calibration): number {
    const one = createSequentialTest(under)
    let convictions = 0
    for (let run = 0; run < 50; run += 1) {
      let state = one.initial()
      for (const margins of clustered(uniformOf(100 + run), 60)) state = one.advance(state, { temperature: 1, margins })
      if (one.report(state).convicted) convictions += 1
    }
    return convictions
  }

  /** Mean over runs of the bets after one request. */
  function meanBet(under: Calibration): number {
    const one = createSequentialTest(under)
    const scores = clustered(uniformOf(10), 2_000).map((margins) => {
      return one.report(one.advance(one.initial(), { temperature: 1, margins })).score
    })
    return scores.reduce((sum, score) => sum + Math.exp(score), 0) / scores.length
  }
})

describe('without a calibration', () => {
  test('there is no verdict', () => {
    const { kind, modelRoot, reference } = calibration
    expect(findCalibration([calibration], { kind, modelRoot, reference })).toBe(calibration)
    const others = [
      { kind: 'vectors', modelRoot, reference },
      { kind, modelRoot: reference, reference },
      { kind, modelRoot, reference: modelRoot },
    ] as const
    for (const wanted of others) {
      expect(() => findCalibration([calibration], wanted)).toThrow(CalibrationMissingError)
    }
    const far = { temperature: 1.6, margins: [] }
    expect(() => sequential.advance(sequential.initial(), far)).toThrow(CalibrationMissingError)
    const foreign = { ...sequential.initial(), calibration: parseHash(`0x${'33'.repeat(32)}`) }
    expect(() => sequential.report(foreign)).toThrow(CalibrationMissingError)
  })

  test('a calibration is read back from its JSON, and refused in any other form', () => {
    const json = JSON.parse(JSON.stringify(calibration)) as Calibration
    expect(parseCalibration(json)).toEqual(calibration)
    const [first] = json.honest
    const wrong: unknown[] = [
      null,
      [],
      { ...json, version: 2 },
      { ...json, format: 'x' },
      { ...json, kind: 'y' },
      { ...json, modelRoot: '0x12' },
      { ...json, measuredOn: 'today' },
      { ...json, tolerance: -1 },
      { ...json, temperatureMax: -0.5 },
      { ...json, marginEdges: [0, 0] },
      { ...json, marginEdges: [] },
      { ...json, honest: [] },
      { ...json, honest: [first, first] },
      { ...json, honest: [{ ...first, counts: [[1]] }] },
      { ...json, honest: [{ ...first, counts: first?.counts.map((row) => row.map(() => 0.5)) }] },
      { ...json, cheats: [first] },
    ]
    for (const one of wrong) expect(() => parseCalibration(one)).toThrow(/expected/i)
  })
})
