/**
 * What ordinary traffic looks like, as an auditor has seen it: whole sessions of buyers, with everything that a provider sees of
 * them but the words. Canaries are drawn from it by bootstrap (B. Efron, 1979): a session is taken whole, so that
 * what belongs together (long prompts with long answers, follow-ups with short gaps) stays together.
 *
 * The sessions must be the auditor's own to use: what it buys for itself or for clients who agreed, or public logs. No text is kept
 * but system prompts, which applications repeat word for word.
 */
import type { ChatRequest, CompletionRequest, WorkRequest } from '@millrace/protocol'
import { sentencesIn } from './corpus-reader.ts'

/** A text without its words. */
export type TextShape = {
  readonly chars: number
  /** At least 1. What a text that does not end open is measured by. */
  readonly sentences: number
  /** Whether it ends in the middle of a sentence, as a completion's prompt often does. */
  readonly isOpen: boolean
  /** What is asked of the text, with `{text}`, `{phrase}` and `{slot}`s to fill; absent: the text alone. */
  readonly form?: string
}
export type SamplingShape = {
  readonly maxTokens: number
  /** Whether the limit was counted from the text, as few requests share it, rather than typed. */
  readonly isCounted: boolean
  readonly temperature: number
  readonly topP: number
  readonly topK?: number
  readonly minP?: number
  readonly stop: readonly string[]
  /** Requests that name a seed; the number itself is drawn. */
  readonly hasSeed: boolean
}
export type RequestShape =
  | { readonly kind: 'chat'; readonly system?: string; readonly text: TextShape; readonly sampling: SamplingShape }
  | { readonly kind: 'completion'; readonly text: TextShape; readonly sampling: SamplingShape }
  | { readonly kind: 'embed'; readonly texts: readonly TextShape[] }
  /** `program` names one of the corpus's programs. */
  | { readonly kind: 'batch'; readonly program: string; readonly texts: readonly TextShape[] }

export type TrafficStep = {
  /** Milliseconds after the answer before; of no meaning for the first. */
  readonly gapMs: number
  /** A chat that goes on from the answer before, rather than a new one. */
  readonly isFollowUp: boolean
  readonly shape: RequestShape
}
export type TrafficSession = { readonly steps: readonly TrafficStep[] }
export type TrafficProfile = { readonly sessions: readonly TrafficSession[] }

/** Fewest sessions a profile may be made of: with fewer, canaries repeat themselves where buyers do not. */
export const profileSessionsMin = 100
/** Sessions of a profile at most: 1e5 steps of a few hundred bytes. */
export const profileSessionsMax = 10_000
/** Share of requests with a token limit that have the same one if people typed it. */
const typedLimitShareMin = 0.02
/** Requests of one session at most; a longer one is taken up to here. */
export const sessionStepsMax = 32

/** A request as it was seen, with its place in the session. */
export type ObservedRequest = {
  readonly request: WorkRequest
  readonly gapMs: number
  readonly isFollowUp: boolean
  /** What is asked of the text, where the auditor knows; see {@link TextShape}. */
  readonly form?: string
  /** Which of the corpus's programs a batch request runs. */
  readonly program?: string
}

/**
 * Returns the profile of observed sessions. What no canary can be (audits, continuations, batches of unknown programs) is left out,
 * with the rest of its session.
 *
 * @throws {RangeError} for fewer than {@link profileSessionsMin} usable sessions, or more than {@link profileSessionsMax}.
 */
export function trafficProfile(sessions: readonly (readonly ObservedRequest[])[]): TrafficProfile {
  const typed = typedLimits(sessions)
  const shapes = sessions
    .map((requests) => ({ steps: stepsOf(requests, typed) }))
    .filter(({ steps }) => steps.length > 0)
  if (shapes.length < profileSessionsMin || shapes.length > profileSessionsMax)
    throw new RangeError(`a profile of ${shapes.length} sessions: from ${profileSessionsMin} to ${profileSessionsMax}`)
  return { sessions: shapes }
}

/** Token limits that many requests share. */
function typedLimits(sessions: readonly (readonly ObservedRequest[])[]): ReadonlySet<number> {
  const limits = sessions.flat().flatMap(({ request }) => ('maxTokens' in request ? [request.maxTokens] : []))
  const shared = [...Map.groupBy(limits, (limit) => limit)].filter(
    ([, same]) => same.length >= typedLimitShareMin * limits.length,
  )
  return new Set(shared.map(([limit]) => limit))
}

function stepsOf(requests: readonly ObservedRequest[], typed: ReadonlySet<number>): TrafficStep[] {
  const steps: TrafficStep[] = []
  for (const observed of requests.slice(0, sessionStepsMax)) {
    const shape = shapeOf(observed, typed)
    if (shape === undefined) break
    const isFollowUp = observed.isFollowUp && shape.kind === 'chat' && steps.at(-1)?.shape.kind === 'chat'
    steps.push({ gapMs: observed.gapMs, isFollowUp, shape })
  }
  return steps
}

function shapeOf({ request, form, program }: ObservedRequest, typed: ReadonlySet<number>): RequestShape | undefined {
  switch (request.kind) {
    case 'chat': {
      if (request.continuation !== undefined) return undefined
      const system = request.messages.find(({ role }) => role === 'system')?.content
      const last = request.messages.findLast(({ role }) => role === 'user')?.content ?? ''
      const text = textShape(last, form)
      return {
        kind: 'chat',
        ...(system === undefined ? {} : { system }),
        text,
        sampling: samplingShape(request, typed),
      }
    }
    case 'completion': {
      if (request.continuation !== undefined) return undefined
      return { kind: 'completion', text: textShape(request.prompt, form), sampling: samplingShape(request, typed) }
    }
    case 'embed':
      return { kind: 'embed', texts: request.inputs.map((input) => textShape(input)) }
    case 'batch': {
      // Base64 takes four characters for three bytes.
      const texts = request.inputs.map((input) => ({
        chars: Math.floor((input.length * 3) / 4),
        sentences: 1,
        isOpen: true,
      }))
      return program === undefined ? undefined : { kind: 'batch', program, texts }
    }
    case 'audit':
    case 'task':
      return undefined
  }
}

function textShape(text: string, form?: string): TextShape {
  const isOpen = !/[.!?]["'”’)\]]*\s*$/.test(text)
  return {
    chars: text.length,
    sentences: Math.max(1, sentencesIn(text)),
    isOpen,
    ...(form === undefined ? {} : { form }),
  }
}

function samplingShape(request: ChatRequest | CompletionRequest, typed: ReadonlySet<number>): SamplingShape {
  const { maxTokens, temperature, topP, topK, minP, stop, seed } = request
  return {
    maxTokens,
    isCounted: !typed.has(maxTokens),
    temperature,
    topP,
    ...(topK === undefined ? {} : { topK }),
    ...(minP === undefined ? {} : { minP }),
    stop,
    hasSeed: seed !== undefined,
  }
}
