/** A gate that cannot fail is worse than none: plants a violation of each rule in a copy and sees the rule find it. */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readRepository, type SourceFile } from '../../scripts/repository/source-tree.ts'
import { allRules } from './all-rules.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const copied = ['packages', 'docs', 'package.json']
const skipped = new Set(['node_modules', 'out', 'cache', 'generated', 'models', 'test', 'test-sol', 'snapshots'])
const parsed = new Map<string, SourceFile>()
let copy = ''

beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), 'millrace-rules-'))
  for (const path of copied) {
    cpSync(join(root, path), join(copy, path), { recursive: true, filter: (source) => !skipped.has(basename(source)) })
  }
})
afterAll(() => rmSync(copy, { recursive: true, force: true }))

type Plant = readonly [rule: string, path: string, plant: (text: string) => string, found: RegExp]

const file = 'packages/protocol/src/planted.ts'
const plants: readonly Plant[] = [
  [
    'every package stands in the drawing',
    'packages/planted/package.json',
    () => '{"name":"@millrace/planted"}',
    /packages\/planted/,
  ],
  [
    'package.json files depend downward only',
    'packages/protocol/package.json',
    (text) => text.replace('"dependencies": {', '"dependencies": { "@millrace/chain": "0.1.0",'),
    /packages\/protocol.*@millrace\/chain/,
  ],
  [
    'package.json files depend downward only',
    'packages/p2p/package.json',
    (text) => text.replace('"dependencies": {', '"dependencies": { "@millrace/runtime": "0.1.0",'),
    /packages\/p2p.*@millrace\/runtime/,
  ],
  ['source imports downward only', file, () => "import '@millrace/sdk'", /planted\.ts imports @millrace\/sdk/],
  [
    'source imports downward only',
    file,
    () => "export { x } from '@millrace/contracts'",
    /planted\.ts imports @millrace\/contracts/,
  ],
  [
    'source imports downward only',
    file,
    () => "const x = await import('@millrace/node')",
    /planted\.ts imports @millrace\/node/,
  ],
  [
    'source imports downward only',
    file,
    () => "import type { Hex } from '../../chain/src/index.ts'",
    /planted\.ts imports \.\./,
  ],
  [
    'source imports downward only',
    'packages/sdk/src/planted.ts',
    () => "import '../../protocol/src/hex.ts'",
    /goes around its index/,
  ],
  ['every import is declared', file, () => "import 'fastify'", /planted\.ts imports fastify/],
  ['every import is declared', file, () => "import 'viem/accounts'", /planted\.ts imports viem/],
  ['the environment is read in one place', file, () => 'export const home = process.env.HOME', /planted\.ts:1 reads/],
  ['the environment is read in one place', file, () => "export const home = process['env']", /planted\.ts:1 reads/],
  ['the environment is read in one place', file, () => "import { env } from 'node:process'", /planted\.ts:1 imports/],
  ['no catch is empty', file, () => 'try { f() } catch {}', /planted\.ts:1/],
  ['no catch is empty', file, () => '\ntry { f() } catch (e) { /* never mind */ }', /planted\.ts:2/],
  ['nothing is any', file, () => 'export let x: any', /planted\.ts:1/],
  ['nothing is any', file, () => 'export const x = JSON.parse("1") as Record<string, any>', /planted\.ts:1/],
  ['exports are named', file, () => "export * from './hex.ts'", /planted\.ts:1/],
  ['exports are named', file, () => 'export default 1', /planted\.ts:1/],
  ['source files are short', file, () => 'f()\n'.repeat(401), /401 lines/],
  [
    'no registry host is written down',
    file,
    () => `f('https://${['registry', 'npmjs', 'org'].join('.')}/x')`,
    /planted\.ts/,
  ],
  ['no path of one machine is written down', file, () => `f('${['', 'root', 'x'].join('/')}')`, /planted\.ts/],
  [
    'every path that a document names exists',
    'docs/planted.md',
    () => 'See `packages/protocol/src/nothing.ts`.',
    /nothing\.ts/,
  ],
  ['every path that a document names exists', 'docs/planted.md', () => 'See [this](nothing.md).', /nothing\.md/],
  [
    'docs/errors.md and docs/limits.md are what the source says',
    file,
    () => "throw new MillraceError({ code: 'PLANTED_ERROR', message: 'm', hint: 'h', retryable: false })",
    /errors\.md lacks.*PLANTED_ERROR/,
  ],
  ...[
    [`throw new XError('PLANTED_ARGUMENT', \`at \${x}\`)`, /lacks.*PLANTED_ARGUMENT` \| protocol \| at … \|/],
    [
      "export const table = { PLANTED_ROW: ['Do this.', true] }",
      /lacks.*PLANTED_ROW` \| protocol \|\s+\| Do this\. \| yes/,
    ],
    ["export const table = { PLANTED_ROW: { hint: 'Do.', retryable: false } }", /lacks.*PLANTED_ROW.* Do\. \| no/],
    [
      "function f(code: 'PLANTED_A' | 'PLANTED_B') { return code === 'PLANTED_A' ? g({ code, hint: 'a' }) : g({ code, hint: 'b' }) }",
      /lacks.*PLANTED_B.* \| b \|/,
    ],
    [
      "class XError { constructor() { super({ code: 'PLANTED_CLASS', message: 'm', hint: c ? 'a' : 'b' }) } }",
      /PLANTED_CLASS.* a \/ b/,
    ],
  ].map(
    ([text, found]): Plant => [
      'docs/errors.md and docs/limits.md are what the source says',
      file,
      () => String(text),
      found as RegExp,
    ],
  ),
  [
    'docs/errors.md and docs/limits.md are what the source says',
    'docs/errors.md',
    (text) => text.replace(/^\| `PROTOCOL_MALFORMED`.*\n/m, '| `GONE_ERROR` | protocol | | | |\n'),
    /errors\.md has.*GONE_ERROR[\s\S]*|errors\.md lacks.*PROTOCOL_MALFORMED/,
  ],
  [
    'docs/errors.md and docs/limits.md are what the source says',
    file,
    () => '/** Planted. */\nexport const plantedBytesMax = 1',
    /limits\.md lacks.*plantedBytesMax/,
  ],
  [
    'docs/errors.md and docs/limits.md are what the source says',
    'packages/protocol/src/merkle.ts',
    (text) => text.replace('merkleLeavesMax = 1 << 20', 'merkleLeavesMax = 1 << 21'),
    /limits\.md lacks.*merkleLeavesMax/,
  ],
  ['no error code is overlooked', file, () => "type T = { code: 'OVERLOOKED' }", /OVERLOOKED/],
  ['every error code has a hint', file, () => "throw new XError({ code: 'NO_HINT', message: 'm' })", /NO_HINT/],
  ['every limit is explained', file, () => 'export const plantedMax = 1', /plantedMax/],
]

/** What each rule finds in the copy as it is: every case leaves it so. */
const violationsBefore = new Map<string, readonly string[]>()

describe('a planted violation is found', () => {
  test('for every rule', () => {
    expect([...new Set(plants.map(([rule]) => rule))].sort()).toEqual(Object.keys(allRules).sort())
  })

  test.each(plants)('%s (case %#, %s)', (name, path, plant, found) => {
    const rule = allRules[name]
    if (rule === undefined) throw new Error(`no rule "${name}"`)
    const target = join(copy, path)
    const before = textOf(target)
    const clean = violationsBefore.get(name) ?? rule(readRepository(copy, parsed))
    violationsBefore.set(name, clean)
    expect(clean.filter((violation) => found.test(violation))).toEqual([])
    try {
      mkdirSync(dirname(target), { recursive: true })
      writeFileSync(target, plant(before ?? ''))
      expect(rule(readRepository(copy, parsed)).filter((violation) => found.test(violation))).not.toEqual([])
    } finally {
      if (before === undefined)
        rmSync(path.startsWith('packages/planted/') ? dirname(target) : target, { recursive: true })
      else writeFileSync(target, before)
    }
  })
})

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}
