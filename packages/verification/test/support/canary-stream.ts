/** A stream of buyers' requests and an auditor's canaries, half of each, in the order in which they came. */
import { createCanarySource, endsSession } from '../../src/canary/canary-source.ts'
import type { CanaryCorpus } from '../../src/canary/canary-text.ts'
import { type ObservedRequest, type TrafficProfile, trafficProfile } from '../../src/canary/traffic-profile.ts'
import { buyerSessions, chatModel, documentsOf, embedModel } from './buyers.ts'
import { hashOf } from './replica-rounds.ts'
import { seededRandom } from './seeded-random.ts'
import {
  type Detection,
  detectionOf,
  type Labelled,
  trainLogisticRegression,
  trainNaiveBayes,
} from './stream-classifier.ts'

export type StreamDetection = { readonly bayes: Detection; readonly logistic: Detection }

/** Who reads which documents, before and after the provider learnt to tell: no two have one in common. */
export function dealtDocuments(seed: string) {
  const random = seededRandom(`${seed}: documents`)
  const documents = documentsOf('addresses')
    .map((document) => ({ document, key: random() }))
    .sort((a, b) => a.key - b.key)
    .map(({ document }) => document)
  return {
    past: { buyers: documents.slice(0, 18), auditor: documents.slice(18, 39) },
    next: { buyers: documents.slice(39, 57), auditor: documents.slice(57) },
  }
}

/** What the auditor has seen of ordinary traffic: other sessions of the same kinds of buyers. Only their shapes are used. */
export function observedProfile(seed: string, sessions = 3_000): TrafficProfile {
  const documents = Array.from({ length: Math.ceil(sessions / 1_000) }, () => documentsOf('addresses')).flat()
  return trafficProfile(buyerSessions(seededRandom(`${seed}: observed`), documents, sessions))
}

/** Returns an honest source's canaries: whole sessions, up to that many requests. */
export async function canariesOf(seed: string, count: number, corpus: CanaryCorpus, profile: TrafficProfile) {
  const source = createCanarySource({}, { seed: hashOf(seededRandom(seed)() * 2 ** 48), profile, corpus })
  const { signal } = new AbortController()
  const models = { chat: chatModel, completion: chatModel, embed: embedModel }
  const found: ObservedRequest[] = []
  let canary = await source.next({ models, signal })
  for (;;) {
    const { request, gapMs, session, step } = canary
    found.push({ request, gapMs, isFollowUp: session.steps[step]?.isFollowUp ?? false })
    if (found.length >= count) return found
    canary = await source.next(
      endsSession(canary) ? { models, signal } : { models, after: { canary, answer: 'An answer.' }, signal },
    )
  }
}

export type Stream = { readonly buyers: readonly ObservedRequest[]; readonly canaries: readonly ObservedRequest[] }

/** Trains on a stream that the provider was told the truth of, and says how well it tells the next one. */
export function detectionBetween(past: Stream, next: Stream): StreamDetection {
  const examples = labelled(past)
  return {
    bayes: detectionOf(trainNaiveBayes(examples), labelled(next)),
    logistic: detectionOf(trainLogisticRegression(examples), labelled(next)),
  }
}

/** As many of each: who guesses is right half the time. */
function labelled({ buyers, canaries }: Stream): Labelled[] {
  const count = Math.min(buyers.length, canaries.length)
  const of = (requests: readonly ObservedRequest[], isCanary: boolean) =>
    requests.slice(0, count).map((seen): Labelled => ({ seen, isCanary }))
  return [...of(buyers, false), ...of(canaries, true)]
}
