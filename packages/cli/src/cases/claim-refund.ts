/** The buyer's side of a conviction: claim with receipts while that is open, settle when it is over, take the refund. */
import type { ChainWriter, RefundClaim } from '@millrace/chain'
import { claimsPerCallMax } from '@millrace/chain'
import {
  type Address,
  type Amount,
  formatAmount,
  type Hash,
  type ReceiptBundle,
  type TokenUnit,
} from '@millrace/protocol'
import { UsageError } from '../usage-error.ts'
import { type AskInclusion, proveReceipt } from '../verification/receipt-proof.ts'
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
  { now, signal, ask }: Around & { now: bigint },
): Promise<ClaimOutcome> {
  const { court } = account
  const transactionHashes: Hash[] = []
  if (await concludeUnanswered(account, caseId, { now, signal })) {
    // Claims open with the block that convicted, which is later than now was.
    const head = await account.blockTimestamp({ signal })
    return claimRefund(account, caseId, bundles, { now: head > now ? head : now, signal, ask })
  }
  const known = await court.caseOf(caseId, { signal })
  const matter = known?.state === 'dismissed' ? await court.ghostingOf(caseId, { signal }) : undefined
  if (matter?.payer === account.account) return takeGivenBack(account, matter.token, { signal })
  if (known?.state !== 'convicted' && known?.state !== 'settled') {
    throw new UsageError(
      'There is nothing to claim: nobody is convicted in this case.',
      'See it with "millrace cases show".',
    )
  }
  if (known.state === 'convicted') {
    const { claimsFrom, claimsUntil } = await court.potOf(caseId, { signal })
    if (now < claimsFrom) return { ...waiting(claimsFrom), transactionHashes }
    if (now <= claimsUntil) return claimWith(account, caseId, bundles, { claimsUntil, signal, ask })
    transactionHashes.push((await court.settleCase(caseId, { signal })).hash)
  }
  const { hash, amount } = await court.takeRefund(caseId, account.account, { signal })
  const withdrawn = await court.withdrawOwed(account.account, { signal })
  const words = `refunded ${formatAmount(amount, mill)} by transaction ${hash}`
  return { step: 'taken', words, amount, transactionHashes: [...transactionHashes, hash, withdrawn.hash] }
}

/** Has an operator convicted that gave no answer in time, which anyone can; returns whether it did. */
async function concludeUnanswered(
  { court }: ChainWriter,
  caseId: Hash,
  { now, signal }: { readonly now: bigint; readonly signal: AbortSignal },
): Promise<boolean> {
  const known = await court.caseOf(caseId, { signal })
  if (known?.state !== 'open') return false
  const [omission, ghosting] = await Promise.all([
    court.omissionOf(caseId, { signal }),
    court.ghostingOf(caseId, { signal }),
  ])
  const answerUntil = omission?.answerUntil ?? ghosting?.answerUntil
  if (answerUntil === undefined || now <= answerUntil || now > known.deadline) return false
  await (omission === undefined
    ? court.concludeGhosting(caseId, { signal })
    : court.concludeOmission(caseId, { signal }))
  return true
}

/** Takes what operators gave back instead of accounting for it, in all cases. */
async function takeGivenBack(
  { court, account, tokenInfo }: ChainWriter,
  token: Address,
  { signal }: { readonly signal: AbortSignal },
): Promise<ClaimOutcome> {
  if ((await court.givenBackTo(account, token, { signal })) === 0n) {
    throw new UsageError(
      'There is nothing to claim: the operator accounted for the money, or it was taken already.',
      'A charge that is disproved costs its bond; see "millrace cases show".',
    )
  }
  const unit = await tokenInfo(token, { signal })
  const { hash, amount } = await court.withdrawGivenBack(token, { signal })
  const words = `the operator gave back ${formatAmount(amount, unit)}, by transaction ${hash}`
  const bond = await court.owedTo(account, { signal })
  const returned = bond === 0n ? [] : [(await court.withdrawOwed(account, { signal })).hash]
  return { step: 'taken', words, amount, transactionHashes: [hash, ...returned] }
}

type Around = {
  /** Asks a node for the proof of a receipt. */
  readonly ask: AskInclusion
  readonly signal: AbortSignal
}

async function claimWith(
  writer: ChainWriter,
  caseId: Hash,
  bundles: readonly ReceiptBundle[],
  { claimsUntil, signal, ask }: Around & { claimsUntil: bigint },
): Promise<ClaimOutcome> {
  const { court, account } = writer
  const before = bundles.length === 0 ? await court.claimOf(caseId, account, { signal }) : { proven: 0n, unproven: 0n }
  const booked = before.proven + before.unproven
  if (booked > 0n) {
    const words = `${formatAmount(booked, mill)} are claimed for you; run this again after ${chainTime(claimsUntil)} to be paid`
    return { step: 'claimed', words, amount: booked, transactionHashes: [] }
  }
  if (bundles.length === 0) {
    throw new UsageError(
      'Which receipts?',
      'Name those that this operator gave you in that epoch: files, or ids that the gateway keeps.',
    )
  }
  const claims: RefundClaim[] = []
  const reasons = new Set<string>()
  for (const bundle of bundles) {
    const found = await proveReceipt({ reader: writer, ask }, bundle, { signal })
    if (found.state === 'unproven') reasons.add(found.reason)
    const { receipt, receiptSignature: signature } = bundle
    claims.push({ receipt, signature, proof: found.state === 'proven' ? found.inclusion.proof : [] })
  }
  const transactionHashes: Hash[] = []
  for (let from = 0; from < claims.length; from += claimsPerCallMax) {
    const { hash } = await court.claimRefunds(caseId, claims.slice(from, from + claimsPerCallMax), { signal })
    transactionHashes.push(hash)
  }
  const { proven, unproven } = await court.claimOf(caseId, account, { signal })
  const amount = proven + unproven
  const words = `claimed ${formatAmount(amount, mill)} with ${claims.length} receipts; run this again after ${chainTime(claimsUntil)} to be paid`
  return { step: 'claimed', words: words + unprovenWords(unproven, reasons), amount, transactionHashes }
}

/** What comes without a proof is refunded from what the others leave, and may be claimed again with it. */
function unprovenWords(unproven: Amount, reasons: ReadonlySet<string>): string {
  if (unproven === 0n) return ''
  const why = reasons.size === 0 ? '' : `: ${[...reasons].join('; ')}`
  return `\n${formatAmount(unproven, mill)} of it without a proof${why}; it comes after the proven claims, so claim again with the proof while claims are open`
}

function waiting(claimsFrom: bigint): Omit<ClaimOutcome, 'transactionHashes'> {
  return { step: 'waiting', words: `claims open at ${chainTime(claimsFrom)}: run this again then`, amount: 0n }
}
