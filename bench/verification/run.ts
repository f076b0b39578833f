/**
 * The bench of verification: makes and checks answers (kept in files, so it can go on), then says how soon each cheat is convicted in
 * each mode, how often the honest are, what it costs, and what cheating is worth under each policy.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Calibration, calibrationHash, parseCalibration } from '@millrace/verification'
import { type CheatRow, formatCheatTable } from '../../simulation/cheating/cheat-table.ts'
import { createRandom } from '../../simulation/random.ts'
import { printReport } from '../bench-report.ts'
import { openBenchModels, weightsNames } from './bench-models.ts'
import { calibrate, type MeasuredSeries } from './calibrate.ts'
import { collectRecords } from './collect-records.ts'
import { type Costs, type CostsOptions, measureCosts } from './costs.ts'
import { areaUnderCurve, canonicalDetection, tolerantDetection } from './detection.ts'
import { type EconomicSize, economicRows } from './economic-table.ts'
import { type HeldOutRow, halfOf, heldOutRow } from './held-out.ts'
import { measuredCheat } from './measured-cheats.ts'
import {
  type DetectionRow,
  type HonestRow,
  printCosts,
  printDetection,
  printHeldOut,
  printHonest,
  printIndistinguishable,
  printOverhead,
} from './print-tables.ts'
import { type BenchAmounts, benchSeries, type ClaimedName, isHonest, makerName, seriesFile } from './series.ts'
import { shareInterval } from './share-interval.ts'

export type VerificationBenchOptions = {
  readonly seed: number
  readonly claimed: readonly ClaimedName[]
  readonly amounts: BenchAmounts
  readonly costs: readonly CostsOptions[]
  readonly economy: EconomicSize
  /** Folder of the records; the bench goes on from what is there. */
  readonly recordsFolder: string
  /** A JSON list that takes the calibrations; they are written nowhere when left out. */
  readonly calibrationsFile?: string
  readonly signal: AbortSignal
}

export type VerificationBench = {
  readonly detection: readonly DetectionRow[]
  readonly honest: readonly HonestRow[]
  readonly heldOut: readonly HeldOutRow[]
  readonly costs: readonly Costs[]
  readonly economy: readonly CheatRow[]
}

/** Runs the bench and prints it. */
export async function runVerificationBench(options: VerificationBenchOptions): Promise<VerificationBench> {
  const { seed, claimed, signal } = options
  const { measured, calibrations, halves } = await measure(options)
  const detection = claimed.flatMap((name) => detectionRows(measured, name, { calibrations, halves, seed }))
  printDetection(detection)
  const honest = honestRows(measured)
  printHonest(honest)
  const heldOut = heldOutRows(measured, halves)
  printHeldOut(heldOut)
  printIndistinguishable('half of the requests', halves)
  printIndistinguishable('all of them, as written', calibrations)
  const costs: Costs[] = []
  for (const cost of options.costs) costs.push(await measureCosts(cost, signal))
  printCosts(costs)
  const overhead = printOverhead(costs)
  const economy = economicRows(cheatsOf(measured, calibrations, costs), options.economy)
  process.stdout.write(
    `Money in percent of the stake. Tolerant rows: by the calibration of ${bestCalibrated(calibrations) ?? 'no model'}, all data.\n${formatCheatTable(economy)}\n`,
  )
  writeCalibrations(options, calibrations)
  const result = { detection, honest, heldOut }
  printReport({
    bench: 'verification',
    seed,
    result,
    figures: figuresOf({ detection, honest, heldOut }, costs, overhead),
  })
  return { detection, honest, heldOut, costs, economy }
}

type Measured = readonly MeasuredSeries[]
type Calibrations = ReadonlyMap<ClaimedName, Calibration>

