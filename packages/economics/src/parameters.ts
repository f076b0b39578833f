/**
 * The numbers that make cheating a loss, in one place. Chosen in ADR 0025, with the arithmetic; `parameters.test.ts` holds
 * them to what it says. Rates in ppm, shares of a slash in bps as the contracts count them, times in seconds.
 */
import type { SlashRule } from './slash.ts'

export type EconomicParameters = {
  /** Share of runs audited where a buyer asks for `sampled` and names no rate. */
  readonly sampledRatePpm: number
  /** Least share of runs audited, whatever the record; also what backs replicas against those who know each other. */
  readonly auditFloorPpm: number
  /** Share of the audits that are canaries; the others are runs whose buyer shows the text. */
  readonly canarySharePpm: number
  /** How well a cheat is assumed to tell canaries from other jobs at most; 500,000 is a coin. */
  readonly suspicionPpmMax: number
  readonly slash: SlashRule
  /** Share of the stake that work not yet past its window may charge. */
  readonly exposureCapBps: number
  /** The same while on probation. */
  readonly probationCapBps: number
  /** Time from a receipt to the latest conviction for it. */
  readonly exposureWindowSeconds: number
  /** Clean audits, weighted by price, until a new identity's audit rate begins to fall. */
  readonly probationAudits: number
  /** Price of a run that counts as one observation, base units. */
  readonly referencePrice: bigint
  /** Most that one run counts, ppm of an observation. */
  readonly observationWeightPpmMax: number
  readonly costs: VerificationCosts
}

/** What checking costs, as shares of the price of what is checked (ppm), as far as nothing else is said. */
export type VerificationCosts = {
  /** Computing one audit of a run ÷ computing the run. */
  readonly auditPpm: number
  /** What an auditor is paid above its cost. */
  readonly auditorMarginPpm: number
  /** Posting receipts and beacons on the chain. */
  readonly commitPpm: number
  /** Commitments and integer arithmetic of the exact tier. */
  readonly exactOverheadPpm: number
  /** Checking every product of a run of the exact tier. */
  readonly exactCheckPpm: number
  /** Running inside an enclave. */
  readonly attestedOverheadPpm: number
  /** What capital earns elsewhere, a year. */
  readonly capitalPpmPerYear: number
}

/** The network's defaults. */
export const defaultParameters: EconomicParameters = {
  sampledRatePpm: 20_000,
  auditFloorPpm: 5_000,
  canarySharePpm: 500_000,
  suspicionPpmMax: 600_000,
  slash: { floorBps: 2_000, multipleBps: 50_000, refundBps: 10_000, refundShareMaxBps: 5_000, rewardBps: 1_000 },
  exposureCapBps: 2_500,
  probationCapBps: 500,
  exposureWindowSeconds: 86_400,
  probationAudits: 50,
  referencePrice: 1_000n,
  observationWeightPpmMax: 4_000_000,
  costs: {
    auditPpm: 350_000,
    auditorMarginPpm: 200_000,
    commitPpm: 2_000,
    exactOverheadPpm: 20_000,
    exactCheckPpm: 400_000,
    attestedOverheadPpm: 70_000,
    capitalPpmPerYear: 100_000,
  },
}
