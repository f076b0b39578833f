/** A job that no number of equal results would settle under the buyer's own assumptions. */
import { MillraceError } from '@millrace/protocol'

export class ReplicasTooFewError extends MillraceError {
  override readonly name = 'ReplicasTooFewError'

  constructor(needed: number, of: number, errorMax: number) {
    super({
      code: 'REPLICAS_TOO_FEW',
      message: `A chance of ${errorMax} to accept a wrong result needs ${needed} equal results of workers without a record, but the policy pays for at most ${of}.`,
      hint: 'Ask for more replicas, accept a larger chance of error, or assume fewer bad workers.',
      retryable: false,
    })
  }
}
