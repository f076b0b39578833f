/** A file of this machine as a source. */
import { constants } from 'node:fs'
import { open } from 'node:fs/promises'
import { ObjectSourceError } from '../storage-error.ts'
import type { ObjectSource } from './object-source.ts'

/** Bytes read from the disk at once. */
const pieceBytes = 262_144

/** Returns a source that reads a plain file; a link at its end is not followed. */
export function fileSource(path: string): ObjectSource {
  const label = `file ${JSON.stringify(path.slice(-160))}`
  const failed = (cause: unknown): ObjectSourceError => {
    const system = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown'
    return new ObjectSourceError(label, `it cannot be read (${system})`, { retryable: false, cause })
  }
  return {
    label,
    async open({ start, end }, { signal }) {
      signal.throwIfAborted()
      // A pipe would wait for a writer for ever.
      const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK
      const handle = await open(path, flags).catch((cause) => {
        throw failed(cause)
      })
      const stat = await handle.stat({ bigint: true })
      if (!stat.isFile()) {
        await handle.close()
        throw new ObjectSourceError(label, 'it is not a plain file', { retryable: false })
      }
      const range = { start, ...(end === undefined ? {} : { end: end - 1 }) }
      return {
        start,
        bytesTotal: Number(stat.size),
        validator: [stat.ino, stat.size, stat.mtimeNs, stat.ctimeNs].join(' '),
        pieces: handle.createReadStream({ ...range, highWaterMark: pieceBytes, signal }),
      }
    },
    readOutline: async () => undefined,
  }
}
