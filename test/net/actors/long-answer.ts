/** The model of the scenarios: it says numbered words, so that every word missing, doubled or out of place shows. */
import { type ModelContent, modelRoot } from '@millrace/protocol'
import { createFixedLatencyRuntime, type Runtime } from '@millrace/runtime'

export type AnswerShape = {
  /** Tokens of a whole answer; each is one word. */
  readonly tokens: number
  /** Characters of a word, at least 8. */
  readonly wordChars?: number
}

export type AnswerPace = { readonly firstTokenMs: number; readonly betweenTokensMs: number }

export const labModel: ModelContent = {
  version: 1,
  name: 'numbered-words',
  format: 'upstream',
  workloads: ['completion'],
  contextTokensMax: 65_536,
  files: [],
}

/** Returns the whole answer. */
export function wholeAnswer({ tokens, wordChars = 8 }: AnswerShape): string {
  return Array.from({ length: tokens }, (_, i) => `${String(i).padStart(wordChars - 1, '.')} `).join('')
}

/** Returns a runtime that says it at that pace. */
export function createAnsweringRuntime(shape: AnswerShape, pace: AnswerPace): Runtime {
  const { name, workloads, contextTokensMax } = labModel
  return createFixedLatencyRuntime({
    model: { root: modelRoot(labModel), name, workloads, contextTokensMax },
    tokens: shape.tokens,
    text: wholeAnswer(shape),
    slots: 64,
    queuedMax: 64,
    ...pace,
  })
}