async function measure({ claimed, amounts, recordsFolder, signal }: VerificationBenchOptions) {
  const names = weightsNames.filter((name) => name !== 'tinyllama' || claimed.includes(name))
  await using models = await openBenchModels({ names })
  const measured: MeasuredSeries[] = []
  for (const series of benchSeries(claimed, amounts)) {
    if (series.requests === 0) continue
    const path = join(recordsFolder, seriesFile(series))
    measured.push({ series, records: await collectRecords(models, series, { path, signal }) })
  }
  const reference = models.build() ?? (await buildOf(models, claimed, signal))
  const measuredOn = new Date().toISOString().slice(0, 10)
  const calibrationsOf = (all: Measured): Calibrations =>
    new Map(
      claimed.flatMap((name): [ClaimedName, Calibration][] => {
        const tolerant = all.filter(({ series }) => series.claimed === name && series.mode === 'tolerant')
        if (reference === undefined) return []
        const calibration = calibrate(tolerant, { modelRoot: models.root(name), reference, measuredOn })
        return calibration === undefined ? [] : [[name, calibration]]
      }),
    )
  return { measured, calibrations: calibrationsOf(measured), halves: calibrationsOf(halfOf(measured, 'even')) }
}

/** Loads a model to know what the library is called: where every record was there already. */
async function buildOf(
  models: Awaited<ReturnType<typeof openBenchModels>>,
  [name]: readonly ClaimedName[],
  signal: AbortSignal,
) {
  if (name === undefined) return undefined
  const mode = { exactness: 'replayable', samplerSeed: `0x${'00'.repeat(32)}` } as const
  const job = { kind: 'completion', prompt: 'Once', maxTokens: 1, temperature: 0, topP: 1, stop: [], mode } as const
  await models.of(name).answer(job, { signal })
  return models.build()
}

function detectionRows(
  measured: Measured,
  claimed: ClaimedName,
  judged: { readonly calibrations: Calibrations; readonly halves: Calibrations; readonly seed: number },
): readonly DetectionRow[] {
  const random = createRandom(judged.seed).fork(claimed)
  const [whole, half] = [judged.calibrations.get(claimed), judged.halves.get(claimed)]
  const of = (mode: string) => measured.filter(({ series }) => series.claimed === claimed && series.mode === mode)
  const honest = of('tolerant')
    .filter(({ series }) => isHonest(series.maker))
    .flatMap(({ records }) => records)
  return of('canonical')
    .filter(({ series }) => !isHonest(series.maker))
    .map(({ series, records }): DetectionRow => {
      const cheat = makerName(series.maker)
      const tolerant = of('tolerant').filter((other) => makerName(other.series.maker) === cheat)
      const [all = []] = tolerant.map((one) => one.records)
      const [unseen = []] = halfOf(tolerant, 'odd').map((one) => one.records)
      const tokens = records.reduce((sum, record) => sum + record.tokens, 0)
      const wrong = records.reduce((sum, record) => sum + record.wrong.length, 0)
      return {
        claimed,
        cheat,
        requests: records.length,
        wrongPerThousand: (1_000 * wrong) / tokens,
        canonical: canonicalDetection(records, random.fork(`${cheat} canonical`)),
        tolerant: half && tolerantDetection({ cheat, records: unseen }, half, random.fork(`${cheat} tolerant`)),
        tolerantWhole: whole && tolerantDetection({ cheat, records: all }, whole, random.fork(`${cheat} whole`)),
        area300:
          tolerant.length === 0 ? undefined : areaUnderCurve({ honest, cheat: all }, 300, random.fork(`${cheat} area`)),
      }
    })
}

function honestRows(measured: Measured): readonly HonestRow[] {
  return measured
    .filter(({ series }) => isHonest(series.maker))
    .map(({ series, records }) => {
      const tokens = records.reduce((sum, record) => sum + record.tokens, 0)
      const wrong = records.reduce((sum, record) => sum + record.wrong.length + (record.form === undefined ? 0 : 1), 0)
      const { high } = shareInterval(Math.min(wrong, tokens), tokens)
      const { claimed, mode, maker } = series
      return { claimed, maker: makerName(maker), mode, requests: records.length, tokens, wrong, high }
    })
}

function heldOutRows(measured: Measured, halves: Calibrations): readonly HeldOutRow[] {
  return halfOf(measured, 'odd')
    .filter(({ series }) => series.mode === 'tolerant' && isHonest(series.maker))
    .flatMap((one) => {
      const calibration = halves.get(one.series.claimed)
      return calibration === undefined ? [] : [heldOutRow(one, calibration)]
    })
}

