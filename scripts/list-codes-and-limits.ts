/**
 * Prints the error codes and limits of the source as the tables of docs/errors.md and docs/limits.md; with `--write` puts
 * them there. `test/repository` fails while the documents differ.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { generatedTables, withTable } from './repository/generated-tables.ts'
import { readRepository } from './repository/source-tree.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const write = process.argv.includes('--write')
for (const [path, table] of Object.entries(generatedTables(readRepository(root)))) {
  const rows = table.split('\n').length - 2
  if (write) writeFileSync(join(root, path), withTable(readFileSync(join(root, path), 'utf8'), table))
  console.log(write ? `${path}: ${rows} rows` : `${path}\n\n${table}\n`)
}
