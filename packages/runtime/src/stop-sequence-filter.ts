/**
 * Cuts a streamed text at the first stop sequence, holding back only what might still become one.
 *
 * Invariant: what was emitted plus what is held is a prefix of the answer, and no emitted text ends inside a stop sequence.
 */

export type StopSequenceFilter = {
  /** Returns what may be shown now, and whether a stop sequence was met (then the answer is over). */
  push(text: string): { readonly text: string; readonly stopped: boolean }
  /** Returns what was held back, to be shown when the answer ends without a stop sequence. */
  flush(): string
}

/** @param stop - non-empty texts; the earliest occurrence wins. */
export function createStopSequenceFilter(stop: readonly string[]): StopSequenceFilter {
  let held = ''
  return {
    push(text) {
      const known = held + text
      const end = firstOccurrence(known, stop)
      if (end !== -1) {
        held = ''
        return { text: known.slice(0, end), stopped: true }
      }
      const shown = known.length - heldLength(known, stop)
      held = known.slice(shown)
      return { text: known.slice(0, shown), stopped: false }
    },
    flush() {
      const rest = held
      held = ''
      return rest
    },
  }
}

function firstOccurrence(text: string, stop: readonly string[]): number {
  let first = -1
  for (const sequence of stop) {
    const at = text.indexOf(sequence)
    if (at !== -1 && (first === -1 || at < first)) first = at
  }
  return first
}

/** The longest suffix of the text that begins a stop sequence. */
function heldLength(text: string, stop: readonly string[]): number {
  let longest = 0
  for (const sequence of stop) {
    for (let length = Math.min(sequence.length - 1, text.length); length > longest; length -= 1) {
      if (text.endsWith(sequence.slice(0, length))) longest = length
    }
  }
  return longest
}
