/**
 * What one tolerant answer comes to. It never convicts: evidence adds up over requests of a provider and model, in the sequential
 * test that the caller keeps (`verification/tolerant`). Evidence that leans to a cheat does not acquit either.
 */
import {
  type Calibration,
  CalibrationMissingError,
  createSequentialTest,
  findCalibration,
} from '@millrace/verification'
import { type Finding, type TolerantReading, unable } from './finding.ts'
import type { JudgeComponents } from './judge-components.ts'

/** Returns the calibration, or `unable` where there is none. */
export function calibrationFor(
  { calibrations }: Pick<JudgeComponents, 'calibrations'>,
  { kind, modelRoot, reference }: Pick<TolerantReading, 'kind' | 'modelRoot' | 'reference'>,
): Calibration | Finding {
  const calibration = covered(() => findCalibration(calibrations, { kind, modelRoot, reference }))
  return calibration instanceof CalibrationMissingError ? uncalibrated(calibration) : calibration
}

/** Returns the finding of one request with its score, or `unable` where no calibration covers it. */
export function tolerantFinding(components: Pick<JudgeComponents, 'calibrations'>, tolerant: TolerantReading): Finding {
  const { margins } = tolerant
  const calibration = calibrationFor(components, tolerant)
  if ('outcome' in calibration) return calibration
  const test = createSequentialTest(calibration)
  const score = covered(() => test.report(test.advance(test.initial(), tolerant)).score)
  if (score instanceof CalibrationMissingError) return uncalibrated(score)
  const checked = margins.length
  const mismatches = margins.filter(({ margin }) => margin > 0).length
  const found = { checked, mismatches, score, tolerant }
  if (score <= 0) {
    return { outcome: 'honest', reason: `${checked} places are within what honest providers give.`, ...found }
  }
  const reason = `The ${checked} places lean to a cheat by ${score.toFixed(2)} nats; one request convicts nobody.`
  return { ...unable('leaning', reason), ...found }
}

function uncalibrated(cause: CalibrationMissingError): Finding {
  return unable('uncalibrated', 'No calibration covers this answer.', cause)
}

function covered<T>(read: () => T): T | CalibrationMissingError {
  try {
    return read()
  } catch (error) {
    if (error instanceof CalibrationMissingError) return error
    throw error
  }
}
