/** The words of a canary: the auditor's own, in a form that buyers use. */
import { type CorpusReader, sentencesIn } from './corpus-reader.ts'
import type { SecretRandom } from './secret-random.ts'
import type { TextShape } from './traffic-profile.ts'

/** What a model is asked to write. */
export type PromptBrief = {
  readonly kind: 'chat' | 'completion' | 'embed'
  /** About how long. */
  readonly chars: number
  readonly form?: string
  /** Text that was never sent and never will be: what to write about, so that no two prompts are alike. */
  readonly excerpt: string
}

/** A program of a batch, as buyers run it: public ones, for a program of the auditor's own would be its signature. */
export type CanaryProgram = {
  /** The module, base64. */
  readonly program: string
  readonly args?: readonly string[]
  /** For one input, decimal. */
  readonly gasMax: string
  readonly memoryPagesMax: number
}

export type CanaryCorpus = {
  /** Texts of the auditor's own; whole documents, so that a prompt is of one piece. */
  readonly passages: readonly string[]
  /** Fillers of `{name}` in forms. */
  readonly slots?: Readonly<Record<string, readonly string[]>>
  readonly programs?: Readonly<Record<string, CanaryProgram>>
}

const blank = /\{(\w+)\}/g

/**
 * Returns a text of the shape: the form with its blanks filled, or text alone.
 *
 * @throws {CanariesSpentError} when the corpus is used up.
 * @throws {RangeError} for a form that names a slot without fillers.
 */
export function composeText(
  shape: TextShape,
  corpus: CanaryCorpus,
  reader: CorpusReader,
  random: SecretRandom,
): string {
  const text = (chars: number, sentences: number) => (shape.isOpen ? reader.open(chars) : reader.sentences(sentences))
  if (shape.form === undefined) return text(shape.chars, shape.sentences)
  const fixed = shape.form.replace(blank, '')
  const chars = Math.max(1, shape.chars - fixed.length)
  return shape.form.replace(blank, (_, name: string) => {
    if (name === 'text') return text(chars, Math.max(1, shape.sentences - sentencesIn(fixed)))
    if (name === 'phrase') return reader.phrase(chars)
    const fillers = corpus.slots?.[name] ?? []
    if (fillers.length === 0) throw new RangeError(`a form names the slot {${name}}, which has no fillers`)
    return fillers[random.below(fillers.length)] as string
  })
}

/** Returns a written text cut to half as much again as was asked, at a word. */
export function clippedText(text: string, chars: number): string {
  const trimmed = text.trim().toWellFormed()
  const most = Math.ceil(chars * 1.5)
  if (trimmed.length <= most) return trimmed
  const space = trimmed.lastIndexOf(' ', most)
  return trimmed.slice(0, space > 0 ? space : most).toWellFormed()
}
