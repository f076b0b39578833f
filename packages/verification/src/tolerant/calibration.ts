/**
 * A calibration: how margins of honest providers, and of cheats, are distributed for one model on one reference, with the
 * counts it rests on. Plain JSON, versioned and named by its hash; without one there is no tolerant verdict.
 *
 * An honest class is a way to serve the model that counts as honest (a library, an instruction set, a GPU, a
 * temperature); a cheat class a way that does not. Counts are tokens (or vectors) by stratum and bin.
 */
import { bytesToHex, canonicalJson, type Hash, MalformedError, MillraceError, parseHash } from '@millrace/protocol'
import { sha256 } from '@noble/hashes/sha2.js'
import { utf8ToBytes } from '@noble/hashes/utils.js'
import { binsOf, type CellLayout, edgesMax, strataOf } from './cells.ts'

/** Classes of each side: the share of risk that each takes, and the size of the file. */
export const calibrationClassesMax = 64
/** Characters of a class's name. */
export const classNameCharsMax = 80

export type CalibrationKind = 'tokens' | 'vectors'

export type ClassCounts = {
  readonly name: string
  readonly requests: number
  /** [strata][bins] */
  readonly counts: readonly (readonly number[])[]
}

export type CheatCounts = ClassCounts & {
  /** Taken off this alternative's evidence of each request, nats: what honest requests were seen to give it too much. */
  readonly normaliserNats: number
  /** Evidence that a request of this cheat gives, on average, to the alternative that it gives most. */
  readonly natsPerRequest: number
}

export type Calibration = CellLayout & {
  readonly format: 'millrace-calibration'
  readonly version: 1
  readonly kind: CalibrationKind
  readonly modelRoot: Hash
  /** The build that read the margins, as receipts name it. */
  readonly reference: Hash
  /** Day of measurement, YYYY-MM-DD. */
  readonly measuredOn: string
  /** Tolerance that margins were read with, logits; 0 for vectors. */
  readonly tolerance: number
  /** Temperatures that the requests had, both ends. */
  readonly temperatureMin: number
  readonly temperatureMax: number
  readonly honest: readonly ClassCounts[]
  readonly cheats: readonly CheatCounts[]
}

/** Returns the name of a calibration: SHA-256 over a purpose line and its canonical JSON. */
export function calibrationHash(calibration: Calibration): Hash {
  return bytesToHex(sha256(utf8ToBytes(`millrace:calibration:v1\n${canonicalJson(calibration)}`)))
}

/**
 * Returns the calibration for a model on a reference.
 *
 * @throws {CalibrationMissingError} where there is none: the audit must not judge.
 */
export function findCalibration(
  calibrations: readonly Calibration[],
  wanted: { readonly kind: CalibrationKind; readonly modelRoot: Hash; readonly reference: Hash },
): Calibration {
  const { kind, modelRoot, reference } = wanted
  const found = calibrations.find(
    (one) => one.kind === kind && one.modelRoot === modelRoot && one.reference === reference,
  )
  if (found === undefined) throw new CalibrationMissingError(`${kind} of model ${modelRoot} on reference ${reference}`)
  return found
}

/**
 * Returns a calibration from its JSON.
 *
 * @throws {MalformedError} for another form, another version, and counts that do not fit the layout.
 */
