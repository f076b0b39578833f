/**
 * How comparable a provider's answers are, from its command line: within a tolerance, or replayable to the bit by whoever has the same
 * build. Replayable answers may cost more, and a draft model makes them quicker without changing a bit.
 */
import { replayablePremiumBpsMax } from '@millrace/protocol'
import { UsageError } from '../usage-error.ts'

export type ExactnessOptions = {
  readonly replayable?: boolean
  readonly replayablePremium?: string
  readonly draft?: string
  readonly upstream?: string
}

export type AnswerExactness = {
  readonly isReplayable: boolean
  /** Hundredths of a percent on the prices of replayable answers. */
  readonly premiumBps: number
  /** Model that drafts; undefined for the one that comes with Millrace, where there is one, and `none` for none. */
  readonly draft: string | undefined
}

/** Of a model's draft: no model at all. */
export const noDraft = 'none'

/** Smaller encodings of the same weights. TinyLlama comes in its smallest only. */
const draftsOf: ReadonlyMap<string, string> = new Map([
  ['stories15m', 'stories15m-q8_0'],
  ['stories15m-f16', 'stories15m-q8_0'],
])

/** Returns what the options spell. @throws {UsageError} */
export function exactnessOf(options: ExactnessOptions): AnswerExactness {
  const isReplayable = options.replayable === true
  if (isReplayable && options.upstream !== undefined) {
    throw new UsageError(
      '--replayable: nobody can replay the answers of an upstream server, whose build is not known.',
      'Serve a model in this process, or leave one of the two out.',
    )
  }
  for (const [name, value] of [
    ['--replayable-premium', options.replayablePremium],
    ['--draft', options.draft],
  ] as const) {
    if (value !== undefined && !isReplayable) {
      throw new UsageError(`${name}: only replayable answers have one.`, 'Add --replayable.')
    }
  }
  return { isReplayable, premiumBps: premiumOf(options.replayablePremium ?? '0'), draft: options.draft }
}

/** Returns the model that drafts the answers of another, undefined where none does. */
export function draftOf(model: string, { isReplayable, draft }: AnswerExactness): string | undefined {
  if (!isReplayable || draft === noDraft) return undefined
  return draft ?? draftsOf.get(model)
}

/** Percent with two decimals at most. */
function premiumOf(text: string): number {
  const [, whole, fraction = ''] = /^(\d{1,3})(?:\.(\d{1,2}))?$/.exec(text) ?? []
  const bps = whole === undefined ? Number.NaN : Number(whole) * 100 + Number(fraction.padEnd(2, '0'))
  if (bps <= replayablePremiumBpsMax) return bps
  throw new UsageError(
    `--replayable-premium: expected percent from 0 to ${replayablePremiumBpsMax / 100}, got "${text.slice(0, 40)}".`,
    'For example 10: replayable answers then cost a tenth more.',
  )
}
