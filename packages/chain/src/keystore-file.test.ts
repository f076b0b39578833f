import { randomBytes } from 'node:crypto'
import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { encryptKeystore } from './keystore.ts'
import { keystoreFileBytesMax, readKeystoreFile, writeKeystoreFile } from './keystore-file.ts'

const signal = new AbortController().signal
const first = `0x${'2a'.repeat(32)}` as const
const second = `0x${'2b'.repeat(32)}` as const
let folder: string
let path: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'millrace-keystore-'))
  path = join(folder, 'key.json')
})
afterEach(() => rm(folder, { recursive: true }))

describe('keystore file', () => {
  it('is read back, for its owner only, with nothing left beside it', async () => {
    await writeKeystoreFile(path, await keystoreOf(first), { signal })
    expect(await readKeystoreFile(path, 'pass', { signal })).toBe(first)
    expect((await stat(path)).mode & 0o777).toBe(0o600)
    expect(await readdir(folder)).toEqual(['key.json'])
  })

  it('is not overwritten unless asked', async () => {
    await writeKeystoreFile(path, await keystoreOf(first), { signal })
    await expect(writeKeystoreFile(path, await keystoreOf(second), { signal })).rejects.toMatchObject({
      code: 'KEYSTORE_EXISTS',
    })
    expect(await readKeystoreFile(path, 'pass', { signal })).toBe(first)
    await writeKeystoreFile(path, await keystoreOf(second), { signal, overwrite: true })
    expect(await readKeystoreFile(path, 'pass', { signal })).toBe(second)
    expect(await readdir(folder)).toEqual(['key.json'])
  })

  it('says when it is missing, torn or too long', async () => {
    await expect(readKeystoreFile(path, 'pass', { signal })).rejects.toMatchObject({ code: 'KEYSTORE_NOT_FOUND' })
    await writeFile(path, '{"version": 3, "cry')
    await expect(readKeystoreFile(path, 'pass', { signal })).rejects.toMatchObject({ code: 'KEYSTORE_MALFORMED' })
    await writeFile(path, ' '.repeat(keystoreFileBytesMax + 1))
    await expect(readKeystoreFile(path, 'pass', { signal })).rejects.toMatchObject({ code: 'KEYSTORE_MALFORMED' })
  })
})

function keystoreOf(privateKey: typeof first | typeof second) {
  return encryptKeystore(privateKey, 'pass', { random: randomBytes, signal, scryptN: 2 ** 10 })
}
