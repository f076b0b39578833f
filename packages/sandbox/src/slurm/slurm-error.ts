/** What slurmrestd answers when it does not do what it was asked for. */
import { MillraceError } from '@millrace/protocol'

export class SlurmError extends MillraceError {
  override readonly name = 'SlurmError'
  /** Slurm's own numbers of what went wrong; empty where nothing of Slurm answered. */
  readonly numbers: readonly number[]

  constructor(problem: string, numbers: readonly number[] = [], cause?: unknown) {
    super({
      code: 'SLURM_FAILED',
      message: `slurmrestd did not do what it was asked for: ${problem}.`,
      hint: 'See that slurmrestd and slurmctld run, that the token is valid and that the user may submit to the partition.',
      retryable: true,
      cause,
    })
    this.numbers = numbers
  }
}
