/**
 * What `forge test --json` reports, flattened: one entry for each Solidity test.
 */

export type SolidityTest = {
  /** As "EscrowAttacks.t.sol › EscrowAttacksTest › testSameVoucherPaysOnce()". */
  readonly name: string
  readonly status: 'Success' | 'Failure' | 'Skipped'
  /** Why it failed or was skipped; empty where it passed. */
  readonly reason: string
}

/**
 * Returns every test of a report, in the report's order.
 *
 * @param json - standard output of `forge test --json`.
 * @throws {SyntaxError} when it is no report (the contracts did not compile, say).
 */
export function parseForgeReport(json: string): readonly SolidityTest[] {
  const report: ForgeReport = JSON.parse(json)
  return Object.entries(report).flatMap(([suite, { test_results: results }]) =>
    Object.entries(results).map(([test, { status, reason, counterexample }]) => ({
      name: `${suite.replace('test-sol/', '').replace(':', ' › ')} › ${test}`,
      status,
      reason: [reason, counterexample && JSON.stringify(counterexample)].filter(Boolean).join('\n'),
    })),
  )
}

/**
 * Returns the gas that a report notes, by group and then by name, as in snapshots/.
 *
 * @param json - standard output of `forge test --json`.
 * @throws {SyntaxError} when it is no report.
 */
export function parseGasSnapshots(json: string): Readonly<Record<string, Readonly<Record<string, string>>>> {
  const report: ForgeReport = JSON.parse(json)
  const groups: Record<string, Record<string, string>> = {}
  for (const { test_results: results } of Object.values(report)) {
    for (const { gas_snapshots: snapshots } of Object.values(results)) {
      for (const [group, gas] of Object.entries(snapshots)) groups[group] = { ...groups[group], ...gas }
    }
  }
  return groups
}

type ForgeReport = Readonly<Record<string, { readonly test_results: Readonly<Record<string, ForgeTestResult>> }>>

type ForgeTestResult = {
  readonly status: SolidityTest['status']
  readonly reason: string | null
  readonly counterexample: unknown
  readonly gas_snapshots: Readonly<Record<string, Readonly<Record<string, string>>>>
}
