/** Which folders are leftovers, without a sandbox: they are as killed processes could have left them. */
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { nextTaskId, sweepLeftovers } from './task-files.ts'

const kinds = ['tasks', 'results', 'pipes']

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'millrace-files-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

test('what an earlier process with this one’s id left is removed; what is of this one or of another that runs stays', async () => {
  const gone = spawnSync(process.execPath, ['-e', '']).pid
  const stay = [nextTaskId(), nextTaskId(), `${process.ppid}-0`, 'notes', `${process.pid}-x`]
  const leftovers = [`${process.pid}-0`, `${process.pid}-1600000000000`, `${gone}-0`, `${gone}-1600000000000`]
  for (const kind of kinds) {
    for (const name of [...stay, ...leftovers]) mkdirSync(join(folder, kind, name, 'in'), { recursive: true })
  }
  await sweepLeftovers(folder, undefined)
  for (const kind of kinds) expect(readdirSync(join(folder, kind)).sort()).toEqual([...stay].sort())
})
