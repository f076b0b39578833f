import { modelRoot } from '@millrace/protocol'
import { describe, expect, test } from 'vitest'
import { testDetails, testModel } from '../test/support/scripted-provider.ts'
import { createFirstOutputs, firstOutputsKeptMax } from './first-outputs.ts'
import type { ProviderOffer } from './offer-view.ts'

const root = modelRoot(testModel)
const offer = (rates: Partial<typeof testDetails.rates> = {}) =>
  ({ modelRoot: root, details: { ...testDetails, rates: { ...testDetails.rates, ...rates } } }) as ProviderOffer

describe('when a first output is late', () => {
  test('follows the estimate until enough was seen: twice it, and a little', () => {
    const outputs = createFirstOutputs()
    // 100 ms round trip, 50 ms queue, 500 tokens at 10 000 a second.
    expect(outputs.lateAfterMs(offer({ queueMs: 50 }), 500, 100)).toBe(2 * 200 + 100)
    expect(outputs.lateAfterMs(offer({ prefillTokensPerSecond: 0 }), 500, 100)).toBe(2_000)
    for (let i = 0; i < 19; i++) outputs.add(root, 1)
    expect(outputs.lateAfterMs(offer({ queueMs: 50 }), 500, 100)).toBe(500)
  })

  test('is the 95th of 100 by then, within bounds, of the newest', () => {
    const outputs = createFirstOutputs()
    for (let ms = 1; ms <= 100; ms++) outputs.add(root, ms * 10)
    expect(outputs.lateAfterMs(offer(), 1, 0)).toBe(950)
    for (let i = 0; i < firstOutputsKeptMax; i++) outputs.add(root, 1)
    expect(outputs.lateAfterMs(offer(), 1, 0)).toBe(20)
    for (let i = 0; i < firstOutputsKeptMax; i++) outputs.add(root, 1e9)
    expect(outputs.lateAfterMs(offer(), 1, 0)).toBe(30_000)
  })
})
