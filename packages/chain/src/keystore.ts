/**
 * A private key encrypted at rest, as Web3 Secret Storage version 3: scrypt, AES-128-CTR, and a keccak MAC over the second
 * half of the derived key and the ciphertext. Files of other wallets open here, and ours there; those that use PBKDF2 too.
 *
 * Source: https://ethereum.org/developers/docs/data-structures-and-encoding/web3-secret-storage/
 *
 * A file is hostile until its MAC holds: what it may cost to derive its key is bounded before any work is done.
 */
import { createCipheriv, createDecipheriv, pbkdf2, scrypt, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import { type Address, bytesToHex, type Hex, isMillraceError, parseAddress, parseWith } from '@millrace/protocol'
import { keccak_256 } from '@noble/hashes/sha3.js'
import * as v from 'valibot'
import { KeystoreMalformedError, KeystorePasswordError } from './keystore-errors.ts'
import { createSigner, parsePrivateKey } from './signature.ts'

/** Cost of a new keystore: 128 MiB and about half a second, OWASP's first choice for scrypt. */
export const keystoreScryptNDefault = 2 ** 17
/** Memory that deriving a key may take, in bytes: geth's standard file needs just this much. */
export const keystoreScryptBytesMax = 256 * 1024 * 1024
/** Work (n·r·p) that deriving a key may take: four times that of geth's standard file. */
export const keystoreScryptWorkMax = 2 ** 23
/** PBKDF2 rounds that deriving a key may take. */
export const keystorePbkdf2RoundsMax = 4_000_000
/** Characters of a password. */
export const keystorePasswordCharsMax = 1_024

export type KeystoreJson = v.InferOutput<typeof keystoreSchema>

export type EncryptOptions = {
  readonly random: (bytes: number) => Uint8Array
  readonly signal: AbortSignal
  /** CPU and memory cost, a power of two; see {@link keystoreScryptNDefault}. Less only for tests and throw-away keys. */
  readonly scryptN?: number
}

const derivedBytes = 32
const scryptR = 8
const scryptP = 1

/**
 * Returns the key, encrypted under a password. Rejects with the signal's reason on abort; the derivation then ends unseen.
 *
 * @throws {KeyInvalidError} for a key that is none.
 *
 * Cost: 128·n·r bytes of memory and one worker thread for as long; the event loop runs on.
 */
export async function encryptKeystore(
  privateKey: Hex,
  password: string,
  { random, signal, scryptN = keystoreScryptNDefault }: EncryptOptions,
): Promise<KeystoreJson> {
  const key = parsePrivateKey(privateKey)
  const { address } = createSigner(privateKey)
  const salt = hexOf(random(32))
  const iv = random(16)
  const kdfparams = { dklen: derivedBytes, n: scryptN, r: scryptR, p: scryptP, salt } as const
  const derived = await deriveKey({ kdf: 'scrypt', kdfparams }, password, signal)
  const cipher = createCipheriv('aes-128-ctr', derived.subarray(0, 16), iv)
  const ciphertext = Buffer.concat([cipher.update(key), cipher.final()])
  return {
    version: 3,
    id: uuidOf(random(16)),
    address: address.slice(2),
    crypto: {
      cipher: 'aes-128-ctr',
      cipherparams: { iv: hexOf(iv) },
      ciphertext: ciphertext.toString('hex'),
      kdf: 'scrypt',
      kdfparams,
      mac: hexOf(macOf(derived, ciphertext)),
    },
  }
}

/**
 * Returns the private key in a keystore.
 *
 * @throws {KeystoreMalformedError} for what is no version 3 keystore, asks for too much work, or names another address.
 * @throws {KeystorePasswordError} when the password does not open it.
 */
export async function decryptKeystore(
  json: unknown,
  password: string,
  { signal }: { readonly signal: AbortSignal },
): Promise<Hex> {
  const { crypto, address } = parseKeystore(json)
  const derived = await deriveKey(crypto, password, signal)
  const ciphertext = Buffer.from(crypto.ciphertext, 'hex')
  if (!timingSafeEqual(macOf(derived, ciphertext), Buffer.from(crypto.mac, 'hex'))) throw new KeystorePasswordError()
  const decipher = createDecipheriv('aes-128-ctr', derived.subarray(0, 16), Buffer.from(crypto.cipherparams.iv, 'hex'))
  const privateKey = bytesToHex(Buffer.concat([decipher.update(ciphertext), decipher.final()]))
  if (address !== undefined && addressOf(privateKey) !== parseAddress(`0x${address.replace(/^0x/, '')}`)) {
    throw new KeystoreMalformedError('its key is not that of the address it names')
  }
  return privateKey
}

/** Returns the account a keystore names, undefined where it keeps that to itself. @throws {KeystoreMalformedError} */
export function keystoreAddress(json: unknown): Address | undefined {
  const { address } = parseKeystore(json)
  return address === undefined ? undefined : parseAddress(`0x${address.replace(/^0x/, '')}`)
}

const hex = (bytesMin: number, bytesMax = bytesMin) =>
  v.pipe(v.string(), v.minLength(2 * bytesMin), v.maxLength(2 * bytesMax), v.regex(/^([0-9a-fA-F]{2})+$/))
const count = (max: number) => v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(max))
const aboutCipher = {
  cipher: v.literal('aes-128-ctr'),
  cipherparams: v.object({ iv: hex(16) }),
  ciphertext: hex(32),
  mac: hex(32),
}
const scryptParameters = v.object({
  dklen: v.literal(derivedBytes),
  n: v.pipe(count(keystoreScryptWorkMax), v.check(isPowerOfTwo, 'a power of two above 1')),
  r: count(64),
  p: count(64),
  salt: hex(8, 64),
})
const pbkdf2Parameters = v.object({
  dklen: v.literal(derivedBytes),
  c: count(keystorePbkdf2RoundsMax),
  prf: v.literal('hmac-sha256'),
  salt: hex(8, 64),
})
const keystoreSchema = v.object({
  version: v.literal(3),
  id: v.optional(v.pipe(v.string(), v.maxLength(64))),
  address: v.optional(v.pipe(v.string(), v.regex(/^(0x)?[0-9a-fA-F]{40}$/))),
  crypto: v.variant('kdf', [
    v.object({ ...aboutCipher, kdf: v.literal('scrypt'), kdfparams: scryptParameters }),
    v.object({ ...aboutCipher, kdf: v.literal('pbkdf2'), kdfparams: pbkdf2Parameters }),
  ]),
})

