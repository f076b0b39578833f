/** What a batch of vouchers came to, read from the logs of its transaction. */
import { type Address, type Amount, channelIdOf, type Hash } from '@millrace/protocol'
import type { RedemptionRequest, RedemptionResult } from './chain-port.ts'
import type { ContractLog } from './contract-log.ts'
import { decodeEscrowEvent } from './decode-escrow-event.ts'
import type { ChannelKey, EscrowEvent } from './escrow-event.ts'

type Outcome = Extract<EscrowEvent, { type: 'ChannelRedeemed' | 'RedemptionSkipped' }>

/** Returns what was paid in all, and each voucher's outcome in the order of the vouchers. */
export function redemptionResults(
  logs: readonly ContractLog[],
  batch: { operator: Address; token: Address; redemptions: readonly RedemptionRequest[] },
): { paid: Amount; results: RedemptionResult[] } {
  const keys = new Map<Hash, ChannelKey>()
  for (const { payer } of batch.redemptions) {
    const channelId = channelIdOf(payer, batch.operator, batch.token)
    keys.set(channelId, { channelId, payer, operator: batch.operator, token: batch.token })
  }
  const outcomes = logs
    .map((log) => decodeEscrowEvent(log, (channelId) => keys.get(channelId)))
    .filter((event): event is Outcome => event?.type === 'ChannelRedeemed' || event?.type === 'RedemptionSkipped')
  // The contract leaves one of the two events per voucher, in order.
  const results = batch.redemptions.map(({ payer }, index) => toResult(payer, outcomes[index]))
  const paid = results.reduce((sum, result) => sum + (result.outcome === 'redeemed' ? result.paid : 0n), 0n)
  return { paid, results }
}

function toResult(payer: Address, outcome: Outcome | undefined): RedemptionResult {
  if (outcome === undefined || outcome.payer !== payer) throw new TypeError('The Escrow left no outcome for a voucher.')
  if (outcome.type === 'RedemptionSkipped') return { payer, outcome: 'skipped', reason: outcome.reason }
  return { payer, outcome: 'redeemed', paid: outcome.paid, redeemed: outcome.redeemed }
}
