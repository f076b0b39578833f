/**
 * Whether a provider should pause: a pure reading of what was seen, with two thresholds for each cause and a calm time, so that
 * it does not flutter.
 *
 * A cause begins at its upper threshold and holds down to its lower one. What is unknown begins nothing, and ends nothing that
 * holds: a sensor that fell silent while it was hot is not a cool one. The provider goes on when for `calmMs` no cause held.
 */
import type { Fact } from '../probe/fact.ts'

export type PauseCause = 'owner-processor' | 'owner-gpu' | 'owner-input' | 'processor-heat' | 'gpu-heat' | 'power'

/** A cause holds from `above` on until its value is at most `below`; leave one out to ignore it. */
export type PauseThreshold = { readonly above: number; readonly below: number }

export type PauseRules = {
  /** Cores that others use. */
  readonly ownerCores?: PauseThreshold
  /** Share of the busiest card, while none of our own work runs on one. */
  readonly gpuUse?: PauseThreshold
  /** Somebody typed within these milliseconds. */
  readonly inputWithinMs?: number
  /** Degrees Celsius. */
  readonly processorCelsius?: PauseThreshold
  readonly gpuCelsius?: PauseThreshold
  /** Of processor and cards. */
  readonly watts?: PauseThreshold
  /** Milliseconds without a cause after which work goes on. */
  readonly calmMs: number
}

/** For a machine that somebody also sits at. A third of a small machine's cores is more than a desktop at rest takes. */
export function ordinaryPauseRules(cores: number): PauseRules {
  return {
    ownerCores: { above: Math.max(0.75, cores / 3), below: Math.max(0.4, cores / 6) },
    gpuUse: { above: 0.3, below: 0.1 },
    inputWithinMs: 120_000,
    processorCelsius: { above: 90, below: 80 },
    gpuCelsius: { above: 85, below: 75 },
    calmMs: 300_000,
  }
}

export type PauseReading = {
  readonly ownerCores: Fact<number>
  readonly gpuUse: Fact<number>
  readonly idleMs: Fact<number>
  readonly processorCelsius: Fact<number>
  readonly gpuCelsius: Fact<number>
  readonly watts: Fact<number>
  /** Whether our own work runs on a card: then its use says nothing of the owner's. */
  readonly isOwnGpuBusy: boolean
  /** Milliseconds. */
  readonly at: number
}

export type PauseState = {
  readonly isPaused: boolean
  readonly causes: readonly PauseCause[]
  /** When the last cause ended; undefined while one holds. */
  readonly calmSince: number | undefined
}

export const notPaused: PauseState = { isPaused: false, causes: [], calmSince: undefined }

/** Returns the state after one more reading. */
export function shouldPause(state: PauseState, reading: PauseReading, rules: PauseRules): PauseState {
  const holds = (cause: PauseCause): boolean => state.causes.includes(cause)
  const isCause: Readonly<Record<PauseCause, boolean>> = {
    'owner-processor': isOver(reading.ownerCores, rules.ownerCores, holds('owner-processor')),
    'owner-gpu': isOver(gpuUseOfOwner(reading), rules.gpuUse, holds('owner-gpu')),
    'owner-input': isRecent(reading.idleMs, rules.inputWithinMs, holds('owner-input')),
    'processor-heat': isOver(reading.processorCelsius, rules.processorCelsius, holds('processor-heat')),
    'gpu-heat': isOver(reading.gpuCelsius, rules.gpuCelsius, holds('gpu-heat')),
    power: isOver(reading.watts, rules.watts, holds('power')),
  }
  const causes = (Object.keys(isCause) as PauseCause[]).filter((cause) => isCause[cause])
  if (causes.length > 0) return { isPaused: true, causes, calmSince: undefined }
  if (!state.isPaused) return notPaused
  const calmSince = state.calmSince ?? reading.at
  return reading.at - calmSince >= rules.calmMs ? notPaused : { isPaused: true, causes, calmSince }
}

function gpuUseOfOwner({ gpuUse, isOwnGpuBusy }: PauseReading): Fact<number> {
  return isOwnGpuBusy ? { state: 'unknown', reason: 'our own work runs on it' } : gpuUse
}

function isOver(fact: Fact<number>, threshold: PauseThreshold | undefined, holds: boolean): boolean {
  if (threshold === undefined || fact.state === 'absent') return false
  if (fact.state === 'unknown') return holds
  return holds ? fact.value > threshold.below : fact.value >= threshold.above
}

function isRecent(fact: Fact<number>, withinMs: number | undefined, holds: boolean): boolean {
  if (withinMs === undefined || fact.state === 'absent') return false
  return fact.state === 'unknown' ? holds : fact.value < withinMs
}