function parseKeystore(json: unknown): KeystoreJson {
  try {
    const keystore = parseWith(keystoreSchema, json, 'keystore')
    if (keystore.crypto.kdf === 'scrypt') requireBoundedCost(keystore.crypto.kdfparams)
    return keystore
  } catch (error) {
    // The parser's own words quote the value at fault, which may be a piece of a key.
    if (isMillraceError(error) && 'field' in error)
      throw new KeystoreMalformedError(`${error.field} is not as it must be`)
    throw error
  }
}

function requireBoundedCost({ n, r, p }: { n: number; r: number; p: number }): void {
  if (128 * n * r > keystoreScryptBytesMax || n * r * p > keystoreScryptWorkMax) {
    throw new KeystoreMalformedError(`its scrypt parameters n ${n}, r ${r}, p ${p} ask for too much memory or work`)
  }
}

const scryptAsync = promisify<string, Uint8Array, number, object, Buffer>(scrypt)
const pbkdf2Async = promisify(pbkdf2)

async function deriveKey(
  parameters:
    | { kdf: 'scrypt'; kdfparams: v.InferOutput<typeof scryptParameters> }
    | { kdf: 'pbkdf2'; kdfparams: v.InferOutput<typeof pbkdf2Parameters> },
  password: string,
  signal: AbortSignal,
): Promise<Buffer> {
  signal.throwIfAborted()
  if (password.length > keystorePasswordCharsMax) throw new KeystorePasswordError()
  const salt = Buffer.from(parameters.kdfparams.salt, 'hex')
  const derived = await unlessAborted(startDerivation(parameters, password, salt), signal)
  return derived
}

function startDerivation(
  { kdf, kdfparams }: Parameters<typeof deriveKey>[0],
  password: string,
  salt: Buffer,
): Promise<Buffer> {
  if (kdf === 'pbkdf2') return pbkdf2Async(password, salt, kdfparams.c, derivedBytes, 'sha256')
  const { n, r, p } = kdfparams
  requireBoundedCost({ n, r, p })
  // OpenSSL holds to RFC 7914's n < 2^(16·r), which the definition's own test vector passes over (n 2^18, r 1).
  if (r === 1 && n >= 2 ** 16) return scryptInScript(password, salt, { n, r, p })
  // node counts a little more than the table itself.
  return scryptAsync(password, salt, derivedBytes, { N: n, r, p, maxmem: keystoreScryptBytesMax + 64 * 1024 * 1024 })
}

async function scryptInScript(password: string, salt: Buffer, { n, r, p }: { n: number; r: number; p: number }) {
  const { scryptAsync: derive } = await import('@noble/hashes/scrypt.js')
  const maxmem = keystoreScryptBytesMax + 64 * 1024 * 1024
  return Buffer.from(await derive(password, salt, { N: n, r, p, dkLen: derivedBytes, maxmem }))
}

/** node:crypto cannot stop a derivation; on abort its result is dropped. */
function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const aborted = Promise.withResolvers<never>()
  const onAbort = () => aborted.reject(signal.reason)
  signal.addEventListener('abort', onAbort, { once: true })
  return Promise.race([work, aborted.promise]).finally(() => signal.removeEventListener('abort', onAbort))
}

function macOf(derived: Buffer, ciphertext: Buffer): Uint8Array {
  return keccak_256(Buffer.concat([derived.subarray(16, 32), ciphertext]))
}

function addressOf(privateKey: Hex): Address | undefined {
  try {
    return createSigner(privateKey).address
  } catch (error) {
    if (isMillraceError(error)) return undefined
    throw error
  }
}

function uuidOf(bytes: Uint8Array): string {
  const uuid = Buffer.from(bytes)
  uuid[6] = ((uuid[6] ?? 0) & 0x0f) | 0x40
  uuid[8] = ((uuid[8] ?? 0) & 0x3f) | 0x80
  return uuid.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

function hexOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex')
}

function isPowerOfTwo(value: number): boolean {
  return value > 1 && Number.isInteger(Math.log2(value))
}
