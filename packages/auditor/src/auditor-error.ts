/** What an auditor's own work ends with. None of it is ever a verdict. */
import { type Hash, MillraceError } from '@millrace/protocol'

export class AuditorStoreError extends MillraceError {
  override readonly name = 'AuditorStoreError'

  constructor(path: string, problem: string, cause?: unknown) {
    super({
      code: 'AUDITOR_STORE_FAILED',
      message: `The auditor's file ${path} cannot be used: ${problem}.`,
      hint: 'Give each auditor a file of its own on a disk with room; never copy one that is in use.',
      retryable: false,
      cause,
    })
  }
}

export class AuditorClosedError extends MillraceError {
  override readonly name = 'AuditorClosedError'

  constructor() {
    super({
      code: 'AUDITOR_CLOSED',
      message: 'The auditor is closed and takes no more work.',
      hint: 'Start it again.',
      retryable: false,
    })
  }
}

export class EvidenceRefusedError extends MillraceError {
  override readonly name = 'EvidenceRefusedError'

  /** The same for cases that are not ours and for peers that sit on no panel: strangers learn nothing. */
  constructor() {
    super({
      code: 'EVIDENCE_REFUSED',
      message: 'There is no case here whose evidence this peer may see.',
      hint: 'Only auditors that sit on the panel of a case see its evidence, with the key that they enrolled.',
      retryable: false,
    })
  }
}

export class EvidenceBusyError extends MillraceError {
  override readonly name = 'EvidenceBusyError'

  constructor(max: number) {
    super({
      code: 'EVIDENCE_BUSY',
      message: `Already ${max} peers are being served evidence.`,
      hint: 'Ask again in a few seconds.',
      retryable: true,
    })
  }
}

export class EvidenceMissingError extends MillraceError {
  override readonly name = 'EvidenceMissingError'

  constructor(caseId: Hash, problem: string, cause?: unknown) {
    super({
      code: 'EVIDENCE_MISSING',
      message: `The evidence of case ${caseId} could not be had: ${problem}.`,
      hint: 'It is asked for again until the time to commit runs out; then the verdict is unable.',
      retryable: true,
      cause,
    })
  }
}

export class CaseUnfoundedError extends MillraceError {
  override readonly name = 'CaseUnfoundedError'

  constructor(receiptHash: Hash | undefined, reason: string) {
    super({
      code: 'CASE_UNFOUNDED',
      message: `No case is opened about receipt ${receiptHash ?? 'of no hash'}: ${reason}`,
      hint: 'Only what this auditor found to be cheated itself is brought to court.',
      retryable: false,
    })
  }
}

export class CourtBudgetError extends MillraceError {
  override readonly name = 'CourtBudgetError'

  constructor(what: string) {
    super({
      code: 'COURT_BUDGET_SPENT',
      message: `The case is not opened: ${what}.`,
      hint: 'Wait for cases to end, or allow the auditor more.',
      retryable: true,
    })
  }
}
