/**
 * What the verdicts of a panel come to, as `Sittings.sol` and `PanelJudge.sol` decide it; held equal by `vectors/panel.json`.
 *
 * `needed` verdicts of cheated convict; once so many cannot be reached the accused is acquitted. An auditor that was unable or
 * said nothing counts for nobody: it is replaced by one further draw, and where verdicts still do not suffice the case ends
 * without fault. A second panel, on appeal, is final; one that finds nothing leaves the first decision.
 *
 * Invariants: no count of unable or silent auditors convicts or acquits; the order of verdicts does not matter.
 */
import { nameOfCode, verdictOutcomes } from '@millrace/protocol'

/** A code of `verdictOutcomes`, or 0 for an auditor that revealed nothing. */
export type SeatOutcome = 0 | 1 | 2 | 3
export type PanelDecision = 'honest' | 'cheated' | 'none'
/** What a sitting came to for an auditor, in the order of `IAuditorRoll.Deed`. */
export const auditorDeeds = ['agreed', 'dissented', 'unable', 'missed', 'overturned'] as const
export type AuditorDeed = (typeof auditorDeeds)[number]

export type Tally = {
  readonly decision: PanelDecision
  /** Verdicts that the panel lacks: what a redraw is for. */
  readonly missing: number
  /** Of each seat, in order. To have no decision to agree with is no dissent. */
  readonly deeds: readonly AuditorDeed[]
}

/**
 * Returns the tally of a panel.
 *
 * @param panel.size - seats that a full panel has; `outcomes` may be more after a redraw.
 * @param panel.needed - verdicts that convict: more than half of the size.
 */
export function tallyVerdicts(panel: {
  readonly size: number
  readonly needed: number
  readonly outcomes: readonly SeatOutcome[]
}): Tally {
  const { size, needed, outcomes } = panel
  if (!(needed * 2 > size && needed <= size)) throw new RangeError(`needed: ${needed} is no majority of ${size}`)
  const count = (wanted: SeatOutcome) => outcomes.filter((outcome) => outcome === wanted).length
  const honest = count(verdictOutcomes.honest)
  const cheated = count(verdictOutcomes.cheated)
  const decision = cheated >= needed ? 'cheated' : honest > size - needed ? 'honest' : 'none'
  return { decision, missing: size - honest - cheated, deeds: outcomes.map((outcome) => deedOf(outcome, decision)) }
}

/** Returns what a case comes to. @param appeal - what the second panel decided, where there was one. */
export function finalDecision(first: PanelDecision, appeal: PanelDecision = 'none'): PanelDecision {
  return appeal === 'none' ? first : appeal
}

/** Returns whether who voted as the first panel decided is overturned by the second. */
export function isOverturned(first: PanelDecision, appeal: PanelDecision): boolean {
  return first !== 'none' && appeal !== 'none' && first !== appeal
}

function deedOf(outcome: SeatOutcome, decision: PanelDecision): AuditorDeed {
  if (outcome === 0) return 'missed'
  const name = nameOfCode(verdictOutcomes, outcome, 'outcome')
  if (name === 'unable') return 'unable'
  return decision === 'none' || name === decision ? 'agreed' : 'dissented'
}
