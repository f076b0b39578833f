import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { passwordFromFile } from './password.ts'

test('a file with too short a password, or none, makes no keys', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'millrace-password-'))
  onTestFinished(() => rm(dir, { recursive: true }))
  const path = join(dir, 'password')
  for (const text of ['', '\n', 'short\n']) {
    await writeFile(path, text)
    await expect(passwordFromFile(path)('create')).rejects.toMatchObject({ code: 'USAGE_INVALID' })
  }
  await writeFile(path, 'long enough it is\n')
  expect(await passwordFromFile(path)('create')).toMatchObject({ password: 'long enough it is' })
  // What was made before stays open to its owner.
  await writeFile(path, 'short\n')
  expect(await passwordFromFile(path)('unlock')).toMatchObject({ password: 'short' })
})
