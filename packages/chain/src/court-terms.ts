/**
 * What the courts of a new deployment are made with: windows, fees and shares, fixed for ever once deployed.
 *
 * The contracts hold the bounds. On any chain but a developer's own (chain id 31337) windows have the minima that people
 * need; there alone they may be as short as a second, so that a test of a whole case takes seconds. See ADR 0024.
 */
import type { Amount } from '@millrace/protocol'

const mill = 10n ** 18n

export type CourtTerms = {
  /** Length of a receipt epoch; production at least 600. */
  readonly receiptEpochSeconds: number
  /** How long after its end an epoch can be posted; production at least 43,200. */
  readonly receiptPostingSeconds: number
  /** Age up to which a receipt is evidence; at most the unbonding delay, production at least 86,400. */
  readonly evidenceSeconds: number
  /** How long buyers claim refunds; production at least 259,200. */
  readonly claimSeconds: number
  /** How long an operator has to answer a challenge; production at least 86,400. */
  readonly answerSeconds: number
  /** Length of each of the beacon's two phases; production at least 60. */
  readonly beaconPhaseSeconds: number
  /** How long after its reveals a round of the beacon is decided; production at least 180. */
  readonly beaconSettlingSeconds: number
  /** How long after that a round of the beacon can be finished; production at least 600, and no longer than 256 blocks take. */
  readonly beaconFinishSeconds: number
  /** How long auditors audit and commit; production at least 3,600. */
  readonly commitSeconds: number
  /** How long auditors reveal; production at least 1,800. */
  readonly revealSeconds: number
  /** How long a decision can be appealed; production at least 86,400. */
  readonly appealSeconds: number
  /** How long an auditor takes to leave; production at least 86,400. */
  readonly auditorLeaveSeconds: number
  /** Seats of a first panel, and how many verdicts convict: more than half of them. Production at least three seats. */
  readonly panelSeats: number
  readonly panelAgree: number
  /** Money in base units of MILL. */
  readonly panelFee: Amount
  readonly panelBond: Amount
  readonly appealBond: Amount
  readonly overturnFine: Amount
  /** What a challenge of an omission or a charge of ghosting puts up. */
  readonly challengeBond: Amount
  /** And a charge of ghosting for each item that it grants: what it costs to show one. */
  readonly ghostingItemBond: Amount
  readonly auditorStake: Amount
  readonly beaconDeposit: Amount
  /** Hundredths of a percent. */
  readonly slashFloorBps: number
  readonly slashMultipleBps: number
  readonly refundBps: number
  readonly refundShareMaxBps: number
  readonly rewardBps: number
  /** What 10^18 base units of the test dollar are worth, in base units of MILL. */
  readonly testDollarRate: Amount
}

/** The terms where a deployment names none: within production's bounds. One test dollar is worth one MILL. */
export const courtTermsDefault: CourtTerms = {
  receiptEpochSeconds: 3_600,
  receiptPostingSeconds: 43_200,
  evidenceSeconds: 14 * 86_400,
  claimSeconds: 3 * 86_400,
  answerSeconds: 86_400,
  beaconPhaseSeconds: 300,
  beaconSettlingSeconds: 180,
  beaconFinishSeconds: 2_400,
  commitSeconds: 3_600,
  revealSeconds: 1_800,
  appealSeconds: 86_400,
  auditorLeaveSeconds: 86_400,
  panelSeats: 3,
  panelAgree: 2,
  panelFee: 10n * mill,
  panelBond: 150n * mill,
  appealBond: 300n * mill,
  overturnFine: 100n * mill,
  challengeBond: 50n * mill,
  ghostingItemBond: mill / 10n,
  auditorStake: 1_000n * mill,
  beaconDeposit: 10n * mill,
  slashFloorBps: 2_000,
  slashMultipleBps: 50_000,
  refundBps: 10_000,
  refundShareMaxBps: 5_000,
  rewardBps: 1_000,
  testDollarRate: 10n ** 30n,
}

/** Returns the terms for an unbonding delay: evidence never outlives the stake. */
export function courtTermsWith(changes: Partial<CourtTerms>, unbondingSeconds: number): CourtTerms {
  const terms = { ...courtTermsDefault, ...changes }
  const evidenceSeconds = changes.evidenceSeconds ?? Math.min(terms.evidenceSeconds, unbondingSeconds)
  return { ...terms, evidenceSeconds }
}
