/**
 * The committed ABIs and bytecode are those of the contracts as they stand.
 */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { compileBindings } from '../scripts/bindings.ts'
import { contractsRoot, findForge, forgeMissingReason } from '../scripts/forge.ts'
import * as contracts from '../src/index.ts'

const generatedFolder = join(contractsRoot, 'src', 'generated')
/** Compiling takes 4 s on an idle core; a loaded machine is no failure. */
const compileTimeoutMs = 300_000

const forgeIsMissing = findForge() === undefined
if (forgeIsMissing) console.warn(`Skipped, ${forgeMissingReason}`)

test.skipIf(forgeIsMissing)(
  'committed bindings equal a fresh build; if not, run npm run contracts:build',
  {
    timeout: compileTimeoutMs,
  },
  async () => {
    const fresh = await compileBindings()
    expect((await readdir(generatedFolder)).sort()).toEqual([...fresh.keys()].sort())
    for (const [file, text] of fresh) {
      // Not toEqual: the difference of two 50 kB texts helps nobody.
      expect(text === (await readFile(join(generatedFolder, file), 'utf8')), file).toBe(true)
    }
  },
)

test('each deployed contract has its ABI and its bytecode', () => {
  for (const [name, value] of Object.entries(contracts)) {
    if (name.endsWith('Abi')) expect(value, name).toContainEqual(expect.objectContaining({ type: 'function' }))
    else expect(/^0x6[0-9a-f]+$/.test(String(value)), name).toBe(true)
  }
  expect(Object.keys(contracts)).toHaveLength(26)
})
