import { parseRequest, zeroHash } from '@millrace/protocol'
import { createCanarySource, endsSession } from '@millrace/verification'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { drawnCanaryProfile } from './canary-profile.ts'

/** No two sentences alike. */
const passages = [Array.from({ length: 20_000 }, (_, n) => `The wheel turned ${n} times before noon.`).join(' ')]

test('drawn sessions make requests that a provider takes, and two payers’ differ', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 2 ** 31 }), async (start) => {
      const profile = drawnCanaryProfile(uniform(start))
      expect(drawnCanaryProfile(uniform(start))).toEqual(profile)
      expect(drawnCanaryProfile(uniform(start + 1))).not.toEqual(profile)
      const source = createCanarySource({}, { seed: zeroHash, profile, corpus: { passages } })
      const { signal } = new AbortController()
      for (let n = 0; n < 20; n++) {
        const canary = await source.next({ models: { chat: zeroHash, completion: zeroHash }, signal })
        expect(parseRequest(canary.request)).toEqual(canary.request)
        expect(typeof endsSession(canary)).toBe('boolean')
      }
    }),
    { numRuns: 12 },
  )
})

function uniform(start: number): () => number {
  let state = start
  return () => {
    state = (state * 48_271) % 2_147_483_647
    return state / 2_147_483_647
  }
}
