/** Keystores as files: mode 0600, written whole or not at all, never overwritten unless asked. */
import { type FileHandle, link, open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Hex } from '@millrace/protocol'
import { decryptKeystore, type KeystoreJson } from './keystore.ts'
import { KeystoreFileError, KeystoreMalformedError } from './keystore-errors.ts'

/** Bytes of a keystore file. */
export const keystoreFileBytesMax = 64 * 1024

/**
 * Returns the private key in a keystore file.
 *
 * @throws {KeystoreFileError} when there is no such file. @throws {KeystoreMalformedError} @throws {KeystorePasswordError}
 */
export async function readKeystoreFile(
  path: string,
  password: string,
  { signal }: { readonly signal: AbortSignal },
): Promise<Hex> {
  return decryptKeystore(await readKeystoreJson(path, { signal }), password, { signal })
}

/** Returns a keystore file's JSON, still encrypted. @throws {KeystoreFileError} @throws {KeystoreMalformedError} */
export async function readKeystoreJson(path: string, { signal }: { readonly signal: AbortSignal }): Promise<unknown> {
  signal.throwIfAborted()
  const file = await open(path, 'r').catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'ENOENT' ? new KeystoreFileError('KEYSTORE_NOT_FOUND', path) : error
  })
  try {
    return parseJson(await readBounded(file))
  } finally {
    await file.close()
  }
}

/**
 * Writes a keystore file that only its owner can read. It is on disk when this returns.
 *
 * @throws {KeystoreFileError} when there is one already and `overwrite` is not set.
 */
export async function writeKeystoreFile(
  path: string,
  keystore: KeystoreJson,
  { signal, overwrite = false }: { readonly signal: AbortSignal; readonly overwrite?: boolean },
): Promise<void> {
  signal.throwIfAborted()
  const draft = `${path}.${process.pid}-${performance.now()}.draft`
  const file = await open(draft, 'wx', 0o600)
  try {
    await file.chmod(0o600)
    await file.writeFile(`${JSON.stringify(keystore, null, 2)}\n`)
    await file.sync()
  } finally {
    await file.close()
  }
  try {
    // A link fails where a rename would overwrite.
    await (overwrite ? rename(draft, path) : link(draft, path))
  } catch (error) {
    throw (error as NodeJS.ErrnoException).code === 'EEXIST' ? new KeystoreFileError('KEYSTORE_EXISTS', path) : error
  } finally {
    await rm(draft, { force: true })
  }
  await syncDirectory(dirname(path))
}

async function readBounded(file: FileHandle): Promise<string> {
  const buffer = Buffer.alloc(keystoreFileBytesMax + 1)
  const { bytesRead } = await file.read(buffer, 0, buffer.length, 0)
  if (bytesRead > keystoreFileBytesMax) {
    throw new KeystoreMalformedError(`it is longer than ${keystoreFileBytesMax} bytes`)
  }
  return buffer.toString('utf8', 0, bytesRead)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new KeystoreMalformedError('it is not JSON')
  }
}

async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path, 'r')
  try {
    await directory.sync()
  } finally {
    await directory.close()
  }
}
