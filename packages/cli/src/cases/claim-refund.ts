/** The buyer's side of a conviction: claim with receipts while that is open, settle when it is over, take the refund. */
import type { ChainWriter, RefundClaim } from '@millrace/chain'
import { claimsPerCallMax } from '@millrace/chain'
import { type Amount, formatAmount, type Hash, type ReceiptBundle, type TokenUnit } from '@millrace/protocol'
import { UsageError } from '../usage-error.ts'
import { chainTime } from './case-words.ts'

export type ClaimOutcome = {
  readonly step: 'claimed' | 'taken' | 'waiting'
  readonly words: string
  /** Base units of MILL: what is claimed so far, or what was taken. */
  readonly amount: Amount
  readonly transactionHashes: readonly Hash[]
}

const mill: TokenUnit = { symbol: 'MILL', decimals: 18 }

/**
 * Does what can be done now, and says what comes next.
 *
 * @param now - Unix seconds.
 */
export async function claimRefund(
  account: ChainWriter,
  caseId: Hash,
  bundles: readonly ReceiptBundle[],
  { now, signal }: { now: bigint; signal: AbortSignal },
): Promise<ClaimOutcome> {
  const { court } = account
  const known = await court.caseOf(caseId, { signal })
  if (known?.state !== 'convicted' && known?.state !== 'settled') {
    throw new UsageError(
      'There is nothing to claim: nobody is convicted in this case.',
      'See it with "millrace cases show".',
    )
  }
  const transactionHashes: Hash[] = []
  if (known.state === 'convicted') {
    const { claimsFrom, claimsUntil } = await court.potOf(caseId, { signal })
    if (now < claimsFrom) return { ...waiting(claimsFrom), transactionHashes }
    if (now <= claimsUntil) return claimWith(account, caseId, bundles, { claimsUntil, signal })
    transactionHashes.push((await court.settleCase(caseId, { signal })).hash)
  }
  const { hash, amount } = await court.takeRefund(caseId, account.account, { signal })
  const withdrawn = await court.withdrawOwed(account.account, { signal })
  const words = `refunded ${formatAmount(amount, mill)} by transaction ${hash}`
  return { step: 'taken', words, amount, transactionHashes: [...transactionHashes, hash, withdrawn.hash] }
}

async function claimWith(
  { court, account }: ChainWriter,
  caseId: Hash,
  bundles: readonly ReceiptBundle[],
  { claimsUntil, signal }: { claimsUntil: bigint; signal: AbortSignal },
): Promise<ClaimOutcome> {
  if (bundles.length === 0) {
    throw new UsageError(
      'Which receipts?',
      'Name those that this operator gave you in that epoch: files, or ids that the gateway keeps.',
    )
  }
  const claims: RefundClaim[] = bundles.map(({ receipt, receiptSignature: signature }) => ({
    receipt,
    signature,
    proof: [],
  }))
  const transactionHashes: Hash[] = []
  for (let from = 0; from < claims.length; from += claimsPerCallMax) {
    const { hash } = await court.claimRefunds(caseId, claims.slice(from, from + claimsPerCallMax), { signal })
    transactionHashes.push(hash)
  }
  const { proven, unproven } = await court.claimOf(caseId, account, { signal })
  const amount = proven + unproven
  const words = `claimed ${formatAmount(amount, mill)} with ${claims.length} receipts; run this again after ${chainTime(claimsUntil)} to be paid`
  return { step: 'claimed', words, amount, transactionHashes }
}

function waiting(claimsFrom: bigint): Omit<ClaimOutcome, 'transactionHashes'> {
  return { step: 'waiting', words: `claims open at ${chainTime(claimsFrom)}: run this again then`, amount: 0n }
}
