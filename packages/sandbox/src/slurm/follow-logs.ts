/** Reads files that grow on a shared file system: each look opens them anew, for that is when such a file system tells what is new. */
import { constants } from 'node:fs'
import { open } from 'node:fs/promises'
import { PassThrough } from 'node:stream'

export type GrowingFile = {
  readonly stream: PassThrough
  /** Reads what is new. Returns whether something was. */
  look(): Promise<boolean>
  end(): void
}

/** Jobs' user may have put something else there: no link is followed, no pipe waited for. */
const readOnly = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK
/** Bytes read at once. */
const pieceBytes = 1 << 18

/** @param bytesMax - nothing is read beyond. */
export function followFile(path: string, bytesMax: number): GrowingFile {
  const stream = new PassThrough({ highWaterMark: pieceBytes })
  let at = 0
  return {
    stream,
    async look() {
      const file = await open(path, readOnly)
      const from = at
      try {
        for (;;) {
          const piece = Buffer.allocUnsafe(Math.min(pieceBytes, bytesMax - at))
          const { bytesRead } = await file.read(piece, 0, piece.length, at)
          if (bytesRead === 0) return at > from
          at += bytesRead
          stream.write(piece.subarray(0, bytesRead))
        }
      } finally {
        await file.close()
      }
    },
    end: () => void stream.end(),
  }
}

/** Returns the start of a small file. */
export async function readStart(path: string, bytesMax: number): Promise<string> {
  const file = await open(path, readOnly)
  try {
    const bytes = Buffer.alloc(bytesMax)
    const { bytesRead } = await file.read(bytes, 0, bytesMax, 0)
    return bytes.toString('utf8', 0, bytesRead)
  } finally {
    await file.close()
  }
}
