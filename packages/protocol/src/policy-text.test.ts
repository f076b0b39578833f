import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parsePolicy, policyText, ratePpmMax, replicasMax, type VerificationPolicy } from './index.ts'

const rate = { sampledRatePpm: 20_000 }
const anyPolicy: fc.Arbitrary<VerificationPolicy> = fc.oneof(
  fc.constantFrom({ name: 'trust' as const }, { name: 'exact' as const }, { name: 'attested' as const }),
  fc.record({ name: fc.constant('sampled' as const), ratePpm: fc.integer({ min: 1, max: ratePpmMax }) }),
  fc
    .tuple(fc.integer({ min: 1, max: replicasMax }), fc.nat(replicasMax))
    .map(([agree, more]) => ({ name: 'replicas' as const, agree, of: Math.min(agree + more, replicasMax) })),
)

test('a policy’s text reads back as that policy', () => {
  fc.assert(
    fc.property(anyPolicy, (policy) => {
      expect(parsePolicy(policyText(policy), rate)).toEqual(policy)
    }),
  )
})

test('a sampled policy without a rate has the usual one', () => {
  expect(parsePolicy('sampled', rate)).toEqual({ name: 'sampled', ratePpm: 20_000 })
  expect(policyText({ name: 'sampled', ratePpm: 1 })).toBe('sampled:0.0001%')
})

test.each([
  '',
  'Trust',
  'trust ',
  'sampled:',
  'sampled:0%',
  'sampled:101%',
  'sampled:2',
  'sampled:0.00001%',
  'replicas',
  'replicas:0/3',
  'replicas:3/2',
  'replicas:2/17',
  'toString',
])('"%s" is no policy', (text) => {
  expect(() => parsePolicy(text, rate)).toThrow(expect.objectContaining({ code: 'PROTOCOL_MALFORMED' }))
})
