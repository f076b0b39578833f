/** Verdicts for people: what was found, what it means, and what to do next. */
import type { Finding, UnableCode } from '@millrace/auditor'
import { MillraceError, type VerdictOutcome } from '@millrace/protocol'

/** What an audit came to, made here or bought. */
export type AuditVerdict = Pick<Finding, 'outcome' | 'reason' | 'checked' | 'mismatches'> & {
  readonly firstMismatch?: number | undefined
  readonly score?: number | undefined
  readonly unable?: UnableCode | undefined
}

/** Returns what a verdict means, in a sentence. */
export function meaningOf({ outcome, unable }: Pick<AuditVerdict, 'outcome' | 'unable'>): string {
  if (outcome === 'honest') return 'The provider did what it was paid for.'
  if (outcome === 'cheated')
    return 'The provider signed what it did not do. Anyone with the same build can repeat this.'
  return unable === undefined ? 'It says nothing about the provider.' : unableMeanings[unable]
}

const says = 'This says nothing about the provider'
const unableMeanings: Readonly<Record<UnableCode, string>> = {
  malformed: `${says}: it is no receipt.`,
  'other-chain': `${says}: the receipt is of another network.`,
  broken: `${says}: a part of the file is not the one that was signed. Fetch the receipt again.`,
  'not-comparable': `${says}: such work cannot be compared. Ask for replayable answers to have them audited.`,
  'model-missing': `${says}: this machine does not have the model. Have it audited by somebody who does.`,
  'other-build': `${says}: only the same build on the same instruction set gives the same bits. Have it audited by somebody who has it.`,
  unnamed: `${says}: the answer does not name its tokens.`,
  'seed-fixed': `${says}: the request fixed the seed, so that it counts in no statistical test.`,
  uncalibrated: `${says}: nobody has measured how honest answers of this model vary here. Ask for replayable answers.`,
  leaning: 'It leans to a cheat, but one answer alone convicts nobody. Have more of this provider audited.',
  machine: `${says}: this machine failed at it. Try again.`,
  withheld: `${says}: the evidence did not come.`,
}

/** Returns the error with which an audit ends that did not find the provider honest; undefined for one that did. */
export function verdictError(
  { outcome, reason, unable }: Pick<AuditVerdict, 'outcome' | 'reason' | 'unable'>,
  file: string,
): MillraceError | undefined {
  if (outcome === 'honest') return undefined
  return outcome === 'cheated' ? new AuditCheatedError(reason, file) : new AuditUnableError(reason, unable)
}

/** Returns the mark of an outcome. */
export function markOf(outcome: VerdictOutcome): string {
  return { honest: '✓', cheated: '✗', unable: '?' }[outcome]
}

/** The provider cheated. */
export class AuditCheatedError extends MillraceError {
  override readonly name = 'AuditCheatedError'

  constructor(reason: string, file: string) {
    super({
      code: 'AUDIT_CHEATED',
      message: `The provider cheated: ${reason}`,
      hint: `Bring it to court with "millrace cases open ${file}": it loses stake, and the buyers of that epoch are refunded.`,
      retryable: false,
    })
  }
}

/** The audit came to nothing. */
export class AuditUnableError extends MillraceError {
  override readonly name = 'AuditUnableError'

  constructor(reason: string, unable: UnableCode | undefined) {
    super({
      code: 'AUDIT_UNABLE',
      message: `The audit came to nothing: ${reason}`,
      hint: meaningOf({ outcome: 'unable', unable }),
      retryable: unable === 'machine',
    })
  }
}
