/** What a root provider does in the folder of a user who plants links there. */
import {
  chownSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { nodeHost } from './node-host.ts'
import { openSharedFolder } from './shared-folder.ts'

const isRoot = process.getuid?.() === 0
const uid = 1
let base = ''
let folder = ''
let victim = ''
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'millrace-shared-'))
  folder = join(base, 'folder')
  victim = join(base, 'victim')
  for (const path of [folder, victim]) mkdirSync(path)
  writeFileSync(join(victim, 'secret'), 'secret')
  if (isRoot) chownSync(folder, uid, uid)
})
afterEach(() => rmSync(base, { recursive: true, force: true }))

const open = () => openSharedFolder(folder, nodeHost())

test.runIf(isRoot)('links in the folder are not followed, and what they lead to keeps its owner', () => {
  symlinkSync(victim, join(folder, 'x'))
  symlinkSync(join(victim, 'secret'), join(folder, `draft-${process.pid}`))
  const shared = open()
  const own = shared.folderOf('1-1')
  mkdirSync(join(own, 'deep'), { recursive: true })
  writeFileSync(join(own, 'deep/file'), '')
  symlinkSync(victim, join(own, 'deep/link'))
  linkSync(join(victim, 'secret'), join(own, 'hard'))
  shared.give(own)
  shared.give(join(own, 'deep/link'))
  expect([statSync(victim).uid, statSync(join(victim, 'secret')).uid]).toEqual([0, 0])
  expect(readFileSync(join(victim, 'secret'), 'utf8')).toBe('secret')
  expect([own, join(own, 'deep'), join(own, 'deep/file')].map((path) => lstatSync(path).uid)).toEqual([uid, uid, uid])
  expect(statSync(join(folder, 'identity')).uid).toBe(uid)
  expect(shared.uid).toBe(uid)
})

test.runIf(isRoot).each(['tasks', 'results', 'pipes', 'shared', 'shared/etc', 'identity'])(
  'a link in the place of %s is refused before anything is written',
  (name) => {
    if (name.startsWith('shared/')) mkdirSync(join(folder, 'shared'))
    symlinkSync(name === 'identity' ? join(victim, 'new') : victim, join(folder, name))
    expect(open).toThrow(expect.objectContaining({ code: 'SANDBOX_UNAVAILABLE' }))
    expect([statSync(victim).uid, lstatSync(join(victim, 'new'), { throwIfNoEntry: false })]).toEqual([0, undefined])
  },
)

test.runIf(isRoot)('one that is planted later is refused before the next task', () => {
  const shared = open()
  shared.check()
  rmSync(join(folder, 'tasks'), { recursive: true })
  symlinkSync(victim, join(folder, 'tasks'))
  expect(() => shared.check()).toThrow('is a link')
})
