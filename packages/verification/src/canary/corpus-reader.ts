/**
 * Text for canaries, each word of it used once: passages in an order drawn by a secret seed, read from the front. A provider that
 * remembers what it was sent finds nothing of it again.
 *
 * Invariants: no two texts overlap; a text begins a sentence and ends one, or ends at a word where it is to end open; what is left
 * of a sentence or of a passage too short for the next text is left out.
 */
import type { Hash } from '@millrace/protocol'
import { CanariesSpentError } from './canaries-spent-error.ts'
import { createSecretRandom } from './secret-random.ts'

/** Where reading stands: the passage in the drawn order, and the character in it. */
export type CorpusPlace = { readonly passage: number; readonly offset: number }

export type CorpusReader = {
  readonly place: () => CorpusPlace
  /**
   * Returns the next sentences; of more than one passage only where none has so many. To cut by length instead would make short
   * texts longer than people's.
   *
   * @throws {CanariesSpentError}
   */
  readonly sentences: (count: number) => string
  /** Returns the next words, of about so many characters, ending within a sentence. @throws {CanariesSpentError} */
  readonly open: (chars: number) => string
  /** Returns the first words of the next sentence, up to the end of a word nearest to so many characters. @throws {CanariesSpentError} */
  readonly phrase: (chars: number) => string
}

/** Characters of a passage that is worth reading. */
const passageCharsMin = 20
const sentenceEnd = /[.!?]["'”’)\]]*(?=\s|$)/g

export function createCorpusReader(
  passages: readonly string[],
  seed: Hash,
  from: CorpusPlace = { passage: 0, offset: 0 },
): CorpusReader {
  const order = drawnOrder(passages.length, seed)
  let { passage, offset } = from
  /** What is left of a passage, when it is enough or a whole one. */
  const rest = (isEnough: (text: string) => boolean): string => {
    for (;;) {
      const index = order[passage]
      if (index === undefined) throw new CanariesSpentError(`all ${passages.length} passages of the corpus are used.`)
      const text = (passages[index] ?? '').slice(offset).trimStart()
      if (text.length >= passageCharsMin && (offset === 0 || isEnough(text))) return text
      passage++
      offset = 0
    }
  }
  /** Takes the start of the passage, and moves on to its next sentence. */
  const takeStart = (text: string, end: number): string => {
    const whole = passages[order[passage] ?? -1] ?? ''
    offset = whole.length - text.length + sentenceEndFrom(text, end)
    return text.slice(0, end).trimEnd()
  }
  const sentences = (count: number): string => {
    const text = rest((left) => sentenceEnds(left, count).length >= count)
    const ends = sentenceEnds(text, count)
    const part = takeStart(text, ends.at(-1) ?? text.length)
    const missing = count - Math.max(1, ends.length)
    return missing > 0 ? `${part}\n\n${sentences(missing)}` : part
  }
  return {
    place: () => ({ passage, offset }),
    sentences,
    open: (chars) => {
      const text = rest((left) => left.length >= chars)
      return takeStart(text, wordEndNear(text, chars))
    },
    phrase: (chars) => {
      const text = rest((left) => left.length >= chars)
      return takeStart(text, phraseEndNear(text, chars)).replace(/[\s.,;:!?"'()—–-]+$/u, '')
    },
  }
}

/** Returns the number of sentences that end in a text. */
export function sentencesIn(text: string): number {
  return sentenceEnds(text, Number.POSITIVE_INFINITY).length
}

/** Where the first sentences end. */
function sentenceEnds(text: string, count: number): number[] {
  const ends: number[] = []
  for (const match of text.matchAll(sentenceEnd)) {
    if (ends.length >= count) break
    ends.push(match.index + match[0].length)
  }
  return ends
}

/** The end of the sentence that a place is in, or the place itself where it is one. */
function sentenceEndFrom(text: string, place: number): number {
  for (const match of text.slice(Math.max(0, place - 4)).matchAll(sentenceEnd)) {
    const end = Math.max(0, place - 4) + match.index + match[0].length
    if (end >= place) return end
  }
  return text.length
}

/** The end of the first word from there on that does not end a sentence: what ends open must not look closed. */
function wordEndNear(text: string, chars: number): number {
  let end = chars
  do {
    end = text.indexOf(' ', end + 1)
    if (end === -1) return text.length
  } while (/[.!?]["'”’)\]]*$/.test(text.slice(Math.max(0, end - 4), end)))
  return end
}

function phraseEndNear(text: string, chars: number): number {
  let before = 0
  for (const match of text.matchAll(/\S+/g)) {
    const end = match.index + match[0].length
    if (end >= chars) return before > 0 && chars - before < end - chars ? before : end
    before = end
  }
  return text.length
}

/** Fisher and Yates, by a stream of its own. */
function drawnOrder(count: number, seed: Hash): number[] {
  const random = createSecretRandom(seed, 2 ** 52)
  const order = Array.from({ length: count }, (_, i) => i)
  for (let i = count - 1; i > 0; i--) {
    const j = random.below(i + 1)
    const swapped = order[i] as number
    order[i] = order[j] as number
    order[j] = swapped
  }
  return order
}
