/** The tables that the bench prints, and their rows. */
import { defaultParameters } from '@millrace/economics'
import { type Calibration, createSequentialTest } from '@millrace/verification'
import { printTable } from '../bench-report.ts'
import type { Costs, Spread } from './costs.ts'
import type { TokensToConviction } from './detection.ts'
import type { HeldOutRow } from './held-out.ts'
import { stretchRequests } from './held-out.ts'
import { honestOverhead } from './honest-overhead.ts'
import type { ClaimedName } from './series.ts'
import { shareInterval } from './share-interval.ts'

export type DetectionRow = {
  readonly claimed: ClaimedName
  readonly cheat: string
  /** Measured of it, in each mode. */
  readonly requests: number
  readonly wrongPerThousand: number
  readonly canonical: TokensToConviction
  /** Requests and calibration from different halves of what was measured; undefined where nothing was. */
  readonly tolerant: TokensToConviction | undefined
  /** All requests, with the calibration that was made of them. */
  readonly tolerantWhole: TokensToConviction | undefined
  readonly area300: number | undefined
}

export type HonestRow = {
  readonly claimed: ClaimedName
  readonly maker: string
  readonly mode: string
  readonly requests: number
  readonly tokens: number
  readonly wrong: number
  readonly high: number
}

const number = (value: number | undefined, digits = 0): string =>
  value === undefined || Number.isNaN(value) ? '–' : Number.isFinite(value) ? value.toFixed(digits) : 'never'
const pair = (one: TokensToConviction | undefined): string =>
  one === undefined ? '–' : `${number(one.median)} / ${number(one.p95)}`

export function printDetection(rows: readonly DetectionRow[]): void {
  printTable(
    [
      'claimed',
      'cheat',
      'requests',
      'wrong per 1,000',
      'canonical: median / p95 tokens',
      'tolerant, held out',
      'tolerant, all data',
      'AUC at 300',
    ],
    rows.map((row) => [
      row.claimed,
      row.cheat,
      String(row.requests),
      number(row.wrongPerThousand, 1),
      pair(row.canonical),
      pair(row.tolerant),
      pair(row.tolerantWhole),
      number(row.area300, 3),
    ]),
  )
  process.stdout.write(
    'Held out: calibrated from the requests of even number, honest and cheating, judged by the others. All data: judged by those it was made of.\n',
  )
  process.stdout.write('Anchor: Token-DiFR, 4-bit against 16-bit weights: AUC 0.999 within 300 tokens.\n')
}

export function printHonest(rows: readonly HonestRow[]): void {
  printTable(
    ['honest', 'served by', 'mode', 'requests', 'tokens', 'other than replayed', '95 % upper bound of the share'],
    rows.map((row) => [
      row.claimed,
      row.maker,
      row.mode,
      String(row.requests),
      String(row.tokens),
      String(row.wrong),
      row.high.toExponential(1),
    ]),
  )
  const canonical = rows.filter(({ mode }) => mode === 'canonical')
  const tokens = canonical.reduce((sum, row) => sum + row.tokens, 0)
  const wrong = canonical.reduce((sum, row) => sum + row.wrong, 0)
  const { low, high } = shareInterval(wrong, tokens)
  process.stdout.write(
    `Canonical false alarms: ${wrong} in ${tokens} honest tokens; share from ${low.toExponential(1)} to ${high.toExponential(1)} (95 %).\n`,
  )
}

export function printHeldOut(rows: readonly HeldOutRow[]): void {
  if (rows.length === 0) return
  printTable(
    [
      'tolerant, held out',
      'served by',
      'requests',
      'tokens',
      'highest score',
      `convicted of stretches of ${stretchRequests}`,
      '95 % upper bound',
      'greatest mean bet (95 %)',
    ],
    rows.map(({ greatestBet, ...row }) => [
      row.claimed,
      row.maker,
      String(row.requests),
      String(row.tokens),
      row.highestScore.toFixed(2),
      `${row.convicted} of ${row.stretches}`,
      row.stretches === 0 ? '–' : row.high.toFixed(3),
      `${greatestBet.mean.toFixed(3)} ± ${greatestBet.error.toFixed(3)} (${greatestBet.cheat})`,
    ]),
  )
  const convicted = rows.reduce((sum, row) => sum + row.convicted, 0)
  const stretches = rows.reduce((sum, row) => sum + row.stretches, 0)
  const { low, high } = shareInterval(convicted, stretches)
  process.stdout.write(
    `Tolerant false alarms: ${convicted} in ${stretches} held-out stretches; share from ${low.toExponential(1)} to ${high.toExponential(1)} (95 %). A score of 13.8 convicts; a mean bet of at most 1 is what the promise of 1 in 10^6 rests on.\n`,
  )
}

export function printIndistinguishable(of: string, calibrations: ReadonlyMap<ClaimedName, Calibration>): void {
  for (const [claimed, calibration] of calibrations) {
    const test = createSequentialTest(calibration)
    const { indistinguishable } = test.report(test.initial())
    const names = indistinguishable.length === 0 ? 'nothing that was measured' : indistinguishable.join(', ')
    process.stdout.write(`Cannot be told apart in tolerant mode by a calibration of ${of}, ${claimed}: ${names}.\n`)
  }
}

export function printCosts(costs: readonly Costs[]): void {
  const percent = (ratio: number): string => `${(100 * (ratio - 1)).toFixed(0)} %`
  const range = (spread: Spread | undefined, format: (ratio: number) => string): string =>
    spread === undefined ? '–' : `${format(spread[0])} to ${format(spread[2])}, median ${format(spread[1])}`
  const share = (ratio: number): string => ratio.toFixed(2)
  printTable(
    [
      'model',
      'draft',
      'plain ms/token',
      'canonical',
      'by request',
      'with the draft',
      'by request',
      'audit ÷ plain',
      'by request',
    ],
    costs.map(({ claimed, draft, plainMs, canonicalMs, draftedMs, auditMs, spread }) => [
      claimed,
      draft ?? 'itself',
      plainMs.toFixed(2),
      percent(canonicalMs / plainMs),
      range(spread.canonical, percent),
      draftedMs === undefined ? '–' : percent(draftedMs / plainMs),
      range(spread.drafted, percent),
      share(auditMs / plainMs),
      range(spread.audit, share),
    ]),
  )
  process.stdout.write('Processor time, in turn; by request: from the lower to the upper decile.\n')
  process.stdout.write(
    'Bytes committed for the proof: 0 a token (a receipt names build and beacon). Anchor: TOPLOC, 258 bytes for 32 tokens.\n',
  )
}

export function printOverhead(costs: readonly Costs[]) {
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
