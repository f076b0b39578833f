/** The bundle that the command line is loaded from: the same program as its sources, with stack traces that name them. */
import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { bundleDescription, freshBundle } from '../packages/cli/src/bundle.ts'
import { buildBundle, oldBundleMsMax } from '../scripts/bundle/build-bundle.ts'

const run = promisify(execFile)
const root = resolve(import.meta.dirname, '..')
// Beside the bundle in use, so that the packages that stay outside are found from it.
const beside = join(root, 'node_modules', '.cache')
let folder: string
let entry: string

beforeAll(async () => {
  mkdirSync(beside, { recursive: true })
  folder = mkdtempSync(join(beside, 'millrace-test-'))
  // As if one in use had been built long ago, and another long before it.
  for (const name of ['bundle-earlier', 'bundle-used']) {
    mkdirSync(join(folder, name))
    writeFileSync(join(folder, name, 'start.mjs'), '')
    utimesSync(join(folder, name), 1, 1)
  }
  writeFileSync(bundleDescription(folder), JSON.stringify({ root, entry: 'bundle-used/start.mjs', sources: [] }))
  await buildBundle(root, folder)
  entry = freshBundle(root, folder) ?? 'not fresh'
})

test('the bundle that it takes the place of stays for those that run from it, from now on', () => {
  expect(existsSync(join(folder, 'bundle-earlier'))).toBe(false)
  expect(existsSync(join(folder, 'bundle-used', 'start.mjs'))).toBe(true)
  expect(statSync(join(folder, 'bundle-used')).mtimeMs).toBeGreaterThan(Date.now() - oldBundleMsMax)
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Runs a command line with a module that exports `start`; returns what it prints. */
async function millrace(module: string, args: readonly string[], environment = 'process.env'): Promise<string> {
  const code = `const { start } = await import(${JSON.stringify(module)}); await start(process, ${environment})`
  const { stdout, stderr } = await run(process.execPath, ['--input-type=module', '-e', code, '--', 'millrace', ...args])
  return stdout + stderr
}

test('it says the same as the sources', async () => {
  const source = join(root, 'packages', 'cli', 'src', 'start.ts')
  const said = await millrace(entry, ['provide', '--help'])
  expect(said).toContain('Usage: millrace provide')
  expect(said).toBe(await millrace(source, ['provide', '--help']))
})

test('the stack trace of a defect names the sources', async () => {
  const said = await millrace(entry, ['--version'], 'null').catch(({ stderr }: { readonly stderr: string }) => stderr)
  expect(said).toContain('UNEXPECTED')
  expect(said).toMatch(/at readEnvironment \(file:\S+\/packages\/cli\/src\/environment\.ts:\d+:\d+\)/)
})
