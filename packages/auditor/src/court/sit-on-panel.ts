/**
 * One auditor's duty on one panel: fetch the evidence from the reporter, judge it, commit, reveal. Each step looks at the chain first
 * and does what is left to do, so it can be repeated after any crash.
 *
 * Invariants: the verdict, with its salt, is on disk before its commitment is sent, and never changes; only that verdict is revealed,
 * and only where the chain holds its commitment. Evidence that does not come in time, or is not of the case's receipt, makes
 * the verdict `unable`.
 */
import type { Sitting } from '@millrace/chain'
import {
  bytesToHex,
  digest,
  type Hash,
  messageId,
  parseHash,
  type Verdict,
  verdictOutcomes,
  verdictType,
  zeroHash,
} from '@millrace/protocol'
import { EvidenceMissingError } from '../auditor-error.ts'
import { type Judgement, judgementOf, unable } from '../judge/finding.ts'
import { judgeBundle, receiptHashOf } from '../judge/judge-bundle.ts'
import { readBundle } from '../judge/read-bundle.ts'
import { type CourtContext, chainCall } from './court-context.ts'
import type { DecidedVerdict, Duty } from './court-store.ts'
import { fetchEvidence } from './evidence-stream.ts'
import { findReporter } from './find-reporter.ts'

type Options = { readonly signal: AbortSignal }

/** Does what is now to be done; resolves when nothing is, for the moment. */
export async function sitOnPanel(context: CourtContext, duty: Duty, { signal }: Options): Promise<void> {
  const { chain, signer, store, log } = context
  const { caseId, round } = duty
  const over = (event: string) => {
    store.setDuty(caseId, round, 'over')
    log({ event, caseId, round })
  }
  const trial = await chain.court.trialOf(caseId, chainCall(context, signal))
  if (trial === undefined) return
  const sitting = await chain.court.sittingOf(caseId, round, chainCall(context, signal))
  const place = sitting.seats.findIndex(({ auditor }) => auditor === signer.address)
  const seat = sitting.seats[place]
  // A fork may have taken the seat back; the event that gave it will come again or not.
  if (seat === undefined) return trial.phase === 'concluded' ? over('duty-gone') : undefined
  if (trial.round !== round || trial.phase === 'concluded' || trial.phase === 'appealable' || place < sitting.from) {
    return over(seat.outcome === 0 ? 'duty-missed' : 'duty-done')
  }
  const now = await chain.blockTimestamp(chainCall(context, signal))
  if (seat.outcome !== 0) return tallyWhenDue(context, duty, { sitting, now, signal })
  const isCommitted = seat.commitment !== zeroHash
  const isLate = trial.phase === 'sitting' && now > sitting.commitUntil && !isCommitted
  if (isLate) return over('duty-missed')
  if (isCommitted && duty.verdict === undefined) return over('commitment-foreign')

  const commitUntil = trial.phase === 'sitting' ? sitting.commitUntil : undefined
  const matter = { commitUntil, receiptHash: trial.receiptHash, now, signal }
  const verdict = duty.verdict ?? (await decide(context, duty, matter))
  if (verdict === undefined || trial.phase !== 'sitting') return
  const signed = verdictMessage(context, duty, verdict)
  const commitment = messageId(chain.separator, verdictType, signed)
  if (!isCommitted) {
    await chain.court.commitVerdict(caseId, commitment, chainCall(context, signal))
    store.setDuty(caseId, round, 'committed')
    log({ event: 'verdict-committed', caseId, round })
    return
  }
  // Somebody else holds our key, or our file is not the one it was: what we did not commit to is not ours to reveal.
  if (seat.commitment !== commitment) return over('commitment-foreign')
  if (now > sitting.revealUntil) return over('duty-missed')
  const haveAllCommitted = sitting.seats.slice(sitting.from).every((other) => other.commitment !== zeroHash)
  if (now <= sitting.commitUntil && !haveAllCommitted) return
  const signature = signer.sign(digest(chain.separator, verdictType, signed))
  await chain.court.revealVerdict(signed, signature, chainCall(context, signal))
  store.setDuty(caseId, round, 'revealed')
  log({ event: 'verdict-revealed', caseId, round, outcome: verdict.outcome })
}

