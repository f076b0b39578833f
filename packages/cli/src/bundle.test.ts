import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { bundleDescription, bundleFolder, freshBundle } from './bundle.ts'

let root: string

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'millrace-bundle-'))
})

afterEach(() => rmSync(root, { recursive: true, force: true }))

/** Writes the sources, and the description of a bundle made from them. */
function describeBundle(sources: Readonly<Record<string, string>>): void {
  const described = Object.entries(sources).map(([path, text]) => {
    writeFileSync(join(root, path), text)
    const { size, mtimeMs } = statSync(join(root, path))
    return [path, size, mtimeMs]
  })
  const description = bundleDescription(bundleFolder(root))
  mkdirSync(dirname(description), { recursive: true })
  writeFileSync(description, JSON.stringify({ root, entry: 'made/start.mjs', sources: described }))
  mkdirSync(join(bundleFolder(root), 'made'), { recursive: true })
  writeFileSync(join(bundleFolder(root), 'made', 'start.mjs'), '')
}

test('a checkout without a bundle runs from its sources', () => {
  expect(freshBundle(root)).toBeUndefined()
})

test('a bundle counts while its sources are as they were', () => {
  describeBundle({ 'a.ts': 'a', 'b.ts': 'b' })
  expect(freshBundle(root)).toBe(pathToFileURL(join(bundleFolder(root), 'made', 'start.mjs')).href)
})

test('a source that is changed, only touched, or gone ends it', () => {
  const sources = { 'a.ts': 'a', 'b.ts': 'b' }
  const changes = [
    () => {
      const { atime, mtime } = statSync(join(root, 'b.ts'))
      writeFileSync(join(root, 'b.ts'), 'longer')
      utimesSync(join(root, 'b.ts'), atime, mtime)
    },
    () => utimesSync(join(root, 'b.ts'), 1, 1),
    () => rmSync(join(root, 'b.ts')),
  ]
  for (const change of changes) {
    describeBundle(sources)
    expect(freshBundle(root)).toBeDefined()
    change()
    expect(freshBundle(root)).toBeUndefined()
  }
})

test('a checkout that was moved runs from its sources, for the bundle names paths of the old place', () => {
  describeBundle({ 'a.ts': 'a' })
  const moved = `${root}-moved`
  renameSync(root, moved)
  try {
    expect(freshBundle(moved)).toBeUndefined()
  } finally {
    renameSync(moved, root)
  }
})

test('a bundle that was not written whole is none', () => {
  describeBundle({ 'a.ts': 'a' })
  const description = bundleDescription(bundleFolder(root))
  const whole = readFileSync(description, 'utf8')
  const { root: own, entry, sources } = JSON.parse(whole)
  const others = [{ root: own, sources }, { root: own, entry }, { root: own, entry, sources: [1] }, null, [], 'x']
  for (const text of ['', whole.slice(0, -1), ...others.map((other) => JSON.stringify(other))]) {
    writeFileSync(description, text)
    expect(freshBundle(root)).toBeUndefined()
  }
  writeFileSync(description, whole)
  expect(freshBundle(root)).toBeDefined()
  rmSync(join(bundleFolder(root), entry))
  expect(freshBundle(root)).toBeUndefined()
})
