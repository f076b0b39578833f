/** What churn did to the streams, in figures. */
import { printReport, printTable, quantileOf } from '../bench-report.ts'
import { storiesCount, storyOf } from '../live-network/story-model.ts'
import { checkChurn } from './check-churn.ts'
import type { ChurnResult } from './run.ts'

export type ChurnFigures = {
  readonly requests: number
  readonly failed: number
  /** Streams that more than one provider served. */
  readonly continued: number
  readonly killed: number
  /** Tokens that the next provider had to read, the prompt and what was delivered before it. */
  readonly tokensReadAgain: number
  /** Longest wait inside a stream beyond the model's own pace, in milliseconds: of continued streams, and of the others. */
  readonly seamP50Ms: number
  readonly seamP99Ms: number
  readonly unbrokenP50Ms: number
  readonly unbrokenP99Ms: number
  readonly firstTokenP50Ms: number
  readonly firstTokenP99Ms: number
  readonly streamsPerSecond: number
}

/** Returns the figures of a run. */
export function figuresOf({ options, streams, answers, providers, seconds }: ChurnResult): ChurnFigures {
  const several = answers.filter(({ parts }) => parts.length > 1)
  const continued = new Set(several.map(({ number }) => number))
  const whole = streams.filter(({ streamed }) => streamed.error === undefined)
  const gaps = (isContinued: boolean): readonly number[] =>
    whole
      .filter(({ number }) => continued.has(number) === isContinued)
      .map(({ streamed }) => Math.max(0, streamed.gapMsMax - options.pace.betweenTokensMs))
      .sort((a, b) => a - b)
  const firsts = whole.map(({ streamed }) => streamed.firstTokenMs).sort((a, b) => a - b)
  const readAgain = several.flatMap(({ parts }) => parts.slice(1).map(({ inputUnits }) => inputUnits))
  return {
    requests: streams.length,
    failed: streams.length - whole.length,
    continued: several.length,
    killed: providers.filter(({ killed }) => killed).length,
    tokensReadAgain: readAgain.reduce((sum, units) => sum + units, 0),
    seamP50Ms: at(gaps(true), 0.5),
    seamP99Ms: at(gaps(true), 0.99),
    unbrokenP50Ms: at(gaps(false), 0.5),
    unbrokenP99Ms: at(gaps(false), 0.99),
    firstTokenP50Ms: at(firsts, 0.5),
    firstTokenP99Ms: at(firsts, 0.99),
    streamsPerSecond: Math.round((streams.length / seconds) * 10) / 10,
  }
}

/** Prints the figures, every violation, and the line of JSON. */
export function reportChurn(result: ChurnResult): void {
  const figures = figuresOf(result)
  const problems = checkChurn(result)
  const { options } = result
  process.stdout.write(
    `\n${figures.killed} of ${options.providers} provider processes killed with SIGKILL during ${options.requests} streams, ${options.concurrency} at a time, of ${options.pace.words} tokens, one each ${options.pace.betweenTokensMs} ms; seed ${options.seed}\n`,
  )
  printTable(
    ['figure', 'value'],
    Object.entries(figures).map(([name, value]) => [name, String(value)]),
  )
  const codes = result.streams.flatMap(({ number, streamed }) =>
    streamed.error === undefined ? [] : `${number}: ${streamed.error}`,
  )
  if (codes.length > 0) process.stdout.write(`failed: ${codes.join(', ')}\n`)
  for (const problem of problems) process.stdout.write(`violated: ${problem}\n`)
  const texts = Array.from({ length: storiesCount }, (_, story) => storyOf(story, options.pace.words))
  printReport({
    bench: 'churn',
    seed: options.seed,
    result: { texts, problems },
    figures: { ...figures, violations: problems.length },
  })
}

function at(sorted: readonly number[], quantile: number): number {
  return Math.round(quantileOf(sorted, quantile) * 10) / 10
}
