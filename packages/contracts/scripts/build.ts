/**
 * Compiles the contracts and writes src/generated: `npm run contracts:build`. Its result is committed.
 */
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { compileBindings } from './bindings.ts'
import { contractsRoot } from './forge.ts'

const generatedFolder = join(contractsRoot, 'src', 'generated')
await mkdir(generatedFolder, { recursive: true })
for (const [file, text] of await compileBindings()) {
  await writeFile(join(generatedFolder, file), text)
  console.log(`src/generated/${file}: ${text.length} characters`)
}
