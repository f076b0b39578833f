import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, expect, test } from 'vitest'
import { withSources } from './source-stack.ts'

const folder = mkdtempSync(join(tmpdir(), 'millrace-stack-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('places in compiled files with a map become places in their sources; others stay', () => {
  // Its one segment says: the first column is the fifth line, third column of the source.
  writeFileSync(
    join(folder, 'made.mjs.map'),
    JSON.stringify({ version: 3, sources: ['../src/made-of.ts'], names: [], mappings: 'AAIE' }),
  )
  const [made, bare] = ['made.mjs', 'bare.mjs'].map((name) => pathToFileURL(join(folder, name)).href)
  const source = new URL('../src/made-of.ts', made).href
  expect(
    withSources(`Error: no\n    at f (${made}:1:1)\n    at ${made}:1:1\n    at g (${bare}:1:1)\n    at node:fs:1:2`),
  ).toBe(`Error: no\n    at f (${source}:5:3)\n    at ${source}:5:3\n    at g (${bare}:1:1)\n    at node:fs:1:2`)
})
