/**
 * Which rows the table of cheats × policies has: every measured cheat that always cheats, and the one that gains most in every other way.
 * Under `trust` nothing convicts anyone, so one row says it.
 */
import { defaultParameters } from '@millrace/economics'
import {
  type CheatRow,
  type CheatTableInit,
  cheatRow,
  coveredPrice,
  defaultTableInit,
  type PolicyCase,
} from '../../simulation/cheating/cheat-table.ts'
import { type Cheat, type Strategy, strategies } from '../../simulation/cheating/cheats.ts'
import type { MeasuredCheat } from './measured-cheats.ts'

export type EconomicSize = Pick<CheatTableInit, 'markets' | 'epochs' | 'honestProviders' | 'jobsPerEpoch'>

const sampled = { name: 'sampled', ratePpm: defaultParameters.sampledRatePpm } as const
const cases: readonly PolicyCase[] = [
  { policy: sampled, mode: 'canonical' },
  { policy: { name: 'replicas', agree: 2, of: 3 }, mode: 'canonical' },
  { policy: sampled, mode: 'tolerant' },
  { policy: { name: 'trust' }, mode: 'canonical' },
]
const always: Strategy = { name: 'always' }

/**
 * Returns the rows. Cheats of several models under one name count once, with the detection that found them least; in tolerant mode of
 * those models only that have a calibration.
 *
 * @param measured - as many as there are models and cheats.
 */
export function economicRows(measured: readonly MeasuredCheat[], size: EconomicSize): readonly CheatRow[] {
  const init: CheatTableInit = { ...defaultTableInit, parameters: defaultParameters, ...size }
  const cheats = hardest(measured)
  const rows: CheatRow[] = []
  for (const under of cases) {
    const told = cheats.filter((cheat) => isTold(cheat, under))
    const covered = told.length === 0 || under.mode === 'tolerant' ? 0n : coveredPrice(init, under, told)
    for (const cheat of under.policy.name === 'trust' ? cheats.slice(0, 1) : cheats) {
      const alone = under.mode === 'tolerant' && isTold(cheat, under) ? coveredPrice(init, under, [cheat]) : 0n
      const price = isTold(cheat, under) ? covered + alone : 0n
      rows.push(cheatRow(init, { ...under, cheat, strategy: always, price }))
    }
    const worst = told.reduce<Cheat | undefined>(
      (one, other) => (one === undefined || other.gainPpm > one.gainPpm ? other : one),
      undefined,
    )
    if (under.mode === 'tolerant' || under.policy.name === 'trust' || worst === undefined) continue
    for (const strategy of strategies.filter(({ name }) => name !== 'always')) {
      const price = strategy.name === 'sybils' ? coveredPrice(init, under, told, strategy.identities) : covered
      rows.push(cheatRow(init, { ...under, cheat: worst, strategy, price }))
    }
  }
  return rows
}

/** What nothing tells apart would have every price be 0: it stands in the table as uncovered instead. */
function isTold({ mismatchPpm, natsPerToken }: Cheat, { mode, policy }: PolicyCase): boolean {
  if (policy.name === 'trust') return false
  return mode === 'tolerant' ? natsPerToken > 0 : mismatchPpm > 0
}

function hardest(measured: readonly MeasuredCheat[]): readonly Cheat[] {
  const byName = Map.groupBy(measured, ({ name }) => name)
  return [...byName].map(([name, all]) => ({
    name,
    gainPpm: Math.max(...all.map(({ gainPpm }) => gainPpm)),
    mismatchPpm: Math.min(...all.map(({ mismatchPpm }) => mismatchPpm)),
    natsPerToken: leastOf(all.filter(({ isCalibrated }) => isCalibrated).map(({ natsPerToken }) => natsPerToken)),
  }))
}

/** 0 for none: nothing tells the cheat apart. */
function leastOf(numbers: readonly number[]): number {
  return numbers.length === 0 ? 0 : Math.min(...numbers)
}
