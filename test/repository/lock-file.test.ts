/** The lock file holds exactly what the manifests ask for: set-up installs from it and would not complain. */
import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const root = new URL('../../', import.meta.url)
const lock = JSON.parse(readFileSync(new URL('package-lock.json', root), 'utf8')) as {
  packages: Record<string, Record<string, unknown>>
}
const folders = ['', ...readdirSync(new URL('packages/', root)).map((name) => `packages/${name}`)]

test.each(folders)('package-lock.json is in step with %s/package.json', (folder) => {
  const path = folder === '' ? 'package.json' : `${folder}/package.json`
  const manifest = JSON.parse(readFileSync(new URL(path, root), 'utf8')) as Record<string, unknown>
  for (const field of ['dependencies', 'devDependencies', 'optionalDependencies']) {
    expect(lock.packages[folder]?.[field], `${path} ${field}`).toEqual(manifest[field])
  }
})

test('every locked package from a registry has its integrity', () => {
  const without = Object.entries(lock.packages).filter(
    ([path, entry]) => path.includes('node_modules/') && entry.link !== true && entry.integrity === undefined,
  )
  expect(without.map(([path]) => path)).toEqual([])
})
