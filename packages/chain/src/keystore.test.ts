import { randomBytes } from 'node:crypto'
import { inspect } from 'node:util'
import type { Hex } from '@millrace/protocol'
import * as Keystore from 'ox/Keystore'
import { describe, expect, it } from 'vitest'
import { decryptKeystore, encryptKeystore, type KeystoreJson, keystoreAddress } from './keystore.ts'
import { createSigner, generatePrivateKey } from './signature.ts'

const signal = new AbortController().signal
const cheap = { random: randomBytes, signal, scryptN: 2 ** 10 }
const password = 'correct horse'

/** The test vectors of the Web3 Secret Storage definition: one key, two derivations. */
const vectorPassword = 'testpassword'
const vectorKey = '0x7a28b5ba57c53603b0b07b56bba752f7784bf506fa95edc395f5cf6c7514fe9d'
const vectorAddress = '0x008aeeda4d805471df9b2a5b0f38a0c3bcba786b'
const vectors = {
  pbkdf2: {
    crypto: {
      cipher: 'aes-128-ctr',
      cipherparams: { iv: '6087dab2f9fdbbfaddc31a909735c1e6' },
      ciphertext: '5318b4d5bcd28de64ee5559e671353e16f075ecae9f99c7a79a38af5f869aa46',
      kdf: 'pbkdf2',
      kdfparams: {
        c: 262_144,
        dklen: 32,
        prf: 'hmac-sha256',
        salt: 'ae3cd4e7013836a3df6bd7241b12db061dbe2c6785853cce422d148a624ce0bd',
      },
      mac: '517ead924a9d0dc3124507e3393d175ce3ff7c1e96529c6c555ce9e51205e9b2',
    },
    id: '3198bc9c-6672-5ab3-d995-4942343ae5b6',
    version: 3,
  },
  scrypt: {
    crypto: {
      cipher: 'aes-128-ctr',
      cipherparams: { iv: '83dbcc02d8ccb40e466191a123791e0e' },
      ciphertext: 'd172bf743a674da9cdad04534d56926ef8358534d458fffccd4e6ad2fbde479c',
      kdf: 'scrypt',
      kdfparams: {
        dklen: 32,
        n: 262_144,
        r: 1,
        p: 8,
        salt: 'ab0c7876052600dd703518d6fc3fe8984592145b591fc8fb5c6d43190334ba19',
      },
      mac: '2103ac29920d71da29f15d75b4a16dbe95cfd7ff8faea1056c33131d846e3097',
    },
    id: '3198bc9c-6672-5ab3-d995-4942343ae5b6',
    version: 3,
  },
}

