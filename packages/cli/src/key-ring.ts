/**
 * The keys of one network on this machine: one encrypted keystore file a key, one password for all of them. A file name
 * says what the key is for; the address inside is readable without the password.
 */
import { mkdir, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import {
  decryptKeystore,
  encryptKeystore,
  generatePrivateKey,
  keystoreAddress,
  writeKeystoreFile,
} from '@millrace/chain'
import { type Address, type Hex, MillraceError } from '@millrace/protocol'
import { plainName } from './option-values.ts'
import { isMissing, readJsonFile } from './read-file.ts'

export type KeyRing = {
  names(): Promise<readonly string[]>
  /** The key's address, without its password; undefined when there is no such key. */
  addressOf(name: string): Promise<Address | undefined>
  load(name: string, options: { signal: AbortSignal }): Promise<Hex>
  loadOrCreate(name: string, options: { signal: AbortSignal }): Promise<Hex>
}

/** Asked at most once, and only when a key is really used. */
export type PasswordSource = (purpose: 'unlock' | 'create') => Promise<{
  readonly password: string
  /** scrypt cost; low only where the password is itself 256 random bits. */
  readonly scryptN: number
}>

const suffix = '.json'
/** Largest keystore file that is read, in bytes. */
export const keystoreBytesMax = 64 * 1024
const brokenHint = 'Put a copy of the key file in its place. Without one, what the key holds cannot be moved.'

/** Opens the key ring in a folder, which need not exist yet. */
export function openKeyRing(
  dir: string,
  components: { readonly password: PasswordSource; readonly random: (bytes: number) => Uint8Array },
): KeyRing {
  const pathOf = (name: string): string => join(dir, `${plainName(name, 'key')}${suffix}`)
  const read = async <T>(name: string, parse: (json: unknown) => T): Promise<T | undefined> =>
    readJsonFile(pathOf(name), { bytesMax: keystoreBytesMax, parse, hint: brokenHint }).catch((error: unknown) => {
      if (isMissing(error)) return undefined
      throw error
    })
  const load = async (name: string, options: { signal: AbortSignal }): Promise<Hex> => {
    const keystore = await read(name, asIs)
    if (keystore === undefined) throw new KeyNotFoundError(name)
    const { password } = await components.password('unlock')
    return decryptKeystore(keystore, password, options)
  }
  return {
    load,
    async names() {
      const files = await readdir(dir).catch((): string[] => [])
      return files
        .filter((file) => file.endsWith(suffix))
        .map((file) => file.slice(0, -suffix.length))
        .sort()
    },
    addressOf: (name) => read(name, keystoreAddress),
    async loadOrCreate(name, options) {
      if ((await read(name, asIs)) !== undefined) return load(name, options)
      const { password, scryptN } = await components.password('create')
      const privateKey = generatePrivateKey(components.random)
      const keystore = await encryptKeystore(privateKey, password, { random: components.random, scryptN, ...options })
      await mkdir(dir, { recursive: true, mode: 0o700 })
      await writeKeystoreFile(pathOf(name), keystore, options)
      return privateKey
    },
  }
}

function asIs(json: unknown): unknown {
  return json
}

/** A command needs a key that this machine does not hold. */
export class KeyNotFoundError extends MillraceError {
  override readonly name = 'KeyNotFoundError'

  constructor(key: string) {
    super({
      code: 'NOT_FOUND_KEY',
      message: `This machine holds no key named "${key}" for the network.`,
      hint: 'See the keys with "millrace wallet"; "millrace wallet create" makes those of a buyer.',
      retryable: false,
    })
  }
}
