/** Tricks in outputs, without a sandbox: the folder is as a task could have left it. */
import { execFileSync } from 'node:child_process'
import {
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { collectOutputs } from './collect-outputs.ts'

let base = ''
let folder = ''
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'millrace-collect-'))
  folder = join(base, 'out')
  mkdirSync(folder)
})
afterEach(() => rmSync(base, { recursive: true, force: true }))

const put = (path: string, text: string | Buffer) => {
  mkdirSync(join(folder, path, '..'), { recursive: true })
  writeFileSync(join(folder, path), text)
}
const collect = (paths: readonly string[], bytesMax = 1_000, signal = new AbortController().signal) =>
  collectOutputs({ folder, paths, target: join(base, 'result'), bytesMax, signal })

test('files and directories are taken, hashed, in the order of their names; what is not there is left out', async () => {
  put('b.txt', 'bee')
  put('tree/deep/z', '')
  put('tree/a', 'ay')
  const { outputs } = await collect(['tree', 'b.txt', 'missing', 'b.txt2/inside'])
  expect(outputs.map(({ path, bytes, file }) => [path, bytes, readFileSync(file, 'utf8')])).toEqual([
    ['b.txt', 3, 'bee'],
    ['tree/a', 2, 'ay'],
    ['tree/deep/z', 0, ''],
  ])
  expect(outputs[0]?.sha256).toBe('62cb81b5904a262ffaeed02abef36bfc540b09f964b8b0b636662f77ffce6714')
})

test('names are taken as they are, whatever their letters', async () => {
  const names = ['tree/a b', 'tree/mühle', 'tree/水車']
  for (const name of names) put(name, 'x')
  expect((await collect(['tree'])).outputs.map(({ path }) => path)).toEqual(names)
})

test('aborting ends it', async () => {
  put('file', 'x')
  await expect(collect(['file'], 10, AbortSignal.abort(new Error('enough')))).rejects.toThrow('enough')
})

describe('refused', () => {
  const refusal = async (paths: readonly string[], bytesMax?: number) => (await collect(paths, bytesMax)).refusal

  test('links to files, to directories, above, inside and dangling', async () => {
    put('real/file', 'x')
    symlinkSync('/etc/hostname', join(folder, 'file'))
    symlinkSync('real', join(folder, 'above'))
    mkdirSync(join(folder, 'tree'))
    symlinkSync('nowhere', join(folder, 'tree/dangling'))
    expect(await refusal(['file'])).toEqual({ path: 'file', problem: 'is a symbolic link' })
    expect(await refusal(['above/file'])).toEqual({ path: 'above', problem: 'is a symbolic link' })
    expect(await refusal(['tree'])).toEqual({ path: 'tree/dangling', problem: 'is a symbolic link' })
  })

  test('pipes', async () => {
    execFileSync('mkfifo', [join(folder, 'pipe')])
    expect(await refusal(['pipe'])).toEqual({ path: 'pipe', problem: 'is no plain file' })
  })

  test('a file where a directory should be', async () => {
    put('file', 'x')
    expect(await refusal(['file/inside'])).toEqual({ path: 'file', problem: 'is no directory' })
  })

  test('holes, and one content under many names, beyond the bytes', async () => {
    put('hole', '')
    truncateSync(join(folder, 'hole'), 1e12)
    expect((await refusal(['hole']))?.problem).toMatch('1000000000000 bytes is more than the 1000')
    put('many/0', Buffer.alloc(400))
    for (const name of ['1', '2', '3']) linkSync(join(folder, 'many/0'), join(folder, 'many', name))
    expect(await refusal(['many'])).toEqual({
      path: 'many/2',
      problem: 'with 400 bytes is more than the 200 that are left',
    })
  })

  test.each([
    ['control characters', Buffer.from('a\nb')],
    ['backslashes', Buffer.from('a\\..\\b')],
    ['bytes that are no text', Buffer.from([0x61, 0xff])],
  ])('names with %s', async (_what, name) => {
    mkdirSync(join(folder, 'tree'))
    writeFileSync(Buffer.concat([Buffer.from(`${folder}/tree/`), name]), 'x')
    expect((await refusal(['tree']))?.path).toBe('tree')
  })

  test('folders in folders without end', async () => {
    put(`tree/${'d/'.repeat(40)}file`, 'x')
    expect((await refusal(['tree']))?.problem).toMatch('too deep')
  })
  test('names without end, before they are all read and anything is taken', async () => {
    for (const name of ['a', 'tree/1', 'tree/2', 'tree/3', 'z']) put(name, '')
    const plan = { folder, paths: ['a', 'tree', 'z'], target: join(base, 'result'), bytesMax: 10 }
    const collectedOf = (entriesMax: number) =>
      collectOutputs({ ...plan, entriesMax, signal: new AbortController().signal })
    expect((await collectedOf(6)).outputs.length).toBe(5)
    rmSync(join(base, 'result'), { recursive: true })
    rmSync(join(folder, 'a'))
    expect((await collectedOf(4)).refusal).toEqual({
      path: 'tree',
      problem: 'holds more than the 2 files and directories that are left',
    })
    expect(existsSync(join(base, 'result'))).toBe(false)
  })
})