describe('keystore', () => {
  it.each(Object.entries(vectors))('opens the %s vector of the definition', async (_kdf, json) => {
    const privateKey = await decryptKeystore(json, vectorPassword, { signal })
    expect(privateKey).toBe(vectorKey)
    expect(createSigner(privateKey).address).toBe(vectorAddress)
    expect(keystoreAddress(json)).toBeUndefined()
  })

  it('opens what it wrote, under any password that fits', async () => {
    for (const secret of ['', 'a', 'ünïcode 密码 🔑', 'x'.repeat(1_024)]) {
      const privateKey = generatePrivateKey(randomBytes)
      const json = await encryptKeystore(privateKey, secret, cheap)
      expect(await decryptKeystore(JSON.parse(JSON.stringify(json)), secret, { signal })).toBe(privateKey)
      expect(keystoreAddress(json)).toBe(createSigner(privateKey).address)
      expect(json.id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    }
  })

  it('writes what an independent implementation opens, and opens what that writes', async () => {
    const privateKey = generatePrivateKey(randomBytes)
    const ours = (await encryptKeystore(privateKey, password, cheap)) as unknown as Keystore.Keystore
    expect(await Keystore.decrypt(ours, Keystore.toKey(ours, { password }))).toBe(privateKey)
    const [derived, parameters] = Keystore.scrypt({ password, n: 2 ** 10 })
    const theirs = await Keystore.encrypt(privateKey, derived, parameters)
    expect(await decryptKeystore(theirs, password, { signal })).toBe(privateKey)
  })

  it('tells a wrong password, and shows neither key nor password', async () => {
    const privateKey = generatePrivateKey(randomBytes)
    const json = await encryptKeystore(privateKey, password, cheap)
    const error = await decryptKeystore(json, 'wrong horse', { signal }).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code: 'KEYSTORE_PASSWORD_WRONG', retryable: false })
    const shown = inspect(error, { depth: 9, showHidden: true }) + JSON.stringify(json)
    for (const secret of [privateKey.slice(2), password, 'wrong horse']) expect(shown).not.toContain(secret)
    await expect(decryptKeystore(json, 'x'.repeat(1_025), { signal })).rejects.toMatchObject({
      code: 'KEYSTORE_PASSWORD_WRONG',
    })
  })

  it.each<[string, (json: KeystoreJson) => unknown]>([
    ['null', () => null],
    ['a string', () => 'keystore'],
    ['an array', () => []],
    ['another version', (json) => ({ ...json, version: 1 })],
    ['no crypto', ({ crypto: _crypto, ...json }) => json],
    ['another cipher', (json) => withCrypto(json, { cipher: 'aes-256-gcm' })],
    ['another derivation', (json) => withCrypto(json, { kdf: 'argon2id' })],
    ['a short ciphertext', (json) => withCrypto(json, { ciphertext: 'ab' })],
    ['a ciphertext that is not hex', (json) => withCrypto(json, { ciphertext: 'zz'.repeat(32) })],
    ['a long salt', (json) => withParameters(json, { salt: 'ab'.repeat(65) })],
    ['a memory bomb in n', (json) => withParameters(json, { n: 2 ** 22 })],
    ['a memory bomb in r', (json) => withParameters(json, { n: 2 ** 17, r: 64 })],
    ['a time bomb in p', (json) => withParameters(json, { n: 2 ** 17, p: 64 })],
    ['n that is no power of two', (json) => withParameters(json, { n: 1_000 })],
    ['n of one', (json) => withParameters(json, { n: 1 })],
    ['n beyond integers', (json) => withParameters(json, { n: 1e300 })],
    ['a short derived key', (json) => withParameters(json, { dklen: 16 })],
    ['a time bomb in pbkdf2', () => withParameters(vectors.pbkdf2, { c: 2 ** 31 })],
    ['another prf', () => withParameters(vectors.pbkdf2, { prf: 'hmac-md5' })],
    ['another address', (json) => ({ ...json, address: '11'.repeat(20) })],
    ['an address that is none', (json) => ({ ...json, address: 'me' })],
  ])('refuses %s', async (_name, change) => {
    const json = await encryptKeystore(`0x${'2a'.repeat(32)}`, password, cheap)
    await expect(decryptKeystore(change(json), password, { signal })).rejects.toMatchObject({
      code: 'KEYSTORE_MALFORMED',
    })
  })

  it('refuses a key that is none before it works', async () => {
    await expect(encryptKeystore('0x12' as Hex, password, cheap)).rejects.toMatchObject({ code: 'KEY_INVALID' })
  })

  it('ends at an abort, at once', async () => {
    const controller = new AbortController()
    const work = decryptKeystore(vectors.scrypt, vectorPassword, { signal: controller.signal })
    controller.abort(new Error('enough'))
    await expect(work).rejects.toThrow('enough')
  })
})

function withCrypto(json: { crypto: object }, change: object): unknown {
  return { ...json, crypto: { ...json.crypto, ...change } }
}

function withParameters(json: { crypto: { kdfparams: object } }, change: object): unknown {
  return withCrypto(json, { kdfparams: { ...json.crypto.kdfparams, ...change } })
}
