/** Requests of margins drawn from given distributions, from a seed. */
import { parseHash } from '@millrace/protocol'
import { threefry } from '../../src/sampler/noise.ts'
import { buildCalibration, type ClassSamples } from '../../src/tolerant/build-calibration.ts'
import type { Calibration } from '../../src/tolerant/calibration.ts'
import { tokenLayout } from '../../src/tolerant/cells.ts'
import { type Margin, outsideMargin } from '../../src/tolerant/margin.ts'

export type Uniform = () => number

/** How often a token's margin is above 0, and how great it then is on average, logits; `outside`: how often filters drop it. */
export type Behaviour = { readonly rate: number; readonly mean: number; readonly outside?: number }

export const tolerance = 0.02
export const honest: Readonly<Record<string, Behaviour>> = {
  'same build': { rate: 0.0005, mean: 0.005 },
  'other library': { rate: 0.004, mean: 0.008 },
}
export const cheats: Readonly<Record<string, Behaviour>> = {
  'nearly the same': { rate: 0.004, mean: 0.008 },
  'other quantisation': { rate: 0.03, mean: 0.05 },
  'other seed': { rate: 0.4, mean: 1, outside: 0.01 },
}

export function uniformOf(seed: number): Uniform {
  let draws = 0
  return () => {
    draws += 1
    return (threefry({ key0: seed, key1: 77 }, 0, draws)[0] + 0.5) / 2 ** 32
  }
}

export function drawMargin(uniform: Uniform, { rate, mean, outside = 0 }: Behaviour): Margin {
  const topProbability = uniform()
  const draw = uniform()
  if (draw < outside) return { margin: outsideMargin, topProbability }
  return { margin: draw < rate ? -mean * Math.log(uniform()) : 0, topProbability }
}

export function drawRequests(uniform: Uniform, behaviour: Behaviour, count: number, length = 50): Margin[][] {
  return Array.from({ length: count }, () => Array.from({ length }, () => drawMargin(uniform, behaviour)))
}

export function samplesOf(
  uniform: Uniform,
  behaviours: Readonly<Record<string, Behaviour>>,
  count: number,
): ClassSamples[] {
  return Object.entries(behaviours).map(([name, one]) => ({ name, requests: drawRequests(uniform, one, count) }))
}

export const facts = {
  kind: 'tokens',
  modelRoot: parseHash(`0x${'11'.repeat(32)}`),
  reference: parseHash(`0x${'22'.repeat(32)}`),
  measuredOn: '2026-01-31',
  tolerance,
  temperatureMin: 0,
  temperatureMax: 1.5,
  layout: tokenLayout(tolerance),
} as const

export function calibrationOf(seed: number, requests: number): Calibration {
  const uniform = uniformOf(seed)
  return buildCalibration({
    ...facts,
    honest: samplesOf(uniform, honest, requests),
    cheats: samplesOf(uniform, cheats, requests),
  })
}
