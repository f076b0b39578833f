/**
 * The TypeScript modules generated from the contracts: a typed ABI and the creation bytecode of each.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runForge } from './forge.ts'

/** Every contract that is deployed, and the stem of the names it gets in TypeScript. */
export const deployedContracts = [
  { contract: 'AuditorRoll', file: 'auditor-roll', stem: 'auditorRoll' },
  { contract: 'Beacon', file: 'beacon', stem: 'beacon' },
  { contract: 'Courthouse', file: 'courthouse', stem: 'courthouse' },
  { contract: 'EquivocationEvidence', file: 'equivocation-evidence', stem: 'equivocationEvidence' },
  { contract: 'Escrow', file: 'escrow', stem: 'escrow' },
  { contract: 'GhostingJudge', file: 'ghosting-judge', stem: 'ghostingJudge' },
  { contract: 'MillToken', file: 'mill-token', stem: 'millToken' },
  { contract: 'OmissionJudge', file: 'omission-judge', stem: 'omissionJudge' },
  { contract: 'PanelJudge', file: 'panel-judge', stem: 'panelJudge' },
  { contract: 'Receipts', file: 'receipts', stem: 'receipts' },
  { contract: 'Registry', file: 'registry', stem: 'registry' },
  { contract: 'StakeVault', file: 'stake-vault', stem: 'stakeVault' },
  { contract: 'TestDollar', file: 'test-dollar', stem: 'testDollar' },
] as const

/**
 * Compiles the contracts in a temporary folder and returns the text of each generated module, keyed by file name.
 *
 * @throws {Error} with the compiler's message when the contracts do not compile.
 */
export async function compileBindings({ signal }: { signal?: AbortSignal } = {}): Promise<ReadonlyMap<string, string>> {
  const outFolder = await mkdtemp(join(tmpdir(), 'millrace-contracts-'))
  try {
    const forgeArguments = ['build', 'contracts', '--out', outFolder, '--cache-path', join(outFolder, 'cache')]
    const built = await runForge(forgeArguments, signal === undefined ? {} : { signal })
    if (built.exitCode !== 0) throw new Error(`The contracts do not compile:\n${built.stderr}${built.stdout}`)
    const modules = new Map<string, string>()
    for (const { contract, file, stem } of deployedContracts) {
      const path = join(outFolder, `${contract}.sol`, `${contract}.json`)
      const artifact: Artifact = JSON.parse(await readFile(path, 'utf8'))
      modules.set(`${file}.ts`, renderBinding(contract, stem, artifact))
    }
    return modules
  } finally {
    await rm(outFolder, { recursive: true, force: true })
  }
}

type Artifact = { readonly abi: unknown; readonly bytecode: { readonly object: string } }

function renderBinding(contract: string, stem: string, artifact: Artifact): string {
  // The names of Solidity types ("struct Channel") say nothing to a client and double the size.
  const abi = JSON.stringify(artifact.abi, (key, value) => (key === 'internalType' ? undefined : value), 2)
  return `/** ${contract}: generated from contracts/${contract}.sol by scripts/build.ts. Do not edit. */

export const ${stem}Abi = ${abi} as const

export const ${stem}Bytecode = '${artifact.bytecode.object}' as const
`
}
