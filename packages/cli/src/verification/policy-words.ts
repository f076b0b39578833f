/** Verification policies and exactness classes in words: as options spell them, what they promise, and what they add to a price. */
import { defaultParameters, policyCost } from '@millrace/economics'
import {
  type ExactnessClass,
  exactnessClasses,
  MalformedError,
  parsePolicy,
  policyForms,
  type VerificationPolicy,
} from '@millrace/protocol'
import { UsageError } from '../usage-error.ts'

/** What answers are bought under where nobody says otherwise and they can be compared: the network's usual share of audits. */
export const usualRatePpm = defaultParameters.sampledRatePpm
export const usualPolicy = { name: 'sampled', ratePpm: usualRatePpm } as const satisfies VerificationPolicy

/** Returns the policy an option spells. @throws {UsageError} */
export function policyOption(text: string): VerificationPolicy {
  try {
    return parsePolicy(text, { sampledRatePpm: defaultParameters.sampledRatePpm })
  } catch (error) {
    if (!(error instanceof MalformedError)) throw error
    throw new UsageError(`--policy: "${text.slice(0, 40)}" is no policy.`, `There are ${policyForms}.`)
  }
}

/** Returns the exactness class an option spells. @throws {UsageError} */
export function exactnessOption(text: string): ExactnessClass {
  if (Object.hasOwn(exactnessClasses, text)) return text as ExactnessClass
  const names = Object.keys(exactnessClasses).join(', ')
  throw new UsageError(`--exactness: "${text.slice(0, 40)}" is no class.`, `There are ${names}.`)
}

/** Returns what a policy promises for work of that class, a sentence each. */
export function promiseOf(policy: VerificationPolicy, exactness: ExactnessClass): readonly string[] {
  switch (policy.name) {
    case 'trust':
      return ['Nothing is checked by itself; you can still have it audited.']
    case 'sampled':
      return [
        `${percent(policy.ratePpm)} of runs are drawn after the provider committed to them, where their buyer lets an auditor see them; else canaries alone watch it.`,
        'A cheat that is found loses stake, and the buyers of that epoch are refunded first.',
        sampledPromises[exactness],
      ]
    case 'replicas':
      return [
        `${policy.of} providers that cannot copy each other compute it; ${policy.agree} equal results are accepted.`,
        'One that differs is run again by a judge, and loses stake where it is wrong.',
      ]
    case 'exact':
    case 'attested':
      return ['Nobody serves this yet.']
  }
}

/** What a gateway does with the answers it buys, by its operator's consent. */
export const sharedWords =
  'drawn answers are shown to an auditor, which the gateway pays; a panel sees those of a cheat'
export const unsharedWords = 'no answer is shown to an auditor: only canaries check its providers (--share-audits)'

const sampledPromises: Readonly<Record<ExactnessClass, string>> = {
  opaque: 'But an opaque answer can be compared with nothing: only its provider vouches for it.',
  tolerant:
    'Compared within a tolerance: it takes many answers to convict, only where the model is calibrated, and close encodings look alike.',
  replayable: 'Replayed to the bit: a single wrong token convicts.',
  exact: 'The same bits everywhere: a single difference convicts.',
}

/** Returns what the policy adds to a price, with its items. */
export function addedPrice(policy: VerificationPolicy): string {
  const { bps, items } = policyCost(policy, priceForShares, defaultParameters)
  if (items.length === 0) return 'adds nothing to the price'
  const each = items.map((item) => `${item.name} ${share(item.bps)}`).join(', ')
  return `adds about ${share(bps)} to the price (${each})`
}

/** Returns the table for a command's help. */
export function policyHelp(policies: readonly VerificationPolicy['name'][]): string {
  const lines = policies.map((name) => `  ${policyExamples[name].padEnd(16)}${helpWords[name]}; ${addedShare(name)}`)
  return ['\nPolicies:', ...lines].join('\n')
}

const policyExamples: Readonly<Record<VerificationPolicy['name'], string>> = {
  trust: 'trust',
  sampled: 'sampled[:RATE]',
  replicas: 'replicas:K/N',
  exact: 'exact',
  attested: 'attested',
}

const helpWords: Readonly<Record<VerificationPolicy['name'], string>> = {
  trust: 'nothing is checked by itself',
  sampled: 'a share of runs is drawn for audits: 2%, or RATE; see gateway --share-audits',
  replicas: 'N providers compute it, K equal results are accepted',
  exact: 'every product is checked',
  attested: 'it runs in an enclave',
}

function addedShare(name: VerificationPolicy['name']): string {
  if (name === 'trust') return 'free'
  const policy = name === 'sampled' ? usualPolicy : policyOption(name === 'replicas' ? 'replicas:2/3' : name)
  const of = name === 'replicas' ? ' as 2/3' : ''
  return `adds about ${share(policyCost(policy, priceForShares, defaultParameters).bps)}${of}`
}

/** Large enough that rounding up to base units does not show. */
const priceForShares = 10n ** 12n

function share(bps: number): string {
  return `${Number((bps / 100).toFixed(2))} %`
}

function percent(ppm: number): string {
  return `${ppm / 10_000} %`
}
