/**
 * Cuts a streamed text at the first stop sequence, holding back only what might still become one.
 *
 * Invariant: what was emitted plus what is held is a prefix of the answer, and no emitted text ends inside a stop sequence.
 * An answer that continues one delivered elsewhere is cut as if it were whole: a sequence that began in the delivered text is
 * found, and nothing of that text is emitted again.
 */

export type StopSequenceFilter = {
  /** Returns what may be shown now, and whether a stop sequence was met (then the answer is over). */
  push(text: string): { readonly text: string; readonly stopped: boolean }
  /** Returns what was held back, to be shown when the answer ends without a stop sequence. */
  flush(): string
}

/**
 * @param stop - non-empty texts; the earliest occurrence wins.
 * @param delivered - the start of the answer, shown already; holds no stop sequence, see {@link holdsStopSequence}.
 */
export function createStopSequenceFilter(stop: readonly string[], delivered = ''): StopSequenceFilter {
  let held = delivered.slice(delivered.length - heldLength(delivered, stop))
  /** Characters at the start of `held` that were shown: only what was delivered elsewhere may end inside a stop sequence. */
  let shownBefore = held.length
  return {
    push(text) {
      const known = held + text
      const end = firstOccurrence(known, stop)
      const shown = end === -1 ? known.length - heldLength(known, stop) : end
      const from = Math.min(shownBefore, known.length)
      const result = { text: known.slice(from, Math.max(shown, from)), stopped: end !== -1 }
      held = end === -1 ? known.slice(shown) : ''
      shownBefore = Math.max(0, from - shown)
      return result
    },
    flush() {
      const rest = held.slice(shownBefore)
      held = ''
      shownBefore = 0
      return rest
    },
  }
}

/** Returns whether the text holds a stop sequence: then the answer that it starts is over. */
export function holdsStopSequence(text: string, stop: readonly string[]): boolean {
  return firstOccurrence(text, stop) !== -1
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
