/** How tasks end when their node, their files or Slurm do not live on: the files are real, Slurm's words are given. */
import {
  appendFileSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { testSpec } from '../../test/support/test-spec.ts'
import { nodeHost } from './node-host.ts'
import { runSlurmTask } from './run-slurm-task.ts'
import { openSharedFolder } from './shared-folder.ts'
import type { SlurmJob } from './slurm-answers.ts'
import { SlurmError } from './slurm-error.ts'
import { type SlurmLimits, slurmLimits } from './slurm-limits.ts'
import type { SlurmRest } from './slurm-rest.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'millrace-run-slurm-'))
  if (process.getuid?.() === 0) chownSync(folder, 1, 1)
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const quick = { ...slurmLimits, lookMs: { min: 1, max: 2 }, changeMs: 1, stateMs: 2 }
const running: SlurmJob = {
  ...{ id: 7, name: '', comment: '', userId: 1, state: 'RUNNING', reason: '', node: 'n1', cpus: 1, restarts: 0 },
  ...{ startSeconds: 1, endSeconds: 2 },
}

async function start(
  job: SlurmRest['job'],
  limits: Partial<SlurmLimits> = {},
  end: SlurmRest['end'] = async () => true,
) {
  const shared = openSharedFolder(folder, nodeHost())
  const rest: SlurmRest = {
    ...{ nodes: async () => [], partitions: async () => [], jobs: async () => [], submit: async () => 7 },
    ...{ job, end },
  }
  const spec = testSpec({ outputs: ['x'] })
  const access = { rest, shared, host: nodeHost(), partition: 'p', limits: { ...quick, ...limits } }
  const cancelled = new AbortController().signal
  const task = await runSlurmTask({ ...access, id: '1-1', spec, onLog: undefined, cancelled })
  const own = shared.folderOf('1-1')
  const tell = (text: string) => appendFileSync(join(own, 'progress'), text)
  return { ...task, own, tell }
}

test.each(['NODE_FAIL', 'PREEMPTED', 'COMPLETED', 'CANCELLED'])(
  'a program whose end was told, and no more, is a fault where its job is %s',
  async (state) => {
    let now = running
    const task = await start(async () => now, { filesMsMax: 20 })
    task.tell('started\nwall 5\nexit 0\n')
    await task.started
    now = { ...running, state }
    await expect(task.result).rejects.toMatchObject({
      code: 'SANDBOX_HOST_FAULT',
      message: expect.stringContaining(state),
    })
    expect(existsSync(task.own)).toBe(false)
  },
)

test('what an ended job told is waited for', async () => {
  let looks = 0
  const task = await start(async () => {
    looks += 1
    return { ...running, state: 'COMPLETED' }
  })
  task.tell('started\nwall 5\nexit 3\n')
  while (looks < 2) await new Promise(setImmediate)
  // Its last looks without more would be over by then.
  const over = task.result.then(
    () => 'over',
    () => 'over',
  )
  expect(await Promise.race([over, sleep(100, 'waits')])).toBe('waits')
  mkdirSync(join(task.own, 'out'))
  writeFileSync(join(task.own, 'out/x'), 'words')
  task.tell('end\n')
  expect(await task.result).toMatchObject({ outcome: 'exited', exitCode: 3, outputs: [{ path: 'x', bytes: 5 }] })
})

test('a link in the place of its outputs is not followed', async () => {
  const task = await start(async () => ({ ...running, state: 'COMPLETED' }))
  writeFileSync(join(folder, 'x'), 'secret')
  symlinkSync(folder, join(task.own, 'out'))
  task.tell('started\nexit 0\nend\n')
  await expect(task.result).rejects.toMatchObject({ message: expect.stringContaining('a link stands') })
})

test('files that are away for a while are waited for', async () => {
  let looks = 0
  let state = 'RUNNING'
  const task = await start(async () => {
    looks += 1
    return { ...running, state }
  })
  renameSync(task.own, `${task.own}-away`)
  const seen = looks
  while (looks < seen + 3) await new Promise(setImmediate)
  renameSync(`${task.own}-away`, task.own)
  task.tell('started\n')
  await task.started
  expect(task.isWaiting()).toBe(false)
  state = 'COMPLETED'
  mkdirSync(join(task.own, 'out'))
  task.tell('exit 0\nend\n')
  expect(await task.result).toMatchObject({ outcome: 'exited', exitCode: 0 })
})

test('a job of which nothing is heard is ended, however often that takes, before its folder is removed', async () => {
  let isAway = false
  let tries = 0
  const there: boolean[] = []
  const job = async () => {
    if (tries >= 3) return { ...running, state: 'CANCELLED' }
    if (isAway) throw new SlurmError('away')
    return running
  }
  const task = await start(job, { silenceMsMax: 20 }, async () => {
    there.push(existsSync(task.own))
    tries += 1
    if (tries < 3) throw new SlurmError('away')
    return true
  })
  isAway = true
  await expect(task.result).rejects.toMatchObject({ code: 'SANDBOX_HOST_FAULT' })
  expect(there).toEqual([true, true, true])
  expect(existsSync(task.own)).toBe(false)
})

test('a folder that is gone for too long is a fault, and the job is ended', async () => {
  let isEnded = false
  const job = async () => (isEnded ? undefined : running)
  const task = await start(job, { silenceMsMax: 20 }, async () => {
    isEnded = true
    return true
  })
  rmSync(task.own, { recursive: true })
  await expect(task.result).rejects.toMatchObject({
    code: 'SANDBOX_HOST_FAULT',
    message: expect.stringContaining('files could not be read'),
  })
  expect(isEnded).toBe(true)
})
