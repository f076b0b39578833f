import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createSigner } from '@millrace/chain'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openKeyRing } from './key-ring.ts'
import { passwordFromFile, passwordFromOwnFile, passwordFromTerminal } from './password.ts'

const { signal } = new AbortController()
const random = (bytes: number) => crypto.getRandomValues(new Uint8Array(bytes))
let dir: string

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'millrace-keys-'))
})

afterEach(() => rm(dir, { recursive: true, force: true }))

const ring = (text: string) =>
  openKeyRing(join(dir, 'keys'), { random, password: async () => ({ password: text, scryptN: 2 ** 10 }) })
const modeOf = async (path: string) => (await stat(path)).mode & 0o777

describe('the key ring', () => {
  test('gives back the key it made, under names that sort', async () => {
    const keys = ring('correct horse')
    const made = await keys.loadOrCreate('payer', { signal })
    await keys.loadOrCreate('alder-node', { signal })
    expect(await keys.load('payer', { signal })).toBe(made)
    expect(await keys.loadOrCreate('payer', { signal })).toBe(made)
    expect(await keys.names()).toEqual(['alder-node', 'payer'])
    expect(await keys.addressOf('payer')).toBe(createSigner(made).address)
    expect(await keys.addressOf('nobody')).toBeUndefined()
  })

  test('its folder and files are its user’s alone, and hold no key in clear', async () => {
    const made = await ring('correct horse').loadOrCreate('payer', { signal })
    expect(await modeOf(join(dir, 'keys'))).toBe(0o700)
    expect(await modeOf(join(dir, 'keys', 'payer.json'))).toBe(0o600)
    const text = await readFile(join(dir, 'keys', 'payer.json'), 'utf8')
    expect(text).not.toContain(made.slice(2))
    expect(text).not.toContain('correct horse')
  })

  test('a wrong password is a typed error that repeats neither password nor key', async () => {
    const made = await ring('correct horse').loadOrCreate('payer', { signal })
    const error = await ring('battery staple')
      .load('payer', { signal })
      .catch((caught: unknown) => caught)
    expect(error).toMatchObject({ code: expect.stringMatching(/PASSWORD/) })
    const all = `${String(error)} ${JSON.stringify(error)} ${(error as Error).stack}`
    for (const secret of ['battery staple', 'correct horse', made.slice(2)]) expect(all).not.toContain(secret)
  })

  test('a missing key, a broken file and a name that leaves the folder are typed errors', async () => {
    const keys = ring('correct horse')
    await expect(keys.load('payer', { signal })).rejects.toMatchObject({ code: 'NOT_FOUND_KEY' })
    await expect(keys.load('../password', { signal })).rejects.toMatchObject({ code: 'USAGE_INVALID' })
    await keys.loadOrCreate('payer', { signal })
    await writeFile(join(dir, 'keys', 'payer.json'), '{"version":3}')
    await expect(keys.addressOf('payer')).rejects.toMatchObject({ code: 'FILE_BROKEN' })
    await writeFile(join(dir, 'keys', 'payer.json'), '{')
    await expect(keys.load('payer', { signal })).rejects.toMatchObject({ code: 'FILE_BROKEN' })
    // A broken key is never replaced by a new one: money may hang on it.
    await expect(keys.loadOrCreate('payer', { signal })).rejects.toMatchObject({ code: 'FILE_BROKEN' })
  })
})

describe('passwords', () => {
  test('the local network makes one of 256 random bits, once, readable by its user alone', async () => {
    const path = join(dir, 'local', 'password')
    const first = await passwordFromOwnFile(path, random)('create')
    expect(first.password).toMatch(/^[0-9a-f]{64}$/)
    expect(await passwordFromOwnFile(path, random)('unlock')).toEqual(first)
    expect([await modeOf(join(dir, 'local')), await modeOf(path)]).toEqual([0o700, 0o600])
  })

  test('a password file is read without its last line break, at the cost for people', async () => {
    await writeFile(join(dir, 'password'), 'four words and more\n')
    expect(await passwordFromFile(join(dir, 'password'))('unlock')).toEqual({
      password: 'four words and more',
      scryptN: 2 ** 17,
    })
    await expect(passwordFromFile(join(dir, 'none'))('unlock')).rejects.toMatchObject({ code: 'USAGE_INVALID' })
  })

  test('without a terminal nobody is asked', async () => {
    await expect(passwordFromTerminal(false)('unlock')).rejects.toMatchObject({
      hint: expect.stringContaining('MILLRACE_PASSWORD_FILE'),
    })
  })
})
