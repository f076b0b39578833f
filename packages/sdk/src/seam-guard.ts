/**
 * Stop sequences across the seam between two providers: the first delivered how one begins, the second how it ends, and
 * neither sees the whole. What was delivered cannot be taken back; what is left of the sequence is kept from the reader.
 */

export type SeamGuard = {
  /** Returns what may be passed on, and whether a stop sequence is complete: then nothing more belongs to the answer. */
  push(text: string): { readonly text: string; readonly stopped: boolean }
  /** Whether a stop sequence may still straddle the seam. */
  readonly open: boolean
  /** Returns what was held back: no stop sequence came of it. */
  flush(): string
}

/**
 * Creates the guard for one seam. Holds back at most the longest stop sequence.
 *
 * @param delivered - the answer up to the seam.
 */
export function createSeamGuard(delivered: string, stops: readonly string[]): SeamGuard {
  let rests = stops.flatMap((stop) => restsOf(delivered, stop))
  let held = ''
  return {
    get open() {
      return rests.length > 0
    },
    push(text) {
      held += text
      if (rests.some((rest) => held.startsWith(rest))) {
        rests = []
        held = ''
        return { text: '', stopped: true }
      }
      rests = rests.filter((rest) => rest.startsWith(held))
      return { text: rests.length > 0 ? '' : take(), stopped: false }
    },
    flush() {
      rests = []
      return take()
    },
  }

  function take(): string {
    const text = held
    held = ''
    return text
  }
}

/** What would complete the stop sequence, for each of its beginnings that the text ends with. */
function restsOf(text: string, stop: string): string[] {
  const rests: string[] = []
  for (let length = Math.min(stop.length - 1, text.length); length > 0; length--) {
    if (text.endsWith(stop.slice(0, length))) rests.push(stop.slice(length))
  }
  return rests
}
