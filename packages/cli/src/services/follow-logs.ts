/** Shows what instances of a service wrote, and goes on as they write. */
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { listServiceLogs } from './service-logs.ts'

export const followLimits = {
  /** Time between two looks. */
  lookMs: 500,
  /** Bytes of each log that are shown at first: its end. */
  tailBytes: 64 * 1024,
  /** Bytes read at a time. */
  readBytesMax: 64 * 1024,
} as const

export type LogPiece = { readonly slot: number; readonly start: number; readonly text: string }

/** Yields the ends of the logs, the oldest start first, and, with `follow`, what comes after, until the signal aborts. */
export async function* readServiceLogs(
  folder: string,
  options: { readonly slot: number | undefined; readonly follow: boolean; readonly signal: AbortSignal },
): AsyncGenerator<LogPiece, void, void> {
  const { slot: wanted, follow, signal } = options
  const seen = new Map<string, number>()
  for (let isFirst = true; !signal.aborted; isFirst = false) {
    for (const name of await listServiceLogs(folder)) {
      const [slot = 0, start = 0] = name.split('.').map(Number)
      if (wanted !== undefined && wanted !== slot) continue
      for (;;) {
        const piece = await readFrom(join(folder, name), seen.get(name), isFirst)
        if (piece === undefined) break
        seen.set(name, piece.end)
        if (piece.text === '') break
        yield { slot, start, text: piece.text }
      }
    }
    if (!follow) return
    // The end of following is no failure.
    await delay(followLimits.lookMs, undefined, { signal }).catch(() => undefined)
  }
}

/** A file that became shorter was begun anew. Undefined when it is gone. */
async function readFrom(path: string, from: number | undefined, isFirst: boolean) {
  try {
    await using file = await open(path)
    const { size } = await file.stat()
    const first = isFirst ? Math.max(size - followLimits.tailBytes, 0) : 0
    const at = from === undefined ? first : from > size ? 0 : from
    const bytes = Buffer.alloc(Math.min(size - at, followLimits.readBytesMax))
    const { bytesRead } = await file.read(bytes, 0, bytes.length, at)
    return { end: at + bytesRead, text: bytes.subarray(0, bytesRead).toString('utf8') }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}
