/** What a task wrote and nobody has taken yet, bounded by its log limit. */

export type TaskLog = {
  /** Keeps what still fits; the rest, and all that comes after it, is dropped. */
  push(text: string): void
  /** Returns all that is there, and empties it. */
  take(): string
  readonly isEmpty: boolean
}

/** @param bytesMax - of UTF-8, over the whole task. */
export function createTaskLog(bytesMax: number): TaskLog {
  let pieces: string[] = []
  let bytesLeft = bytesMax
  return {
    push(text) {
      const whole = text.toWellFormed()
      const kept = Buffer.byteLength(whole) <= bytesLeft ? whole : startOf(whole, bytesLeft)
      if (whole === '') return
      bytesLeft = kept === whole ? bytesLeft - Buffer.byteLength(kept) : 0
      pieces.push(kept)
    },
    take() {
      const text = pieces.join('')
      pieces = []
      return text
    },
    get isEmpty() {
      return pieces.length === 0
    },
  }
}

/** Returns the longest start of whole characters that has at most so many bytes. */
function startOf(text: string, bytesMax: number): string {
  let bytes = 0
  let end = 0
  for (const character of text) {
    bytes += Buffer.byteLength(character)
    if (bytes > bytesMax) break
    end += character.length
  }
  return text.slice(0, end)
}
