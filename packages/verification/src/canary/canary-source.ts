/**
 * Canaries: requests of an auditor that a provider cannot tell from buyers'. Their shapes come from ordinary traffic, session by
 * session (`TrafficProfile`); their words from the auditor's own corpus, each used once, in forms that buyers use, or from
 * a model that the auditor lets write. What this can hide and what not stands in docs/adr/0026-replicas-and-canaries.md: words and
 * numbers only; accounts, channels and times are the auditor service's to keep ordinary.
 *
 * Lengths and gaps are moved by up to a tenth at random (a smoothed bootstrap), so that the numbers of the profile do not come back
 * exactly; token limits that were counted from a text follow its length.
 *
 * Invariants: no text is sent twice; the same seed, state and answers of the port give the same canaries; a state is plain JSON.
 */
import type { Hash, WorkRequest } from '@millrace/protocol'
import { type CanaryKind, canaryRequest } from './canary-request.ts'
import type { CanaryCorpus } from './canary-text.ts'
import { createTextMaker, movedBy, type TextMakerState, type WritePrompt } from './text-maker.ts'
import type { TrafficProfile, TrafficSession, TrafficStep } from './traffic-profile.ts'

export type CanaryComponents = { readonly writePrompt?: WritePrompt }
export type CanarySourceInit = {
  /** Secret, 32 bytes; never used for another corpus. */
  readonly seed: Hash
  readonly profile: TrafficProfile
  readonly corpus: CanaryCorpus
  /** Share of texts that the model writes, 0 to 1. */
  readonly writtenShare?: number
  /** Where an earlier source with this seed and corpus stopped. */
  readonly state?: CanarySourceState
}
export type CanarySourceState = TextMakerState

export type Canary = {
  readonly request: Exclude<WorkRequest, { kind: 'audit' | 'task' }>
  /** Milliseconds to wait after the answer before; 0 for the first of a session. */
  readonly gapMs: number
  readonly session: TrafficSession
  /** Index in the session. */
  readonly step: number
}
/** A canary with the text of its answer. */
export type AnsweredCanary = { readonly canary: Canary; readonly answer: string }
export type NextCanary = {
  /** The model to ask, by kind of work; sessions that need another kind are not drawn. */
  readonly models: Readonly<Partial<Record<CanaryKind, Hash>>>
  /** The one before in the same session. */
  readonly after?: AnsweredCanary
  readonly signal: AbortSignal
}
export type CanarySource = {
  /**
   * Returns the next canary: the next of a session that is not over, or the first of a new one.
   *
   * @throws {CanariesSpentError} when nothing new can be said.
   * @throws {RangeError} when the profile has no session of these kinds.
   */
  readonly next: (options: NextCanary) => Promise<Canary>
  /** What to store before a canary is sent, so that none is sent twice. */
  readonly state: () => CanarySourceState
}

/**
 * Returns a source. It draws one canary at a time: calls must not overlap.
 *
 * @example
 * const source = createCanarySource({}, { seed, profile, corpus })
 * let canary = await source.next({ models: { chat: root }, signal })
 * while (!endsSession(canary)) canary = await source.next({ models, after: { canary, answer: await ask(canary) }, signal })
 */
export function createCanarySource(components: CanaryComponents, init: CanarySourceInit): CanarySource {
  const { profile, corpus, seed, writtenShare = 0, state } = init
  const texts = createTextMaker({ seed, corpus, writtenShare, writePrompt: components.writePrompt, state })
  return {
    state: texts.state,
    next: async ({ models, after, signal }) => {
      const before = after !== undefined && !endsSession(after.canary) ? after : undefined
      const session = before?.canary.session ?? drawnSession(profile, models, texts.random.fraction())
      const step = before === undefined ? 0 : before.canary.step + 1
      const { shape, gapMs, isFollowUp } = session.steps[step] as TrafficStep
      const head = { model: models[shape.kind] as Hash, nonce: texts.random.hex(16) }
      const messages = isFollowUp && before !== undefined ? messagesAfter(before) : undefined
      const request = await canaryRequest(shape, { head, messages, corpus, texts, signal })
      return { request, gapMs: before === undefined ? 0 : movedBy(gapMs, texts.random.fraction()), session, step }
    },
  }
}

/** Returns whether the canary is the last of its session. */
export function endsSession({ session, step }: Canary): boolean {
  return step + 1 >= session.steps.length
}

function drawnSession(profile: TrafficProfile, models: NextCanary['models'], fraction: number): TrafficSession {
  const possible = profile.sessions.filter(({ steps }) => steps.every(({ shape }) => models[shape.kind] !== undefined))
  const session = possible[Math.floor(fraction * possible.length)]
  if (session === undefined)
    throw new RangeError(`the profile has no session of ${Object.keys(models).join(', ')} alone`)
  return session
}

function messagesAfter({ canary: { request }, answer }: AnsweredCanary) {
  if (request.kind !== 'chat') throw new TypeError(`a follow-up to a ${request.kind} request`)
  return [...request.messages, { role: 'assistant' as const, content: answer }]
}
