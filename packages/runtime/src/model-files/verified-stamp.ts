/**
 * Remembers that a file was verified, so that a start need not hash gigabytes again.
 *
 * The stamp holds the digest with the size, modification time and inode the file had; when any differs the file is hashed anew. This
 * guards against accidents, not against somebody who can write to the cache: such a one could as well replace the program.
 */
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readFile, rename, stat, writeFile } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import type { Digest } from './model-file-error.ts'

/**
 * Returns whether the file is there and has the digest. Hashes it (2 GB/s) unless its stamp still fits, then stamps it.
 * Aborting rejects with the signal's reason.
 */
export async function isVerified(
  path: string,
  expected: Digest,
  { signal }: { readonly signal: AbortSignal },
): Promise<boolean> {
  if (await isStamped(path, expected)) return true
  if ((await identityOf(path, expected.sha256)) === undefined) return false
  if ((await digestOf(path, { signal })).sha256 !== expected.sha256) return false
  await stampVerified(path, expected)
  return true
}

/** Returns whether the file is there and its stamp still fits. Reads no more than the stamp. */
export async function isStamped(path: string, { sha256 }: Pick<Digest, 'sha256'>): Promise<boolean> {
  const now = await identityOf(path, sha256)
  return now !== undefined && (await readFile(stampPath(path), 'utf8').catch(() => '')) === now
}

/** Records that the file as it stands has the digest. A cache that cannot be written to goes without: it is hashed every time. */
export async function stampVerified(path: string, { sha256 }: Digest): Promise<boolean> {
  const identity = await identityOf(path, sha256)
  if (identity === undefined) return false
  const temporary = `${stampPath(path)}.${process.pid}`
  return writeFile(temporary, identity)
    .then(() => rename(temporary, stampPath(path)))
    .then(
      () => true,
      () => false,
    )
}

/** Returns size and SHA-256. Cost: one read of the file. */
export async function digestOf(path: string, { signal }: { readonly signal: AbortSignal }): Promise<Digest> {
  const hash = createHash('sha256')
  let bytes = 0
  await pipeline(
    createReadStream(path, { highWaterMark: 1_048_576 }),
    async (source: AsyncIterable<Uint8Array>) => {
      for await (const piece of source) {
        bytes += piece.byteLength
        hash.update(piece)
      }
    },
    { signal },
  )
  return { bytes, sha256: hash.digest('hex') }
}

function stampPath(path: string): string {
  return `${path}.verified`
}

async function identityOf(path: string, sha256: string): Promise<string | undefined> {
  const found = await stat(path, { bigint: true }).catch(() => undefined)
  if (found === undefined || !found.isFile()) return undefined
  return JSON.stringify({ sha256, size: `${found.size}`, mtimeNs: `${found.mtimeNs}`, inode: `${found.ino}` })
}