function verdictMessage({ signer }: CourtContext, { caseId, round }: Duty, verdict: DecidedVerdict): Verdict {
  const { receiptHash, outcome, evidenceHash, salt } = verdict
  return { caseId, round, auditor: signer.address, receiptHash, outcome, evidenceHash, salt }
}

type Matter = {
  /** Chain time by which to commit; undefined while others are still being drawn, for then the time has not begun. */
  readonly commitUntil: bigint | undefined
  readonly receiptHash: Hash
  /** Of the chain, in seconds. */
  readonly now: bigint
  readonly signal: AbortSignal
}

/** Returns the verdict once it is on disk; undefined while there is still time to wait for the evidence. */
async function decide(context: CourtContext, duty: Duty, matter: Matter): Promise<DecidedVerdict | undefined> {
  const { store, random, log } = context
  const judgement = await judgementInTime(context, duty, matter)
  if (judgement === undefined) return undefined
  const { outcome, evidenceHash, reason } = judgement
  const salt = parseHash(bytesToHex(random(32)))
  const { receiptHash } = matter
  const verdict = { receiptHash, outcome: verdictOutcomes[outcome], evidenceHash, salt, reason }
  log({ event: 'verdict-decided', caseId: duty.caseId, round: duty.round, outcome, reason })
  return store.decide(duty.caseId, duty.round, verdict)
}

async function judgementInTime(context: CourtContext, duty: Duty, matter: Matter): Promise<Judgement | undefined> {
  const { limits, log } = context
  const { receiptHash, commitUntil, now, signal } = matter
  const margin = BigInt(limits.commitMarginSeconds)
  const secondsLeft = commitUntil === undefined ? undefined : commitUntil - margin - now
  if (secondsLeft !== undefined && secondsLeft <= 0n) {
    return judgementOf(
      unable('withheld', 'The evidence did not come in time, or could not be judged in time.'),
      receiptHash,
    )
  }
  const patience = secondsLeft === undefined ? [] : [AbortSignal.timeout(Number(secondsLeft) * 1_000)]
  const inTime = AbortSignal.any([signal, ...patience])
  try {
    const judgement = await judgedEvidence(context, duty, receiptHash, inTime)
    // Busy now may be idle in a minute.
    if (judgement.cause?.retryable !== true) return judgement
    log({ event: 'judging-failed', caseId: duty.caseId, code: judgement.cause.code })
  } catch (error) {
    signal.throwIfAborted()
    if (!(error instanceof EvidenceMissingError) && !inTime.aborted) throw error
    log({ event: 'evidence-missing', caseId: duty.caseId, reason: error instanceof Error ? error.message : 'no time' })
  }
  return undefined
}

/** @throws {EvidenceMissingError} also for evidence of another receipt. */
async function judgedEvidence(
  context: CourtContext,
  duty: Duty,
  receiptHash: Hash,
  signal: AbortSignal,
): Promise<Judgement> {
  const { transport, judge, limits } = context
  const { caseId } = duty
  const fetching = AbortSignal.any([signal, AbortSignal.timeout(limits.evidenceMsMax)])
  const reporter = await findReporter(context, duty, { signal: fetching })
  const text = await fetchEvidence(transport, reporter, caseId, { signal: fetching }).catch((error: unknown) => {
    signal.throwIfAborted()
    if (!fetching.aborted) throw error
    throw new EvidenceMissingError(caseId, `the reporter did not answer in ${limits.evidenceMsMax} ms`, error)
  })
  const read = readBundle(text, judge.domain)
  if (!('bundle' in read)) throw new EvidenceMissingError(caseId, 'what came is no bundle of this chain')
  if (receiptHashOf(read.bundle) !== receiptHash)
    throw new EvidenceMissingError(caseId, 'what came is of another receipt')
  return judgeBundle(judge, read.bundle, { signal })
}

/** Who has revealed is paid once the verdicts are counted, so it sees to that if nobody else does. */
async function tallyWhenDue(
  context: CourtContext,
  { caseId, round, state }: Duty,
  { sitting, now, signal }: { readonly sitting: Sitting; readonly now: bigint; readonly signal: AbortSignal },
): Promise<void> {
  if (state !== 'revealed') context.store.setDuty(caseId, round, 'revealed')
  if (now > sitting.revealUntil) await context.chain.court.tallyPanel(caseId, chainCall(context, signal))
}
