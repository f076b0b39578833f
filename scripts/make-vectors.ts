/**
 * Writes `vectors/*.json`, the cases that TypeScript and Solidity tests both run: `node scripts/make-vectors.ts`.
 * The output depends on nothing but this tree; `packages/protocol/test/vectors.test.ts` holds the committed bytes to it.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { vectorFiles } from '../packages/protocol/scripts/vector-files.ts'

const directory = fileURLToPath(new URL('../vectors', import.meta.url))
mkdirSync(directory, { recursive: true })
for (const [name, text] of Object.entries(vectorFiles())) {
  writeFileSync(join(directory, name), text)
  console.log(`vectors/${name}: ${text.length} bytes`)
}
