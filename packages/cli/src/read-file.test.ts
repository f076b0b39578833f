import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { isMissing, readJsonFile, readTextFile } from './read-file.ts'

let dir: string
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'millrace-read-'))
})
afterEach(() => rm(dir, { recursive: true, force: true }))

test('a file is read up to its bound, and refused beyond it', async () => {
  const path = join(dir, 'file')
  await writeFile(path, 'äöü')
  expect(await readTextFile(path, { bytesMax: 6 })).toBe('äöü')
  await expect(readTextFile(path, { bytesMax: 5 })).rejects.toMatchObject({ code: 'FILE_UNREADABLE' })
})

test('a missing file, a folder and an endless one are told apart', async () => {
  const missing = await readTextFile(join(dir, 'none'), { bytesMax: 1 }).catch((error: unknown) => error)
  expect(isMissing(missing)).toBe(true)
  const folder = await readTextFile(dir, { bytesMax: 1 }).catch((error: unknown) => error)
  expect([isMissing(folder), (folder as Error).message]).toEqual([false, expect.stringContaining('it is a folder')])
  await expect(readTextFile('/dev/zero', { bytesMax: 1000 })).rejects.toThrow('more than 1000 bytes')
})

test('JSON that is none is a broken file', async () => {
  const path = join(dir, 'file')
  await writeFile(path, '{"a":')
  const options = { bytesMax: 100, hint: 'Mend it.', parse: (json: unknown) => json }
  await expect(readJsonFile(path, options)).rejects.toMatchObject({ code: 'FILE_BROKEN', hint: 'Mend it.' })
})
