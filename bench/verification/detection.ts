/**
 * Tokens audited until a conviction, from the records of a series: requests are drawn with replacement from those measured, from a
 * seed, until the checker convicts. Conviction within a request counts its tokens up to the proof in canonical mode, all of them in
 * tolerant mode, where evidence is weighed by requests.
 */
import { type AuditedRequest, type Calibration, createSequentialTest } from '@millrace/verification'
import { quantileOf } from '../../simulation/figures.ts'
import type { Random } from '../../simulation/random.ts'
import { type AnswerRecord, cellsPerStratum, decodeCells, stratumOf } from './answer-records.ts'
import { rulesAt } from './series.ts'

/** Tokens after which a test that has not convicted is given up. */
export const tokensAuditedMax = 20_000
/** Tests drawn for the figures of one series. */
const drawsMax = 200

/** Infinite where not even half of the draws (or, for p95, all but a twentieth) convicted within {@link tokensAuditedMax}. */
export type TokensToConviction = { readonly median: number; readonly p95: number }

/** Returns the figures for zero tolerance: one wrong token, text or end convicts. */
export function canonicalDetection(records: readonly AnswerRecord[], random: Random): TokensToConviction {
  return figuresOf(records, random, () => {
    let audited = 0
    return ({ wrong, form, tokens }) => {
      const proof = Math.min(...wrong.slice(0, 1).map((index) => index + 1), form?.tokens ?? Number.POSITIVE_INFINITY)
      const before = audited
      audited += tokens
      return { audited, convictedAt: Number.isFinite(proof) ? before + proof : undefined }
    }
  })
}

/**
 * Returns the figures for the sequential test; a wrong text or end convicts there as well. A cheat that the calibration says it cannot
 * tell apart is not drawn: its evidence does not grow.
 */
export function tolerantDetection(
  { cheat, records }: { readonly cheat: string; readonly records: readonly AnswerRecord[] },
  calibration: Calibration,
  random: Random,
): TokensToConviction {
  const test = createSequentialTest(calibration)
  if (test.report(test.initial()).indistinguishable.includes(cheat)) {
    return { median: Number.POSITIVE_INFINITY, p95: Number.POSITIVE_INFINITY }
  }
  const requests = new Map(records.map((record) => [record, auditedRequest(record, calibration.tolerance)]))
  return figuresOf(records, random, () => {
    let state = test.initial()
    let audited = 0
    return (record) => {
      audited += record.tokens
      if (record.form !== undefined) return { audited, convictedAt: audited }
      state = test.advance(state, requests.get(record) as AuditedRequest)
      return { audited, convictedAt: state.convictedAt === undefined ? undefined : audited }
    }
  })
}

/** Returns what the test is told of a record. */
export function auditedRequest({ cells = '', index }: AnswerRecord, tolerance: number): AuditedRequest {
  return { temperature: rulesAt(index).temperature, margins: decodeCells(cells, tolerance) }
}

/**
 * Returns the area under the ROC curve of the plain likelihood ratio (no caps, no sequence, no bounds) between honest and cheating
 * runs of so many tokens: what other methods report. Densities are of the requests of even number, scores of the others.
 */
export function areaUnderCurve(
  sides: { readonly honest: readonly AnswerRecord[]; readonly cheat: readonly AnswerRecord[] },
  tokens: number,
  random: Random,
): number {
  const isEven = ({ index }: AnswerRecord): boolean => index % 2 === 0
  const densities = [sides.cheat, sides.honest].map((records) => densityOf(records.filter(isEven)))
  const [cheats, honests] = densities as [Density, Density]
  const scores = (records: readonly AnswerRecord[]): number[] => {
    const unseen = records.filter((record) => !isEven(record) && record.tokens > 0)
    if (unseen.length === 0) return []
    return Array.from({ length: drawsMax }, () => {
      let cells = ''
      while (cells.length < tokens) cells += unseen[random.integer(unseen.length)]?.cells ?? ''
      return [...cells.slice(0, tokens)].reduce((sum, cell) => sum + Math.log(cheats(cell) / honests(cell)), 0)
    })
  }
  const [honest, cheating] = [scores(sides.honest), scores(sides.cheat)]
  const wins = cheating.flatMap((score) => honest.map((other) => (score > other ? 1 : score === other ? 0.5 : 0)))
  return wins.length === 0 ? Number.NaN : wins.reduce<number>((sum, win) => sum + win, 0) / wins.length
}

/** Of a cell among those of its stratum. */
type Density = (cell: string) => number

function densityOf(records: readonly AnswerRecord[]): Density {
  const counts = new Map<string, number>()
  for (const { cells = '' } of records) for (const cell of cells) counts.set(cell, (counts.get(cell) ?? 0) + 1)
  const inStratum = (cell: string): number =>
    [...counts].reduce((sum, [other, count]) => sum + (stratumOf(other) === stratumOf(cell) ? count : 0), 0)
  const totals = new Map([...counts.keys()].map((cell) => [stratumOf(cell), inStratum(cell)]))
  return (cell) => ((counts.get(cell) ?? 0) + 0.5) / ((totals.get(stratumOf(cell)) ?? 0) + 0.5 * cellsPerStratum)
}

type Step = (record: AnswerRecord) => { readonly audited: number; readonly convictedAt: number | undefined }

function figuresOf(records: readonly AnswerRecord[], random: Random, start: () => Step): TokensToConviction {
  const read = records.filter(({ tokens }) => tokens > 0)
  if (read.length === 0) return { median: Number.NaN, p95: Number.NaN }
  const found = Array.from({ length: drawsMax }, () => {
    const step = start()
    for (;;) {
      const { audited, convictedAt } = step(read[random.integer(read.length)] as AnswerRecord)
      if (convictedAt !== undefined) return convictedAt
      if (audited >= tokensAuditedMax) return Number.POSITIVE_INFINITY
    }
  })
  return { median: quantileOf(found, 0.5), p95: quantileOf(found, 0.95) }
}
