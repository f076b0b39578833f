import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { secretValues } from './secret-values.ts'

const folder = mkdtempSync(join(tmpdir(), 'millrace-secrets-'))
afterAll(() => rmSync(folder, { recursive: true }))
const file = join(folder, 'key')
writeFileSync(file, 'from a file\nof two lines\n')
const variables = { API_KEY: 'from here', HOME: '/me', EMPTY: '' }

test('values come from variables and files that are named', async () => {
  const options = { secret: ['API_KEY', 'EMPTY'], secretFile: [`OTHER=${file}`] }
  expect(await secretValues(['API_KEY', 'OTHER', 'EMPTY'], options, variables)).toEqual({
    ...{ API_KEY: 'from here', EMPTY: '', OTHER: 'from a file\nof two lines' },
  })
  expect(await secretValues([], {}, variables)).toEqual({})
})

test.each([
  ['a variable of mine that nobody gave', ['HOME'], {}, 'without a value: HOME'],
  ['a secret that the manifest does not name', [], { secret: ['API_KEY'] }, 'names no secret API_KEY'],
  ['a variable that is not set', ['NONE'], { secret: ['NONE'] }, 'no variable NONE'],
  ['one given twice', ['API_KEY'], { secret: ['API_KEY'], secretFile: [`API_KEY=${file}`] }, 'twice'],
  ['a file without a name', ['A'], { secretFile: ['A'] }, 'NAME=PATH'],
  ['a file that is not there', ['A'], { secretFile: ['A=/nowhere/at/all'] }, 'no such file'],
])('%s is refused', async (_what, names, options, why) => {
  await expect(secretValues(names, options, variables)).rejects.toThrow(why)
})

test.each([
  ['--secret', { secret: ['API_KEY=hunter2'] }],
  ['--secret-file', { secretFile: ['hunter-2=x'] }],
])('a value on the command line is not repeated: %s', async (option, options) => {
  const refused = secretValues(['API_KEY'], options, variables)
  await expect(refused).rejects.toThrow(option)
  await expect(refused).rejects.not.toThrow(/hunter/)
})