export function parseCalibration(json: unknown): Calibration {
  const fields = recordOf(json, 'calibration')
  if (fields.format !== 'millrace-calibration') throw malformed('format', 'millrace-calibration', fields.format)
  if (fields.version !== 1) throw malformed('version', '1', fields.version)
  const kind = fields.kind
  if (kind !== 'tokens' && kind !== 'vectors') throw malformed('kind', 'tokens or vectors', kind)
  const layout: CellLayout = {
    marginEdges: edgesOf(fields.marginEdges, 'marginEdges', 1),
    stratumEdges: edgesOf(fields.stratumEdges, 'stratumEdges', 0),
  }
  const temperatureMin = numberOf(fields.temperatureMin, 'temperatureMin', 0)
  return {
    format: 'millrace-calibration',
    version: 1,
    kind,
    modelRoot: parseHash(fields.modelRoot, 'modelRoot'),
    reference: parseHash(fields.reference, 'reference'),
    measuredOn: dayOf(fields.measuredOn),
    tolerance: numberOf(fields.tolerance, 'tolerance', 0),
    temperatureMin,
    temperatureMax: numberOf(fields.temperatureMax, 'temperatureMax', temperatureMin),
    ...layout,
    honest: classesOf(fields.honest, 'honest', (entry) => classOf(entry, layout)),
    cheats: classesOf(fields.cheats, 'cheats', (entry) => ({
      ...classOf(entry, layout),
      normaliserNats: numberOf(entry.normaliserNats, 'normaliserNats', 0),
      natsPerRequest: numberOf(entry.natsPerRequest, 'natsPerRequest', -Number.MAX_VALUE),
    })),
  }
}

type Fields = { readonly [field: string]: unknown }

function classOf(entry: Fields, layout: CellLayout): ClassCounts {
  const { name } = entry
  if (typeof name !== 'string' || name.length === 0 || name.length > classNameCharsMax) {
    throw malformed('name', `1 to ${classNameCharsMax} characters`, name)
  }
  const counts = arrayOf(entry.counts, 'counts', strataOf(layout), strataOf(layout)).map((row) =>
    arrayOf(row, 'counts', binsOf(layout), binsOf(layout)).map((count) => integerOf(count, 'counts')),
  )
  return { name, requests: integerOf(entry.requests, 'requests'), counts }
}

function classesOf<T extends ClassCounts>(value: unknown, field: string, parse: (entry: Fields) => T): readonly T[] {
  const classes = arrayOf(value, field, 1, calibrationClassesMax).map((entry) => parse(recordOf(entry, field)))
  const names = new Set(classes.map(({ name }) => name))
  if (names.size < classes.length) throw malformed(field, 'one class of a name', [...names].join(', '))
  return classes
}

function edgesOf(value: unknown, field: string, least: number): readonly number[] {
  const edges = arrayOf(value, field, least, edgesMax).map((edge) => numberOf(edge, field, 0))
  const ascending = edges.every((edge, index) => index === 0 || edge > (edges[index - 1] as number))
  if (!ascending) throw malformed(field, 'ascending numbers', edges.join(', '))
  return edges
}

function recordOf(value: unknown, field: string): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw malformed(field, 'an object', value)
  return value as Fields
}

function arrayOf(value: unknown, field: string, least: number, most: number): readonly unknown[] {
  if (Array.isArray(value) && value.length >= least && value.length <= most) return value
  throw malformed(field, `a list of ${least} to ${most}`, Array.isArray(value) ? value.length : value)
}

function numberOf(value: unknown, field: string, least: number): number {
  if (typeof value === 'number' && Number.isFinite(value) && value >= least) return value
  throw malformed(field, `a number of at least ${least}`, value)
}

function integerOf(value: unknown, field: string): number {
  const number = numberOf(value, field, 0)
  if (!Number.isSafeInteger(number)) throw malformed(field, 'an integer', value)
  return number
}

function dayOf(value: unknown): string {
  if (typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value)) return value
  throw malformed('measuredOn', 'a day, YYYY-MM-DD', value)
}

function malformed(field: string, expected: string, got: unknown): MalformedError {
  return new MalformedError(`calibration ${field}`, expected, got)
}

export class CalibrationMissingError extends MillraceError {
  override readonly name = 'CalibrationMissingError'

  constructor(wanted: string) {
    super({
      code: 'CALIBRATION_MISSING',
      message: `Expected a calibration for ${wanted}, got none: without one no tolerant verdict is given.`,
      hint: 'Measure one with honest and cheating samples (buildCalibration), or audit in canonical mode.',
      retryable: false,
    })
  }
}
