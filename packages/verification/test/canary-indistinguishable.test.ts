/**
 * A provider that has seen a labelled stream of buyers' requests and canaries cannot tell the next ones apart; and the
 * classifiers it uses can tell bad canaries, so that they would have seen a difference.
 *
 * What it shows: given the same shapes and words of the same origin, the source's own doing (cutting, filling, moving numbers) leaves no trace
 * that words or settings give away. What it does not: that an auditor's profile and corpus are like its provider's buyers.
 */
import { describe, expect, test } from 'vitest'
import type { ObservedRequest } from '../src/canary/traffic-profile.ts'
import { buyerSessions, documentsOf } from './support/buyers.ts'
import { canariesOf, dealtDocuments, detectionBetween, observedProfile } from './support/canary-stream.ts'
import { seededRandom } from './support/seeded-random.ts'

const streams = 16
/** Student's t for that many streams, 99 %, both sides: four measures are looked at. */
const studentT = 2.947
const profile = observedProfile('traffic')

describe('a provider that classifies requests', () => {
  test('does no better than chance on canaries, within its confidence interval', async () => {
    const found = []
    for (let i = 0; i < streams; i++) found.push(await detectionOn(`stream ${i}`))
    // Requests of one session and one document are alike, so streams are what is independent.
    for (const name of ['bayes', 'logistic'] as const) {
      for (const measure of ['accuracy', 'auc'] as const) {
        const values = found.map((one) => one[name][measure])
        const mean = values.reduce((sum, value) => sum + value, 0) / streams
        const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (streams - 1)
        const margin = studentT * Math.sqrt(variance / streams)
        expect(margin, `${name} ${measure}: sharp enough to see an advantage`).toBeLessThan(0.05)
        expect(Math.abs(mean - 0.5), `${name} ${measure}: ${mean} ± ${margin}`).toBeLessThan(margin)
      }
    }
  })

  test('sees canaries of a few fixed prompts', async () => {
    const prompts = [
      'What is the capital of France?',
      'Tell me a joke.',
      'Count to ten.',
      'Write a short poem about the sea.',
    ]
    const { logistic, bayes } = await detectionOn('fixed', (seen, i) => withText(seen, prompts[i % 4] as string))
    expect(logistic.accuracy).toBeGreaterThan(0.9)
    expect(bayes.auc).toBeGreaterThan(0.9)
  })

  test('sees canaries that are always greedy', async () => {
    const { logistic } = await detectionOn('greedy', (seen) =>
      'temperature' in seen.request ? { ...seen, request: { ...seen.request, temperature: 0 } } : seen,
    )
    expect(logistic.auc).toBeGreaterThan(0.65)
  })

  test('sees canaries whose token limits forget their texts', async () => {
    const { logistic } = await detectionOn('limits', (seen) =>
      'maxTokens' in seen.request ? { ...seen, request: { ...seen.request, maxTokens: 333 } } : seen,
    )
    expect(logistic.accuracy).toBeGreaterThan(0.65)
  })

  test('sees canaries with words of another origin: the corpus is what an auditor must get right', async () => {
    const { logistic, bayes } = await detectionOn('whale', (seen) => seen, documentsOf('whale'))
    expect(logistic.auc).toBeGreaterThan(0.8)
    expect(bayes.auc).toBeGreaterThan(0.8)
  })
})

async function detectionOn(
  seed: string,
  change: (seen: ObservedRequest, index: number) => ObservedRequest = (seen) => seen,
  passages?: readonly string[],
) {
  const documents = dealtDocuments(seed)
  const stream = async (phase: 'past' | 'next') => {
    const buyers = buyerSessions(seededRandom(`${seed}: ${phase} buyers`), documents[phase].buyers, 290).flat()
    const half = passages?.filter((_, i) => (i % 2 === 0) === (phase === 'past'))
    const count = passages === undefined ? buyers.length : 150
    const corpus = { passages: half ?? documents[phase].auditor }
    const canaries = await canariesOf(`${seed}: ${phase}`, count, corpus, profile)
    return { buyers, canaries: canaries.map(change) }
  }
  return detectionBetween(await stream('past'), await stream('next'))
}

function withText(seen: ObservedRequest, text: string): ObservedRequest {
  const { request } = seen
  if (request.kind === 'chat') {
    const messages = [...request.messages.slice(0, -1), { role: 'user' as const, content: text }]
    return { ...seen, request: { ...request, messages } }
  }
  return request.kind === 'completion' ? { ...seen, request: { ...request, prompt: text } } : seen
}
