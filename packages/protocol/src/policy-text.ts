/**
 * Verification policies as people and headers write them: `trust`, `sampled`, `sampled:2%`, `replicas:2/3`, `exact`, `attested`.
 *
 * Invariant: a policy's text reads back as that policy.
 */
import { MalformedError } from './malformed-error.ts'
import { policyCode, policyOf, type VerificationPolicy } from './policy.ts'

/** What a policy's text may look like, for messages. */
export const policyForms = 'trust, sampled, sampled:RATE (such as sampled:2%), replicas:K/N (such as replicas:2/3)'

/** Parts per million in a percent. */
const ppmPerPercent = 10_000

/**
 * Returns the policy that a text spells.
 *
 * @param sampledRatePpm - the rate where `sampled` names none, parts per million.
 * @throws {MalformedError} for a text that is none, or a rate or count out of its range.
 */
export function parsePolicy(text: string, { sampledRatePpm }: { readonly sampledRatePpm: number }): VerificationPolicy {
  const policy = spelled(text, sampledRatePpm)
  if (policy === undefined) throw new MalformedError('policy', `one of ${policyForms}`, text.slice(0, 80))
  return policyOf(policyCode(policy))
}

/** Returns the text of a policy. */
export function policyText(policy: VerificationPolicy): string {
  if (policy.name === 'sampled') return `sampled:${policy.ratePpm / ppmPerPercent}%`
  if (policy.name === 'replicas') return `replicas:${policy.agree}/${policy.of}`
  return policy.name
}

function spelled(text: string, sampledRatePpm: number): VerificationPolicy | undefined {
  if (text === 'trust' || text === 'exact' || text === 'attested') return { name: text }
  if (text === 'sampled') return { name: 'sampled', ratePpm: sampledRatePpm }
  const [, whole, fraction = ''] = /^sampled:(\d{1,3})(?:\.(\d{1,4}))?%$/.exec(text) ?? []
  if (whole !== undefined) return { name: 'sampled', ratePpm: Number(whole + fraction.padEnd(4, '0')) }
  const [, agree, of] = /^replicas:(\d{1,2})\/(\d{1,2})$/.exec(text) ?? []
  return agree === undefined ? undefined : { name: 'replicas', agree: Number(agree), of: Number(of) }
}
