/**
 * New texts only: words of the corpus or of a model that writes, none of them sent before. The seed, the counter, the place in
 * the corpus and the digests of what was made are all its state.
 */
import { bytesToHex, type Hash } from '@millrace/protocol'
import { sha256 } from '@noble/hashes/sha2.js'
import { utf8ToBytes } from '@noble/hashes/utils.js'
import { CanariesSpentError } from './canaries-spent-error.ts'
import { type CanaryCorpus, clippedText, composeText, type PromptBrief } from './canary-text.ts'
import { type CorpusPlace, createCorpusReader } from './corpus-reader.ts'
import { createSecretRandom, type SecretRandom } from './secret-random.ts'
import type { RequestShape, TextShape } from './traffic-profile.ts'

/** Texts that one source makes: its state names each by 16 characters. A new source needs new text. */
export const canaryTextsMax = 100_000
/** Tries to make a text that was not sent before; the last half of them without a form, of new words only. */
const textDrawsMax = 8

/** A model of the auditor's own that writes; its failures are the caller's to handle. */
export type WritePrompt = (brief: PromptBrief, options: { readonly signal: AbortSignal }) => Promise<string>

export type TextMakerState = {
  readonly drawn: number
  readonly place: CorpusPlace
  /** Digests of the texts made. */
  readonly used: readonly string[]
}

export type TextMaker = {
  readonly random: SecretRandom
  /** Returns a text of about that shape. @throws {CanariesSpentError} */
  readonly make: (kind: RequestShape['kind'], shape: TextShape, signal: AbortSignal) => Promise<string>
  readonly state: () => TextMakerState
}

export function createTextMaker(init: {
  readonly seed: Hash
  readonly corpus: CanaryCorpus
  readonly writtenShare: number
  readonly writePrompt: WritePrompt | undefined
  readonly state: TextMakerState | undefined
}): TextMaker {
  const { corpus, seed, writePrompt, writtenShare } = init
  const random = createSecretRandom(seed, init.state?.drawn)
  const reader = createCorpusReader(corpus.passages, seed, init.state?.place)
  const used = new Set(init.state?.used)

  const draft = async (kind: RequestShape['kind'], shape: TextShape, signal: AbortSignal): Promise<string> => {
    if (kind === 'batch' || writePrompt === undefined || random.fraction() >= writtenShare)
      return composeText(shape, corpus, reader, random)
    const { chars, form } = shape
    const brief = { kind, chars, ...(form === undefined ? {} : { form }), excerpt: reader.sentences(shape.sentences) }
    return clippedText(await writePrompt(brief, { signal }), chars)
  }
  return {
    random,
    state: () => ({ drawn: random.drawn(), place: reader.place(), used: [...used] }),
    make: async (kind, shape, signal) => {
      if (used.size >= canaryTextsMax) throw new CanariesSpentError(`${canaryTextsMax} texts were made.`)
      const { form: _, ...plain } = shape
      for (let draw = 0; draw < textDrawsMax; draw++) {
        signal.throwIfAborted()
        const isLate = draw >= textDrawsMax / 2
        const wanted = { ...(isLate ? plain : shape), chars: movedBy(shape.chars, random.fraction()) }
        const text = isLate ? composeText(wanted, corpus, reader, random) : await draft(kind, wanted, signal)
        const digest = digestOf(text)
        if (text === '' || used.has(digest)) continue
        used.add(digest)
        return text
      }
      throw new CanariesSpentError(`${textDrawsMax} texts in a row had been sent.`)
    },
  }
}

/** Returns a number moved by up to a tenth either way; at least 1. @param fraction - from 0 to 1. */
export function movedBy(value: number, fraction: number): number {
  return Math.max(1, Math.round(value * (0.9 + 0.2 * fraction)))
}

/** Case and spaces make no new text. */
function digestOf(text: string): string {
  return bytesToHex(sha256(utf8ToBytes(text.toLowerCase().replace(/\s+/g, ' ').trim())).subarray(0, 8)).slice(2)
}
