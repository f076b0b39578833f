/**
 * The bench of verification: makes and checks answers (kept in files, so it can go on), then says how soon each cheat is convicted in
 * each mode, how often the honest are, what it costs, and what cheating is worth under each policy.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { defaultParameters } from '@millrace/economics'
import { type Calibration, calibrationHash, createSequentialTest, parseCalibration } from '@millrace/verification'
import { type CheatRow, formatCheatTable } from '../../simulation/cheating/cheat-table.ts'
import { createRandom } from '../../simulation/random.ts'
import { printReport, printTable } from '../bench-report.ts'
import { openBenchModels, weightsNames } from './bench-models.ts'
import { calibrate, type MeasuredSeries } from './calibrate.ts'
import { collectRecords } from './collect-records.ts'
import { type Costs, type CostsOptions, measureCosts } from './costs.ts'
import { areaUnderCurve, canonicalDetection, honestScore, tolerantDetection } from './detection.ts'
import { type EconomicSize, economicRows } from './economic-table.ts'
import { honestOverhead } from './honest-overhead.ts'
import { measuredCheat } from './measured-cheats.ts'
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

export type DetectionRow = {
  readonly claimed: ClaimedName
  readonly cheat: string
  readonly wrongPerThousand: number
  readonly canonical: { readonly median: number; readonly p95: number }
  readonly tolerant: { readonly median: number; readonly p95: number } | undefined
  readonly area300: number | undefined
}

export type VerificationBench = {
  readonly detection: readonly DetectionRow[]
  readonly honest: readonly HonestRow[]
  readonly costs: readonly Costs[]
  readonly economy: readonly CheatRow[]
}

type HonestRow = {
  readonly claimed: ClaimedName
  readonly maker: string
  readonly mode: string
  readonly tokens: number
  readonly wrong: number
  readonly high: number
}

/** Runs the bench and prints it. */
export async function runVerificationBench(options: VerificationBenchOptions): Promise<VerificationBench> {
  const { seed, claimed, signal } = options
  const { measured, calibrations } = await measure(options)
  const detection = claimed.flatMap((name) => detectionRows(measured, name, calibrations.get(name), seed))
  printDetection(detection)
  const honest = honestRows(measured)
  printHonest(honest, measured, calibrations)
  printIndistinguishable(calibrations)
  const costs: Costs[] = []
  for (const cost of options.costs) costs.push(await measureCosts(cost, signal))
  printCosts(costs)
  const overhead = printOverhead(costs)
  const economy = economicRows(cheatsOf(measured, calibrations, costs), options.economy)
  process.stdout.write(`${formatCheatTable(economy)}\n`)
  writeCalibrations(options, calibrations)
  const result = { detection, honest }
  printReport({ bench: 'verification', seed, result, figures: figuresOf(detection, honest, costs, overhead) })
  return { detection, honest, costs, economy }
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
  const calibrations = new Map<ClaimedName, Calibration>()
  for (const name of claimed) {
    const tolerant = measured.filter(({ series }) => series.claimed === name && series.mode === 'tolerant')
    const measuredOn = new Date().toISOString().slice(0, 10)
    const calibration =
      reference === undefined ? undefined : calibrate(tolerant, { modelRoot: models.root(name), reference, measuredOn })
    if (calibration !== undefined) calibrations.set(name, calibration)
  }
  return { measured, calibrations }
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
  calibration: Calibration | undefined,
  seed: number,
): readonly DetectionRow[] {
  const random = createRandom(seed).fork(claimed)
  const of = (mode: string) => measured.filter(({ series }) => series.claimed === claimed && series.mode === mode)
  const honest = of('tolerant')
    .filter(({ series }) => isHonest(series.maker))
    .flatMap(({ records }) => records)
  return of('canonical')
    .filter(({ series }) => !isHonest(series.maker))
    .map(({ series, records }): DetectionRow => {
      const cheat = makerName(series.maker)
      const tolerant = of('tolerant').find((other) => makerName(other.series.maker) === cheat)
      const tokens = records.reduce((sum, record) => sum + record.tokens, 0)
      const wrong = records.reduce((sum, record) => sum + record.wrong.length, 0)
      return {
        claimed,
        cheat,
        wrongPerThousand: (1_000 * wrong) / tokens,
        canonical: canonicalDetection(records, random.fork(`${cheat} canonical`)),
        tolerant:
          tolerant === undefined || calibration === undefined
            ? undefined
            : tolerantDetection({ cheat, records: tolerant.records }, calibration, random.fork(`${cheat} tolerant`)),
        area300:
          tolerant === undefined
            ? undefined
            : areaUnderCurve({ honest, cheat: tolerant.records }, 300, random.fork(`${cheat} area`)),
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
      return { claimed: series.claimed, maker: makerName(series.maker), mode: series.mode, tokens, wrong, high }
    })
}

function cheatsOf(measured: Measured, calibrations: Calibrations, costs: readonly Costs[]) {
  const plainMs = (name: string) => costs.find(({ claimed }) => claimed === name)?.plainMs
  return measured
    .filter(({ series }) => series.mode === 'canonical' && !isHonest(series.maker) && series.claimed !== 'tinyllama')
    .map(({ series, records }) => {
      const weights = series.maker.kind === 'weights' ? series.maker.weights : undefined
      const [own, other] = [plainMs(series.claimed), weights === undefined ? undefined : plainMs(weights)]
      const assumed = weights === undefined ? undefined : 0.5
      const speed = own === undefined || other === undefined ? assumed : other / own
      return measuredCheat(series, { canonical: records, calibration: calibrations.get(series.claimed) }, speed)
    })
}

const number = (value: number | undefined, digits = 0): string =>
  value === undefined || Number.isNaN(value) ? '–' : Number.isFinite(value) ? value.toFixed(digits) : 'never'
const pair = (one: DetectionRow['canonical'] | undefined): string =>
  one === undefined ? '–' : `${number(one.median)} / ${number(one.p95)}`

function printDetection(rows: readonly DetectionRow[]): void {
  printTable(
    ['claimed', 'cheat', 'wrong per 1,000', 'canonical: median / p95 tokens', 'tolerant: median / p95', 'AUC at 300'],
    rows.map((row) => [
      row.claimed,
      row.cheat,
      number(row.wrongPerThousand, 1),
      pair(row.canonical),
      pair(row.tolerant),
      number(row.area300, 3),
    ]),
  )
  process.stdout.write('Anchor: Token-DiFR, 4-bit against 16-bit weights: AUC 0.999 within 300 tokens.\n')
}

function printHonest(rows: readonly HonestRow[], measured: Measured, calibrations: Calibrations): void {
  printTable(
    ['honest', 'served by', 'mode', 'tokens', 'other than replayed', '95 % upper bound of the share'],
    rows.map((row) => [
      row.claimed,
      row.maker,
      row.mode,
      String(row.tokens),
      String(row.wrong),
      row.high.toExponential(1),
    ]),
  )
  const canonical = rows.filter(({ mode }) => mode === 'canonical')
  const [tokens, wrong] = [canonical, canonical].map((all, index) =>
    all.reduce((sum, row) => sum + (index === 0 ? row.tokens : row.wrong), 0),
  ) as [number, number]
  const { low, high } = shareInterval(wrong, tokens)
  process.stdout.write(
    `Canonical false alarms: ${wrong} in ${tokens} honest tokens; share from ${low.toExponential(1)} to ${high.toExponential(1)} (95 %).\n`,
  )
  for (const [claimed, calibration] of calibrations) {
    const honest = measured.filter(
      ({ series }) => series.claimed === claimed && series.mode === 'tolerant' && isHonest(series.maker),
    )
    const scores = honest.map(({ series, records }) => {
      const { highest, convicted } = honestScore(records, calibration)
      return `${makerName(series.maker)} ${highest.toFixed(2)}${convicted ? ' CONVICTED' : ''}`
    })
    process.stdout.write(
      `Tolerant, ${claimed}: highest score of the honest (13.8 convicts; not held out): ${scores.join(', ')}.\n`,
    )
  }
}

function printIndistinguishable(calibrations: Calibrations): void {
  for (const [claimed, calibration] of calibrations) {
    const test = createSequentialTest(calibration)
    const { indistinguishable } = test.report(test.initial())
    const names = indistinguishable.length === 0 ? 'nothing that was measured' : indistinguishable.join(', ')
    process.stdout.write(`Cannot be told apart in tolerant mode, ${claimed}: ${names}.\n`)
  }
}

function printCosts(costs: readonly Costs[]): void {
  const percent = (value: number | undefined, of: number) =>
    value === undefined ? '–' : `${(100 * (value / of - 1)).toFixed(0)} %`
  printTable(
    ['model', 'draft', 'plain ms/token', 'canonical', 'with the draft', 'audit ÷ plain'],
    costs.map((cost) => [
      cost.claimed,
      cost.draft ?? 'itself',
      cost.plainMs.toFixed(2),
      percent(cost.canonicalMs, cost.plainMs),
      percent(cost.draftedMs, cost.plainMs),
      (cost.auditMs / cost.plainMs).toFixed(2),
    ]),
  )
  process.stdout.write(
    'Bytes committed for the proof: 0 a token (a receipt names build and beacon). Anchor: TOPLOC, 258 bytes for 32 tokens.\n',
  )
}

function printOverhead(costs: readonly Costs[]) {
  const dearest = costs.reduce<Costs | undefined>(
    (one, other) => (one === undefined || other.auditMs / other.plainMs > one.auditMs / one.plainMs ? other : one),
    undefined,
  )
  if (dearest === undefined) return undefined
  const { sampledRatePpm } = defaultParameters
  const init = { auditShare: dearest.auditMs / dearest.plainMs, runMs: 200 * dearest.plainMs, ratePpm: sampledRatePpm }
  const overhead = honestOverhead(init, defaultParameters)
  printTable(
    [`default policy, runs of 200 tokens of ${dearest.claimed}`, 'share of cost'],
    [...overhead.items, { name: 'together', bps: overhead.bps }].map(({ name, bps }) => [
      name,
      `${(bps / 100).toFixed(2)} %`,
    ]),
  )
  process.stdout.write(
    `A receipt: ${overhead.receiptBytes} bytes, ${overhead.receiptJsonBytes} as JSON; ${overhead.proofBytes} of proof; ${overhead.rootBytesPerReceipt} on chain; ${overhead.receiptMs.toFixed(3)} ms.\n`,
  )
  return overhead
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
  detection: readonly DetectionRow[],
  honest: readonly HonestRow[],
  costs: readonly Costs[],
  overhead: ReturnType<typeof printOverhead>,
): Record<string, number> {
  const canonical = honest.filter(({ mode }) => mode === 'canonical')
  const q4 = detection.filter(({ cheat }) => cheat === 'q4_0 weights').map(({ canonical: { median } }) => median)
  return {
    honestTokens: canonical.reduce((sum, { tokens }) => sum + tokens, 0),
    falseAlarms: canonical.reduce((sum, { wrong }) => sum + wrong, 0),
    ...(q4.length === 0 ? {} : { q4TokensMedianMost: Math.max(...q4) }),
    ...Object.fromEntries(
      costs.flatMap(({ claimed, plainMs, canonicalMs, draftedMs, auditMs }) => [
        [`${claimed}_canonicalOverhead`, canonicalMs / plainMs - 1],
        ...(draftedMs === undefined ? [] : [[`${claimed}_draftedOverhead`, draftedMs / plainMs - 1]]),
        [`${claimed}_auditShare`, auditMs / plainMs],
      ]),
    ),
    ...(overhead === undefined ? {} : { defaultPolicyBps: overhead.bps }),
  }
}
