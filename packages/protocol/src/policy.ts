/** Verification policies, as orders carry them: a code and one parameter, and as everybody else does: a name and its fields. */
import { nameOfCode, policies } from './codes.ts'
import { MalformedError } from './malformed-error.ts'

/** Replicas of one job: more cost more than any error they would still find. */
export const replicasMax = 16
/** All runs, in parts per million. */
export const ratePpmMax = 1_000_000

/**
 * How sure a buyer wants to be.
 * - `trust`: reputation only.
 * - `sampled`: that share of runs is audited, chosen after receipts are committed.
 * - `replicas`: `of` providers compute it, `agree` equal results are the answer.
 * - `exact`: an integer model whose products are checked; `attested`: an enclave.
 */
export type VerificationPolicy =
  | { readonly name: 'trust' }
  | { readonly name: 'sampled'; readonly ratePpm: number }
  | { readonly name: 'replicas'; readonly agree: number; readonly of: number }
  | { readonly name: 'exact' }
  | { readonly name: 'attested' }

export type PolicyCode = { readonly policy: number; readonly policyParameter: number }

/** Returns the policy as an order carries it. @throws {MalformedError} when a field is out of its range. */
export function policyCode(policy: VerificationPolicy): PolicyCode {
  const code = { policy: policies[policy.name], policyParameter: parameterOf(policy) }
  policyOf(code)
  return code
}

/** Returns the policy that an order or quote carries. @throws {MalformedError} */
export function policyOf({ policy: code, policyParameter }: PolicyCode): VerificationPolicy {
  const name = nameOfCode(policies, code, 'policy')
  if (name === 'sampled') {
    if (policyParameter >= 1 && policyParameter <= ratePpmMax) return { name, ratePpm: policyParameter }
    throw new MalformedError('policyParameter', `1 to ${ratePpmMax} parts per million`, policyParameter)
  }
  if (name === 'replicas') {
    const [agree, of] = [policyParameter >>> 8, policyParameter & 0xff]
    if (agree >= 1 && agree <= of && of <= replicasMax) return { name, agree, of }
    throw new MalformedError('policyParameter', `k·256 + n with 1 ≤ k ≤ n ≤ ${replicasMax}`, policyParameter)
  }
  if (policyParameter !== 0) throw new MalformedError('policyParameter', `0 for ${name}`, policyParameter)
  return { name }
}

function parameterOf(policy: VerificationPolicy): number {
  if (policy.name === 'sampled') return policy.ratePpm
  if (policy.name === 'replicas') return policy.agree * 256 + policy.of
  return 0
}
