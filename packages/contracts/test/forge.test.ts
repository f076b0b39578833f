/**
 * The Solidity suite, run once by forge; every Solidity test is counted here as a test of its own.
 *
 * The gas snapshots in snapshots/ are checked by the same run. The seed of fuzzing is in foundry.toml.
 */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { contractsRoot, findForge, forgeMissingReason, runForge } from '../scripts/forge.ts'
import { parseForgeReport, parseGasSnapshots, type SolidityTest } from '../scripts/forge-report.ts'

const forgeIsMissing = findForge() === undefined
if (forgeIsMissing) console.warn(`Skipped, ${forgeMissingReason}`)

const run = forgeIsMissing ? undefined : await runForge(['test', '--json'])
const solidityTests = run === undefined ? [] : parseOrNothing(run.stdout)

describe('forge test', () => {
  test.skipIf(run === undefined)('compiles and runs', () => {
    expect(solidityTests.length, `${run?.stderr}${run?.stdout}`.slice(0, 10_000)).toBeGreaterThan(0)
  })

  for (const { name, status, reason } of solidityTests) {
    test.skipIf(status === 'Skipped')(name, () => {
      expect(status, reason).toBe('Success')
    })
  }

  // forge itself compares only where it does not report JSON.
  test.skipIf(run === undefined)('gas equals snapshots/; README.md says how to write them anew', async () => {
    const measured = parseGasSnapshots(run?.stdout ?? '')
    expect(Object.keys(measured).sort()).toEqual(['Courthouse', 'Escrow'])
    for (const [group, gas] of Object.entries(measured)) {
      const committed: unknown = JSON.parse(await readFile(join(contractsRoot, 'snapshots', `${group}.json`), 'utf8'))
      expect(gas, group).toEqual(committed)
    }
  })
})

describe('Solidity sources', { timeout: 300_000 }, () => {
  test.skipIf(forgeIsMissing)('are formatted; if not, run forge fmt', async () => {
    const { exitCode, stdout } = await runForge(['fmt', '--check'])
    expect(exitCode, stdout).toBe(0)
  })

  test.skipIf(forgeIsMissing)('have no lint finding', async () => {
    const { exitCode, stderr } = await runForge(['lint', 'contracts', '--deny', 'warnings'])
    expect(exitCode, stderr).toBe(0)
  })
})

function parseOrNothing(stdout: string): readonly SolidityTest[] {
  try {
    return parseForgeReport(stdout)
  } catch (error) {
    // Not a report: forge printed why it did not get that far, and the first test above shows it.
    if (error instanceof SyntaxError) return []
    throw error
  }
}