/** In tolerant mode a cheat is judged by the calibration of most requests alone: with few nothing is convicted, which says little. */
function cheatsOf(measured: Measured, calibrations: Calibrations, costs: readonly Costs[]) {
  const best = bestCalibrated(calibrations)
  const plainMs = (name: string) => costs.find(({ claimed }) => claimed === name)?.plainMs
  return measured
    .filter(({ series }) => series.mode === 'canonical' && !isHonest(series.maker) && series.claimed !== 'tinyllama')
    .map(({ series, records }) => {
      const weights = series.maker.kind === 'weights' ? series.maker.weights : undefined
      const [own, other] = [plainMs(series.claimed), weights === undefined ? undefined : plainMs(weights)]
      const assumed = weights === undefined ? undefined : 0.5
      const speed = own === undefined || other === undefined ? assumed : other / own
      const calibration = series.claimed === best ? calibrations.get(best) : undefined
      return measuredCheat(series, { canonical: records, calibration }, speed)
    })
}

/** Returns the model whose calibration rests on most honest requests. */
function bestCalibrated(calibrations: Calibrations): ClaimedName | undefined {
  const requests = (name: ClaimedName): number =>
    calibrations.get(name)?.honest.reduce((sum, one) => sum + one.requests, 0) ?? 0
  return [...calibrations.keys()].sort((one, other) => requests(other) - requests(one))[0]
}

/** Replaces the calibrations of these models on this reference, and keeps the others. */
function writeCalibrations({ calibrationsFile }: VerificationBenchOptions, calibrations: Calibrations): void {
  if (calibrationsFile === undefined) return
  const made = [...calibrations.values()]
  const held = existsSync(calibrationsFile) ? (JSON.parse(readFileSync(calibrationsFile, 'utf8')) as unknown[]) : []
  const isReplaced = (one: Calibration): boolean =>
    made.some(({ modelRoot, reference }) => one.modelRoot === modelRoot && one.reference === reference)
  const all = [...held.map(parseCalibration).filter((one) => !isReplaced(one)), ...made]
  writeFileSync(calibrationsFile, `[\n${all.map((one) => JSON.stringify(one)).join(',\n')}\n]\n`)
  for (const [claimed, calibration] of calibrations) {
    process.stdout.write(`${calibrationsFile}: ${claimed} ${calibrationHash(calibration)}\n`)
  }
}

function figuresOf(
  {
    detection,
    honest,
    heldOut,
  }: {
    readonly detection: readonly DetectionRow[]
    readonly honest: readonly HonestRow[]
    readonly heldOut: readonly HeldOutRow[]
  },
  costs: readonly Costs[],
  overhead: ReturnType<typeof printOverhead>,
): Record<string, number> {
  const canonical = honest.filter(({ mode }) => mode === 'canonical')
  const q4 = detection.filter(({ cheat }) => cheat === 'q4_0 weights').map(({ canonical: { median } }) => median)
  return {
    honestTokens: canonical.reduce((sum, { tokens }) => sum + tokens, 0),
    falseAlarms: canonical.reduce((sum, { wrong }) => sum + wrong, 0),
    heldOutTokens: heldOut.reduce((sum, { tokens }) => sum + tokens, 0),
    heldOutConvictions: heldOut.reduce((sum, { convicted }) => sum + convicted, 0),
    ...(q4.length === 0 ? {} : { q4TokensMedianMost: Math.max(...q4) }),
    ...Object.fromEntries(
      costs.flatMap(({ claimed, plainMs, canonicalMs, draftedMs, auditMs, spread }) => [
        [`${claimed}_canonicalOverhead`, canonicalMs / plainMs - 1],
        ...(draftedMs === undefined ? [] : [[`${claimed}_draftedOverhead`, draftedMs / plainMs - 1]]),
        [`${claimed}_auditShare`, auditMs / plainMs],
        [`${claimed}_auditShareMedian`, spread.audit[1]],
      ]),
    ),
    ...(overhead === undefined ? {} : { defaultPolicyBps: overhead.bps }),
  }
}
