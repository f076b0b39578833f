import type { CourtLimits } from '@millrace/auditor'
import { hasFaucet } from '../local/faucet.ts'
import type { Network } from '../network.ts'

/** Returns how a court is watched: on the local network everything is a matter of seconds, and no block is ever replaced. */
export function localCourtLimits(network: Network): Partial<CourtLimits> {
  return hasFaucet(network)
    ? { tickMs: 1_500, pollMs: 500, confirmations: 0, evidenceRetryMs: 3_000, commitMarginSeconds: 20 }
    : {}
}
