import fc from 'fast-check'
import { expect, test } from 'vitest'
import { policyCode, policyOf, ratePpmMax, replicasMax, type VerificationPolicy } from './index.ts'

const anyPolicy: fc.Arbitrary<VerificationPolicy> = fc.oneof(
  fc.constantFrom({ name: 'trust' as const }, { name: 'exact' as const }, { name: 'attested' as const }),
  fc.record({ name: fc.constant('sampled' as const), ratePpm: fc.integer({ min: 1, max: ratePpmMax }) }),
  fc
    .tuple(fc.integer({ min: 1, max: replicasMax }), fc.nat(replicasMax))
    .map(([agree, more]) => ({ name: 'replicas' as const, agree, of: Math.min(agree + more, replicasMax) })),
)

test('a policy and its code are each other’s', () => {
  fc.assert(
    fc.property(anyPolicy, (policy) => {
      expect(policyOf(policyCode(policy))).toEqual(policy)
    }),
  )
})

test('a code that is read is the code that is written', () => {
  fc.assert(
    fc.property(fc.nat(6), fc.nat(2 ** 32 - 1), (policy, policyParameter) => {
      let read: VerificationPolicy
      try {
        read = policyOf({ policy, policyParameter })
      } catch (error) {
        expect(error).toMatchObject({ code: 'PROTOCOL_MALFORMED' })
        return
      }
      expect(policyCode(read)).toEqual({ policy, policyParameter })
    }),
  )
})

test.each([
  [{ policy: 0, policyParameter: 1 }],
  [{ policy: 1, policyParameter: 0 }],
  [{ policy: 1, policyParameter: 1_000_001 }],
  [{ policy: 2, policyParameter: 3 * 256 + 2 }],
  [{ policy: 2, policyParameter: 2 }],
  [{ policy: 2, policyParameter: 1 * 256 + 17 }],
  [{ policy: 9, policyParameter: 0 }],
])('%o is refused', (code) => {
  expect(() => policyOf(code)).toThrow(/policy/)
})
