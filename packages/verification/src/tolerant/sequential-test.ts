/**
 * The sequential test of one provider's answers with one model: evidence adds up over requests until it convicts.
 *
 * For each cheat class c and each request k at which it may have begun, half of what is held is bet on the class's ratio at each
 * request from k on: a bet that starts at 1 and, while the provider is honest, is not expected to grow (`likelihoods.ts`). The score is
 * the logarithm of a weighted mean of all these bets: even over the classes; over beginnings one half on the first request
 * and 1/(2n(n + 1)) on the one after the n-th, so that a record of honest work shields no later cheating. The mean is a
 * nonnegative supermartingale that starts at 1, so by Ville's inequality an honest provider's score ever reaches
 * ln(1/α) with chance at most α, however long it is audited and whenever one looks.
 *
 * Sources: J. Ville, "Étude critique de la notion de collectif", 1939; A. Wald, "Sequential tests of statistical
 * hypotheses", 1945; J. Kelly, "A new interpretation of information rate", 1956 (betting a share); G. Lorden, "Procedures for reacting to a change in distribution", 1971 (mixtures over beginnings).
 */
import type { Hash } from '@millrace/protocol'
import { log } from '../sampler/noise.ts'
import { type Calibration, CalibrationMissingError, calibrationHash } from './calibration.ts'
import { betNats, type Likelihoods, likelihoodsOf, logOfSum, requestNats } from './likelihoods.ts'
import type { Margin } from './margin.ts'

/** Chance of ever convicting an honest provider in one test. */
export const falseAlarmChance = 1e-6
/** Score that convicts, nats: ln(10^6) ≈ 13.8155. */
export const convictionNats = log(1 / falseAlarmChance)
/** A cheat that needs more tokens than this to be convicted is said to be indistinguishable. */
export const tokensToTellMax = 20_000

/** What the test remembers: plain JSON, to be handed back as it is. */
export type SequentialState = {
  readonly version: 1
  readonly calibration: Hash
  readonly requests: number
  readonly tokens: number
  /** Logarithm of the sum of the weighted bets begun, for each cheat class in the calibration's order. */
  readonly nats: readonly number[]
  /** Number of the request at which the score reached conviction; a conviction stands. */
  readonly convictedAt?: number
}

export type AuditedRequest = {
  /** 0 for vectors. */
  readonly temperature: number
  readonly margins: readonly Margin[]
}

export type SequentialReport = {
  readonly convicted: boolean
  /** Nats; convicts at {@link convictionNats}. */
  readonly score: number
  readonly requests: number
  readonly tokens: number
  /** The cheat class with most evidence, where evidence is for any. */
  readonly likeliest?: string
  /** Cheats that this test would not convict within {@link tokensToTellMax} tokens. */
  readonly indistinguishable: readonly string[]
}

export type SequentialTest = {
  initial(): SequentialState
  /**
   * Returns the state after one more audited request. A request is taken once, and chosen without regard to its content:
   * by the audit beacon, or an auditor's own canary; never one whose seed the buyer fixed.
   *
   * @throws {CalibrationMissingError} for a temperature the calibration does not cover, and a state of another one.
   */
  advance(state: SequentialState, request: AuditedRequest): SequentialState
  report(state: SequentialState): SequentialReport
}

/** Returns the test under a calibration. It holds no state of its own. */
export function createSequentialTest(calibration: Calibration): SequentialTest {
  const likelihoods = likelihoodsOf(calibration)
  const hash = calibrationHash(calibration)
  const indistinguishable = indistinguishableOf(calibration)

  return {
    initial: () => ({
      version: 1,
      calibration: hash,
      requests: 0,
      tokens: 0,
      nats: calibration.cheats.map(() => log(0.5)),
    }),

    advance(state, { temperature, margins }) {
      assertState(state)
      assertCovered(calibration, temperature)
      if (margins.length === 0) return state
      const requests = state.requests + 1
      const gains = gainsOf(calibration, likelihoods, margins)
      const begin = log(0.5 / (requests * (requests + 1)))
      const nats = state.nats.map((held, cheat) => logOfSum(held + (gains[cheat] as number), begin))
      const next: SequentialState = { ...state, requests, tokens: state.tokens + margins.length, nats }
      const convictedNow = state.convictedAt === undefined && scoreOf(next) >= convictionNats
      return convictedNow ? { ...next, convictedAt: requests } : next
    },

    report(state) {
      assertState(state)
      const most = Math.max(...state.nats)
      const likeliest = calibration.cheats[state.nats.indexOf(most)]?.name
      return {
        convicted: state.convictedAt !== undefined,
        score: scoreOf(state),
        requests: state.requests,
        tokens: state.tokens,
        ...(most > 0 && likeliest !== undefined ? { likeliest } : {}),
        indistinguishable,
      }
    },
  }

  function assertState(state: SequentialState): void {
    if (state.version === 1 && state.calibration === hash && state.nats.length === calibration.cheats.length) return
    throw new CalibrationMissingError(`a state of version ${state.version} under calibration ${state.calibration}`)
  }
}

/** Returns the names of the cheats whose evidence grows too slowly to convict within {@link tokensToTellMax} tokens. */
export function indistinguishableOf({ cheats }: Pick<Calibration, 'cheats'>): readonly string[] {
  return cheats
    .filter(({ counts, requests, natsPerRequest }) => {
      const tokens = counts.flat().reduce((sum, count) => sum + count, 0)
      return natsPerRequest * requests * tokensToTellMax < convictionNats * tokens || tokens === 0
    })
    .map(({ name }) => name)
}

function gainsOf(calibration: Calibration, likelihoods: Likelihoods, margins: readonly Margin[]): readonly number[] {
  return requestNats(likelihoods, margins).map((nats, cheat) =>
    betNats(nats, calibration.cheats[cheat]?.normaliserNats as number),
  )
}

function assertCovered({ temperatureMin, temperatureMax, modelRoot }: Calibration, temperature: number): void {
  if (temperature >= temperatureMin && temperature <= temperatureMax) return
  throw new CalibrationMissingError(`temperature ${temperature} of model ${modelRoot}`)
}

/** Logarithm of the mean over classes of the bets begun, plus the weight of beginnings still to come. */
function scoreOf({ nats, requests }: SequentialState): number {
  const begun = nats.reduce(logOfSum)
  return logOfSum(begun - log(nats.length), log(0.5 / (requests + 1)))
}
