/** Where a case stands and what happens next, in words. */
import { verdictOutcomes } from '@millrace/protocol'
import type { CaseKind, CaseView } from './read-cases.ts'

export type NextStep = {
  readonly words: string
  /** Unix seconds; undefined where nothing is waited for. */
  readonly until: bigint | undefined
}

/** What each kind of case accuses of. */
export const accusations: Readonly<Record<CaseKind, string>> = {
  equivocation: 'two receipts for one run',
  omission: 'a receipt that is in no root',
  ghosting: 'money taken for a lease that nobody served',
  panel: 'an answer that was not what was sold',
  other: 'by another judge',
}

/**
 * Returns what happens next.
 *
 * @param now - Unix seconds, the machine's or the chain's, whichever is ahead.
 */
export function nextStep(view: CaseView, now: bigint): NextStep {
  if (view.state === 'dismissed') return { words: 'it is over: not convicted', until: undefined }
  if (view.state === 'settled') return { words: 'it is over: refunds can be taken', until: undefined }
  if (view.state === 'convicted') return claims(view, now)
  if (view.deadline > 0n && now > view.deadline)
    return { words: 'its time is over: anyone can end it', until: undefined }
  if (view.omission !== undefined) {
    return answer(view.omission.answerUntil, now, 'the operator shows where the receipt is')
  }
  if (view.ghosting !== undefined) {
    return answer(view.ghosting.answerUntil, now, 'the operator accounts for the money, or gives it back')
  }
  return trialStep(view, now)
}

/** Returns a time of the chain as people write it. */
export function chainTime(seconds: bigint): string {
  return `${new Date(Number(seconds) * 1000).toISOString().replace('T', ' ').slice(0, 19)} UTC`
}

/** Returns how far away a time is, in its two largest units. */
export function timeLeft(until: bigint, now: bigint): string {
  const left = Number(until - now)
  if (left <= 0) return 'over'
  const units = [
    [86_400, 'd'],
    [3_600, 'h'],
    [60, 'min'],
    [1, 's'],
  ] as const
  const first = units.findIndex(([seconds]) => left >= seconds)
  let rest = left
  return units
    .slice(first, first + 2)
    .map(([seconds, name]) => {
      const count = Math.floor(rest / seconds)
      rest -= count * seconds
      return count === 0 ? '' : `${count} ${name}`
    })
    .filter((part) => part !== '')
    .join(' ')
}

/** Returns the name of a panel's decision or a seat's outcome. */
export function outcomeName(code: number): string {
  return Object.entries(verdictOutcomes).find(([, value]) => value === code)?.[0] ?? 'none yet'
}

function answer(until: bigint, now: bigint, words: string): NextStep {
  if (now > until) return { words: 'no answer came: anyone can have it convicted', until: undefined }
  return { words, until }
}

function claims({ pot }: CaseView, now: bigint): NextStep {
  if (pot === undefined) return { words: 'convicted', until: undefined }
  if (now < pot.claimsFrom)
    return { words: 'buyers of the epoch can claim refunds from then on', until: pot.claimsFrom }
  if (now <= pot.claimsUntil) return { words: 'buyers of the epoch claim refunds', until: pot.claimsUntil }
  return { words: 'claims are over: anyone can settle it', until: undefined }
}

function trialStep({ trial, sitting, drawnFrom }: CaseView, now: bigint): NextStep {
  if (trial === undefined || sitting === undefined) return { words: 'it waits for its judge', until: undefined }
  if (trial.phase === 'drawing') {
    if (drawnFrom !== undefined && now < drawnFrom)
      return { words: 'the panel is drawn by a later beacon', until: drawnFrom }
    return { words: 'the panel can be drawn: anyone may', until: undefined }
  }
  if (trial.phase === 'sitting') {
    if (now <= sitting.commitUntil)
      return { words: 'the panel audits, and commits to its verdicts', until: sitting.commitUntil }
    if (now <= sitting.revealUntil) return { words: 'the panel reveals its verdicts', until: sitting.revealUntil }
    return { words: 'the verdicts can be counted: anyone may', until: undefined }
  }
  if (trial.phase === 'appealable') {
    if (now <= trial.appealUntil) return { words: 'the loser may appeal to a larger panel', until: trial.appealUntil }
    return { words: 'the decision stands: anyone can have it carried out', until: undefined }
  }
  return { words: 'it is concluded', until: undefined }
}
