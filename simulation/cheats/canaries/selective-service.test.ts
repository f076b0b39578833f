/** Sparing suspected canaries: with real canaries it gains nothing, with bad ones it would, and stakes allow for six in ten. */
import { defaultParameters, isPolicySafe } from '@millrace/economics'
import { describe, expect, test } from 'vitest'
import { buyerSessions } from '../../../packages/verification/test/support/buyers.ts'
import {
  canariesOf,
  dealtDocuments,
  observedProfile,
} from '../../../packages/verification/test/support/canary-stream.ts'
import { seededRandom } from '../../../packages/verification/test/support/seeded-random.ts'
import type { Labelled } from '../../../packages/verification/test/support/stream-classifier.ts'
import { type Selection, selectionOn, selectiveProvider } from './selective-service.ts'

const profile = observedProfile('selective')
const streams = 4
/** Whether a provider is right about one of some 1,500 requests of four streams strays by less than this. */
const tolerancePpm = 60_000

async function selectionOf(change: (one: Labelled) => Labelled): Promise<Selection> {
  const found: Selection[] = []
  for (let number = 0; number < streams; number += 1) {
    const documents = dealtDocuments(`selective ${number}`)
    const stream = async (phase: 'past' | 'next'): Promise<Labelled[]> => {
      const buyers = buyerSessions(seededRandom(`${number} ${phase}`), documents[phase].buyers, 200).flat()
      const corpus = { passages: documents[phase].auditor }
      const canaries = await canariesOf(`${number} ${phase}`, buyers.length, corpus, profile)
      const of = (seen: (typeof canaries)[number], isCanary: boolean): Labelled => ({ seen, isCanary })
      return [...buyers.map((seen) => of(seen, false)), ...canaries.map((seen) => change(of(seen, true)))]
    }
    found.push(selectionOn(selectiveProvider(await stream('past')), await stream('next')))
  }
  const mean = (of: (one: Selection) => number): number => found.reduce((sum, one) => sum + of(one), 0) / streams
  return {
    canariesCheated: mean((one) => one.canariesCheated),
    othersCheated: mean((one) => one.othersCheated),
    accuracyPpm: mean((one) => one.accuracyPpm),
  }
}

describe('a provider that serves suspected canaries honestly', () => {
  test('is right as often as a coin, and cheats on canaries as on the rest', async () => {
    const { accuracyPpm, canariesCheated, othersCheated } = await selectionOf((one) => one)
    expect(Math.abs(accuracyPpm - 500_000)).toBeLessThan(tolerancePpm)
    expect(accuracyPpm).toBeLessThan(defaultParameters.suspicionPpmMax)
    expect(Math.abs(canariesCheated - othersCheated)).toBeLessThan((2 * tolerancePpm) / 1e6)
  })

  test('tells canaries of one prompt: what an auditor must not send', async () => {
    const { canariesCheated } = await selectionOf(({ seen, isCanary }) => {
      const { request } = seen
      if (request.kind !== 'chat') return { seen, isCanary }
      return {
        isCanary,
        seen: {
          ...seen,
          request: { ...request, messages: [{ role: 'user', content: 'What is the capital of France?' }] },
        },
      }
    })
    expect(canariesCheated).toBeLessThan(0.45)
  })

  test('loses though it is right six times in ten, for buyers’ own receipts are audited as well', () => {
    const { sampledRatePpm, suspicionPpmMax } = defaultParameters
    const policy = { name: 'sampled', ratePpm: sampledRatePpm } as const
    const terms = { policy, price: 1_000n, gain: 500n, stake: 1_000_000n, powerPpm: 990_000, colludingPpm: 200_000 }
    expect(suspicionPpmMax).toBe(600_000)
    expect(isPolicySafe(terms, defaultParameters)).toBe(true)
  })
})
