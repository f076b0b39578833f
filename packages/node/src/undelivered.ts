import type { CreditVerdict } from './await-credit.ts'
import { RefusalError } from './refusal-error.ts'
import { abortError } from './watch-buyer.ts'

/** Returns the error for a run that ends with nothing delivered and nothing charged. */
export function undelivered(verdict: Exclude<CreditVerdict, 'charged'>, signal: AbortSignal): unknown {
  switch (verdict) {
    case 'aborted':
      return abortError(signal.reason)
    case 'lagged':
      return new RefusalError('PAYMENT_REQUIRED', 'No voucher came that covers what is owed and this input.')
    case 'channel-exhausted':
      return new RefusalError('CHANNEL_EXHAUSTED', 'The deposit of the channel does not cover this.')
    case 'lease-exhausted':
      return new RefusalError('LEASE_EXHAUSTED', 'What the order allows does not cover this.')
  }
}
