/**
 * What an auditor says of one answer, in each mode. Canonical: one token, text or end that differs convicts. Tolerant: text and
 * end convict as well, for they need no arithmetic; tokens only give margins, which a sequential test weighs.
 */
import type { AnswerReading } from '@millrace/runtime'
import { createMarginReader, type Margin, samplingRulesOf } from '@millrace/verification'
import type { Answer, AnswerJob } from './served-model.ts'

/** Of the vocabulary that stories15M and TinyLlama share. */
export const vocabularySize = 32_000

/** What proves the answer wrong by itself; undefined where nothing does. */
export type Proof = {
  readonly kind: 'token' | 'text' | 'end'
  /** Tokens of the answer read until then. */
  readonly tokens: number
}

/** Returns the first proof that a replay of canonical rows gives. */
export function canonicalProof(reading: AnswerReading, claimed: Answer): Proof | undefined {
  if (reading.firstMismatch !== undefined) return { kind: 'token', tokens: reading.firstMismatch + 1 }
  return formProof(reading, claimed)
}

/** Returns the proof that needs no logits: text that the tokens do not say, or an end that is none. */
export function formProof({ faults }: AnswerReading, { tokenIds }: Answer): Proof | undefined {
  const [kind] = faults
  return kind === undefined ? undefined : { kind, tokens: tokenIds.length }
}

/** Returns the margins of an answer that was read in tolerant mode. @param tolerance - logits. */
export function marginsOf({ readings }: AnswerReading, job: AnswerJob, tolerance: number): readonly Margin[] {
  if (readings === undefined) throw new RangeError('the answer was not read in tolerant mode')
  const { temperature, topP, mode } = job
  const rules = samplingRulesOf({ temperature, topP, topK: mode.topK, minP: mode.minP })
  const marginOf = createMarginReader({ seed: mode.samplerSeed, rules, vocabularySize, tolerance })
  return readings.map(marginOf)
}
