/** What canaries may use, and the reasons. Money is base units of the payers' token. */
export type CanaryLimits = {
  /** All payers together, in a day: what canaries cost is what the auditor sells its work for. */
  readonly amountPerDayMax: bigint
  /** One canary at most; also what is held back for it while it is out. */
  readonly amountEachMax: bigint
  /** Canaries to all providers in a day. Rates are lowered by one factor to stay within it, so that none is spared. */
  readonly canariesPerDayMax: number
  /** Canaries to one provider in a day, and the rate of probation: more would be a large part of a small one's work. */
  readonly perProviderPerDayMax: number
  /** Sessions under way at once. */
  readonly sessionsMax: number
  /** Milliseconds one canary may take. */
  readonly canaryMsMax: number
  /** Milliseconds between two looks at who there is to watch. */
  readonly providersMs: number
  /** Milliseconds until a bundle that could not be judged is tried again. */
  readonly judgeRetryMs: number
  /** Tries to judge one bundle: a day of an outage. */
  readonly judgeAttemptsMax: number
  /** Share of a provider's runs below which no record brings it, parts per million. */
  readonly floorPpm: number
  /** Audits to survive before the end of probation. */
  readonly probationAudits: number
  /** Milliseconds between two looks at what is due. */
  readonly tickMs: number
}

export const canaryLimits: CanaryLimits = {
  amountPerDayMax: 10_000_000n,
  amountEachMax: 100_000n,
  canariesPerDayMax: 2_000,
  perProviderPerDayMax: 24,
  sessionsMax: 8,
  canaryMsMax: 300_000,
  providersMs: 600_000,
  judgeRetryMs: 300_000,
  judgeAttemptsMax: 288,
  floorPpm: 10_000,
  probationAudits: 50,
  tickMs: 5_000,
}

/** Rows of judged canaries that are kept, without their texts; the oldest go first. */
export const canaryRowsKeptMax = 100_000
