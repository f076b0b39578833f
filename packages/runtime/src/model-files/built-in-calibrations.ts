/**
 * Calibrations of the tolerant test for the models that come with Millrace, each for one build that reads: written by
 * `npm run bench:verification -- --calibrations packages/runtime/calibrations/built-in.json`. An auditor of another build has none here, and gives no tolerant
 * verdict until it has measured its own.
 */
import { type Calibration, parseCalibration } from '@millrace/verification'
import calibrations from '../../calibrations/built-in.json' with { type: 'json' }

export const builtInCalibrations: readonly Calibration[] = (calibrations as readonly unknown[]).map(parseCalibration)
