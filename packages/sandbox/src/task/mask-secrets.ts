/**
 * Takes the values of secrets out of a stream of text, however it is cut into pieces.
 *
 * What could be the start of a value is held back until more is known; everything else passes at once. Values that overlap are
 * masked together. Only exact values are found: a task that encodes what it prints gets it through.
 */

export type SecretMask = {
  /** Returns what may be shown by now. */
  push(text: string): string
  /** Returns the rest. */
  end(): string
}

/** What stands where a value stood. */
export const maskText = '***'

/** @param secrets - values; empty ones are left out. */
export function createSecretMask(secrets: readonly string[]): SecretMask {
  const values = secrets.filter((value) => value !== '')
  let pending = ''
  /** Characters at the start of `pending` whose mask has been shown. */
  let covered = 0

  function take(until: number): string {
    let shown = ''
    let at = covered
    for (const [start, end] of occurrences(pending, values, until)) {
      if (start >= at) shown += pending.slice(at, start) + maskText
      at = Math.max(at, end)
    }
    shown += pending.slice(at, Math.max(at, until))
    pending = pending.slice(until)
    covered = Math.max(0, at - until)
    return shown
  }

  return {
    push(text) {
      pending += text
      return take(pending.length - startOfValue(pending, values))
    },
    end: () => take(pending.length),
  }
}

/** Returns where values stand that start before `until`, in order. */
function occurrences(text: string, values: readonly string[], until: number): readonly [start: number, end: number][] {
  const found: [number, number][] = []
  for (const value of values) {
    for (let at = text.indexOf(value); at !== -1 && at < until; at = text.indexOf(value, at + 1)) {
      found.push([at, at + value.length])
    }
  }
  return found.sort((a, b) => a[0] - b[0])
}

/** Returns how many characters at the end may begin a value that goes on later. */
function startOfValue(text: string, values: readonly string[]): number {
  let longest = 0
  for (const value of values) {
    for (let length = Math.min(value.length - 1, text.length); length > longest; length--) {
      if (text.endsWith(value.slice(0, length))) longest = length
    }
  }
  return longest
}
