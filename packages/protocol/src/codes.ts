/** The small integers that signed messages carry, and their names. Codes are never reused or renumbered. */
import { MalformedError } from './malformed-error.ts'

export const workloads = { chat: 1, completion: 2, embed: 3, batch: 4, audit: 5, task: 6 } as const
export type Workload = keyof typeof workloads

/** How comparable a runtime's output is; see the glossary. */
export const exactnessClasses = { opaque: 0, tolerant: 1, replayable: 2, exact: 3 } as const
export type ExactnessClass = keyof typeof exactnessClasses

/** How sure the buyer asks to be; see policy.ts for their parameters. What a node does not serve it refuses, never ignores. */
export const policies = { trust: 0, sampled: 1, replicas: 2, exact: 3, attested: 4 } as const
export type Policy = keyof typeof policies

/** On what terms capacity is sold: at the posted price until done, or cheaper and to be given back after a notice. */
export const offerTerms = { posted: 0, spot: 1 } as const
export type OfferTerms = keyof typeof offerTerms

/** What computes. Offers are gossiped by class and region. */
export const resourceClasses = { cpu: 1, gpu: 2 } as const
export type ResourceClass = keyof typeof resourceClasses

/** Bits of an offer's `attestations`: what the operator claims to have proof of. */
export const attestationKinds = { measured: 1, enclave: 2 } as const
export type AttestationKind = keyof typeof attestationKinds

/** What an auditor found. `unable` is its own failure, or evidence it was not given: that speaks against nobody. */
export const verdictOutcomes = { honest: 1, cheated: 2, unable: 3 } as const
export type VerdictOutcome = keyof typeof verdictOutcomes

/** Why an answer ended. */
export const finishes = { stop: 0, length: 1, cancelled: 2, 'payment-lagged': 3, failed: 4, preempted: 5 } as const
export type Finish = keyof typeof finishes

export const peerRoles = { dialer: 0, listener: 1 } as const
export type PeerRole = keyof typeof peerRoles

/** Returns the name of a code. @throws {MalformedError} for a code of no known name. */
export function nameOfCode<T extends Record<string, number>>(codes: T, code: number, field: string): keyof T & string {
  const found = Object.entries(codes).find(([, value]) => value === code)
  if (found === undefined) throw new MalformedError(field, `one of ${Object.values(codes).join(', ')}`, code)
  return found[0] as keyof T & string
}
