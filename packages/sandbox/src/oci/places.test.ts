import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { placesFor } from './places.ts'

let root = ''
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'millrace-places-'))
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

const pathsFor = (path: string) => placesFor(root, [{ path, isDirectory: false }]).map((place) => place.path)

test('folders come before what lies in them, each once', () => {
  expect(
    placesFor(root, [
      { path: '/usr/lib/a.so', isDirectory: false },
      { path: '/usr/lib/d', isDirectory: true },
    ]),
  ).toEqual([
    { path: '/usr', isDirectory: true },
    { path: '/usr/lib', isDirectory: true },
    { path: '/usr/lib/a.so', isDirectory: false },
    { path: '/usr/lib/d', isDirectory: true },
  ])
})

test('links of the image are followed inside of it', () => {
  mkdirSync(join(root, 'usr/lib'), { recursive: true })
  symlinkSync('usr/lib', join(root, 'lib'))
  symlinkSync('/usr/lib', join(root, 'lib64'))
  symlinkSync('../../../../../../etc', join(root, 'up'))
  symlinkSync('round', join(root, 'round'))
  expect(pathsFor('/lib/a')).toEqual(['/usr', '/usr/lib', '/usr/lib/a'])
  expect(pathsFor('/lib64/a')).toEqual(['/usr', '/usr/lib', '/usr/lib/a'])
  expect(pathsFor('/up/shadow')).toEqual(['/etc', '/etc/shadow'])
  expect(pathsFor('/usr/../../x/./y')).toEqual(['/x', '/x/y'])
  expect(() => pathsFor('/round/x')).toThrow(expect.objectContaining({ code: 'TASK_REFUSED', field: 'image' }))
})
