import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import { type CommitLog, createGroupCommit } from './group-commit.ts'

type Sync = (cause: Error | null) => void

function setUp(syncNow: () => void = () => undefined) {
  const database = new DatabaseSync(':memory:')
  database.exec('CREATE TABLE names (name TEXT)')
  const syncs: Sync[] = []
  const log: CommitLog = { sync: (done) => syncs.push(done), syncNow, close: () => undefined }
  const group = createGroupCommit(database, log)
  const add = (name: string, lazy = false) =>
    group.write(name, () => database.prepare('INSERT INTO names VALUES (?)').run(name), lazy)
  const names = () =>
    database
      .prepare('SELECT name FROM names')
      .all()
      .map((row) => row.name)
  return { group, add, names, syncs }
}

const turn = () => new Promise((resolve) => setImmediate(resolve))

async function isSettled(promise: Promise<void>): Promise<boolean> {
  return Promise.race([promise.then(() => true), turn().then(() => false)])
}

test('a write is confirmed when the log is on disk, and what comes meanwhile waits for the next transaction', async () => {
  const { add, names, syncs } = setUp()
  const first = add('first')
  await turn()
  expect(names()).toEqual(['first'])
  expect(await isSettled(first)).toBe(false)
  const second = add('second')
  await turn()
  const third = add('third')
  await turn()
  expect(names()).toEqual(['first'])
  syncs[0]?.(null)
  await first
  expect(names()).toEqual(['first', 'second', 'third'])
  expect(third).toBe(second)
  expect(await isSettled(second)).toBe(false)
  syncs[1]?.(null)
  await second
  expect(syncs.length).toBe(2)
})

test('a sync that failed is told to whom it was for, to who waited for the next, and to all later', async () => {
  const { group, add, names, syncs } = setUp()
  const first = add('first')
  await turn()
  const second = add('second')
  await turn()
  syncs[0]?.(new Error('the disk is gone'))
  const failed = expect.objectContaining({ code: 'STORE_WRITE_FAILED' })
  await expect(first).rejects.toEqual(failed)
  await expect(second).rejects.toEqual(failed)
  await expect(add('third')).rejects.toEqual(failed)
  expect(group.isGood).toBe(false)
  expect(names()).toEqual(['first'])
})

test('what was committed is put on disk before it is read, and confirmed once', async () => {
  let synced = 0
  const { group, add, syncs } = setUp(() => {
    synced++
  })
  const first = add('first')
  group.syncNow()
  expect(synced).toBe(0)
  await turn()
  const second = add('second')
  group.syncNow()
  expect(synced).toBe(1)
  await first
  await turn()
  syncs[0]?.(null)
  expect(await isSettled(second)).toBe(false)
  syncs[1]?.(null)
  await second
})

test('closing commits, syncs and confirms what is left', async () => {
  const { group, add, names } = setUp()
  const first = add('first')
  await turn()
  const second = add('second', true)
  group.close()
  await Promise.all([first, second])
  expect(names()).toEqual(['first', 'second'])
  await expect(add('third')).rejects.toEqual(expect.objectContaining({ code: 'STORE_CLOSED' }))
})
